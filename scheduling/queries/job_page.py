"""What the page of one job shows: its way so far, its plan beside what was told, addresses, people, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils import timezone

from crm.models import Property
from perforia.base.models import User
from perforia.base.permissions import Permission
from scheduling.models import Assignment, Booking, Job, JobStop, Override
from scheduling.queries.facts import point_of
from scheduling.queries.job_history import history_of, notices_of
from scheduling.queries.job_words import state_of
from scheduling.queries.maps import map_of_job
from scheduling.queries.travel import travel_times
from scheduling.rules import recurrence
from scheduling.rules.facts import Span
from scheduling.rules.travel import Leg, whole
from scheduling.rules.words import day_of, hours, joined, period
from scheduling.rules.worktime import local_date
from scheduling.states import JOB_MOVES, PLANNABLE, AssignmentRole, JobStatus, ResourceKind, Skill

# What a person may do to a job, by the state it goes to from where it is.
_ACTS: dict[tuple[JobStatus, JobStatus], str] = {
    (JobStatus.PUBLISHED, JobStatus.ONGOING): "start",
    (JobStatus.ONGOING, JobStatus.PUBLISHED): "take_back",
    (JobStatus.PUBLISHED, JobStatus.DONE): "finish",
    (JobStatus.ONGOING, JobStatus.DONE): "finish",
    (JobStatus.DONE, JobStatus.ONGOING): "reopen",
    (JobStatus.CANCELLED, JobStatus.PLANNED): "revive",
}


@dataclass(frozen=True)
class Step:
    """One phase with its date (components/steps.html)."""

    name: str
    state: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Stop:
    """An address with what a crew must know; `facts` in words."""

    row: JobStop
    number: int
    place: Property | None
    facts: str
    has_code: bool


@dataclass(frozen=True)
class Seat:
    """Somebody or something on the job; `time` when it is not the job's, `is_told` once they know it as it stands."""

    row: Assignment
    role: str
    time: str
    is_told: bool


@dataclass(frozen=True)
class Told:
    """What the crew was told, where that is not what is planned now: in a sentence, and who does not know yet."""

    sentence: str
    is_different: bool


def facts_of(user: User, job: Job, *, today: date, road: str) -> dict[str, object]:
    """Everything the page shows of a job fetched with its customer, contract, offer and series; `road` is a URL."""
    rows = list(job.assignments.select_related("resource").order_by("pk"))
    bookings = list(Booking.objects.standing().filter(job=job).select_related("resource").order_by("resource__name"))
    is_hidden = job.customer is not None and not job.customer.may_be_reached_by(user)
    stops = stops_of(job)
    checklist = list(job.checklist.select_related("done_by").order_by("position"))
    return {
        "job": job, "state": state_of(job), "steps": steps_of(job), "is_hidden": is_hidden, "acts": acts_of(job, user),
        "stops": stops, "is_confirmed": all(stop.row.confirmed_at is not None for stop in stops),
        "people": seats_of(job, rows, bookings, is_person=True),
        "things": seats_of(job, rows, bookings, is_person=False),
        "length_note": length_note(job),
        "told": told_of(job, rows, bookings), "needs": needs_of(job), "promise": promise_of(job),
        "checklist": checklist, "done_count": sum(item.done_at is not None for item in checklist),
        "series_words": recurrence.in_words(job.series.rule) if job.series else "",
        "works": list(job.works.order_by("work")), "overrides": overrides_of(job),
        "events": history_of(job), "notices": notices_of(job),
        "map": map_of_job(job, user).along(road) if stops and not is_hidden else None,
        "way": way_of(job, [stop.row for stop in stops]),
        "is_today": job.starts_at is not None and local_date(job.starts_at) == today,
    }  # fmt: skip


def acts_of(job: Job, user: User) -> set[str]:
    """What a person may do to a job: `edit`, `plan`, `start`, `finish`, `cancel` and so on."""
    if not user.has_permission(Permission.PLAN_SCHEDULE):
        return set()
    status = JobStatus(job.status)
    found = {act for (old, new), act in _ACTS.items() if old == status and new in JOB_MOVES[status]}
    if JobStatus.CANCELLED in JOB_MOVES[status]:
        found |= {"cancel", "edit"}
    if status in PLANNABLE:
        found |= {"plan", "who_can"}
        if job.series_id is None:
            found.add("repeat")
    return found


