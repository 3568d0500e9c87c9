"""From the pages of a file to its letters with their facts: the reader's whole work on words."""

import re
from collections.abc import Sequence
from datetime import date

from rut.readers import certainty, classify
from rut.readers.asked import find_requests
from rut.readers.collecting import without_collecting
from rut.readers.columns import in_reading_order
from rut.readers.dates import compact_date, find_dates, parse_date
from rut.readers.deadline import find_days, find_deadline
from rut.readers.flow import Flow
from rut.readers.handler import find_handler
from rut.readers.labels import Form, Value
from rut.readers.letter import Fact, Letter
from rut.readers.lines import Line, lines_of
from rut.readers.page import Method, Page
from rut.readers.purchases import find_purchases
from rut.readers.references import as_references, find_identifiers
from rut.readers.split import may_begin_another, split_pages
from rut.readers.totals import find_payment, find_totals

ASKING = frozenset({"completion_request", "question", "proposal", "injunction"})
LISTING = frozenset({"completion_request", "question", "injunction"})
ABOUT_A_REQUEST = ASKING | {"decision"}
_ALL_BUYERS = re.compile(
    r"(?:samtliga|alla|hela) (?:de )?(?:köpar\w*|köp\b|inköp\w*|begäran|kunder|personer)|begäran i sin helhet|hela er begäran"
)  # for text in small letters
_REQUEST_NAME = re.compile(
    r"(?:namn(?:et)?|benämn\w*|kalla[dt]|döpt|med beteckningen|märkt)[^\n”\"“»]{0,14}[”\"“»](?P<name>[^”\"“»«\n]{1,20})[”\"«“]|\(namn:? (?P<aside>[^)\n]{1,20})\)"
)
_ELEVEN = re.compile(r"(?<![\d-])20\d{9}(?=(?:-\d{2})?(?!\d))")
_TITLE_WORDS = 11
_TITLE_START = re.compile(r"\W{0,2}[A-ZÅÄÖ]")  # an item of a list begins small, or with its sign
_TOP_LINES = 12


@without_collecting
def read_letters(pages: Sequence[Page], *, today: date | None = None) -> list[Letter]:
    """Every letter of a file with its facts. `today` bounds what is the future; it defaults to the newest date read."""
    lines = [in_reading_order(lines_of(page), page.width) for page in pages]
    return [
        _read(
            [pages[number] for number in part],
            [line for number in part for line in lines[number]],
            today,
            is_one=not any(may_begin_another(lines[each - 1], lines[each], pages[each].height) for each in part[1:]),
        )
        for part in split_pages(lines, [page.height for page in pages])
    ]


def _read(pages: Sequence[Page], lines: Sequence[Line], today: date | None, *, is_one: bool) -> Letter:
    first, last = pages[0].number, pages[-1].number
    if not lines:
        return Letter(first, last)
    form, flow = Form(lines), Flow(lines)
    sure = is_one and all(page.method == Method.TEXT and not page.gated for page in pages)
    reading = certainty.Reading(pages, is_clean=sure)
    requests = find_requests(flow)
    kind = _classify(lines, flow, papers=len(requests))
    facts: dict[str, Fact] = reading.kind(kind)
    letter_date = _letter_date(form, lines)
    if letter_date is not None:
        facts["letter_date"] = reading.letter_date(*letter_date)
    dated = letter_date[0] if letter_date else None
    identifiers = find_identifiers(form, flow)
    facts |= reading.identifiers(identifiers, flow.text, kind)
    facts |= reading.handler(find_handler(form, flow, lines))
    facts |= _request(reading, flow, form)
    foreign = kind.document_type == "other" and kind.subtype in {"foreign_matter", "court"}
    if kind.document_type in ASKING or kind.document_type == "other":
        facts |= reading.deadline(find_deadline(form, flow, dated), find_days(form, flow), dated, kind)
    body = "\n".join(row for row in flow.text.split("\n") if len(row.split()) >= 5)
    if not (foreign and kind.subtype == "foreign_matter"):
        service = classify.service_kind(_about(body))
        # Cleaning and moving are rut, never rot (67 kap. 13 § inkomstskattelagen), also where a letter does not say so.
        facts |= reading.kinds(classify.deduction_kind(body) or (service and "rut"), service)
    purchases = find_purchases(lines, flow, today=today or dated or date.max)
    rows = [] if foreign or kind.document_type == "information" else purchases.rows
    if not foreign:
        facts |= reading.sums(find_totals(flow, form, purchases.sums), kind)
    if kind.document_type == "decision":
        facts |= reading.sums(find_payment(form, flow, dated), kind)
    if kind.document_type not in LISTING:
        requests = []
    whole = not rows and (
        kind.document_type in ABOUT_A_REQUEST
        or (kind.document_type == "other" and not foreign)
        or _ALL_BUYERS.search(flow.small) is not None
    )
    are_rows_certain = reading.are_rows_certain(rows, facts, flow.text)
    return Letter(
        first,
        last,
        facts,
        as_references(identifiers),
        tuple(reading.rows(rows, certain=are_rows_certain)),
        affected_certain=are_rows_certain,
        requested_documents=tuple(requests),
        whole_request=whole and kind.document_type != "information" and not foreign,
    )


