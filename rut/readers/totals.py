"""Sums of the letter as a whole, and what a repayment must be paid with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from perforia.base.identity import luhn_ok
from rut.readers.amounts import AMOUNT
from rut.readers.dates import parse_date
from rut.readers.flow import Flow
from rut.readers.labels import Form
from rut.readers.lines import Segment
from rut.readers.page import Box

_KR = r"(?P<amount>\d{1,3}(?:[ .]\d{3})+|\d+)(?:,\d\d)?\s?(?:kr\b|kronor\b|sek\b|:-)"
# Sentences that tell a sum, by what it is; the first that fits is taken. Without any of the words (the second of each)
# a sum is not told so, and the pattern need not be tried. For text in small letters.
_TOLD: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("repay", ("tillbaka", "återk", "återbetal"), rf"(?:betala tillbaka|återkräv\w*|återbetal\w*|återkrav på|kräva tillbaka)[^.\d]{{0,40}}{_KR}"),
    ("repay", ("tillbaka", "återkrävs"), rf"{_KR}[^.\d]{{0,60}}(?:ska betalas tillbaka|återkrävs|betala tillbaka)"),
    ("refused", ("avslår", "nekar", "inte betala ut", "avslag"), rf"(?:avslår|nekar|inte betala ut|avslag)[^.\d]{{0,60}}(?:med|på|av)\s+{_KR}"),
    ("refused", ("resterande", "återstående", "övriga"), rf"(?:resterande|återstående|övriga)\s+{_KR}"),
    ("refused", ("nekas", "avslås", "betalas inte ut"), rf"{_KR}\s+(?:nekas|avslås|betalas inte ut)"),
    ("refused", ("i övrigt",), rf"i övrigt,? med\s+{_KR}"),
    ("granted", ("betalas ut", "utbetalas"), rf"{_KR}\s+(?:betalas ut|utbetalas)"),
    ("granted", ("utbeta", "godta"), rf"(?:utbetala[rts]?|utbetalt belopp(?: är)?|godta)\s+{_KR}"),
    ("granted", ("betala", "bevilja", "godkän", "medge", "ni får", "utbetalning med"), rf"(?:betala(?:r|s)?(?: vi)? ut|bevilja\w*|godkän\w*|medge\w*|ni får|utbetalning med)[^.\d]{{0,40}}{_KR}"),
    ("requested", ("begär", "i stället för", "av totalt"), rf"(?:av begärda|begärda|begärt|i stället för(?: begärda)?|av totalt|begäran om utbetalning (?:av|på|med)|begärt (?:sammanlagt|totalt))[^.\d]{{0,30}}{_KR}"),
    ("requested", ("begäran ", " avser", " avsåg", " avsett"), rf"(?:begäran|ansökan|den) (?:om|på|över|avser|avsåg|avsett)\s+{_KR}"),
    ("requested", ("hade begärt", "begärda beloppet", "begäran om r"), rf"(?:hade begärt|begärda beloppet|begäran om (?:rut|rot)avdrag[^.\d\n]{{0,40}},)\s+{_KR}"),
    ("requested", ("inte betala ut de",), rf"inte betala ut de\s+{_KR}"),
    ("requested", ("som ni har begärt",), rf"{_KR}\s+som ni har begärt"),
)  # fmt: skip
TOLD = tuple((name, words, re.compile(pattern)) for name, words, pattern in _TOLD)
_ROW_SUMS = {"requested_amount": "requested", "granted_amount": "granted", "repay_amount": "repay"}
_OCR = re.compile(r"\d[\d ]{4,26}\d")
_PURCHASE = re.compile(
    r"\bfaktura(?:nummer|nr|n)?\b\.?:?\s*(?:(?:med )?(?:nr\.?|nummer)\s*)?[\w-]*[ /-]?\d", re.IGNORECASE
)


_LAW = re.compile(r"högst|\blagen\b|§", re.IGNORECASE)
FEWEST_WORDS = 5


@dataclass(frozen=True)
class Sum:
    """A sum in whole kronor, or another value of the payment slip, and where it stands."""

    value: str
    page: int
    box: Box
    confidence: float
    is_clear: bool = True


def find_totals(flow: Flow, form: Form, sums: Mapping[str, tuple[int, Segment]]) -> dict[str, Sum]:
    """The sums requested, granted, refused and to repay."""
    found = {_ROW_SUMS[field]: Sum(str(amount), cell.page, cell.box, 0.9) for field, (amount, cell) in sums.items()}
    for name, words, pattern in TOLD:
        if name in found or not any(word in flow.small for word in words):
            continue
        for match in pattern.finditer(flow.small):
            row_start = flow.text.rfind("\n", 0, match.start()) + 1
            row = flow.text[row_start : match.end()]
            if name in found or _PURCHASE.search(row) or _LAW.search(row) or len(row.split()) < FEWEST_WORDS:
                continue
            place = flow.place(match.start("amount"), match.end("amount"))
            found[name] = Sum(re.sub(r"[ .]", "", match["amount"]), place.page, place.box, place.confidence)
    for value in form.values("repay"):
        amount = AMOUNT.search(value.text)
        if amount is not None and "repay" not in found:
            confidence = min(word.confidence for word in value.words)
            found["repay"] = Sum(re.sub(r"[ .]", "", amount["whole"]), value.page, value.box, confidence)
    if "refused" in found and "requested" in found and "granted" not in found and found["refused"].value == "0":
        found.pop("refused")
    return found


def find_payment(form: Form, flow: Flow, letter_date: date | None) -> dict[str, Sum]:
    """The day to pay by and the OCR number of a repayment."""
    found: dict[str, Sum] = {}
    for value in form.values("pay_by"):
        day = parse_date(value.text, since=letter_date)
        if day and "pay_by" not in found:
            found["pay_by"] = Sum(day.isoformat(), value.page, value.box, min(word.confidence for word in value.words))
    if "pay_by" not in found:
        pattern = re.compile(
            r"(?:betala\w*|betalas|betalt|inbetal\w*|bokför[dt])[^.\n]{0,60}senast(?: den)?\s+(?P<day>[^.\n]{6,24})",
            re.IGNORECASE,
        )
        for match in pattern.finditer(flow.text):
            if (day := parse_date(match["day"], since=letter_date)) and "pay_by" not in found:
                place = flow.place(match.start("day"), match.end("day"))
                found["pay_by"] = Sum(day.isoformat(), place.page, place.box, place.confidence)
    for value in form.values("ocr"):
        number = _OCR.search(value.text)
        if number is not None and "ocr" not in found:
            digits = number.group().replace(" ", "")
            found["ocr"] = Sum(digits, value.page, value.box, min(w.confidence for w in value.words), luhn_ok(digits))
    if "ocr" not in found:
        for match in re.finditer(
            r"\bocr(?:[- ]?(?:nummer|nr|referens))?\.?:?\s*(?:är\s+)?(?P<ocr>\d[\d ]{4,26}\d)", flow.text, re.IGNORECASE
        ):
            digits = match["ocr"].replace(" ", "")
            place = flow.place(match.start("ocr"), match.end("ocr"))
            found.setdefault("ocr", Sum(digits, place.page, place.box, place.confidence, luhn_ok(digits)))
    return found
