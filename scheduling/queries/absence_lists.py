"""Absence that is decided, in pages: now and ahead, or what has been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from perforia.base.models import User
from perforia.base.paging import Count, Slice, count_of, slice_of
from scheduling.models import Absence
from scheduling.queries.absences import AbsenceRow, rows_of, with_jobs
from scheduling.rules.worktime import day_span
from scheduling.states import AbsenceState

PAGE = 50


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
