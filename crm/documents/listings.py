"""Lists of leads and customers as they leave the house: no personal numbers, and of protected people no way to them."""

from collections.abc import Iterable, Iterator

from crm.models import Customer, Lead
from crm.queries.followups import Row
from crm.rules.contact import pretty_phone
from crm.states import Service
from perforia.base.models import User
from perforia.base.permissions import Permission

HIDDEN = "Skyddad"
LEAD_HEADING = (
    "Lead", "Namn", "Telefon", "E-post", "Tjänster", "Adress", "Postnummer", "Ort", "Önskat datum", "Värde", "Status",
    "Nästa steg", "När", "Ägare", "Källa", "Inkom",
)  # fmt: skip
CUSTOMER_HEADING = (
    "Kund", "Namn", "Typ", "Organisationsnummer", "Telefon", "E-post", "Adress", "Postnummer", "Ort", "Fas",
    "Senaste affär", "Utskick", "Ansvarig", "Etiketter", "Upplagd",
)  # fmt: skip
FOLLOW_UP_HEADING = ("Vad", "Om", "Vem", "När", "Klar", "Upprepas")
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


def customer_rows(customers: Iterable[Customer], *, to: User) -> Iterator[tuple[object, ...]]:
    """One row per customer, with the owner fetched, for a person."""
    for customer in customers:
        reached = (pretty_phone(customer.phone), customer.email, customer.address, customer.postal_code, customer.city)
        yield (
            customer.number, customer.name, customer.get_kind_display(), customer.organisation_number,
            *(reached if customer.may_be_reached_by(to) else hide(reached)), customer.get_lifecycle_display(),
            customer.last_business_on, customer.get_marketing_display(),
            customer.owner.name if customer.owner else "", ", ".join(customer.tags), customer.created_at,
        )  # fmt: skip


def follow_up_rows(rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    """One row per thing to do, as the list shows it."""
    for row in rows:
        follow_up = row.follow_up
        yield (
            row.text, row.subject_name, follow_up.owner.name, follow_up.due_at, follow_up.done_at,
            follow_up.get_repeat_display(),
        )  # fmt: skip


def hide(values: Iterable[str]) -> tuple[str, ...]:
    """What is known is said to be protected; what is not known stays empty."""
    return tuple(HIDDEN if value else "" for value in values)
