"""What the address of a new job asks it to begin with: `?kund=K-1204&avtal=7&offert=9&som=12`."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from contracts.models import Contract, Offer
from crm.models import Customer
from perforia.base.web import Request
from scheduling.models import Job
from scheduling.services import beginnings
from scheduling.services.jobs import JobDetails

M = TypeVar("M", bound=Model)
LONGEST_KEY = 12
NOTHING = JobDetails(title="", minutes=beginnings.USUAL_MINUTES)


def begun_of(request: Request) -> JobDetails:
    """Everything that is known of the job already; what a person may not see is not known."""
    user, told = request.user, request.GET
    same = by_key(Job.objects.visible_to(user).select_related("customer", "contract", "offer"), told.get("som", ""))
    if same is not None:
        return beginnings.from_job(same)
    contracts = Contract.objects.visible_to(user).select_related(
        "customer", "offer__lead", "offer__customer", "lead", "place"
    )
    contract = by_key(contracts, told.get("avtal", ""))
    if contract is not None and contract.customer.may_be_reached_by(user):
        return beginnings.from_contract(contract)
    offer = by_key(Offer.objects.visible_to(user).select_related("customer", "lead__customer"), told.get("offert", ""))
    if offer is not None:
        found = beginnings.from_offer(offer)
        return found if found.customer is None or found.customer.may_be_reached_by(user) else NOTHING
    customer = customer_of(request, told.get("kund", ""))
    return beginnings.from_customer(customer) if customer is not None else NOTHING


def customer_of(request: Request, text: str) -> Customer | None:
    """The customer that a key or a number means: `7`, `K-1204`, `K-1204 Anna Berg`."""
    known = Customer.objects.visible_to(request.user).listed().open_to(request.user)
    word = text.split(maxsplit=1)[0] if text.split() else ""
    return by_key(known, word) or (known.filter(number__iexact=word).first() if word else None)


def by_key(rows: QuerySet[M], text: str) -> M | None:
    """The row with a key as it stands in an address; None for what is no key."""
    is_key = text.isascii() and text.isdecimal() and len(text) < LONGEST_KEY
    return rows.filter(pk=int(text)).first() if is_key else None
