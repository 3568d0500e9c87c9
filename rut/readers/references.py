"""The identifiers of the matter: Skatteverket's numbers with their labels, in their order of rank."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rut.readers.flow import Flow
from rut.readers.labels import Form
from rut.readers.letter import Reference
from rut.readers.page import Box

RANKS = ("court", "dnr", "case", "ours", "request")
_SHAPES = (
    r"8-\d{5,8}",
    r"\d{3}(?:[ -]\d{2,7}){1,2}-\d{2}/\d{1,4}",
    r"\d{1,3}(?: \d{3}){1,3}-\d{2}",
    r"20\d{9}(?:-\d{2})?",
    r"[A-ZÅÄÖ]{1,6}[ -]?\d{2,4}[-/]\d{3,9}(?:-\d{1,4})?",
    r"[A-ZÅÄÖ]{1,6}[-: ]?\d{4,12}(?:[-/]\d{1,6})?",
    r"\d{1,6}-\d{2,7}(?:-\d{2,4})?(?:/\d{2,4})?",
    r"\d{5,14}",
    r"\d{2,6}-\d{2}/[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,5}",
    r"20\d{2}-[A-ZÅÄÖ]{2,6}-\d{3,8}",
)
VALUE = re.compile(rf"(?<![\w/-])(?:{'|'.join(_SHAPES)})(?![\w/])(?!-\d)")
STRICT = {
    "dnr": re.compile(rf"(?:{_SHAPES[0]}|{_SHAPES[1]}|{_SHAPES[8]}|{_SHAPES[9]})"),
    "request": re.compile(_SHAPES[3]),
    "case": re.compile(rf"(?:{_SHAPES[2]}|{_SHAPES[4]}|{_SHAPES[5]}|{_SHAPES[8]}|{_SHAPES[9]})"),
    "ours": re.compile(rf"(?:{_SHAPES[4]}|{_SHAPES[5]}|{_SHAPES[6]}|{_SHAPES[8]}|{_SHAPES[9]})"),
    "court": re.compile(r"\d{1,6}-\d{2}"),
}
_IN_TEXT = re.compile(
    r"\b(?P<label>mål nr|målnummer|(?:skatteverkets )?dnr|diarienummer|diarienr|ärendenummer|ärendenr|ärendebeteckning|"
    r"referensnummer|beteckning|referensnr|vår referens)\b[.:]?\s*(?:är\s+)?(?P<value>[^,;\n]{4,28})"
)  # for text in small letters
_KIND_OF = {
    "mål nr": "court", "målnummer": "court", "dnr": "dnr", "skatteverkets dnr": "dnr", "diarienummer": "dnr",
    "diarienr": "dnr", "ärendenummer": "case", "ärendenr": "case", "referensnummer": "request",
    "referensnr": "request", "beteckning": "ours", "ärendebeteckning": "ours", "vår referens": "ours",
}  # fmt: skip
_NAMED = {
    "dnr": re.compile(r"\bdnr\b|\bdiarie", re.IGNORECASE),
    "case": re.compile(r"\bärende[- ]?(?:nr|nummer|id)\b|\bärendets (?:nr|nummer)", re.IGNORECASE),
    "ours": re.compile(r"\b(?:vår|ärende|skatteverkets) ?(?:beteckning|ref)|^beteckning", re.IGNORECASE),
}
# Numbers in quoted law, court practice and guidance are not this matter's.
_LAW = re.compile(r"ställningstagande|rättsfall|HFD|RÅ \d|rättslig vägledning|prop\.|SFS|allmänna råd", re.IGNORECASE)
_CODE = re.compile(r"(?=(?:.*\d){4})[A-ZÅÄÖ\d][A-ZÅÄÖ\d ./:-]{3,26}")
# A number that the letter mentions of another matter, and the words that tell the reader to use a number as this one's.
_OTHER_MATTER = re.compile(r"(?:tidigare|annat|andra|avslutat|föregående) ärende|ärende som|jämför")
_WORD_FOLLOWS = re.compile(r" (?=[a-zåäö])|[.,;)]?(?:\s|$)")
_OWN = re.compile(r"\b(?:ange|anges|anger|uppge|uppges|skriv|märk|hänvisa|åberopa|ärendet har)\b")
# One number and nothing beside it: letters before, signs between, no space between digits, no phone's first nought.
_UNIT = re.compile(r"(?:[A-ZÅÄÖ]{1,4}[-/ ]?){0,2}[1-9]\d*(?:[-/.:](?:\d+|[A-ZÅÄÖ]{2,6}(?=-\d)))*")
_ORGNR = re.compile(r"^(?:16)?5[25]\d{4}-?\d{4}$")
_DATE = re.compile(r"^20\d\d-[01]\d-[0-3]\d")


@dataclass(frozen=True)
class Identifier:
    """An identifier with its rank's kind and how it was found."""

    kind: str
    label: str
    value: str
    page: int
    box: Box
    confidence: float
    is_labelled: bool
    is_whole: bool = False  # it is all that stands at its label


