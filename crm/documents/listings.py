"""Lists of leads and customers as they leave the house: no personal numbers, and of protected people no way to them."""

from collections.abc import Iterable, Iterator

from crm.models import Lead
from crm.rules.contact import pretty_phone
from crm.states import Service
from perforia.base.models import User
from perforia.base.permissions import Permission

HIDDEN = "Skyddad"
LEAD_HEADING = (
    "Lead", "Namn", "Telefon", "E-post", "Tjänster", "Adress", "Postnummer", "Ort", "Önskat datum", "Värde", "Status",
    "Nästa steg", "När", "Ägare", "Källa", "Inkom",
)  # fmt: skip
_SERVICES = dict(Service.choices)


def lead_rows(leads: Iterable[Lead], *, to: User) -> Iterator[tuple[object, ...]]:
    """One row per lead, with owner, source and customer fetched, for a person."""
    sees_all = to.has_permission(Permission.SEE_PROTECTED)
    for lead in leads:
        is_hidden = lead.customer is not None and lead.customer.is_protected and not sees_all
        reached = (pretty_phone(lead.phone), lead.email)
        lives = (lead.address, lead.postal_code, lead.city)
        yield (
            lead.number, lead.name, *(hide(reached) if is_hidden else reached),
            ", ".join(_SERVICES.get(each, each) for each in lead.services), *(hide(lives) if is_hidden else lives),
            lead.wanted_on, lead.value, lead.get_status_display(), lead.next_step, lead.next_step_at,
            lead.owner.name if lead.owner else "", lead.source.name, lead.received_at,
        )  # fmt: skip


def hide(values: Iterable[str]) -> tuple[str, ...]:
    """What is known is said to be protected; what is not known stays empty."""
    return tuple(HIDDEN if value else "" for value in values)
