"""Work that comes back: jobs are made a while ahead; one, all that follow or all are changed, skipped or ended.

What is past, begun or changed alone is never made anew. An occurrence is known by the day of the rule, so that making
jobs again finds those that are there, wherever they have been moved.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from crm.models import Property
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling import events
from scheduling.models import Job, Series, SeriesMember, SeriesSkip
from scheduling.rules import recurrence
from scheduling.rules.recurrence import Occurrence
from scheduling.rules.worktime import local_date
from scheduling.services import jobs, moves, plans
from scheduling.services import occurrences as occurrences_of
from scheduling.services.jobs import JobDetails
from scheduling.services.occurrences import WORK
from scheduling.services.plans import Seat
from scheduling.states import HolidayPolicy, SeriesScope

HORIZON = timedelta(weeks=10)
MADE_AT_ONCE = 50  # series a sweep goes through
ENDED = "Upprepningen är avslutad. Börja en ny."
FOLLOWED = "En annan upprepning fortsätter efter den här. Ändra den som fortsätter, eller låt den här sluta innan."


@dataclass(frozen=True)
class SeriesDetails:
    """Everything a person decides of work that comes back; `work` is what each job is."""

    work: JobDetails
    rule: str
    starts_on: date
    start_time: time
    until: date | None = None
    holidays: HolidayPolicy = HolidayPolicy.SKIP
    place: Property | None = None
    crew: Sequence[Seat] = field(default_factory=tuple)


@transaction.atomic
def begin(
    *, details: SeriesDetails, follows: Series | None = None, first: Job | None = None, by: User | None, at: datetime
) -> Series:  # fmt: skip
    """Work that comes back from a day on, with its first jobs. Announces series_changed and job_booked.

    `first` is a job that is there already: it becomes that of its day, if the rule has that day.
    Raises DomainError for a rule that is not understood, and for a job that cannot be.
    """
    rule = _checked(details)
    made = Series(follows=follows, created_at=at, created_by=by, changed_at=at, rule=rule)
    _fill(made, details)
    made.save()
    _write_members(made, details.crew)
    audit.record(verb="series.begun", target=made, by=by, at=at, rule=rule)
    if first is not None:
        _take_in(first, made)
    extend(series=made, by=by, at=at)
    events.series_changed.announce(series_id=made.pk)
    made.refresh_from_db()
    return made


@transaction.atomic
def extend(*, series: Series, by: User | None = None, at: datetime) -> int:
    """Make the jobs that are missing up to the horizon; answers how many. Idempotent. Announces job_booked."""
    locked = lock(series)
    if locked.ended_at is not None:
        return 0
    last = local_date(at) + HORIZON
    known = set(Job.objects.filter(series=locked).order_by("pk").values_list("occurrence_on", flat=True))
    known |= set(locked.skips.order_by("pk").values_list("occurrence_on", flat=True))
    found = [each for each in occurrences(locked, first=local_date(at), last=last) if each.key not in known]
    occurrences_of.make(locked, found, by=by, at=at)
    locked.horizon_on = last
    locked.save(update_fields=["horizon_on"])
    return len(found)


@transaction.atomic
def skip(*, series: Series, day: date, reason: str = "", by: User, at: datetime) -> None:
    """Nothing is done on one day of the rule; its job, if it is made already, is cancelled. Idempotent."""
    locked = lock(series)
    SeriesSkip.objects.get_or_create(
        series=locked, occurrence_on=day, defaults={"reason": reason.strip()[:200], "at": at, "by": by}
    )  # fmt: skip
    job = Job.objects.filter(series=locked, occurrence_on=day).first()
    if job is not None and job.is_plannable:
        moves.cancel(job=job, reason=reason.strip() or "Hoppas över", by=by, at=at)
    audit.record(verb="series.skipped", target=locked, by=by, at=at, day=day.isoformat())
    events.series_changed.announce(series_id=locked.pk)


@transaction.atomic
def change(
    *, series: Series, details: SeriesDetails, scope: SeriesScope, first: date, version: int | None = None, by: User,
    at: datetime,
) -> Series:  # fmt: skip
    """Change all that are ahead, or one day of the rule and all that follow; answers the series that goes on.

    Jobs that are begun, done or changed alone stay as they are. Raises DomainError for one job (change that itself), a
    rule that is not understood, a series that is ended or would reach into the one that goes on after it, and
    StaleVersion when somebody has changed it since.
    """
    if scope == SeriesScope.ONE:
        raise DomainError("Öppna tillfället och ändra det för sig.")
    locked = lock(series)
    if locked.ended_at is not None:
        raise DomainError(ENDED)
    if version is not None and version != locked.version:
        raise plans.StaleVersion
    rule = _checked(details)
    begins = max(first if scope == SeriesScope.FOLLOWING else local_date(at), local_date(at))
    _must_not_overlap(locked, details, begins)
    is_whole = scope == SeriesScope.ALL or not Job.objects.filter(series=locked, occurrence_on__lt=begins).exists()
    if is_whole:
        _fill(locked, replace(details, starts_on=min(details.starts_on, locked.starts_on)))
        locked.rule, locked.version, locked.changed_at = rule, locked.version + 1, at
        locked.save()
        _write_members(locked, details.crew)
        _remake(locked, locked, begins, by=by, at=at)
        audit.record(verb="series.changed", target=locked, by=by, at=at, rule=rule)
        events.series_changed.announce(series_id=locked.pk)
        return locked
    made = begin_after(locked, replace(details, starts_on=begins), rule, by=by, at=at)
    _remake(locked, made, begins, by=by, at=at)
    _close(locked, begins - timedelta(days=1), by=by, at=at)
    return made


@transaction.atomic
def end(*, series: Series, last: date, reason: str, by: User, at: datetime) -> Series:
    """Nothing is done after a day; jobs that are made and not begun are cancelled. Idempotent.

    Announces series_changed and job_cancelled. Raises DomainError without a reason.
    """
    locked = lock(series)
    if locked.ended_at is not None:
        return locked
    for job in _ahead(locked, last + timedelta(days=1), is_detached=True):
        moves.cancel(job=job, reason=reason, by=by, at=at)
    _close(locked, last, by=by, at=at)
    return locked


def occurrences(series: Series, *, first: date, last: date) -> list[Occurrence]:
    """The times of a series from one day to another, skipped ones too."""
    until = min(last, series.until) if series.until is not None else last
    if until < first:
        return []
    return recurrence.occurrences(
        series.rule, series.starts_on, series.start_time, first=max(first, series.starts_on), last=until,
        policy=HolidayPolicy(series.holidays),
    )  # fmt: skip


def due_series(at: datetime) -> list[dict[str, int]]:
    """The series whose jobs are made less than a horizon ahead."""
    due = Series.objects.running().filter(Q(horizon_on=None) | Q(horizon_on__lt=local_date(at) + HORIZON))
    due = due.exclude(until__lt=local_date(at))
    return [{"series_id": pk} for pk in due.order_by("horizon_on", "pk").values_list("pk", flat=True)[:MADE_AT_ONCE]]


def lock(series: Series) -> Series:
    """The series as it stands now, held until the transaction ends."""
    rows = Series.objects.select_for_update(of=("self",), no_key=True).select_related("customer", "place")
    return rows.get(pk=series.pk)


def begin_after(old: Series, details: SeriesDetails, rule: str, *, by: User, at: datetime) -> Series:
    """The series that goes on where another is closed; without jobs yet. Part of the caller's transaction."""
    made = Series(follows=old, created_at=at, created_by=by, changed_at=at, rule=rule)
    _fill(made, details)
    made.save()
    _write_members(made, details.crew)
    audit.record(verb="series.split", target=made, by=by, at=at, follows=old.pk)
    events.series_changed.announce(series_id=made.pk)
    return made


