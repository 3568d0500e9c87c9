"""The season behind the demo firm's leads: the ones its customers came from, and those that came to nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from crm.models import Activity, Customer, Lead, LeadMove, LeadSource
from crm.services.searching import index_lead
from crm.states import ActivityKind, CallOutcome, Direction, LeadStatus, LostReason
from perforia.base.models import User
from perforia.demo.lead_people import asker

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LENGTH, LOST_OF_THEM = 150, 90  # days, leads
LOST = (
    LostReason.PRICE, LostReason.COMPETITOR, LostReason.NO_CONTACT, LostReason.PRICE, LostReason.OUTSIDE_AREA,
    LostReason.DATE_IMPOSSIBLE, LostReason.SPAM, LostReason.CHANGED_MIND, LostReason.WRONG_NUMBER,
)  # fmt: skip


class Season:
    """Written in a few statements, because nobody waits for a season at the first start."""

    def __init__(self, source: LeadSource, sellers: Sequence[User], at: datetime) -> None:
        self._source, self._sellers, self._at = source, sellers, at

    def remember(self, *, span: int) -> int:
        """Write the leads of the days before the last `span`; answers how many askers they took."""
        customers = list(Customer.objects.listed().order_by("pk"))
        rows = [self._won(number, customer, span) for number, customer in enumerate(customers)]
        rows += [self._lost(number, span) for number in range(LOST_OF_THEM)]
        made = Lead.objects.bulk_create(sorted(rows, key=lambda lead: lead.received_at))
        for lead in made:
            index_lead(lead)
        LeadMove.objects.bulk_create([move for lead in made for move in _moves(lead)])
        Activity.objects.bulk_create([happened for lead in made for happened in _happened(lead)])
        return LOST_OF_THEM

    def _won(self, number: int, customer: Customer, span: int) -> Lead:
        told = asker(number)
        lead = self._lead(number, self._came(number * 7, span))
        lead.name, lead.phone, lead.email = customer.name, customer.phone, customer.email
        lead.address, lead.postal_code, lead.city = customer.address, customer.postal_code, customer.city
        lead.services, lead.details, lead.value = list(told.services), dict(told.details), told.value
        lead.to_address, lead.to_postal_code, lead.to_city = told.to_address, told.to_postal_code, told.to_city
        lead.status, lead.customer, lead.qualified_by = LeadStatus.WON, customer, lead.owner
        lead.qualified_at, lead.closed_at = lead.received_at + 50 * MINUTE, lead.received_at + (1 + number % 5) * DAY
        return lead

    def _lost(self, number: int, span: int) -> Lead:
        told = asker(number)
        lead = self._lead(number, self._came(number * 11 + 3, span))
        for name in ("name", "phone", "email", "address", "postal_code", "city", "to_address", "message", "value"):
            setattr(lead, name, getattr(told, name))
        lead.services, lead.details = list(told.services), dict(told.details)
        lead.status, lead.lost_reason = LeadStatus.LOST, LOST[number % len(LOST)]
        lead.closed_at = lead.received_at + (number % 7) * DAY + 90 * MINUTE
        return lead

    def _lead(self, number: int, came: datetime) -> Lead:
        return Lead(
            source=self._source, owner=self._sellers[number % len(self._sellers)], received_at=came,
            changed_at=came + DAY, completed_at=came, first_contact_at=came + (1 + number % 9) * MINUTE,
            step=5, steps=5, wanted_on=asker(number).wanted_on(came.date()),
        )  # fmt: skip

    def _came(self, number: int, span: int) -> datetime:
        day = self._at - (span + 1 + number % (LENGTH - span)) * DAY
        return day.replace(hour=8 + number % 13, minute=number * 17 % 60, second=0, microsecond=0)


def _moves(lead: Lead) -> list[LeadMove]:
    """From new to contacted, and on to what became of it."""
    called = lead.first_contact_at or lead.received_at
    ways = [(LeadStatus.NEW, LeadStatus.CONTACTED, called, "")]
    closed = lead.closed_at or called
    if lead.status == LeadStatus.LOST:
        ways.append((LeadStatus.CONTACTED, LeadStatus.LOST, closed, LostReason(lead.lost_reason).label))
    else:
        ways.append((LeadStatus.CONTACTED, LeadStatus.QUALIFIED, lead.qualified_at or called, ""))
        ways.append((LeadStatus.QUALIFIED, LeadStatus.WON, closed, ""))
    return [LeadMove(lead=lead, old=old, new=new, at=at, by=lead.owner, reason=why) for old, new, at, why in ways]


def _happened(lead: Lead) -> list[Activity]:
    """The form that came, and the first call."""
    called = lead.first_contact_at or lead.received_at
    form = Activity(
        lead=lead, customer=lead.customer, kind=ActivityKind.FORM, direction=Direction.IN, at=lead.received_at,
        title="Skickade offertformuläret", written_at=lead.received_at,
    )  # fmt: skip
    call = Activity(
        lead=lead, customer=lead.customer, kind=ActivityKind.CALL, direction=Direction.OUT, by=lead.owner,
        outcome=CallOutcome.ANSWERED, title="Ringde, fick svar", at=called, written_at=called,
    )  # fmt: skip
    return [form, call]
