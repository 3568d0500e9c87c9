"""When the reader may be believed without a person: independent signs agree and nothing competes.

A wrong fact shown as certain is worse than an honest question, so everything read from a picture, from a doubtful
page or from a single weak sign stays a question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from perforia.base.identity import luhn_ok
from rut.readers.amounts import MASKED, PERSONAL
from rut.readers.classify import Kind
from rut.readers.deadline import Days, Deadline
from rut.readers.handler import Part, is_whole_phone, spells
from rut.readers.labels import Value
from rut.readers.letter import Fact, PurchaseRow
from rut.readers.lines import Line
from rut.readers.page import Box, Method, Page
from rut.readers.references import STRICT, Identifier, speaks_of_higher
from rut.readers.totals import Sum

CLEAR_SCORE, CLEAR_MARGIN = 7.0, 3.0
CLEAR_DEADLINE = 4.5
OWN_LABELS = ("court", "dnr", "case")  # nothing but the matter's own number is called so
LONGEST_ANSWER = 100


class Reading:
    """Makes facts of what was found on some pages; `is_clean` when every page is a sound text layer."""

    def __init__(self, pages: Sequence[Page], *, is_clean: bool) -> None:
        self._methods = {page.number: page.method for page in pages}
        self._is_clean = is_clean

    def at(self, value: str, page: int, box: Box, confidence: float, *, certain: bool = False) -> Fact:
        """A fact with its place; certain only on clean pages."""
        method = self._methods.get(page, Method.NONE)
        return Fact(value, value, page, box, method, round(confidence, 3), certain and self._is_clean)

    def kind(self, kind: Kind) -> dict[str, Fact]:
        """Type and sub-type; certain when title and text agree and nothing comes near."""
        clear = kind.titled and kind.told and kind.score >= CLEAR_SCORE and kind.margin >= CLEAR_MARGIN
        confidence = min(1.0, 0.4 + kind.margin / 12) if kind.score else 0.1
        method = next(iter(self._methods.values()))
        certain = clear and self._is_clean
        facts = {"document_type": Fact(kind.document_type, "", None, None, method, confidence, certain)}
        if kind.subtype:
            facts["subtype"] = Fact(kind.subtype, "", None, None, method, confidence * 0.9, certain=False)
        return facts

    def letter_date(self, day: date, where: Value | Line, is_labelled: bool) -> Fact:  # noqa: FBT001 -- a finding, told as it was found
        """The day of the letter; certain when a label says so."""
        confidence = min(word.confidence for word in where.words)
        return self.at(day.isoformat(), where.page, where.box, confidence, certain=is_labelled)

    def identifiers(self, found: Sequence[Identifier], text: str, kind: Kind) -> dict[str, Fact]:
        """The principal reference; certain with a label that names it or a known shape, no rival, and none above it."""
        if not found:
            return {}
        best = found[0]
        rivals = [other for other in found[1:] if other.kind == best.kind and other.is_labelled]
        shaped = STRICT[best.kind].fullmatch(best.value) is not None
        own = best.kind in OWN_LABELS or (best.kind == "ours" and kind.document_type != "other")
        certain = best.is_labelled and (shaped or (best.is_whole and own)) and not rivals
        certain = certain and not speaks_of_higher(best, text)
        return {"reference_number": self.at(best.value, best.page, best.box, best.confidence, certain=certain)}

    def handler(self, parts: Mapping[str, Part]) -> dict[str, Fact]:
        """The officer; an address is certain when it spells the officer's name."""
        facts = {}
        for name, part in parts.items():
            certain = part.is_labelled and (name != "phone" or is_whole_phone(part.value))
            if name == "email":
                owner = parts.get("name")
                certain = owner is not None and spells(part.value, owner.value)
            facts[f"handler.{name}"] = self.at(part.value, part.page, part.box, part.confidence, certain=certain)
        return facts

    def deadline(
        self, deadline: Deadline | None, days: Days | None, letter_date: date | None, kind: Kind
    ) -> dict[str, Fact]:
        """The date to answer by; certain when it is told clearly, lies soon after the letter and has no rival."""
        facts = {}
        if deadline is not None:
            soon = letter_date is not None and 2 <= (deadline.day - letter_date).days <= LONGEST_ANSWER
            certain = (
                deadline.score >= CLEAR_DEADLINE and not deadline.rivals and soon and days is None
                and kind.document_type != "other"
            )  # fmt: skip
            facts["response_deadline"] = self.at(
                deadline.day.isoformat(), deadline.page, deadline.box, deadline.confidence, certain=certain
            )
        if days is not None:
            facts["response_days"] = self.at(
                str(days.days), days.page, days.box, days.confidence, certain=deadline is None
            )
        return facts

    def kinds(self, deduction: str | None, service: str | None) -> dict[str, Fact]:
        """Which deduction and which work."""
        method = next(iter(self._methods.values()))
        found = {"deduction_kind": deduction, "service_kind": service}
        return {name: Fact(value, "", None, None, method, 0.8) for name, value in found.items() if value}

    def sums(self, sums: Mapping[str, Sum], kind: Kind) -> dict[str, Fact]:
        """Totals and payment slip; an OCR number is certain by its check digit."""
        facts = {}
        for name, found in sums.items():
            full = name if name in {"pay_by", "ocr"} else f"totals.{name}"
            certain = name == "ocr" and found.is_clear and kind.subtype == "repayment"
            facts[full] = self.at(found.value, found.page, found.box, found.confidence, certain=certain)
        return facts

    def rows(self, rows: Sequence[PurchaseRow], *, certain: bool) -> list[PurchaseRow]:
        """The purchases, certain or not."""
        return [replace(row, certain=certain) for row in rows]

    def are_rows_certain(self, rows: Sequence[PurchaseRow], facts: Mapping[str, Fact], text: str) -> bool:
        """True when every row has a number, numbers differ, check digits hold and amounts add up to the printed sum.

        Every personal number of the letter's text must have found its row, too.
        """
        if not rows or not self._is_clean:
            return False
        numbers = [row.invoice_number for row in rows]
        if None in numbers or len(set(numbers)) < len(numbers) or not _alike(rows):
            return False
        if not all(luhn_ok(row.personal_number[2:]) for row in rows if row.personal_number):
            return False
        total = facts.get("totals.requested")
        amounts = [row.requested_amount for row in rows]
        if total is None or any(amount is None for amount in amounts):
            return False
        if abs(sum(amount or 0 for amount in amounts) - int(total.value)) > len(rows):
            return False
        return _persons(text) <= sum(bool(row.personal_number or row.personal_number_masked) for row in rows)


def _persons(text: str) -> int:
    """How many personal numbers a text has, whole or masked; a number of other digits alike is none."""
    whole = sum(luhn_ok(match["day"] + match["last"]) for match in PERSONAL.finditer(text) if match["sign"])
    return whole + sum(1 for _ in MASKED.finditer(text))


def _alike(rows: Sequence[PurchaseRow]) -> bool:
    """Whether every row tells the same things: a gap in a column is likelier misread than left out."""
    columns = (
        [row.name for row in rows],
        [row.personal_number or row.personal_number_masked for row in rows],
        [row.payment_date for row in rows],
        [row.granted_amount for row in rows],
        [row.repay_amount for row in rows],
    )
    return all(all(value is None for value in column) or None not in column for column in columns)
