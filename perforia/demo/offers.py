"""The demo firm's price list, terms and offers: drafts, some with the customer, answered, run out, and written anew."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from contracts.documents.offer_mail import usual_text
from contracts.documents.offer_paper import print_offer
from contracts.models import Offer, PriceItem
from contracts.queries.offer_start import start_for_customer, start_for_lead
from contracts.queries.offer_sums import buyers_of, rows_of, totals_of
from contracts.queries.prices import listed_items
from contracts.rules.offer_details import Answer, RowDetails
from contracts.rules.offer_suggestions import Wishes, row_of
from contracts.rules.price_details import ItemDetails
from contracts.services import offer_answers, offer_sending, offers, prices
from contracts.states import Basis, RowKind, RutWork, Unit
from crm.models import Customer, Lead
from crm.rules.details import EXTRAS
from crm.states import CustomerKind, LeadStatus
from perforia.base.models import Firm, User

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LABOUR, MOVING, CLEANING = RowKind.LABOUR, RutWork.MOVING, RutWork.CLEANING
# What the firm sells, what it costs in kronor with VAT, which wish it is suggested for, and how much of it is usual.
ITEMS: tuple[tuple[str, RowKind, Unit, RutWork | None, int, str, int], ...] = (
    ("Flyttarbete, per person", LABOUR, Unit.HOUR, MOVING, 520, "moving", 15),
    ("Packning, per person", LABOUR, Unit.HOUR, MOVING, 480, "packing", 6),
    ("Flyttstädning", LABOUR, Unit.AREA, CLEANING, 75, "move_cleaning", 65),
    ("Hemstädning", LABOUR, Unit.HOUR, CLEANING, 490, "home_cleaning", 3),
    ("Fönsterputs, per fönster", LABOUR, Unit.PIECE, CLEANING, 95, "windows", 8),
    ("Montering av möbler", LABOUR, Unit.HOUR, RutWork.FURNISHING, 520, "assembly", 2),
    ("Tunga föremål, extra man", LABOUR, Unit.HOUR, MOVING, 520, "heavy", 2),
    ("Kontorsstädning", LABOUR, Unit.HOUR, None, 430, "", 8),
    ("Flyttbil 18 m³ med drivmedel", RowKind.TRAVEL, Unit.PIECE, None, 3_900, "moving", 1),
    ("Milersättning utanför kommunen", RowKind.TRAVEL, Unit.DISTANCE, None, 28, "", 20),
    ("Flyttkartong, hyra", RowKind.MATERIAL, Unit.PIECE, None, 22, "boxes", 30),
    ("Skyddsmaterial och tejp", RowKind.MATERIAL, Unit.PIECE, None, 390, "", 1),
    ("Magasinering, per månad", RowKind.OTHER, Unit.VOLUME, None, 145, "storage", 10),
    ("Bortforsling till återvinning", RowKind.OTHER, Unit.PIECE, None, 1_450, "disposal", 1),
)
RUT_TERMS = "Betalning mot faktura, 10 dagar netto. Rutavdraget dras på fakturan när du uppfyller villkoren för rut."
MOVE_TERMS = f"""Boka av eller om senast tre dagar före flyttdagen, annars debiterar vi halva priset.
Du ansvarar för att bohaget är packat och att det finns plats för bilen.
Vi har ansvarsförsäkring. Anmäl skador inom sju dagar.
{RUT_TERMS}"""
CLEANING_TERMS = f"""Städningen utförs enligt vår checklista och har 14 dagars garanti.
Bostaden ska vara tömd, med el och varmvatten.
{RUT_TERMS}"""
COMPANY_TERMS = "Priser utan moms. Betalning mot faktura, 30 dagar netto. Uppsägning av löpande städning: en månad."
TERMS = (
    ("Flytt, privatperson", MOVE_TERMS), ("Städning, privatperson", CLEANING_TERMS), ("Företag", COMPANY_TERMS),
)  # fmt: skip
# What became of the offers to leads: how many days ago they were written, and what has happened since.
STORIES = (
    (0, "draft"), (1, "draft"), (1, "sent"), (2, "sent"), (3, "viewed"), (4, "viewed"), (5, "accepted"),
    (6, "accepted"), (7, "declined"), (8, "anew"), (9, "late"),
)  # fmt: skip


def load(*, by: User, second: User, at: datetime) -> None:
    """Write the list, the terms and the offers. Nothing when there is a price list already."""
    if not PriceItem.objects.exists():
        Story(by, second, at).tell()


class Story:
    """Tells how the offers came and what became of them, through the product's own services."""

    def __init__(self, by: User, second: User, at: datetime) -> None:
        self._by, self._second, self._at = by, second, at

    def tell(self) -> None:
        """All of it, the oldest first."""
        self._prices()
        wanted = [LeadStatus.QUALIFIED, LeadStatus.CONTACTED]
        leads = Lead.objects.listed().filter(
            status__in=wanted, services__overlap=["moving", "move_cleaning", "home_cleaning"]
        )
        found = list(leads.exclude(email="").select_related("customer").order_by("-received_at", "-pk")[: len(STORIES)])
        for lead, (days, fate) in sorted(zip(found, STORIES, strict=False), key=lambda pair: -pair[1][0]):
            self._to_lead(lead, days, fate)
        for number, customer in enumerate(
            Customer.objects.listed().exclude(kind=CustomerKind.PRIVATE).order_by("pk")[:2]
        ):
            self._to_company(customer, number)
        self._raise_prices()

    def _prices(self) -> None:
        before = self._at - 200 * DAY
        for name, kind, unit, work, amount, wish, usual in ITEMS:
            is_extra = wish in EXTRAS
            details = ItemDetails(
                name, kind, unit, work, service="" if is_extra else wish, extra=wish if is_extra else "",
                basis=Basis.AREA if unit == Unit.AREA else Basis.USUAL, usual_quantity=Decimal(usual),
            )  # fmt: skip
            from_on = timezone.localdate(before)
            prices.add_item(details=details, amount=Decimal(amount), from_on=from_on, by=self._by, at=before)
        for number, (name, body) in enumerate(TERMS):
            prices.save_terms(terms=None, name=name, body=body, is_default=number == 0, by=self._by, at=before)

    def _raise_prices(self) -> None:
        """Two prices are new today, so that the drafts have something to follow; one comes with the new year."""
        today = timezone.localdate(self._at)
        for name, amount, day in (
            ("Flyttbil 18 m³ med drivmedel", 4_200, today), ("Flyttkartong, hyra", 25, today),
            ("Flyttarbete, per person", 545, today.replace(month=12, day=31) + DAY),
        ):  # fmt: skip
            item = PriceItem.objects.get(name=name)
            prices.set_price(item=item, amount=Decimal(amount), from_on=day, by=self._by, at=self._at)

    def _to_lead(self, lead: Lead, days: int, fate: str) -> None:
        """An offer some hours after the lead came, at the earliest."""
        at = min(max(self._at - days * DAY, lead.received_at + 3 * HOUR), self._at - HOUR)
        by = self._second if days % 2 else self._by
        details = start_for_lead(by, lead, today=timezone.localdate(at))
        if not details.rows:
            details = replace(details, rows=self._some(by, at, includes_vat=details.includes_vat))
        until = timezone.localdate(self._at - DAY) if fate == "late" else details.valid_until
        intro = "Tack för samtalet. Här är vårt förslag efter det vi kom överens om."
        details = replace(details, title=details.title or "Städning", intro=intro, valid_until=until)
        offer = offers.draft_offer(details=details, lead=lead, by=by, at=at)
        if fate != "draft":
            self._send(offer, by, at + HOUR / 2)
            self._after(offer, fate, by, at)

    def _after(self, offer: Offer, fate: str, by: User, at: datetime) -> None:
        seen = min(at + 5 * HOUR, self._at - HOUR / 4)
        if fate in {"viewed", "accepted", "declined", "anew"}:
            offer_answers.note_viewed(offer=offer, at=seen)
        offer.refresh_from_db()
        if fate == "accepted":
            answer = Answer(offer.recipient_name, "198.51.100.24")
            offer_answers.accept(offer=offer, answer=answer, seen_hash=offer.content_hash, by=None, at=seen + HOUR)
        elif fate == "declined":
            answer = Answer(offer.recipient_name, "198.51.100.31", "Vi tog hjälp av vänner i stället.")
            offer_answers.decline(offer=offer, answer=answer, by=None, at=seen + HOUR)
        elif fate == "anew":
            again = offers.new_version(offer=offer, by=by, at=at + 2 * DAY)
            details = replace(offers.details_of(again), discount=Decimal(10))
            offers.change_draft(offer=again, details=details, by=by, at=at + 2 * DAY)
            self._send(again, by, at + 2 * DAY + HOUR)
        elif fate == "late":
            offer_answers.expire(offer_id=offer.pk, at=self._at)

    def _to_company(self, customer: Customer, number: int) -> None:
        at = self._at - (2 + number) * DAY
        rows = [row for row in self._some(self._by, at, includes_vat=False) if row.work is None]
        start = start_for_customer(customer, today=timezone.localdate(at), rows=rows)
        details = replace(start, title="Kontorsstädning, två gånger i veckan", has_rut=False, paid_on=None)
        offer = offers.draft_offer(details=details, customer=customer, by=self._by, at=at)
        if number == 0:
            self._send(offer, self._by, at + HOUR)

    def _some(self, by: User, at: datetime, *, includes_vat: bool) -> list[RowDetails]:
        wanted = {"Kontorsstädning", "Flyttarbete, per person", "Skyddsmaterial och tejp"}
        listed = listed_items(by, on=timezone.localdate(at))
        return [row_of(each, Wishes(), includes_vat=includes_vat) for each in listed if each.name in wanted]

    def _send(self, offer: Offer, by: User, at: datetime) -> None:
        """Send at once, with the paper as a worker would build it."""
        firm = Firm.load()
        subject, text = usual_text(offer=offer, firm=firm)
        offer_sending.send(offer=offer, mail_to=offer.recipient_email, subject=subject, text=text, by=by, at=at)
        claimed = offer_sending.claim_delivery(offer_id=offer.pk, at=at)
        if claimed is not None:
            rows = rows_of(claimed)
            totals = totals_of(claimed, rows, buyers_of(claimed))
            offer_sending.record_paper(
                offer=claimed, pdf=print_offer(offer=claimed, rows=rows, totals=totals, firm=firm), at=at
            )
        offer.refresh_from_db()