def _must_not_overlap(series: Series, details: SeriesDetails, begins: date) -> None:
    """What was split off goes on by itself: without this a change sent twice would have everything done twice."""
    last = series.until
    if last is None or not Series.objects.filter(follows=series).exists():
        return
    if begins > last or details.until is None or details.until > last:
        raise DomainError(FOLLOWED)


def _remake(old: Series, new: Series, begins: date, *, by: User, at: datetime) -> None:
    """The jobs from a day on become those of the rule as it is now: kept where the day is the same, else taken away."""
    wanted = {each.key: each for each in occurrences(new, first=begins, last=local_date(at) + HORIZON)}
    for job in _ahead(old, begins, is_detached=False):
        occurrence = wanted.pop(job.occurrence_on, None) if job.occurrence_on else None
        if occurrence is None:
            occurrences_of.take_away(job, by=by, at=at)
        else:
            occurrences_of.rewrite(job, new, occurrence, by=by, at=at)
    if new.pk != old.pk:
        # Those that were changed alone keep what was decided of them and belong to what goes on.
        Job.objects.filter(series=old, occurrence_on__gte=begins).update(series=new)
        SeriesSkip.objects.filter(series=old, occurrence_on__gte=begins).update(series=new)
    extend(series=new, by=by, at=at)