def find_identifiers(form: Form, flow: Flow) -> list[Identifier]:
    """Each identifier of the matter once, the highest rank first."""
    found: dict[str, Identifier] = {}
    for identifier in (*_labelled(form), *_in_text(flow)):
        key = identifier.value.replace(" ", "")
        if key not in found:
            found[key] = identifier
    return sorted(found.values(), key=lambda each: RANKS.index(each.kind))


def speaks_of_higher(identifier: Identifier, text: str) -> bool:
    """Whether a letter names a number of higher rank than the one that was found, though it could not be read."""
    higher = set(RANKS[: RANKS.index(identifier.kind)]) & _NAMED.keys()
    if not higher:
        return False
    return any(_NAMED[kind].search(row) for row in text.split("\n") if not _LAW.search(row) for kind in higher)


def as_references(identifiers: list[Identifier]) -> tuple[Reference, ...]:
    """The identifiers as the letter keeps them."""
    return tuple(Reference(each.label, each.value, each.page, each.box) for each in identifiers)


def _labelled(form: Form) -> Iterator[Identifier]:
    for kind in RANKS:
        odd: Identifier | None = None
        is_found = False
        codes = {value.text for value in form.values(kind) if _CODE.fullmatch(value.text)}
        for value in form.values(kind):
            match = VALUE.search(value.text)
            confidence = min(word.confidence for word in value.words)
            if match is not None and match.start() <= 3 and not _is_foreign(match.group()):
                is_found = True
                yield Identifier(
                    kind, value.label, match.group(), value.page, value.box, confidence,
                    is_labelled=True, is_whole=match.group() == value.text,
                )  # fmt: skip
            elif _CODE.fullmatch(value.text) and not _is_foreign(value.text):
                whole = len(codes) == 1 and _UNIT.fullmatch(value.text) is not None
                odd = odd or Identifier(
                    kind, value.label, value.text, value.page, value.box, confidence / 2,
                    is_labelled=True, is_whole=whole,
                )  # fmt: skip
        if odd is not None and not is_found:
            yield odd  # a number of a shape we do not know is still the number that its label announces


def _in_text(flow: Flow) -> Iterator[Identifier]:
    for match in _IN_TEXT.finditer(flow.small):
        row_start = flow.text.rfind("\n", 0, match.start()) + 1
        row = flow.text[row_start : _row_end(flow.text, match.end())]
        value = VALUE.match(flow.text[match.start("value") : match.end("value")])
        if value is None or _is_foreign(value.group()) or _LAW.search(row):
            continue
        sentence = _sentence(flow.small, match.start(), match.end())
        if _OTHER_MATTER.search(sentence):
            continue
        start = match.start("value")
        place = flow.place(start, start + value.end())
        label = flow.text[match.start("label") : match.end("label")]
        kind = _KIND_OF[match["label"]]
        printed = label if label[:1].isupper() else label.capitalize()
        yield Identifier(
            kind,
            printed,
            value.group(),
            place.page,
            place.box,
            place.confidence,
            is_labelled=_OWN.search(sentence) is not None,
            is_whole=_WORD_FOLLOWS.match(flow.text, start + value.end()) is not None,
        )


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a stretch of text, within its row; a dot inside an abbreviation does no harm."""
    first = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start)) + 1
    last = min((place for place in (text.find("\n", end), text.find(". ", end)) if place >= 0), default=len(text))
    return text[first:last]


def _row_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _is_foreign(value: str) -> bool:
    return _ORGNR.match(value) is not None or _DATE.match(value) is not None
