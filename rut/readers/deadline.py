"""The date by which the firm must answer, told apart from all other dates that stand in a letter."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rut.readers.dates import Found, find_dates
from rut.readers.flow import Flow
from rut.readers.labels import Form
from rut.readers.page import Box

# Words of the sentence that speak for or against a date being the one to answer by; for text in small letters.
_FOR = (
    (re.compile(r"\b(?:svara|svar|svaret|svaren|svars\w+|besvara\w*)\b"), 3.0),
    (re.compile(r"\b(?:synpunkter|yttra\w*|yttrande|invändningar|kommentar\w*|kommentera\w*|bemöta\w*)\b"), 3.0),
    (
        re.compile(
            r"(?:komm\w* in|inkomm\w*|inlämna\w*|till ?handa|nått oss|nå oss|inne hos|inges|ingivet|ingivna|hos oss|hos skatteverket)"
        ),
        2.0,
    ),
    (re.compile(r"\b(?:komplett\w*|underlag\w*|handling\w*|uppgift\w*|redovis\w*|det begärda|papper\w*)\b"), 1.5),
    (
        re.compile(
            r"\b(?:skickas?|lämnas?|sändas?|sänd|kom in|inkom\w*|visa|ge oss|ge in|återkom\w*|återkommer|hör av|yttra)\b"
        ),
        1.0,
    ),
    (
        re.compile(
            r"(?:tagit emot|mottagit|mottagande\w*|tog emot|fick|fått|nådde)(?: av)? (?:er |det här |detta |denna )?(?:brevet|brev|skrivelse\w*)|(?:från|efter) (?:mottagandet|dagen för|det att)|brevets datum|detta brev"
        ),
        1.5,
    ),
    (re.compile(r"\b(?:tiden|svarstiden|fristen)\b[^.]{0,60}\b(?:går|löper) ut\b"), 3.0),
    (re.compile(r"\b(?:senast|före|innan|sista dag\w*|till och med|tills|fram till|t\.o\.m\.)\b"), 2.0),
    (
        re.compile(
            r"\b(?:(?:ytterligare|ny|längre|mer) tid|ny(?:tt)? (?:frist|datum|svarsdatum)|förläng\w*|anstånd till)\b"
        ),
        2.0,
    ),
)
_AGAINST = (
    (re.compile(r"överklag|omprövning ska|begär\w* omprövning"), 9.0),
    (re.compile(r"\bbetal(?:a|as|t|ningen)\b[^.]{0,40}\bsenast|förfall|betala senast|inbetal"), 7.0),
    (
        re.compile(
            r"fatta (?:ett )?beslut|beslut\w* (?:kan|ska|bör|kommer att) (?:fattas|lämnas)|bedömer att|räknar med|besluta\w* senast|besked|handläggningstid|vi (?:kommer|avser) att"
        ),
        5.0,
    ),
    (
        re.compile(
            r"skulle (?:ha|ni|svaret)|tidigare (?:frist|svarsdatum|brev)|var den|hade ni|gick ut|har gått ut|löpte ut|passerat"
        ),
        6.0,
    ),
    (
        re.compile(
            r"(?:vårt|vår) (?:tidigare )?(?:brev|förfrågan|begäran|skrivelse)[^.]{0,30}\bden\b|skrev vi|skickade vi"
        ),
        4.0,
    ),
    (
        re.compile(
            r"31 januari|sista dagen (?:för|att) (?:ansök|begär)|året efter|begäran (?:ska|skulle) ha kommit|för sent"
        ),
        6.0,
    ),
    (
        re.compile(r"\b(?:kom in|inkom|mottog|mottagen|togs emot|återkall\w*|registrera\w*|ankom)\b(?! senast| med)"),
        3.0,
    ),
    (re.compile(r"\b(?:perioden|avser tiden|utfört|betald|betalade|faktura)\b"), 2.0),
    (re.compile(r"vite\w* (?:döms|om)|telefontid|öppettid|gäller från|lag(?:en)? \("), 1.0),
)
ENOUGH, ENOUGH_FOR_DAYS = 4.0, 3.0
# A date that something is to be done by, in words we do not know: an answer where no better one stands, and a rival.
FAINT = 2.0
_BY = re.compile(
    r"\b(?:senast|före|innan|sista dag|fram till|till och med|t\.o\.m\.|(?:går|löper) ut)|"
    r"(?:ny|nya|ytterligare|förlängd|längre|mer) (?:tid|frist|svarstid)\w*[^.]{0,20}\btill\b",
)
_BEFORE = re.compile(r"\b(?:före|innan)\s+(?:\w+dagen\s+)?(?:den\s+)?$", re.I)
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.](?=\d|\S)[^.!?\n]*)*[.!?\n]?")
_QUOTE = re.compile(r"[”\"“»][^”\"“»\n]{15,500}[”\"“»]")
_NUMBERS = {
    "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "åtta": 8, "tio": 10, "fjorton": 14,
    "sju": 7, "nio": 9, "tolv": 12, "femton": 15, "tjugo": 20, "tjugoen": 21, "trettio": 30,
}  # fmt: skip
RELATIVE = re.compile(
    rf"\binom\s+(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})\s*(?:\([^)]*\)\s*)?(?P<unit>kalenderdag|dag|veck|månad)\w*", re.I
)
_UNITS = {"kalenderdag": 1, "dag": 1, "veck": 7, "månad": 30}
LATEST = timedelta(days=130)


@dataclass(frozen=True)
class Deadline:
    """The found date; `rivals` are other dates that might be meant, `is_clear` when words leave no doubt."""

    day: date
    raw: str
    page: int
    box: Box
    confidence: float
    score: float
    has_year: bool
    rivals: tuple[date, ...]


@dataclass(frozen=True)
class Days:
    """A time to answer in days from the receipt of the letter."""

    days: int
    raw: str
    page: int
    box: Box
    confidence: float


@dataclass(frozen=True)
class _Candidate:
    day: date
    raw: str
    page: int
    box: Box
    confidence: float
    score: float
    has_year: bool


def find_deadline(form: Form, flow: Flow, letter_date: date | None) -> Deadline | None:
    """The best date to answer by, None when no date is spoken of so."""
    candidates = [
        each
        for each in (*_in_form(form, letter_date), *_in_text(flow, letter_date))
        if _is_possible(each.day, letter_date)
    ]
    good = [each for each in candidates if each.score >= ENOUGH] or candidates
    if not good:
        return None
    best = max(good, key=lambda each: (each.score, each.has_year))
    # The same day told twice, or differing by one (before the 8th, by the 7th), is one answer.
    rivals = {each.day for each in candidates if abs((each.day - best.day).days) > 1}
    support = 1.0 * sum(each.day == best.day for each in good if each is not best)
    return Deadline(
        best.day,
        best.raw,
        best.page,
        best.box,
        best.confidence,
        best.score + support,
        best.has_year,
        tuple(sorted(rivals)),
    )


def find_days(form: Form, flow: Flow) -> Days | None:
    """A relative time to answer: within two weeks is 14."""
    for value in form.values("deadline"):
        if match := RELATIVE.search(value.text if value.text.lower().startswith("inom") else f"inom {value.text}"):
            return Days(_count(match), value.text, value.page, value.box, min(word.confidence for word in value.words))
    if "inom" not in flow.small:
        return None
    for sentence, start in _sentences(flow.text):
        for match in RELATIVE.finditer(sentence):
            if _score(sentence) >= ENOUGH_FOR_DAYS and not re.search(r"överklag|betala", sentence, re.I):
                place = flow.place(start + match.start(), start + match.end())
                return Days(_count(match), match.group(), place.page, place.box, place.confidence)
    return None


def _count(match: re.Match[str]) -> int:
    number = match["n"].lower()
    return (int(number) if number.isdigit() else _NUMBERS[number]) * _UNITS[match["unit"].lower()]


def _in_form(form: Form, letter_date: date | None) -> Iterator[_Candidate]:
    for value in form.values("deadline"):
        for found in find_dates(value.text, since=letter_date):
            if found.start <= 20:
                confidence = min(word.confidence for word in value.words)
                yield _Candidate(found.day, value.text, value.page, value.box, confidence, 8.0, found.has_year)
                break


def _in_text(flow: Flow, letter_date: date | None) -> Iterator[_Candidate]:
    text = _QUOTE.sub(lambda match: " " * len(match.group()), flow.text)
    for sentence, start in _sentences(text):
        dates = list(find_dates(sentence, since=letter_date))
        for found in dates:
            # Only the words nearest a date speak for it when a sentence has several.
            words = sentence if len(dates) == 1 else _around(sentence, found, dates)
            score = _score(words) - (0.0 if _BY.search(words.lower()) else 3.0)
            if score < FAINT:
                continue  # most dates: rows of tables, days of payment
            day = found.day
            if _BEFORE.search(sentence[: found.start]):
                day -= timedelta(days=1)
            place = flow.place(start + found.start, start + found.end)
            yield _Candidate(
                day, sentence[found.start : found.end], place.page, place.box, place.confidence, score, found.has_year
            )


def _around(sentence: str, found: Found, dates: Sequence[Found]) -> str:
    """The part of a sentence that leads up to a date: from the date before it to its own end, plus what closes it."""
    before = max((other.end for other in dates if other.end <= found.start), default=0)
    after = min((other.start for other in dates if other.start >= found.end), default=len(sentence))
    tail = sentence[found.end : after]
    comma = tail.find(",")
    return sentence[before : found.end] + (tail if comma < 0 else tail[:comma])


def _score(words: str) -> float:
    small = words.lower()
    speaks = sum(weight for pattern, weight in _FOR if pattern.search(small))
    if not speaks:
        return 0.0
    return speaks - sum(weight for pattern, weight in _AGAINST if pattern.search(small))


def _sentences(text: str) -> Iterator[tuple[str, int]]:
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        if sentence and not sentence.isspace():
            yield sentence, match.start()


def _is_possible(day: date, letter_date: date | None) -> bool:
    return letter_date is None or letter_date < day <= letter_date + LATEST