def stops_of(job: Job) -> list[Stop]:
    """The addresses in order, with the facts of access where they are known."""
    rows = job.stops.select_related("place", "confirmed_by").order_by("position")
    return [
        Stop(row, number, row.place, _access(row.place) if row.place else "", bool(row.place and row.place.door_code))
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip


def way_of(job: Job, stops: Sequence[JobStop]) -> Leg | None:
    """The whole road between the addresses in order; None with one address, or when a place is not known."""
    roads = list(pairwise(point_of(stop.latitude, stop.longitude) for stop in stops))
    travel = travel_times(roads)
    return whole([travel.leg(*road, job.starts_at) for road in roads])


def steps_of(job: Job) -> list[Step]:
    """Written down, planned, published, under way, done: each with when; a cancelled job ends there."""
    status, begun = JobStatus(job.status), job.starts_at is not None
    first = [
        Step("Inlagt", "is-done", _day(timezone.localdate(job.created_at))),
        Step("Planerat", "is-done" if begun else "", _day(local_date(job.starts_at)) if job.starts_at else ""),
    ]
    if status == JobStatus.CANCELLED:
        on = timezone.localdate(job.cancelled_at) if job.cancelled_at else None
        return [*first, Step("Avbokat", "is-now", _day(on) if on else "")]
    reached = [JobStatus.PUBLISHED, JobStatus.ONGOING, JobStatus.DONE]
    at = reached.index(status) if status in reached else -1
    whens = (job.published_at, job.started_at, job.done_at)
    names = ("Publicerat", "Pågår", "Klart")
    later = [
        Step(name, "is-done" if number <= at else "", _moment(when) if number <= at and when else "")
        for number, (name, when) in enumerate(zip(names, whens, strict=True))
    ]
    steps = [*first, *later]
    now = next((number for number, step in enumerate(steps) if not step.state), None)
    if now is not None:
        steps[now] = Step(steps[now].name, "is-now", steps[now].detail)
    return steps


def seats_of(job: Job, rows: Sequence[Assignment], bookings: Sequence[Booking], *, is_person: bool) -> list[Seat]:
    """Who, or what, is planned on the job, whoever leads it first."""
    told = {(each.resource_id, each.starts_at, each.ends_at) for each in bookings}
    order = list(AssignmentRole)
    return [
        Seat(
            row, "" if row.role in {AssignmentRole.MEMBER, AssignmentRole.THING} else str(row.get_role_display()),
            "" if (row.starts_at, row.ends_at) == (job.starts_at, job.ends_at)
            else period(Span(row.starts_at, row.ends_at)),
            (row.resource_id, row.starts_at, row.ends_at) in told,
        )
        for row in sorted(rows, key=lambda row: (order.index(AssignmentRole(row.role)), row.resource.name))
        if (row.resource.kind == ResourceKind.PERSON) == is_person
    ]  # fmt: skip


def told_of(job: Job, rows: Sequence[Assignment], bookings: Sequence[Booking]) -> Told:
    """What the crew knows, in a sentence; `is_different` when the plan is another by now."""
    planned = {(row.resource_id, row.starts_at, row.ends_at) for row in rows}
    known = {(row.resource_id, row.starts_at, row.ends_at) for row in bookings}
    if not bookings:
        sentence = "Laget har inte fått veta något än." if rows else "Ingen har fått veta något än."
        return Told(sentence, is_different=bool(rows) and job.status in PLANNABLE)
    times = sorted({(row.starts_at, row.ends_at) for row in bookings if row.resource.kind == ResourceKind.PERSON})
    names = joined([row.resource.name.split()[0] for row in bookings if row.resource.kind == ResourceKind.PERSON])
    when = joined([f"{day_of(local_date(start))} {period(Span(start, end))}" for start, end in times])
    return Told(f"{names or 'Laget'} vet om {when}." if when else "Fordonet är bokat.", is_different=planned != known)


def needs_of(job: Job) -> list[str]:
    """What the job takes, in words: people, skills, vehicle."""
    found = ["1 person" if job.people == 1 else f"{job.people} personer"]
    for skill in dict.fromkeys(job.skills):
        number = job.skills.count(skill)
        label = str(Skill(skill).label) if skill in Skill.values else skill
        found.append(label if number == 1 else f"{number} med {label[0].lower()}{label[1:]}")
    if job.volume is not None:
        found.append(f"fordon minst {f'{job.volume:f}'.removesuffix('.0').replace('.', ',')} m³")
    return found


def length_note(job: Job) -> str:
    """That the plan is shorter or longer than the work is thought to take; empty when it is as long."""
    if job.starts_at is None or job.ends_at is None or not job.is_plannable:
        return ""
    planned = Span(job.starts_at, job.ends_at).minutes
    return "" if planned == job.minutes else f"Planen är {hours(planned)}, men uppdraget tar {hours(job.minutes)}."


def promise_of(job: Job) -> str:
    """What the customer was promised about the time; empty for nothing."""
    if job.window_from and job.window_until:
        span = Span(job.window_from, job.window_until)
        return f"{day_of(local_date(span.start))} mellan {period(span).replace('–', ' och ')}"
    return "någon gång under dagen" if job.is_anytime else ""


def overrides_of(job: Job) -> list[Override]:
    """The warnings that somebody has passed over, the latest first."""
    return list(job.overrides.select_related("by").order_by("-at", "-pk")[:20])


def _access(place: Property) -> str:
    """`Våning 3, liten hiss, 40 m att bära, lastplats vid porten`."""
    found = []
    if place.apartment:
        found.append(f"lgh {place.apartment}")
    if place.floor is not None:
        found.append("bottenvåning" if place.floor == 0 else f"våning {place.floor}")
    if place.lift:
        found.append(place.lift_words)
    if place.carry_metres is not None:
        found.append(f"{place.carry_metres} m att bära")
    if place.area:
        found.append(f"{place.area} m²")
    if place.parking:
        found.append(f"parkering: {place.parking[0].lower()}{place.parking[1:]}")
    words = ", ".join(found)
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _day(on: date) -> str:
    return f"{on.day} {day_of(on).rsplit(' ', 1)[1]}"


def _moment(at: object) -> str:
    local = timezone.localtime(at)  # type: ignore[arg-type]  # a moment of the row
    return f"{_day(local.date())} {local:%H:%M}"