def _ahead(series: Series, first: date, *, is_detached: bool) -> list[Job]:
    """The jobs of a series from a day of the rule on that are not begun."""
    rows = Job.objects.plannable().filter(series=series, occurrence_on__gte=first)
    if not is_detached:
        rows = rows.filter(is_detached=False)
    return list(rows.order_by("occurrence_on", "pk"))


def _take_in(job: Job, series: Series) -> None:
    """A job that was there before its series is one of it, as it stands."""
    locked = plans.lock(job)
    day = local_date(locked.starts_at) if locked.starts_at else locked.wanted_on
    if (
        day is None
        or locked.series_id is not None
        or not any(each.key == day for each in occurrences(series, first=day, last=day))
    ):
        return
    locked.series, locked.occurrence_on = series, day
    locked.save(update_fields=["series", "occurrence_on"])


def _close(series: Series, last: date, *, by: User, at: datetime) -> None:
    """Its last day. Beyond the horizon jobs before it are still to be made: the series goes on until then."""
    series.until = max(last, series.starts_on)
    if last <= local_date(at) + HORIZON:
        series.ended_at, series.ended_by = at, by
    series.version, series.changed_at = series.version + 1, at
    series.save(update_fields=["until", "ended_at", "ended_by", "version", "changed_at"])
    audit.record(verb="series.ended", target=series, by=by, at=at, last=last.isoformat())
    events.series_changed.announce(series_id=series.pk)


def _checked(details: SeriesDetails) -> str:
    jobs.check(details.work)
    if details.until is not None and details.until < details.starts_on:
        raise DomainError("Upprepningen slutar innan den börjar. Ändra datumen.")
    try:
        return recurrence.check(details.rule)
    except ValueError as error:
        raise DomainError(str(error)) from error


def _fill(series: Series, details: SeriesDetails) -> None:
    work = details.work
    for name in WORK:
        setattr(series, name, getattr(work, name))
    series.skills, series.is_anytime = [str(skill) for skill in work.skills], work.is_anytime
    series.checklist = [text.strip()[:120] for text in work.checklist if text.strip()]
    series.hours = {str(kind): str(hours) for kind, hours in work.hours.items()}
    series.starts_on, series.start_time, series.until = details.starts_on, details.start_time, details.until
    series.holidays, series.place = details.holidays, details.place


def _write_members(series: Series, crew: Sequence[Seat]) -> None:
    SeriesMember.objects.filter(series=series).delete()
    SeriesMember.objects.bulk_create(
        SeriesMember(series=series, resource_id=seat.resource_id, role=seat.role) for seat in crew
    )
