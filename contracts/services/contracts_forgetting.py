"""Forgetting who was in contracts and offers, once nothing asks to know it any more."""

from datetime import datetime

import pgtrigger
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from contracts.models import Contract, Offer
from crm.models import Customer
from crm.queries.obstacles import family_of
from perforia.base import audit
from perforia.base.persons import forget, rows_about, rows_of

APP = "contracts"


@transaction.atomic
def forget_customer(*, customer_id: int, at: datetime) -> None:
    """Empty what contracts and offers say of a customer that is anonymised for good; numbers, sums and days stay.

    Idempotent; nothing for a customer whose name bookkeeping still keeps.
    """
    customer = Customer.objects.select_for_update(of=("self",), no_key=True).filter(pk=customer_id).first()
    if customer is None or customer.anonymised_at is None or customer.kept_until is not None:
        return
    family = family_of(customer)
    about = {Contract: Q(customer__in=family), Offer: Q(customer__in=family) | Q(lead__customer__in=family)}
    with pgtrigger.ignore("contracts.Offer:sent_stands"):  # its heading may hold a name
        for model, theirs in about.items():
            keys = list(rows_of(model).filter(theirs).order_by("pk").values_list("pk", flat=True))
            for found, ids in rows_about(model, keys).items():
                if found._meta.app_label == APP:
                    forget(found, sorted(ids))
    for contract in Contract.objects.filter(customer__in=family).order_by("pk"):
        audit.record(verb="contract.people_forgotten", target=contract, by=None, at=at)


def due_customers(at: datetime) -> list[dict[str, int]]:
    """The anonymised whose contracts or offers still tell of them."""
    del at
    agreed = Contract.objects.filter(customer=OuterRef("pk")).exclude(title="")
    told = Q(customer=OuterRef("pk")) | Q(lead__customer=OuterRef("pk"))
    offered = Offer.objects.filter(told).exclude(recipient_name="")
    forgotten = Customer.objects.filter(anonymised_at__isnull=False, kept_until=None)
    due = forgotten.filter(Exists(agreed) | Exists(offered)).order_by("pk")
    return [{"customer_id": pk} for pk in due.values_list("pk", flat=True)[:200]]
