"""Absence as the office looks at it: what waits for an answer, and which jobs need somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count as CountOf
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from perforia.base.models import User
from perforia.base.permissions import Permission
from scheduling.models import Absence, Assignment, Job
from scheduling.models.absences import AbsenceQuerySet
from scheduling.models.jobs import JobQuerySet
from scheduling.rules.facts import Span
from scheduling.rules.words import date_of, period
from scheduling.rules.worktime import day_span, local_date
from scheduling.states import OPEN_JOBS, AbsenceState

# What colleagues are told instead of why.
AWAY = "Frånvarande"
RINGS: dict[str, tuple[str, str]] = {
    AbsenceState.REQUESTED: ("is-new", "accent"), AbsenceState.APPROVED: ("is-done", "ok"),
    AbsenceState.REJECTED: ("is-lost", ""), AbsenceState.WITHDRAWN: ("is-lost", ""),
}  # fmt: skip


@dataclass(frozen=True)
class AbsenceRow:
    """An absence as somebody may see it. `why` is empty for who must not know; `jobs` stand without a person."""

    absence: Absence
    why: str
    note: str
    when: str
    length: str
    jobs: int

    @property
    def ring(self) -> tuple[str, str]:
        return RINGS[self.absence.state]

    @property
    def label(self) -> str:
        """Why, or only that."""
        return self.why or AWAY


def wishes(user: User) -> AbsenceQuerySet:
    """What waits for an answer, the first to begin first."""
    rows = Absence.objects.visible_to(user).waiting().select_related("resource", "requested_by")
    return rows.order_by("starts_at", "pk")


def absences_of(user: User, *, first: date, last: date) -> AbsenceQuerySet:
    """Who is away, or wishes to be, some time from `first` to `last`."""
    rows = Absence.objects.visible_to(user).filter(starts_at__lt=day_span(last).end, ends_at__gt=day_span(first).start)
    open_ones = rows.filter(state__in=[AbsenceState.REQUESTED, AbsenceState.APPROVED])
    return open_ones.select_related("resource").order_by("starts_at", "resource__name", "pk")


def jobs_without(absence: Absence) -> JobQuerySet:
    """The jobs that somebody is planned on while they are away, the first first: they need somebody else."""
    theirs = Job.objects.open().filter(
        assignments__resource=absence.resource_id, assignments__starts_at__lt=absence.ends_at,
        assignments__ends_at__gt=absence.starts_at,
    )  # fmt: skip
    return theirs.select_related("customer").order_by("starts_at", "pk")


def with_jobs(rows: QuerySet[Absence]) -> QuerySet[Absence]:
    """Absences with how many open jobs are planned meanwhile, as `jobs`."""
    theirs = Assignment.objects.filter(
        resource=OuterRef("resource"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"),
        job__status__in=OPEN_JOBS,
    )  # fmt: skip
    number = theirs.order_by().values("resource").annotate(number=CountOf("pk")).values("number")
    return rows.annotate(jobs=Coalesce(Subquery(number, output_field=IntegerField()), 0))


def rows_of(user: User, rows: Sequence[Absence], *, today: date) -> list[AbsenceRow]:
    """Absences in words; of rows read by `with_jobs`. Why stands only for those who manage staff, and oneself."""
    manages = user.has_permission(Permission.MANAGE_STAFF)
    return [row_of(each, today=today, is_told=manages or each.requested_by_id == user.pk) for each in rows]


def own_rows(resource_id: int, *, first: date, today: date) -> list[AbsenceRow]:
    """What somebody has asked for themselves since a day, the latest first."""
    rows = Absence.objects.filter(resource=resource_id, ends_at__gt=day_span(first).start).select_related("resource")
    rows = rows.exclude(state=AbsenceState.WITHDRAWN).order_by("-starts_at", "-pk")
    return [row_of(each, today=today, is_told=True) for each in rows]


def when(starts_at: datetime, ends_at: datetime, *, is_whole_days: bool, today: date) -> str:
    """`9 juni`, `9 juni – 20 juni`, `9 juni 08:00–12:00`."""
    first, last = local_date(starts_at), local_date(ends_at - timedelta(seconds=1))
    if not is_whole_days:
        return f"{date_of(first, today)} {period(Span(starts_at, ends_at))}"
    return date_of(first, today) if first == last else f"{date_of(first, today)} – {date_of(last, today)}"


def row_of(absence: Absence, *, today: date, is_told: bool) -> AbsenceRow:
    """One absence in words; why only when it is told."""
    first, last = local_date(absence.starts_at), local_date(absence.ends_at - timedelta(seconds=1))
    days = (last - first).days + 1
    length = "del av dag" if not absence.is_whole_days else "1 dag" if days == 1 else f"{days} dagar"
    words = when(absence.starts_at, absence.ends_at, is_whole_days=absence.is_whole_days, today=today)
    why = absence.get_kind_display() if is_told else ""
    return AbsenceRow(absence, why, absence.note if is_told else "", words, length, getattr(absence, "jobs", 0))
