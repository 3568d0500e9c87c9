"""Absence in pages: what stands now and ahead, what has been, and one with everything about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from perforia.base.models import User
from perforia.base.paging import Count, Slice, count_of, slice_of
from scheduling.models import Absence, Resource
from scheduling.queries.absences import AbsenceRow, absences_of, jobs_without, rows_of, with_jobs
from scheduling.rules.worktime import day_span, local_date
from scheduling.states import APPROVED_AT_ONCE, AbsenceState, ResourceKind

PAGE = 50
MOST_JOBS = 50


@dataclass(frozen=True)
class AbsencePage:
    """One page of the list."""

    rows: Sequence[AbsenceRow]
    slice: Slice[Absence]
    count: Count


def page_of(user: User, *, today: date, is_past: bool, cursor: Mapping[str, str]) -> AbsencePage:
    """One page: the first to begin first of what stands today and ahead, the latest first of what has been."""
    start = day_span(today).start
    rows = Absence.objects.visible_to(user)
    if is_past:
        rows = rows.filter(ends_at__lte=start).exclude(state=AbsenceState.REQUESTED)
    else:
        rows = rows.standing().filter(ends_at__gt=start)
    part = slice_of(
        with_jobs(rows).select_related("resource", "requested_by", "decided_by"),
        by="-starts_at" if is_past else "starts_at", size=PAGE, after=cursor.get("efter", ""),
        before=cursor.get("fore", ""),
    )  # fmt: skip
    return AbsencePage(rows_of(user, part.rows, today=today), part, count_of(rows))


def page_of_one(user: User, absence: Absence, *, today: date) -> dict[str, Any]:  # Any: of a template
    """One absence in words, the jobs that need somebody else, and who of the same group is away meanwhile."""
    (row,) = rows_of(user, [absence], today=today)
    stands, is_over = absence.state == AbsenceState.APPROVED, absence.ends_at <= day_span(today).start
    return {
        "row": row, "absence": absence, "jobs": list(jobs_without(absence)[:MOST_JOBS]), "stands": stands,
        "meanwhile": _meanwhile(user, absence, today),
        "may_be_answered": absence.state in {AbsenceState.REQUESTED, AbsenceState.REJECTED},
        "may_take_back": stands and not is_over and absence.kind not in APPROVED_AT_ONCE,
    }  # fmt: skip


def who_can_be_away(user: User, *, today: date) -> list[Resource]:
    """Everybody and everything that is here now or later, people first."""
    rows = list(Resource.objects.visible_to(user).on(today, date.max).order_by("name", "pk"))
    order = list(ResourceKind)
    return sorted(rows, key=lambda row: order.index(ResourceKind(row.kind)))


def _meanwhile(user: User, absence: Absence, today: date) -> list[AbsenceRow]:
    """Who else of the group is away, or wishes to be, at the same time."""
    if absence.resource.kind != ResourceKind.PERSON:
        return []
    group = absence.resource.employee.group
    first, last = local_date(absence.starts_at), local_date(absence.ends_at)
    others = absences_of(user, first=first, last=last).filter(
        resource__employee__group=group, starts_at__lt=absence.ends_at, ends_at__gt=absence.starts_at
    )
    return rows_of(user, list(others.exclude(resource=absence.resource_id)), today=today)
