"""Templates and contracts, for tests."""

from typing import Any

from contracts.models import Contract, TemplateMapping
from contracts.rules.participants import PersonDetails
from contracts.services import contracts
from contracts.services.contracts import ContractDetails, ValueDetails
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import crm, world

WORKSPACE, TEMPLATE = 88001, 771200
ID_FIELD = "arende_id"


def mapping(name: str = "Flyttavtal privatperson", **facts: Any) -> TemplateMapping:
    """A template that may be used, the same one when asked twice."""
    remote_id = facts.pop("remote_id", TEMPLATE)
    known = TemplateMapping.objects.filter(remote_id=remote_id).first()
    told = {
        "name": name, "kind": "one_job", "workspace_id": WORKSPACE, "template_type_id": 30411, "id_field": ID_FIELD,
        "data_fields": [_field(ID_FIELD, "Ärende-id"), _field("flyttdatum", "Flyttdag"), _field("fran-adress", "Från")],
        "channels": [{"name": name} for name in ("email", "sms", "same_device", "none")],
        "sign_methods": [{"name": name} for name in ("standard_esign", "sms", "swedish_bankid")],
        "second_steps": [{"name": name} for name in ("none", "sms")],
        "is_used": True, "refreshed_at": now(),
    }  # fmt: skip
    return known or TemplateMapping.objects.create(remote_id=remote_id, **(told | facts))


def person(name: str = "Bengt Påhittsson", email: str = "bengt@exempel.test", **facts: Any) -> PersonDetails:
    """Somebody who signs."""
    return PersonDetails(name=name, email=email, **facts)


def details(**decided: Any) -> ContractDetails:
    """A contract that is ready to be sent."""
    told: dict[str, Any] = {
        "title": "Flyttavtal Bengt Påhittsson", "subject": "Flyttavtal från Exempel Flytt", "message": "Hej Bengt!",
        "people": [person()], "values": [ValueDetails("flyttdatum", "2026-12-24", "Flyttdag", "Lead L-1")],
    }  # fmt: skip
    chosen = decided.pop("mapping", None) or mapping()
    return ContractDetails(mapping=chosen, **(told | decided))


def draft(**decided: Any) -> Contract:
    """A draft of the office that is ready to be sent."""
    customer, lead = decided.pop("customer", None) or crm.customer(), decided.pop("lead", None)
    by = decided.pop("by", None) or world.person(Role.OFFICE)
    return contracts.draft_contract(customer=customer, lead=lead, details=details(**decided), by=by, at=now())


def asked(**decided: Any) -> Contract:
    """The same, handed over for sending."""
    made = draft(**decided)
    assert made.created_by is not None
    return contracts.ask_for_sending(contract=made, by=made.created_by, at=now())


def _field(custom_id: str, name: str) -> dict[str, str]:
    return {"custom_id": custom_id, "name": name, "description": "", "placeholder": ""}
