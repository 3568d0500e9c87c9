"""Offers while they are written: drafted, changed, thrown away, and written anew as a later version."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from contracts.models import Offer, OfferBuyer, OfferRow, PriceItem
from contracts.queries.offer_sums import buyers_of, rows_of
from contracts.rules.offer_details import OfferDetails, RowDetails
from contracts.rules.offers import usual_last_day
from contracts.rules.pricing import Totals, add_up
from contracts.rules.rut_share import NoRule, Person
from contracts.states import Pricing, RowKind, RutWork, Unit
from crm.models import Customer, Lead
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.searching import as_vector, tokens

CHANGED_SINCE = "Någon annan har ändrat offerten sedan du öppnade den. Öppna den på nytt och gör om ändringen."
SENT_ALREADY = "Offerten är skickad och ändras inte mer. Gör en ny version i stället."
_NUMBERS = 2026_11  # the advisory lock of the next number
_PLAIN = (
    "title", "pricing", "includes_vat", "discount", "has_rut", "paid_on", "work_on", "work_address",
    "work_address_to", "intro", "terms", "valid_until", "recipient_name", "recipient_email", "recipient_address",
)  # fmt: skip
_SUMS = ("total", "vat", "labour", "deduction", "to_pay")


@transaction.atomic
def draft_offer(
    *, details: OfferDetails, customer: Customer | None = None, lead: Lead | None = None, by: User, at: datetime
) -> Offer:
    """Write an offer to a customer or a lead, with the next number of the year.

    Raises DomainError without rows, and for a day of payment that no rule of the deduction holds for.
    """
    if lead is not None and customer is None:
        customer = lead.customer
    offer = Offer(
        number=_next_number(timezone.localdate(at).year), customer=customer, lead=lead, owner=by, created_at=at,
        created_by=by, changed_at=at,
    )  # fmt: skip
    totals = _fill(offer, details)
    offer.save()
    _write_parts(offer, details, totals)
    index_offer(offer)
    audit.record(verb="offer.drafted", target=offer, by=by, at=at, number=offer.number)
    return offer


@transaction.atomic
def change_draft(*, offer: Offer, details: OfferDetails, by: User, at: datetime, seen: datetime | None = None) -> None:
    """Write a draft anew. `seen` is its `changed_at` when the person opened it; None does not ask.

    Raises DomainError when it has been sent, when somebody has changed it since, and as draft_offer does.
    """
    locked = lock(offer)
    if not locked.is_draft:
        raise DomainError(SENT_ALREADY)
    if seen is not None and seen != locked.changed_at:
        raise DomainError(CHANGED_SINCE)
    totals = _fill(locked, details)
    locked.changed_at = at
    locked.save(update_fields=[*_PLAIN, *_SUMS, "changed_at"])
    locked.rows.all().delete()
    locked.buyers.all().delete()
    _write_parts(locked, details, totals)
    index_offer(locked)
    audit.record(verb="offer.changed", target=locked, by=by, at=at)


@transaction.atomic
def discard_draft(*, offer: Offer, by: User, at: datetime) -> None:
    """Throw a draft away; nobody outside the house has seen it. Idempotent. Raises DomainError for a sent one."""
    locked = Offer.objects.select_for_update(of=("self",), no_key=True).filter(pk=offer.pk).first()
    if locked is None:
        return
    if not locked.is_draft:
        raise DomainError("Offerten är skickad och sparas. Återta den i stället.")
    audit.record(verb="offer.discarded", target=locked, by=by, at=at, number=locked.number, version=locked.version)
    locked.delete()


@transaction.atomic
def new_version(*, offer: Offer, by: User, at: datetime) -> Offer:
    """A draft of the next version with everything the sent one says; that one stands until the new one is sent.

    Idempotent: a draft that is there already is the answer. Raises DomainError for a draft, and for a version that a
    later one has taken the place of.
    """
    locked = lock(offer)
    if locked.is_draft:
        raise DomainError("Offerten är inte skickad än. Ändra utkastet direkt.")
    known = Offer.objects.filter(replaces=locked).first()
    if known is not None:
        if not known.is_draft:
            raise DomainError("En nyare version är redan skickad. Utgå från den.")
        return known
    made = Offer(
        number=locked.number, version=locked.version + 1, replaces=locked, customer=locked.customer, lead=locked.lead,
        owner=by, created_at=at, created_by=by, changed_at=at,
    )  # fmt: skip
    details = details_of(locked)
    today = timezone.localdate(at)
    totals = _fill(made, details)
    made.valid_until = max(locked.valid_until, usual_last_day(today))
    made.save()
    _write_parts(made, details, totals)
    index_offer(made)
    audit.record(verb="offer.version_drafted", target=made, by=by, at=at, number=made.number, version=made.version)
    return made


def details_of(offer: Offer) -> OfferDetails:
    """An offer as a person would write it again."""
    plain = {name: getattr(offer, name) for name in _PLAIN}
    rows = [
        RowDetails(
            RowKind(row.kind), row.description, row.quantity, Unit(row.unit), row.unit_price, row.discount, row.vat,
            RutWork(row.work) if row.work else None, row.item_id, row.listed_price,
        )
        for row in rows_of(offer)
    ]  # fmt: skip
    buyers = [Person(buyer.name, buyer.percent, buyer.used) for buyer in buyers_of(offer)]
    return OfferDetails(**plain | {"pricing": Pricing(offer.pricing)}, rows=rows, buyers=buyers)


def lock(offer: Offer) -> Offer:
    """The offer as it stands now, held until the transaction ends. Raises DomainError when it was thrown away."""
    found = Offer.objects.select_for_update(of=("self",), no_key=True).select_related("customer", "lead", "owner")
    locked = found.filter(pk=offer.pk).first()
    if locked is None:
        raise DomainError("Utkastet är kastat. Skriv en ny offert.")
    return locked


def index_offer(offer: Offer) -> None:
    """Make an offer findable by what it says now. Idempotent."""
    customer = offer.customer
    texts = [
        offer.number, offer.number.replace("-", ""), offer.title, offer.recipient_name, offer.recipient_email,
        *([customer.name, customer.number, customer.number.replace("-", "")] if customer else []),
        *([offer.lead.number, offer.lead.number.replace("-", "")] if offer.lead else []),
    ]  # fmt: skip
    Offer.objects.filter(pk=offer.pk).update(search=as_vector(tokens(texts, numbers=[offer.number])))


def _next_number(year: int) -> str:
    """O-2026-0001 and on; held until the transaction ends, so that two never get the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS])
    start = f"O-{year}-"
    newest = Offer.objects.filter(number__startswith=start).order_by("-pk").values_list("number", flat=True).first()
    return f"{start}{int(newest.removeprefix(start)) + 1 if newest else 1:04}"


