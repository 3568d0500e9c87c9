"""Publishing: what is planned becomes what the crew knows, and exactly those whose day changed are told how.

The unit is the job: one that moves from one day to another is published with either. Bookings of one person never
overlap: the database refuses the second, and whoever loses is told which job is in the way.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from crm.rules.contact import takes_texts
from integrations.models import Message
from integrations.services import queue_message, queue_text
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling import events
from scheduling.models import Assignment, Booking, DayPublication, Job, Notice, Resource
from scheduling.models.plan import NO_OVERLAP
from scheduling.queries import publishing as reads
from scheduling.queries.crew_words import speech_of
from scheduling.queries.publishing import Difference
from scheduling.rules.changes import Change, days_in
from scheduling.rules.facts import Finding, Span
from scheduling.rules.words import day_of, period
from scheduling.rules.worktime import local_date
from scheduling.services import crew_links, moves, plans
from scheduling.states import JobStatus

NOTHING = "Inget har ändrats sedan dagen publicerades."


class CannotPublish(DomainError):  # noqa: N818 -- named for what it says
    """Something is in the way; `findings` says what, with advice."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        told = [f"{finding.sentence} {finding.advice}".strip() for finding in findings[:2]]
        more = f" Och {len(findings) - 2} till." if len(findings) > 2 else ""  # noqa: PLR2004 -- those that are told
        super().__init__(" ".join(told) + more)
        self.findings = findings


class Clash(DomainError):  # noqa: N818 -- named for what it says
    """Somebody else was booked first; `booking` is what is in the way, if it is still there."""

    def __init__(self, message: str, booking: Booking | None = None) -> None:
        super().__init__(message)
        self.booking = booking


def publish_day(*, day: date, by: User | None, at: datetime) -> DayPublication:
    """Let the crew know the plan of a day: those whose day changed are told how, the others nothing.

    Raises DomainError: CannotPublish while somebody is double booked or an address is unconfirmed, Clash when another
    was faster, and when nothing has changed. Announces day_published and job_published.
    """
    return _publish(reads.job_ids_of(day), day, by=by, at=at)


def publish_jobs(*, jobs: Sequence[Job], by: User | None, at: datetime) -> DayPublication:
    """The same for some jobs alone, as when one is added to a day that is published. Raises as `publish_day`."""
    days = [local_date(job.starts_at) for job in jobs if job.starts_at is not None]
    return _publish(sorted(job.pk for job in jobs), min(days, default=local_date(at)), by=by, at=at)


def stand_again(*, job: Job, by: User | None, at: datetime) -> None:
    """A job that is planned again just as its crew was told, and not yet told otherwise, is published; nobody hears.

    Part of the caller's transaction. Announces job_published when it is.
    """
    found = reads.differences([job.pk])
    if Booking.objects.standing().filter(job=job).exists() and not any(each.is_change for each in found):
        _write_bookings(found, by=by, at=at)
        _move_jobs([plans.lock(job)], by=by, at=at)


def _publish(job_ids: Sequence[int], day: date, *, by: User | None, at: datetime) -> DayPublication:
    if clash := _clash(job_ids):  # a look before anything is held: most who come too late hear it here
        raise clash
    try:
        with transaction.atomic():
            return _write(job_ids, day, by=by, at=at)
    except IntegrityError as error:
        if NO_OVERLAP not in str(error):
            raise
    raise _clash(job_ids) or Clash("Någon annan bokade samma person just nu. Läs om schemat och försök igen.")


def _write(job_ids: Sequence[int], day: date, *, by: User | None, at: datetime) -> DayPublication:
    """Write everything, with the jobs and then their people and things held, each in the order of their keys."""
    jobs = plans.lock_jobs(job_ids)
    _lock_resources(job_ids)
    found = reads.differences(job_ids)
    if not any(each.is_change for each in found):
        raise DomainError(NOTHING)
    if obstacles := reads.obstacles(job_ids, found):
        raise _clash(job_ids) or CannotPublish(obstacles)
    _write_bookings(found, by=by, at=at)
    changed = sorted({each.job_id for each in found if each.is_change})
    _move_jobs([jobs[pk] for pk in changed], by=by, at=at)
    made = DayPublication.objects.create(
        day=day, at=at, by=by, changes=sum(each.is_change for each in found)
    )  # fmt: skip
    _tell(made, found, by=by, at=at)
    audit.record(verb="day.published", target=made, by=by, at=at, day=day.isoformat(), jobs=len(changed))
    events.day_published.announce(publication_id=made.pk)
    return made


