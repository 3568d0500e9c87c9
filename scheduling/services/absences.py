"""Absence: asked for, decided, taken back. What is planned meanwhile stands out as warnings and is never deleted."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from crm.rules.contact import takes_texts
from integrations.services import queue_text
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import Notification, User
from perforia.base.permissions import Permission, roles_with
from perforia.base.states import check_move
from scheduling import events
from scheduling.models import Absence, Assignment, Employee, Resource
from scheduling.queries.crew_words import worded, worded_day
from scheduling.rules.facts import Span
from scheduling.rules.words import day_of, period
from scheduling.rules.worktime import day_span, local_date
from scheduling.services.staff import lock
from scheduling.states import (
    ABSENCE_MOVES,
    APPROVED_AT_ONCE,
    OPEN_JOBS,
    AbsenceKind,
    AbsenceState,
    ResourceKind,
)

LONGEST_DAYS = 366 * 2
URL, OWN_URL = "/personal/franvaro/", "/min-dag/franvaro/"


@dataclass(frozen=True)
class Away:
    """When and why: whole days from `first` to `last`, both counted, or a time within one day."""

    kind: AbsenceKind
    first: date
    last: date
    span: Span | None = None
    note: str = ""

    @property
    def time(self) -> Span:
        """From when to when."""
        return self.span or Span(day_span(self.first).start, day_span(self.last).end)


@transaction.atomic
def request(*, resource: Resource, away: Away, by: User | None, at: datetime) -> Absence:
    """Ask to be away, or report sickness, which stands at once; whoever plans staff is told.

    Raises DomainError for times that cannot be and for a time that is away already.
    """
    made = _write(resource, away, by=by, at=at)
    if away.kind in APPROVED_AT_ONCE:
        _decide(made, AbsenceState.APPROVED, "", by=by, at=at)
    _tell(made, at)
    return made


@transaction.atomic
def record(*, resource: Resource, away: Away, by: User, at: datetime) -> Absence:
    """The office writes down that somebody or something is away; it stands at once. Raises as `request`."""
    made = _write(resource, away, by=by, at=at)
    return _decide(made, AbsenceState.APPROVED, "", by=by, at=at)


@transaction.atomic
def approve(*, absence: Absence, answer: str = "", by: User, at: datetime) -> Absence:
    """Yes. Idempotent. Announces absence_decided. Raises DomainError when another absence took the time after a no."""
    locked = _lock(absence)
    if locked.state == AbsenceState.REJECTED:
        _check_alone(lock(locked.resource), Span(locked.starts_at, locked.ends_at), but=locked.pk)
    return _decide(locked, AbsenceState.APPROVED, answer, by=by, at=at)


@transaction.atomic
def reject(*, absence: Absence, answer: str, by: User, at: datetime) -> Absence:
    """No, and why. Idempotent. Announces absence_decided. Raises DomainError without a reason."""
    if not answer.strip():
        raise DomainError("Skriv varför du säger nej.")
    return _decide(_lock(absence), AbsenceState.REJECTED, answer, by=by, at=at)


@transaction.atomic
def withdraw(*, absence: Absence, by: User | None, at: datetime) -> Absence:
    """Not away after all. Idempotent. Announces absence_decided."""
    return _decide(_lock(absence), AbsenceState.WITHDRAWN, "", by=by, at=at)


@transaction.atomic
def end(*, absence: Absence, last: date, by: User, at: datetime) -> Absence:
    """Back earlier or later than was said: the last day away. Idempotent.

    Raises DomainError before the first day, for one that does not stand or is a part of a day, and for a time that is
    away already.
    """
    locked = _lock(absence)
    until = day_span(last).end
    if not locked.is_whole_days:
        raise DomainError("Frånvaron gäller en del av en dag. Ta tillbaka den och skriv en ny.")
    if until <= locked.starts_at:
        raise DomainError("Sista dagen är före första. Ta tillbaka frånvaron i stället.")
    if locked.state not in {AbsenceState.APPROVED, AbsenceState.REQUESTED}:
        raise DomainError("Frånvaron gäller inte. Skriv en ny.")
    if locked.ends_at != until:
        _check_alone(lock(locked.resource), Span(locked.starts_at, until), but=locked.pk)
        locked.ends_at = until
        locked.save(update_fields=["ends_at"])
        audit.record(verb="absence.end_changed", target=locked, by=by, at=at, last=last.isoformat())
        events.absence_decided.announce(absence_id=locked.pk)
    return locked


def _write(resource: Resource, away: Away, *, by: User | None, at: datetime) -> Absence:
    time, locked = away.time, lock(resource)
    if away.span is not None and not (away.first == away.last and day_span(away.first).covers(away.span)):
        raise DomainError(worded("Klockslag gäller en enda dag. Ta bort dem, eller sista dagen."))
    if away.last < away.first or time.end <= time.start:
        raise DomainError(worded("Frånvaron slutar innan den börjar. Ändra tiden."))
    if (away.last - away.first).days > LONGEST_DAYS:
        raise DomainError(worded("Frånvaro kan vara högst två år. Dela upp den."))
    if (away.kind == AbsenceKind.SERVICE) == (locked.kind == ResourceKind.PERSON):
        raise DomainError(worded("Service gäller fordon och utrustning. Välj en annan sorts frånvaro."))
    _check_alone(locked, time)
    made = Absence.objects.create(
        resource=locked, kind=away.kind, starts_at=time.start, ends_at=time.end, is_whole_days=away.span is None,
        note=away.note.strip()[:200], requested_at=at, requested_by=by,
    )  # fmt: skip
    audit.record(verb="absence.requested", target=made, by=by, at=at, resource=locked.pk)
    return made


def _check_alone(resource: Resource, time: Span, *, but: int = 0) -> None:
    known = Absence.objects.filter(
        resource=resource, state__in=[AbsenceState.APPROVED, AbsenceState.REQUESTED], starts_at__lt=time.end,
        ends_at__gt=time.start,
    ).exclude(pk=but).order_by("starts_at", "pk").first()  # fmt: skip
    if known is not None:
        raise DomainError(_already_away(resource.name, known))


def _already_away(name: str, known: Absence) -> str:
    """Said to the office, and to the person in their own language."""
    day = worded_day(local_date(known.starts_at))
    if known.is_whole_days:
        return worded("{name} är redan borta från {day}. Ändra den i stället.", name=name, day=day)
    time = period(Span(known.starts_at, known.ends_at))
    return worded("{name} är redan borta {day} {time}. Ändra den i stället.", name=name, day=day, time=time)


def _decide(absence: Absence, new: AbsenceState, answer: str, *, by: User | None, at: datetime) -> Absence:
    old = AbsenceState(absence.state)
    if not check_move(old, new, ABSENCE_MOVES):
        return absence
    absence.state, absence.decided_at, absence.decided_by = new, at, by
    absence.decision = answer.strip()[:200]
    absence.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    audit.record(verb="absence.decided", target=absence, by=by, at=at, old=old.label, new=new.label)
    events.absence_decided.announce(absence_id=absence.pk)
    _answer(absence, at)
    return absence


def _lock(absence: Absence) -> Absence:
    return Absence.objects.select_for_update(of=("self",), no_key=True).select_related("resource").get(pk=absence.pk)


def when_of(absence: Absence) -> str:
    """`från tisdag 9 juni`, or `tisdag 9 juni 13:00–17:00` of one that is a part of a day."""
    day = day_of(local_date(absence.starts_at))
    if absence.is_whole_days:
        return f"från {day}"
    return f"{day} {period(Span(absence.starts_at, absence.ends_at))}"


def jobs_in(absence: Absence) -> int:
    """How many jobs that are still to be done are planned with somebody while they are away."""
    return Assignment.objects.filter(
        resource=absence.resource_id, starts_at__lt=absence.ends_at, ends_at__gt=absence.starts_at,
        job__status__in=OPEN_JOBS,
    ).count()  # fmt: skip


def _tell(absence: Absence, at: datetime) -> None:
    """Those who plan hear of a wish, or that jobs stand without somebody; why stays out of it."""
    jobs = jobs_in(absence)
    planned = f" {jobs} uppdrag behöver någon annan." if jobs else ""
    word = "vill vara ledig" if absence.state == AbsenceState.REQUESTED else "är borta"
    text = f"{absence.resource.name} {word} {when_of(absence)}.{planned}"
    people = User.objects.filter(role__in=roles_with(Permission.MANAGE_STAFF), is_active=True)
    for person in people.order_by("pk"):
        if person == absence.requested_by:
            continue
        Notification.tell(user=person, key=f"absence:{absence.pk}", text=text, url=URL, at=at, tone="warn")


def _answer(absence: Absence, at: datetime) -> None:
    """Whoever asked hears what was decided: with a login as a notice, and those who work outside in a text message."""
    asked = absence.requested_by
    if absence.decided_by is None or asked == absence.decided_by:
        return
    is_outside = asked is None or not asked.has_permission(Permission.SEE_STAFF)
    if asked is not None:
        text = f"Din frånvaro {when_of(absence)}: {absence.get_state_display().lower()}."
        key = f"absence:{absence.pk}:{absence.state}:{at.isoformat()}"
        tone = "ok" if absence.state == AbsenceState.APPROVED else "info"
        url = OWN_URL if is_outside else URL
        Notification.tell(user=asked, key=key, text=f"{text} {absence.decision}".strip(), url=url, at=at, tone=tone)
    if is_outside and absence.resource.kind == ResourceKind.PERSON:
        _text(absence, absence.resource.employee, at)


def _text(absence: Absence, employee: Employee, at: datetime) -> None:
    if not employee.phone or not takes_texts(employee.phone):
        return
    first, last = local_date(absence.starts_at), local_date(absence.ends_at - timedelta(seconds=1))
    days = f"{first.day}/{first.month}" + ("" if first == last else f"–{last.day}/{last.month}")
    if not absence.is_whole_days:
        days += f" {period(Span(absence.starts_at, absence.ends_at))}"
    with translation.override(employee.language):
        word = gettext(str(absence.get_state_display())).lower()
        context = {"name": absence.resource.name.split(maxsplit=1)[0], "days": days, "word": word, "absence": absence}
        body = render_to_string("scheduling/messages/absence_answered.txt", context).strip()
    queue_text(to=employee.phone, body=f"{body}\n", by=absence.decided_by, at=at)
