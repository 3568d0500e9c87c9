"""Purchases told in sentences and items: each invoice number with the words before and after it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rut.readers.amounts import AMOUNT, masked_number, personal_number
from rut.readers.cells import NAME
from rut.readers.dates import parse_date
from rut.readers.flow import Flow
from rut.readers.letter import PurchaseRow

_IN_TEXT = re.compile(
    r"\b(?i:faktura(?:nummer|nr|n)?)\.?:?\s+(?i:nr\.?\s+|nummer\s+|med nummer\s+)?"
    r"(?P<number>(?:[A-ZÅÄÖ]{1,6} (?=\d{2}))?(?:[A-ZÅÄÖ]{1,6}[-/]?)?\d[\dA-Za-z]*(?:[-/.](?:\d+|[A-Z]+)\b)*)"
)
# `faktura 12 till Anna Berg (…)`: who bought stands behind the number; otherwise it stands before it.
_TO = re.compile(r"\s*(?:till|åt|avseende|för)\s+(?:(?:köpare|kund|beställare)n?\s+)?(?=[A-ZÅÄÖ\d])")
_PAID = re.compile(r"betal\w*", re.IGNORECASE)
_ENDS = re.compile(r"\.\s|\.$|\bsamt\b")
_BRACKET = re.compile(r"\s*[(,]\s*[^)\n]{3,60}")
_UNFINISHED = re.compile(r"(?:begär\w*|godkän\w*|belopp|betal\w*|\bden|,)$", re.IGNORECASE)


@dataclass(frozen=True)
class _Told:
    """The words of one purchase: those that tell of the person, and those that tell of days and sums."""

    person: str
    aside: str
    name: str | None
    facts: str


def find_told(flow: Flow, today: date) -> Iterator[PurchaseRow]:
    """Every invoice number that something is told of beside it."""
    text = flow.text
    hits = [match for match in _IN_TEXT.finditer(text) if any(map(str.isdigit, match["number"]))]
    ends = [0, *(match.end() for match in hits)]
    starts = [*(match.start() for match in hits), len(text)]
    for position, match in enumerate(hits):
        before = text[max(text.rfind("\n", 0, match.start()) + 1, ends[position]) : match.start()]
        after = text[match.end() : min(_end(text, match.end()), starts[position + 1])]
        told = _behind(after) or _around(before, after, is_last=position + 1 == len(hits))
        amounts = _told_amounts(told.facts)
        paid = _PAID.search(told.facts)
        paid_on = parse_date(told.facts[paid.start() :], since=date(today.year - 1, today.month, 1)) if paid else None
        number = personal_number(told.person, today=today) or personal_number(told.aside, today=today)
        masked = masked_number(told.person) or masked_number(told.aside)
        if not (amounts or told.name or number or masked or paid_on):
            continue
        place = flow.place(match.start(), match.end("number"))
        yield PurchaseRow(
            invoice_number=match["number"],
            personal_number=number,
            personal_number_masked=masked,
            name=told.name,
            payment_date=paid_on.isoformat() if paid_on else None,
            requested_amount=amounts.get("requested"),
            granted_amount=amounts.get("granted"),
            repay_amount=amounts.get("repay"),
            page=place.page,
            box=place.box,
            confidence=place.confidence,
        )


def _end(text: str, position: int) -> int:
    """The end of the row, or of the next one when the row stops before the value that its last word announces."""
    end = text.find("\n", position)
    if end >= 0 and _UNFINISHED.search(text[position:end]):
        end = text.find("\n", end + 1)
    return len(text) if end < 0 else end


def _behind(after: str) -> _Told | None:
    """A purchase whose buyer follows the number; what is told goes on up to the next number."""
    to = _TO.match(after)
    if to is None:
        return None
    name = NAME.match(after, to.end())
    stop = re.search(r"\.\s|\.$", after)
    facts = after[: stop.start()] if stop else after
    return _Told(facts, "", name.group() if name else None, facts)


def _around(before: str, after: str, *, is_last: bool) -> _Told:
    """A purchase whose buyer stands before the number, or in brackets behind it."""
    names = list(NAME.finditer(before))
    own = None if is_last else NAME.search(after)
    facts = after[: own.start()] if own else after
    stop = _ENDS.search(facts)
    facts = facts[: stop.start()] if stop else facts
    tail = before[before.rfind(". ") + 1 :] if not names else before[names[-1].start() :]
    bracket = _BRACKET.match(facts)
    aside = bracket.group() if bracket and not names else ""
    name = names[-1] if names else NAME.search(aside)
    return _Told(tail, aside, name.group() if name else None, facts)


_AMOUNT_WORDS = (
    ("repay", re.compile(r"(?:återkräv\w*|återkrav\w*|betala(?:s)? tillbaka|återbetal\w*)[^\d]{0,30}$", re.IGNORECASE)),
    (
        "granted",
        re.compile(r"(?:godkän\w*|bevilja\w*|betalas? ut|utbetal\w*|medge\w*|föreslag\w*)[^\d]{0,30}$", re.IGNORECASE),
    ),
    ("requested", re.compile(r"(?:begär\w*|belopp|avdrag|sökt)[^\d]{0,30}$", re.IGNORECASE)),
)


def _told_amounts(text: str) -> dict[str, int]:
    """The amounts of a purchase by the words before them; one that stands alone with its unit is what was asked for."""
    found: dict[str, int] = {}
    for match in AMOUNT.finditer(text):
        before = text[: match.start()]
        for name, pattern in _AMOUNT_WORDS:
            if pattern.search(before) and name not in found:
                found[name] = int(re.sub(r"[ .]", "", match["whole"]))
                break
    sums = [match for match in AMOUNT.finditer(text) if match["unit"]]
    if not found and len(sums) == 1:
        found["requested"] = int(re.sub(r"[ .]", "", sums[0]["whole"]))
    return found