def _lock_resources(job_ids: Sequence[int]) -> None:
    """Two who publish the same person wait for each other in one order, and never for ever."""
    planned = Assignment.objects.filter(job__in=job_ids).values("resource")
    told = Booking.objects.standing().filter(job__in=job_ids).values("resource")
    rows = Resource.objects.select_for_update(no_key=True).filter(Q(pk__in=planned) | Q(pk__in=told))
    list(rows.order_by("pk").values_list("pk"))


def _write_bookings(found: Sequence[Difference], *, by: User | None, at: datetime) -> None:
    """What changes is first taken back and then written: two who swap places are never in each other's way."""
    gone = [each.booking.pk for each in found if each.booking is not None and each.is_change]
    Booking.objects.filter(pk__in=gone).update(cancelled_at=at)
    for each in sorted(found, key=lambda one: (one.resource_id, one.job_id)):
        row, booking = each.assignment, each.booking
        if row is None or each.new is None:
            if booking is not None:
                booking.sequence += 1
                booking.save(update_fields=["sequence"])
            continue
        booking = booking or Booking(job_id=each.job_id, resource_id=each.resource_id)
        booking.assignment, booking.role = row, row.role
        booking.starts_at, booking.ends_at = row.starts_at, row.ends_at
        if each.is_change:
            booking.told, booking.cancelled_at = reads.as_kept(each.new), None
            booking.sequence += booking.pk is not None
            booking.published_at, booking.published_by = at, by
        booking.save()


def _move_jobs(jobs: Iterable[Job], *, by: User | None, at: datetime) -> None:
    """A job somebody has been told of is published; one that nobody is to do any more is not."""
    for job in jobs:
        has_crew = job.assignments.exists()
        if job.status == JobStatus.PLANNED and has_crew:
            job.published_at = at
            moves.move(job, JobStatus.PUBLISHED, by=by, at=at)
            events.job_published.announce(job_id=job.pk)
        elif job.status == JobStatus.PUBLISHED and not has_crew:
            moves.move(job, JobStatus.PLANNED, by=by, at=at)
        elif job.status == JobStatus.PUBLISHED:
            job.published_at = at
            job.save(update_fields=["published_at"])
            events.job_published.announce(job_id=job.pk)


def _tell(made: DayPublication, found: Sequence[Difference], *, by: User | None, at: datetime) -> None:
    """A notice for each whose day changed, by text message where there is a number, else by mail; not of the past."""
    told = {
        pk: [change for change in changes if _is_ahead(change, at)]
        for pk, changes in reads.changes_by_person(found).items()
    }
    people = {
        row.pk: row
        for row in Resource.objects.filter(pk__in=[pk for pk, changes in told.items() if changes])
        .select_related("employee")
        .order_by("pk")
    }
    english = speech_of("en")
    for pk, row in people.items():
        text = "\n".join(change.sentence for change in told[pk])
        Notice.objects.create(
            publication=made, resource=row, text=text, at=at, message=_send(row, told[pk], by=by, at=at),
            changes=[
                {
                    "job": change.job_id, "kind": str(change.kind), "sentence": change.sentence,
                    "sentence_en": change.sentence_in(english),
                }
                for change in told[pk]
            ],
        )  # fmt: skip


def _send(row: Resource, changes: Sequence[Change], *, by: User | None, at: datetime) -> Message | None:
    language, speech = row.employee.language, speech_of(row.employee.language)
    days = days_in(sorted({day for change in changes for day in change.days}), speech)
    context = {
        "name": row.name.split(maxsplit=1)[0] if row.name else "", "days": days,
        "changes": [each.sentence_in(speech) for each in changes],
        "url": crew_links.make(resource=row, by=by, at=at),
    }  # fmt: skip
    with translation.override(language):
        body = render_to_string("scheduling/messages/day_changed.txt", context).strip() + "\n"
        subject = gettext("Ditt schema {days}").format(days=days)
    if row.employee.phone and takes_texts(row.employee.phone):
        return queue_text(to=row.employee.phone, body=body, by=by, at=at, is_bulk=True)
    if row.employee.email:
        return queue_message(to=row.employee.email, subject=subject, body=body, by=by, at=at)
    return None


def _is_ahead(change: Change, at: datetime) -> bool:
    return any(told.span.end > at for told in (change.old, change.new) if told is not None)


def _clash(job_ids: Sequence[int]) -> Clash | None:
    """The refusal that names the booking of another job in the way, if there is one."""
    booking = reads.in_the_way(job_ids)
    if booking is None:
        return None
    when = f"{day_of(local_date(booking.starts_at))} {period(Span(booking.starts_at, booking.ends_at))}"
    label = reads.read_told(booking).label
    return Clash(
        f"{booking.resource.name} är redan bokad {when}: {booking.job.number} {label}. Byt tid eller välj någon annan.",
        booking,
    )
