"""The people a mailing is for: marked ones or a whole list, with what texts may say and what each has agreed to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format

from crm.models import Consent, Customer, Lead
from crm.queries.customers import filtered_customers
from crm.queries.leads import filtered_leads
from crm.rules import customer_filters, lead_filters
from crm.rules.mailing import MOST, Person
from crm.states import ConsentKind, ConsentState, ListTarget, Service
from perforia.base.models import Firm, User

SALT = "crm.way_out"
_SERVICES = dict(Service.choices)


@dataclass(frozen=True)
class Choice:
    """Whom somebody chose: the ids of marked rows, or with `is_list` the whole list that `query` filters."""

    target: ListTarget
    ids: Sequence[int] = ()
    is_list: bool = False
    query: Mapping[str, str] | None = None


def people_of(user: User, choice: Choice, *, at: datetime) -> list[Person]:
    """Who is written to, as `user` may see them; one more than MOST tells that there are too many."""
    common = _common(user)
    if choice.target == ListTarget.CUSTOMERS:
        customers = list(_customers(user, choice, at).select_related("owner").order_by("name", "pk")[: MOST + 1])
        consents = latest_consents(customers=[customer.pk for customer in customers])
        return [_customer(user, customer, consents, common) for customer in customers]
    leads = list(
        _leads(user, choice, at).select_related("owner", "customer").order_by("-received_at", "-pk")[: MOST + 1]
    )
    owned = [lead.customer_id for lead in leads if lead.customer_id is not None]
    consents = latest_consents(leads=[lead.pk for lead in leads], customers=owned)
    return [_lead(user, lead, consents, common) for lead in leads]


def way_out_of(*, lead_id: int | None, customer_id: int | None) -> str:
    """The address where a person ends the mailings: signed, so that nobody ends those of others."""
    name = f"c{customer_id}" if customer_id is not None else f"l{lead_id}"
    token = signing.Signer(salt=SALT).sign(name)
    return f"{settings.BASE_URL}{reverse('crm:end_mailings', args=[token])}"


def who_leaves(token: str) -> Lead | Customer | None:
    """Whom a way out belongs to; None for one that we have not made, or that leads to nobody any more."""
    try:
        name = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    model: type[Lead | Customer] = Customer if name.startswith("c") else Lead
    found: Lead | Customer | None = model._default_manager.filter(pk=int(name[1:])).first()  # noqa: SLF001 -- any model's
    return found


def latest_consents(*, leads: Iterable[int] = (), customers: Iterable[int] = ()) -> dict[tuple[str, int], bool]:
    """What each lead and each customer said last about mailings; a customer has also said what their leads said."""
    leads, customers = list(leads), list(customers)
    asked = Q(lead__in=leads) | Q(customer__in=customers) | Q(lead__customer__in=customers)
    said = Consent.objects.filter(asked, kind=ConsentKind.MARKETING).order_by("at", "pk")
    latest: dict[tuple[str, int], bool] = {}
    for lead, customer, of_lead, state in said.values_list("lead", "customer", "lead__customer", "state"):
        is_yes = state == ConsentState.GRANTED
        latest |= {("lead", lead): is_yes} if lead else {}
        latest |= {("customer", owner): is_yes for owner in (customer, of_lead) if owner}
    return latest


def _leads(user: User, choice: Choice, at: datetime) -> QuerySet[Lead]:
    if choice.is_list:
        return filtered_leads(user, lead_filters.read(choice.query or {}), at=at)
    return Lead.objects.visible_to(user).filter(pk__in=choice.ids, merged_into=None)


def _customers(user: User, choice: Choice, at: datetime) -> QuerySet[Customer]:
    if choice.is_list:
        return filtered_customers(user, customer_filters.read(choice.query or {}), today=at.date())
    return Customer.objects.visible_to(user).listed().filter(pk__in=choice.ids)


def _lead(user: User, lead: Lead, consents: Mapping[tuple[str, int], bool], common: Mapping[str, str]) -> Person:
    customer = lead.customer
    key = ("lead", lead.pk) if customer is None else ("customer", customer.pk)
    values = {
        **common, **_name_values(lead.name), "nummer": lead.number, "adress": lead.address, "ort": lead.city,
        "tjänst": " och ".join(_SERVICES.get(each, each).lower() for each in lead.services),
        "datum": date_format(lead.wanted_on, "j F") if lead.wanted_on else "",
        "ansvarig": lead.owner.name if lead.owner else "",
    }  # fmt: skip
    return Person(
        lead_id=lead.pk, customer_id=lead.customer_id, name=lead.name or lead.number,
        url=reverse("crm:lead_page", args=[lead.pk]), email=lead.email, phone=lead.phone,
        has_consent=consents.get(key, False), is_protected=customer is not None and customer.is_protected,
        may_be_seen=customer is None or customer.may_be_reached_by(user),
        way_out=way_out_of(lead_id=lead.pk, customer_id=lead.customer_id), values=values,
    )  # fmt: skip


def _customer(
    user: User, customer: Customer, consents: Mapping[tuple[str, int], bool], common: Mapping[str, str]
) -> Person:
    values = {
        **common, **_name_values(customer.name), "nummer": customer.number, "adress": customer.address,
        "ort": customer.city, "ansvarig": customer.owner.name if customer.owner else "",
    }  # fmt: skip
    return Person(
        lead_id=None, customer_id=customer.pk, name=customer.name,
        url=reverse("crm:customer_page", args=[customer.pk]), email=customer.email, phone=customer.phone,
        has_consent=consents.get(("customer", customer.pk), False), is_protected=customer.is_protected,
        may_be_seen=customer.may_be_reached_by(user),
        way_out=way_out_of(lead_id=None, customer_id=customer.pk), values=values,
    )  # fmt: skip


def _name_values(name: str) -> dict[str, str]:
    return {"namn": name, "förnamn": name.split(maxsplit=1)[0] if name.split() else ""}


def _common(user: User) -> dict[str, str]:
    """What is the same for everybody."""
    firm = Firm.load()
    return {
        "avsändare": user.name, "företag": firm.name, "företagets telefon": firm.phone,
    }  # fmt: skip


def sms_can_be_answered() -> bool:
    """Whether who gets a text message can answer it: only when it comes from a number, and answers reach us."""
    return settings.SMS_FROM.startswith("+") and bool(settings.SMS_CALLBACK_PASSWORD)
