"""A month by day, added up in the database: how full each day is, the vehicles out, what waits and what clashes.

A fixed number of questions, whatever the size; no piece of work is read by itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Sum
from django.db.models.functions import TruncDate

from scheduling.models import Absence, Assignment, Job, Resource
from scheduling.queries.facts import working_hours
from scheduling.queries.fullness import Fullness
from scheduling.rules.facts import Span
from scheduling.rules.holidays import holiday
from scheduling.rules.worktime import STOCKHOLM, day_span, minutes_left, shifts_on, week_of
from scheduling.states import ResourceKind

WEEK = timedelta(days=7)
PERSON = Q(resource__kind=ResourceKind.PERSON)
LENGTH = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())


@dataclass(slots=True)
class MonthDay(Fullness):
    """One day. `planned` and `available` are minutes of people, `vehicles` how many are out, of `fleet`."""

    day: date
    is_inside: bool
    holiday: str
    planned: int = 0
    available: int = 0
    vehicles: int = 0
    fleet: int = 0
    waiting: int = 0
    clashes: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether nobody is to work, nothing is planned and nothing waits."""
        return not (self.planned or self.available or self.waiting)


@dataclass(slots=True)
class MonthWeek:
    """Seven days from a Monday, some perhaps of the months around."""

    number: int
    days: Sequence[MonthDay]

    @property
    def monday(self) -> date:
        return self.days[0].day


@dataclass(slots=True)
class Month:
    """A month in whole weeks."""

    first: date
    weeks: Sequence[MonthWeek]

    @property
    def days(self) -> list[MonthDay]:
        """The days of the month alone."""
        return [day for week in self.weeks for day in week.days if day.is_inside]

    @property
    def share(self) -> int:
        """Percent of the month's working time that is planned."""
        available = sum(day.available for day in self.days)
        return round(100 * sum(day.planned for day in self.days) / available) if available else 0

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the month after."""
        return (self.first + timedelta(days=31)).replace(day=1)


def month_page(day: date) -> Month:
    """The month of a day, for whoever may see the schedule: nobody's name is in it."""
    first = day.replace(day=1)
    monday, last = week_of(first), (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    count = ((week_of(last) - monday).days // 7 + 1) * 7
    dates = [monday + timedelta(days=number) for number in range(count)]
    days = {each: MonthDay(each, first <= each <= last, holiday(each)) for each in dates}
    span = Span(day_span(dates[0]).start, day_span(dates[-1]).end)
    _add_work(days, span)
    _add_waiting(days, span)
    _add_hours(days, span)
    weeks = [
        MonthWeek(start.isocalendar().week, [days[start + timedelta(days=number)] for number in range(7)])
        for start in dates[::7]
    ]
    return Month(first, weeks)


def _add_work(days: dict[date, MonthDay], span: Span) -> None:
    """The minutes of people, the vehicles and the double bookings of each day, in one question."""
    rows = Assignment.objects.filter(starts_at__gte=span.start, starts_at__lt=span.end)
    earlier = Assignment.objects.filter(
        Q(starts_at__lt=OuterRef("starts_at")) | Q(starts_at=OuterRef("starts_at"), pk__lt=OuterRef("pk")),
        resource=OuterRef("resource"), ends_at__gt=OuterRef("starts_at"),
    )  # fmt: skip
    told = (
        rows.annotate(on=TruncDate("starts_at", tzinfo=STOCKHOLM), clashes=Exists(earlier))
        .values("on")
        .annotate(
            length=Sum(LENGTH, filter=PERSON),
            pause=Sum("job__break_minutes", filter=PERSON),
            cars=Count("resource", distinct=True, filter=Q(resource__kind=ResourceKind.VEHICLE)),
            double=Count("pk", filter=Q(clashes=True)),
        )
        .order_by("on")
    )
    for row in told:
        made = days[row["on"]]
        length = row["length"] or timedelta()
        made.planned = max(int(length.total_seconds() // 60) - (row["pause"] or 0), 0)
        made.vehicles, made.clashes = row["cars"], row["double"]


def _add_waiting(days: dict[date, MonthDay], span: Span) -> None:
    """How many open jobs of each day too few are on: those that are planned then, and those wished for then."""
    people = Count("assignments", filter=Q(assignments__resource__kind=ResourceKind.PERSON))
    rows = Job.objects.plannable().annotate(here=people, on=TruncDate("starts_at", tzinfo=STOCKHOLM))
    here = Q(starts_at__gte=span.start, starts_at__lt=span.end)
    wished = Q(starts_at=None, wanted_on__gte=min(days), wanted_on__lte=max(days))
    waiting = rows.filter(here | wished, here__lt=F("people")).order_by("pk")
    for begins, on, wanted_on in waiting.values_list("starts_at", "on", "wanted_on"):
        day = wanted_on if begins is None else on
        if day is not None:
            days[day].waiting += 1


def _add_hours(days: dict[date, MonthDay], span: Span) -> None:
    """The working time of people without their absence, and how many vehicles there are."""
    rows = Resource.objects.on(min(days), max(days)).filter(kind__in=[ResourceKind.PERSON, ResourceKind.VEHICLE])
    people = []
    for pk, kind, begins, ends in rows.order_by("pk").values_list("pk", "kind", "active_from", "active_until"):
        if kind == ResourceKind.PERSON:
            people.append(pk)
            continue
        for day, made in days.items():
            made.fleet += (begins is None or begins <= day) and (ends is None or day <= ends)
    hours, away = working_hours(people), _absences(people, span)
    for pk in people:
        for day, made in days.items():
            if shifts := shifts_on(hours.get(pk, ()), day):
                made.available += minutes_left(shifts, away.get(pk, ()))


def _absences(ids: Sequence[int], span: Span) -> dict[int, list[Span]]:
    rows = Absence.objects.standing().filter(resource__in=ids, starts_at__lt=span.end, ends_at__gt=span.start)
    found: dict[int, list[Span]] = defaultdict(list)
    for pk, begins, ends in rows.order_by("starts_at", "pk").values_list("resource_id", "starts_at", "ends_at"):
        found[pk].append(Span(begins, ends))
    return found
