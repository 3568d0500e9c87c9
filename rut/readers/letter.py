"""What is read from a letter: facts with their places, ready to be stored, shown and measured."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from rut.readers.page import Box, Method


@dataclass(frozen=True)
class Fact:
    """One value, as the catalogue of facts writes it (dates ISO, amounts whole kronor), and where it was read."""

    value: str
    raw: str = ""
    page: int | None = None
    box: Box | None = None
    method: Method = Method.TEXT
    confidence: float = 0.0
    certain: bool = False


@dataclass(frozen=True)
class Reference:
    """An identifier of the matter with its printed label."""

    label: str
    value: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True)
class PurchaseRow:
    """One listed purchase: only what is printed for it; amounts in whole kronor, dates ISO."""

    invoice_number: str | None = None
    personal_number: str | None = None
    personal_number_masked: str | None = None
    name: str | None = None
    payment_date: str | None = None
    requested_amount: int | None = None
    granted_amount: int | None = None
    repay_amount: int | None = None
    page: int | None = None
    box: Box | None = None
    confidence: float = 0.0
    certain: bool = False


@dataclass(frozen=True)
class RequestedDocument:
    """A kind of paper asked for (K01-K23), with the words it stood in."""

    code: str
    raw: str = ""
    page: int | None = None
    box: Box | None = None
    confidence: float = 0.0
    conditional: bool = False


ROW_FIELDS = (
    "invoice_number", "personal_number", "personal_number_masked", "name", "payment_date", "requested_amount",
    "granted_amount", "repay_amount",
)  # fmt: skip
NUMBERS = frozenset(
    {"response_days", "totals.requested", "totals.granted", "totals.refused", "totals.repay"}
)  # fmt: skip


@dataclass(frozen=True)
class Letter:
    """One letter of a file; `facts` holds the single facts by their dotted names, absent where the letter is silent."""

    first_page: int
    last_page: int
    facts: dict[str, Fact] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    affected: tuple[PurchaseRow, ...] = ()
    affected_certain: bool = False
    requested_documents: tuple[RequestedDocument, ...] = ()
    documents_certain: bool = False
    whole_request: bool = False

    def value(self, name: str) -> str | None:
        """The value of a fact, None when it is absent."""
        fact = self.facts.get(name)
        return fact.value if fact else None

    def to_json(self) -> dict[str, Any]:  # Any: JSON
        """Everything, in plain JSON values; `from_json` gives the same letter back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:  # Any: JSON
        """The letter that `to_json` wrote."""
        return cls(
            **{
                **data,
                "facts": {name: Fact(**_read(fact)) for name, fact in data["facts"].items()},
                "references": tuple(Reference(**_read(each)) for each in data["references"]),
                "affected": tuple(PurchaseRow(**_read(each)) for each in data["affected"]),
                "requested_documents": tuple(RequestedDocument(**_read(each)) for each in data["requested_documents"]),
            }
        )

    def summary(self, file: str) -> dict[str, Any]:  # Any: JSON
        """The flat form the letters are measured in; `certain` names the fields that need no person."""

        def get(name: str) -> str | int | None:
            value = self.value(name)
            return int(value) if value is not None and name in NUMBERS else value

        certain = [name for name, fact in self.facts.items() if fact.certain]
        if self.affected_certain:
            certain.append("affected")
        if self.documents_certain:
            certain.append("requested_documents")
        plain = (
            "document_type", "subtype", "deduction_kind", "service_kind", "reference_number", "request_name",
            "request_reference", "letter_date", "response_deadline", "response_days", "pay_by", "ocr",
        )  # fmt: skip
        return {
            "file": file,
            "pages": [self.first_page, self.last_page],
            **{name: get(name) for name in plain},
            "references": [{"label": each.label, "value": each.value} for each in self.references],
            "handler": {part: get(f"handler.{part}") for part in ("name", "phone", "email", "office")},
            "affected": [{name: getattr(row, name) for name in ROW_FIELDS} for row in self.affected],
            "whole_request": self.whole_request,
            "requested_documents": sorted(each.code for each in self.requested_documents),
            "totals": {part: get(f"totals.{part}") for part in ("requested", "granted", "refused", "repay")},
            "certain": certain,
        }


def _read(data: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
    """Boxes and methods come back as what they were."""
    result = dict(data)
    if result.get("box") is not None:
        result["box"] = Box(*result["box"])
    if "method" in result:
        result["method"] = Method(result["method"])
    return result