def _fill(offer: Offer, details: OfferDetails) -> Totals:
    """Write the words and the sums onto an offer, and answer the sums."""
    if not details.rows:
        raise DomainError("Skriv minst en rad med ett pris.")
    try:
        totals = add_up([row.priced() for row in details.rows], details.conditions())
    except NoRule as lack:
        raise DomainError(
            "Det finns ingen regel för rutavdrag det betalningsdatumet. Välj ett senare datum, eller ta bort avdraget."
        ) from lack
    for name in _PLAIN:
        setattr(offer, name, getattr(details, name))
    offer.total, offer.vat, offer.labour = totals.total, totals.vat_total, totals.labour
    offer.deduction, offer.to_pay = totals.deduction, totals.to_pay
    return totals


def _write_parts(offer: Offer, details: OfferDetails, totals: Totals) -> None:
    amounts = [each.amount for each in totals.rows]
    named = {row.item_id for row in details.rows if row.item_id is not None}
    known = set(PriceItem.objects.filter(pk__in=named).values_list("pk", flat=True))
    OfferRow.objects.bulk_create(
        OfferRow(
            offer=offer, position=position, kind=row.kind, description=row.description, quantity=row.quantity,
            unit=row.unit, unit_price=row.unit_price, discount=row.discount, vat=row.vat, work=row.work or "",
            item_id=row.item_id if row.item_id in known else None, listed_price=row.listed_price, amount=amount,
        )
        for position, (row, amount) in enumerate(zip(details.rows, amounts, strict=True), start=1)
    )  # fmt: skip
    OfferBuyer.objects.bulk_create(
        OfferBuyer(offer=offer, position=position, name=person.name, percent=person.percent, used=person.used)
        for position, person in enumerate(_buyers(details), start=1)
    )


def _buyers(details: OfferDetails) -> Sequence[Person]:
    return details.buyers if details.has_rut else ()
