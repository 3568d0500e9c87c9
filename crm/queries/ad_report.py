"""From ad to money: leads by source and campaign, how far they came and what they were worth, and the leads behind."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from crm.models import Conversion, Lead, LeadFact
from crm.states import DISQUALIFYING, ConversionState, FactKind, LeadStatus
from perforia.base.models import User

MONEY = DecimalField(max_digits=14, decimal_places=2)
STAGES = ("leads", "qualified", "signed", "paid", "reported")
LABELS = {
    "leads": "Leads", "qualified": "Kvalificerade", "signed": "Signerade", "paid": "Betalda",
    "reported": "Bekräftade",
}  # fmt: skip
USUAL_DAYS, MOST_DAYS = 90, 800


@dataclass(frozen=True)
class Period:
    """Days that leads came in, both included."""

    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first midnight until the one after the last day."""
        zone = timezone.get_current_timezone()
        begin = datetime.combine(self.first, time(), tzinfo=zone)
        return begin, datetime.combine(self.last + timedelta(days=1), time(), tzinfo=zone)


@dataclass(frozen=True)
class Row:
    """One source and campaign; `value` is kronor without VAT: what was invoiced, else what was signed for."""

    channel: str
    medium: str
    campaign: str
    leads: int
    qualified: int
    signed: int
    paid: int
    reported: int
    value: Decimal

    @property
    def share(self) -> int:
        """Qualified leads of a hundred."""
        return 100 * self.qualified // self.leads if self.leads else 0


@dataclass(frozen=True)
class Bar:
    """One bar of the chart; `width` in percent of the longest of all."""

    stage: str
    label: str
    number: int
    width: int


def period_of(first: str, last: str, *, today: date) -> Period:
    """What two days in an address say; the last 90 days where they say nothing that can be."""
    end = min(_day(last) or today, today)
    begin = _day(first) or end - timedelta(days=USUAL_DAYS - 1)
    if begin > end:
        begin, end = end, begin
    return Period(max(begin, end - timedelta(days=MOST_DAYS)), end)


def campaigns(user: User, period: Period) -> list[Row]:
    """Every source and campaign that leads came from, the most leads first."""
    found = (
        _leads(user, period)
        .values("channel", "medium", "campaign")
        .annotate(
            leads=Count("pk"), qualified=Count("pk", filter=Q(is_good=True)),
            signed=Count("pk", filter=Q(is_signed=True)), paid=Count("pk", filter=Q(is_paid=True)),
            reported=Count("pk", filter=Q(is_reported=True)), value=Coalesce(Sum("worth"), Decimal(0)),
        )
        .order_by("-leads", "channel", "medium", "campaign")
    )  # fmt: skip
    names = [field.name for field in fields(Row)]
    return [Row(**{name: each[name] for name in names}) for each in found]


def chart(rows: list[Row], *, most: int = 8) -> list[tuple[Row, list[Bar]]]:
    """The largest campaigns, each with a bar for how many came how far."""
    longest = max((row.leads for row in rows), default=0) or 1
    return [(row, [_bar(stage, getattr(row, stage), longest) for stage in STAGES[:4]]) for row in rows[:most]]


def total(rows: list[Row]) -> Row:
    """All rows as one."""
    sums: dict[str, Any] = {stage: sum(getattr(row, stage) for row in rows) for stage in STAGES}  # Any: whole numbers
    return Row("", "", "", **sums, value=sum((row.value for row in rows), Decimal(0)))


def leads_behind(user: User, period: Period, *, stage: str, campaign: tuple[str, str, str] | None) -> "QuerySet[Lead]":
    """The leads behind a number of the report: of a campaign (channel, medium, name) or of all, as far as a stage."""
    found = _leads(user, period)
    flags = {"qualified": "is_good", "signed": "is_signed", "paid": "is_paid", "reported": "is_reported"}
    if stage in flags:
        found = found.filter(**{flags[stage]: True})
    if campaign is not None:
        found = found.filter(channel=campaign[0], medium=campaign[1], campaign=campaign[2])
    return found.select_related("source", "customer")


def _leads(user: User, period: Period) -> "QuerySet[Any]":  # Any: leads with what is written beside them
    """Leads that came in, tests and merged ones aside, with where they came from and how far they came."""
    begin, end = period.moments
    facts = LeadFact.objects.filter(lead=OuterRef("pk"), withdrawn_at=None)
    signed, paid = facts.filter(kind=FactKind.SIGNED), facts.filter(kind=FactKind.PAID)
    reported = Conversion.objects.filter(lead=OuterRef("pk"), state=ConversionState.CONFIRMED)
    mine = Lead.objects.visible_to(user).filter(merged_into=None, is_test=False)
    bad = Q(status=LeadStatus.LOST, lost_reason__in=sorted(DISQUALIFYING))
    return mine.filter(received_at__gte=begin, received_at__lt=end).annotate(
        channel=Coalesce(_said("utm_source"), F("source__name"), output_field=TextField()),
        medium=Coalesce(_said("utm_medium"), Value(""), output_field=TextField()),
        campaign=Coalesce(_said("utm_campaign"), Value(""), output_field=TextField()),
        is_good=Q(qualified_at__isnull=False) & ~bad,
        is_signed=Q(Exists(signed)) | Q(status=LeadStatus.WON), is_paid=Exists(paid), is_reported=Exists(reported),
        worth=Coalesce(
            _sum(facts, FactKind.INVOICED), _sum(facts, FactKind.SIGNED), Value(Decimal(0)), output_field=MONEY
        ),
    )  # fmt: skip


def _bar(stage: str, number: int, longest: int) -> Bar:
    return Bar(stage, LABELS[stage], number, max(100 * number // longest, 1) if number else 0)


def _said(name: str) -> NullIf:
    return NullIf(KeyTextTransform(name, "attribution"), Value(""))


def _sum(facts: Any, kind: FactKind) -> Subquery:  # Any: LeadFact's rows of the lead at hand
    added = facts.filter(kind=kind).order_by().values("lead").annotate(sum=Sum("amount")).values("sum")
    return Subquery(added, output_field=MONEY)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
