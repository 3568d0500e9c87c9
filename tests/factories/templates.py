"""Templates of the e-signing service as they are known here, for tests."""

from typing import Any

from contracts.models import TemplateMapping
from contracts.rules.mappings import Option, ToldTemplate
from contracts.services import mappings as services
from perforia.base.clock import now

REMOTE_ID, WORKSPACE, TYPE = 771200, 88001, 30411
FIELDS = (
    ("arende_id", "Ärende-id"), ("kundnamn", "Kundens namn"), ("fran-adress", "Från adress"),
    ("till-adress", "Till adress"), ("flyttdag", "Flyttdag"), ("pris", "Pris"), ("avbokning", "Avbokning"),
)  # fmt: skip


def data_field(custom_id: str, name: str = "") -> dict[str, str]:
    """One data field as the service tells of it."""
    return {"custom_id": custom_id, "name": name or custom_id, "description": "", "placeholder": ""}


def told(*fields: tuple[str, str], **facts: Any) -> ToldTemplate:
    """A template as the service tells of it: a move for a private person, signed by BankID or by a code."""
    known: dict[str, Any] = {
        "remote_id": REMOTE_ID, "name": "Flyttavtal privatperson", "workspace_id": WORKSPACE,
        "workspace_name": "Flytt Norr", "template_type_id": TYPE, "is_active": True,
        "data_fields": [data_field(*each) for each in fields or FIELDS],
        "channels": [
            Option("email", is_preferred=True, needs=("email",)), Option("sms", needs=("phone_number",)),
            Option("same_device"), Option("none"),
        ],
        "sign_methods": [Option("swedish_bankid", is_preferred=True), Option("standard_esign"), Option("sms")],
        "second_steps": [Option("none", is_preferred=True), Option("sms", needs=("phone_number",))],
    }  # fmt: skip
    return ToldTemplate(**(known | facts))


def refresh(*templates: ToldTemplate) -> None:
    """The service is asked and tells of these, and of no others."""
    asked = services.ask_for_refresh(by=None, at=now())
    claimed = services.claim_refresh(refresh_id=asked.pk, at=now())
    if claimed is None:
        message = "nobody else works in a test"
        raise RuntimeError(message)
    services.record_templates(refresh=claimed, told=templates, at=now())


def template(*fields: tuple[str, str], is_used: bool = True, **facts: Any) -> TemplateMapping:
    """A template that is in use here."""
    refresh(told(*fields, **facts))
    made = TemplateMapping.objects.get(remote_id=facts.get("remote_id", REMOTE_ID))
    TemplateMapping.objects.filter(pk=made.pk).update(is_used=is_used)
    made.refresh_from_db()
    return made
