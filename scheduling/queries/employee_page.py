"""Everything about somebody who works here, as their page tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from perforia.base.models import User
from perforia.base.permissions import Permission
from scheduling.models import Absence, Job, Notice, Resource, StaffPreference, TeamMember
from scheduling.models.jobs import JobQuerySet
from scheduling.queries import absences, board, facts, staff
from scheduling.queries.board import Cell
from scheduling.queries.board_rows import Filter
from scheduling.rules.facts import Hours, Span
from scheduling.rules.hours_words import HoursPeriod, oddities, period_on, periods
from scheduling.rules.weeks import Week, mondays_around, over_average, weeks_of
from scheduling.rules.worktime import day_span, week_of
from scheduling.states import AbsenceState, PreferenceKind

DAYS, WEEKS = 14, 4
SHOWN, SHOWN_BACK = 6, timedelta(days=60)
PROTECTED = facts.PROTECTED


@dataclass(frozen=True)
class Wish:
    """What a customer, or the office, thinks of somebody there."""

    preference: StaffPreference
    customer: str
    is_blocked: bool


@dataclass(frozen=True)
class WorkHours:
    """Working hours now and to come, with what is odd about those that hold."""

    current: HoursPeriod | None
    coming: Sequence[HoursPeriod]
    oddities: Sequence[str]


def facts_of(user: User, person: Resource, *, today: date) -> dict[str, Any]:  # Any: of a template
    """Plan, hours, absence, licences, teams, wishes and notices; a fixed number of questions."""
    (row,) = staff.rows_of([person], today=today)
    hours = facts.working_hours([person.pk]).get(person.pk, [])
    weeks = _weeks(person, today)
    return {
        "person": person, "row": row, "days": _days(user, person, today), "weeks": weeks,
        "this_week": weeks[WEEKS], "average": over_average(weeks), "hours": work_hours(person, hours, today=today),
        "absences": _absences(user, person, today), "teams": _teams(person, today), "wishes": _wishes(user, person),
        "notices": _notices(person),
        "most_minutes": max([week.planned for week in weeks] + [int(row.employee.weekly_hours * 60), 1]),
    }  # fmt: skip


def work_hours(person: Resource, patterns: Sequence[Hours], *, today: date) -> WorkHours:
    """The working hours of somebody today and later."""
    current = period_on(patterns, today)
    coming = [period for period in periods(patterns) if period.valid_from > today]
    agreed = int(person.employee.weekly_hours * 60)
    return WorkHours(current, coming, oddities(current, agreed) if current else [])


def jobs_after(resource: Resource, day: date) -> JobQuerySet:
    """The jobs that are planned with somebody or something after a day, the first first."""
    ahead = Job.objects.open().filter(assignments__resource=resource.pk, assignments__starts_at__gte=day_span(day).end)
    return ahead.select_related("customer").order_by("starts_at", "pk")


def _days(user: User, person: Resource, today: date) -> list[Cell]:
    monday = week_of(today)
    days = [monday + timedelta(days=number) for number in range(DAYS)]
    found = board.board_of(days, user=user, shown=Filter(resource_ids=(person.pk,)))
    return found.rows[0].cells if found.rows else []


def _weeks(person: Resource, today: date) -> list[Week]:
    mondays = mondays_around(week_of(today), before=WEEKS, after=WEEKS)
    span = Span(day_span(mondays[0]).start, day_span(mondays[-1], 7).end)
    own = facts.stints([person.pk], span).get(person.pk, [])
    told = facts.workers(Resource.objects.filter(pk=person.pk), first=mondays[0], last=mondays[-1] + timedelta(days=6))
    return weeks_of(own, mondays, agreed=int(person.employee.weekly_hours * 60), worker=told[person.pk])


def _absences(user: User, person: Resource, today: date) -> list[absences.AbsenceRow]:
    rows = absences.with_jobs(Absence.objects.visible_to(user)).filter(
        resource=person, ends_at__gt=day_span(today - SHOWN_BACK).start,
        state__in=[AbsenceState.REQUESTED, AbsenceState.APPROVED],
    )  # fmt: skip
    shown = rows.select_related("resource", "requested_by").order_by("-starts_at", "-pk")
    return absences.rows_of(user, list(shown[:SHOWN]), today=today)


def _teams(person: Resource, today: date) -> list[TeamMember]:
    rows = TeamMember.objects.filter(resource=person, team__retired_at=None).select_related("team")
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=today))
    return list(rows.order_by("team__name", "pk"))


def _notices(person: Resource) -> list[Notice]:
    rows = Notice.objects.filter(resource=person).select_related("message")
    return list(rows.order_by("-at", "-pk")[:SHOWN])


def _wishes(user: User, person: Resource) -> list[Wish]:
    if not user.has_permission(Permission.SEE_CUSTOMERS):
        return []
    sees = user.has_permission(Permission.SEE_PROTECTED)
    rows = StaffPreference.objects.filter(employee=person.employee).select_related("customer")
    return [
        Wish(row, row.customer.name if sees or not row.customer.is_protected else PROTECTED,
             row.kind == PreferenceKind.BLOCKED)
        for row in rows.order_by("kind", "customer__name", "pk")
    ]  # fmt: skip
