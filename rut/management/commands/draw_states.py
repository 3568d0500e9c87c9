"""Writes `docs/states.md`: the states of letters, cases and messages as diagrams, from the tables in the code."""

from argparse import ArgumentParser
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import TextChoices

from archive.states import PREVIEW_MOVES, TEXT_MOVES
from billing.states import IMPORT_MOVES
from contracts.states import (
    CONTRACT_MOVES,
    OFFER_DELIVERY_MOVES,
    OFFER_MOVES,
    PDF_MOVES,
    REMOVAL_MOVES,
    SEND_MOVES,
)
from crm.states import CONVERSION_MOVES, LEAD_MOVES
from crm.states import IMPORT_MOVES as CONTACT_IMPORT_MOVES
from integrations.states import MESSAGE_MOVES
from rut.states import CASE_MOVES, CLAIM_MOVES, INTAKE_MOVES, LETTER_MOVES, PACKAGE_MOVES
from scheduling.states import ABSENCE_MOVES, JOB_MOVES, PROPOSAL_MOVES, TIME_MOVES

TABLES: dict[str, Mapping[TextChoices, AbstractSet[TextChoices]]] = {
    "Uploaded file": INTAKE_MOVES,  # type: ignore[dict-item]  # each table is of its own enum
    "Letter": LETTER_MOVES,  # type: ignore[dict-item]
    "Case": CASE_MOVES,  # type: ignore[dict-item]
    "Claim of an invoice": CLAIM_MOVES,  # type: ignore[dict-item]
    "Package": PACKAGE_MOVES,  # type: ignore[dict-item]
    "Text of a document": TEXT_MOVES,  # type: ignore[dict-item]
    "Picture of a document": PREVIEW_MOVES,  # type: ignore[dict-item]
    "Import": IMPORT_MOVES,  # type: ignore[dict-item]
    "Lead": LEAD_MOVES,  # type: ignore[dict-item]
    "Conversion": CONVERSION_MOVES,  # type: ignore[dict-item]
    "Import of leads or customers": CONTACT_IMPORT_MOVES,  # type: ignore[dict-item]
    "Offer": OFFER_MOVES,  # type: ignore[dict-item]
    "Paper of an offer": OFFER_DELIVERY_MOVES,  # type: ignore[dict-item]
    "Contract": CONTRACT_MOVES,  # type: ignore[dict-item]
    "Sending of a contract": SEND_MOVES,  # type: ignore[dict-item]
    "Signed PDF": PDF_MOVES,  # type: ignore[dict-item]
    "Removal of a contract": REMOVAL_MOVES,  # type: ignore[dict-item]
    "Job": JOB_MOVES,  # type: ignore[dict-item]
    "Absence": ABSENCE_MOVES,  # type: ignore[dict-item]
    "Proposal for a day": PROPOSAL_MOVES,  # type: ignore[dict-item]
    "Time worked": TIME_MOVES,  # type: ignore[dict-item]
    "Message": MESSAGE_MOVES,  # type: ignore[dict-item]
}


class Command(BaseCommand):
    """`manage.py draw_states`."""

    help = "Writes the diagrams of all states to docs/states.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--target", type=Path, default=Path(settings.BASE_DIR) / "docs" / "states.md")

    def handle(self, *, target: Path, **options: object) -> None:  # noqa: ARG002 -- Django's signature
        target.write_text(drawn(), encoding="utf-8")


def drawn() -> str:
    """The whole page."""
    parts = ["# States", "", "Written by `manage.py draw_states` from the tables in `states.py`; do not edit.", ""]
    for name, table in TABLES.items():
        parts += [f"## {name}", "", "```mermaid", "stateDiagram-v2"]
        parts += [f"    {state.value}: {state.label}" for state in table]
        parts += [
            f"    {old.value} --> {new.value}"
            for old, reached in table.items()
            for new in old.__class__
            if new in reached
        ]
        parts += ["```", ""]
    return "\n".join(parts)