def _classify(lines: Sequence[Line], flow: Flow, *, papers: int) -> classify.Kind:
    page = lines[0].page
    titles = [
        segment.text
        for line in lines
        if line.page == page
        for segment in line.segments
        if len(segment.words) <= _TITLE_WORDS
        and _TITLE_START.match(segment.text)
        and not segment.text.rstrip().endswith((".", ",", ";"))
    ]
    top = "\n".join(segment.text for line in lines[:_TOP_LINES] for segment in line.segments)
    return classify.classify(titles, flow.text, top=top, papers=papers)


def _letter_date(form: Form, lines: Sequence[Line]) -> tuple[date, Value | Line, bool] | None:
    """The day of the letter, where it stands, and whether a label says so."""
    for value in form.values("date"):
        found = next(iter(find_dates(value.text)), None)
        if found is not None and (found.start <= 12 or found.end == len(value.text)):
            return found.day, value, True
        if (day := compact_date(value.text)) is not None:
            return day, value, True
    for line in lines[:_TOP_LINES]:
        for segment in line.segments:
            if len(segment.words) <= 5 and (day := parse_date(segment.text)) and "senast" not in segment.text.lower():
                return day, line, False
    return None


def _request(reading: "certainty.Reading", flow: Flow, form: Form) -> dict[str, Fact]:
    """The firm's own name for the request and Skatteverket's eleven digits for it."""
    facts: dict[str, Fact] = {}
    if match := _REQUEST_NAME.search(flow.text):
        group = "name" if match["name"] else "aside"
        place = flow.place(match.start(group), match.end(group))
        facts["request_name"] = reading.at(match[group].strip(" ,."), place.page, place.box, place.confidence)
    else:
        for value in form.values("request_name"):
            if value.label.lower() != "begäran" and 0 < len(value.text) <= 20:
                confidence = min(word.confidence for word in value.words)
                facts["request_name"] = reading.at(value.text.strip('”"“'), value.page, value.box, confidence)
                break
    for match in _ELEVEN.finditer(flow.text):
        before = flow.text[max(0, match.start() - 60) : match.start()].lower()
        if "referens" in before or "begäran" in before or "ansökan" in before:
            place = flow.place(match.start(), match.end())
            facts["request_reference"] = reading.at(match.group(), place.page, place.box, place.confidence)
            break
    if "request_reference" not in facts:
        for value in form.values("request"):
            if match := _ELEVEN.search(value.text):
                facts["request_reference"] = reading.at(match.group(), value.page, value.box, 0.9)
                break
    return facts


_ABOUT = re.compile(
    r"\b(?:begär\w*|utbetalning\w*|rutavdrag\w*|rotavdrag\w*|avser|granskar|handlägger|gäller|beslut\w*)\b"
)


# Names of firms and of requests speak of work that the matter need not be about.
_NAMED = re.compile(
    r"”[^”\n]{1,30}”|\"[^\"\n]{1,30}\"|“[^”\n]{1,30}”|\(namn:? [^)\n]{1,30}\)|(?:[A-ZÅÄÖ&][\wåäöÅÄÖ&]*\s)+(?:AB|HB|KB|Aktiebolag)\b"
)


def _about(body: str) -> str:
    """The sentences that say what the matter is about; reasons and law speak of other work too."""
    sentences = re.split(r"(?<=[.:!?])\s+|\n", body)
    return "\n".join(_NAMED.sub(" ", sentence) for sentence in sentences[:60] if _ABOUT.search(sentence.lower()))
