"""Letters, cases, packages: the tables of the RUT flow."""

from rut.models.answers import CaseReply, Package, PackageItem
from rut.models.cases import (
    Case,
    CaseInvoice,
    CaseNote,
    Decision,
    DecisionRow,
    Reminder,
    RequestedItem,
    RequestedItemDocument,
    StatusChange,
)
from rut.models.letters import AffectedRow, ExtractedField, Intake, Letter, LetterPage, LetterRequest

__all__ = [
    "AffectedRow",
    "Case",
    "CaseInvoice",
    "CaseNote",
    "CaseReply",
    "Decision",
    "DecisionRow",
    "ExtractedField",
    "Intake",
    "Letter",
    "LetterPage",
    "LetterRequest",
    "Package",
    "PackageItem",
    "Reminder",
    "RequestedItem",
    "RequestedItemDocument",
    "StatusChange",
]
