"""Jobs as people write them down: booked, changed, their addresses confirmed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from contracts.models import Contract, Offer
from contracts.states import Pricing, RutWork
from crm.models import Customer, Property
from crm.services import addresses, properties
from crm.states import Service
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling import events
from scheduling.models import ChecklistItem, Job, JobStop, JobWork
from scheduling.services import plans, telling
from scheduling.services.plans import Act, Plan
from scheduling.states import OPEN_JOBS, JobStatus, Skill, StopKind

SHORTEST, LONGEST = 15, 24 * 60
MOST_PEOPLE = 30
ENDED = (JobStatus.DONE, JobStatus.CANCELLED)


@dataclass(frozen=True)
class StopDetails:
    """One address; with `place` its facts of access are read there. `is_confirmed`: somebody has made sure of it."""

    address: str
    kind: StopKind = StopKind.WORK
    postal_code: str = ""
    city: str = ""
    place: Property | None = None
    latitude: float | None = None
    longitude: float | None = None
    minutes: int | None = None
    is_confirmed: bool = False


@dataclass(frozen=True)
class JobDetails:
    """Everything a person decides about a job but its plan; see `Work` for the meaning of each."""

    title: str
    minutes: int
    kind: Service = Service.MOVING
    customer: Customer | None = None
    contract: Contract | None = None
    offer: Offer | None = None
    break_minutes: int = 0
    people: int = 1
    skills: Sequence[Skill] = ()
    volume: Decimal | None = None
    pricing: Pricing = Pricing.FIXED
    price: Decimal | None = None
    notes: str = ""
    office_note: str = ""
    wanted_on: date | None = None
    is_anytime: bool = False
    window_from: datetime | None = None
    window_until: datetime | None = None
    stops: Sequence[StopDetails] = ()
    hours: Mapping[RutWork, Decimal] = field(default_factory=dict)
    checklist: Sequence[str] = ()


@transaction.atomic
def book(*, details: JobDetails, plan: Plan | None = None, by: User | None, at: datetime, reason: str = "") -> Job:
    """Write a new job down, with its plan if it has one already. Announces job_booked.

    Raises DomainError for what cannot be, and NeedsReason as the plan does.
    """
    check(details)
    made = Job(created_at=at, created_by=by, changed_at=at)
    _fill(made, details)
    made.save()
    _write_parts(made, details, by=by, at=at)
    audit.record(verb="job.booked", target=made, by=by, at=at)
    if plan is not None:
        plans.write(plans.lock(made), plan, Act(at, by, reason=reason))
        made.refresh_from_db()
    telling.tell(made, "booked", "Lade in uppdrag", text=telling.work_of(made), by=by, at=at)
    events.job_booked.announce(job_id=made.pk)
    return made


@transaction.atomic
def change(*, job: Job, details: JobDetails, version: int | None = None, by: User, at: datetime) -> Job:
    """Write down what is decided now; the plan stays, and ticks of the checklist whose text stays.

    Raises DomainError for a job that has ended, StaleVersion when somebody has changed it since.
    """
    check(details)
    locked = plans.lock(job)
    plans.check_version(locked, version)
    if locked.status in ENDED:
        message = f"{locked.number} har status ”{JobStatus(locked.status).label}” och ändras inte."
        raise DomainError(message)
    _fill(locked, details)
    locked.changed_at, locked.version = at, locked.version + 1
    locked.is_detached = locked.series_id is not None or locked.is_detached
    locked.save()
    _write_parts(locked, details, by=by, at=at)
    audit.record(verb="job.changed", target=locked, by=by, at=at)
    return Job.objects.get(pk=locked.pk)


@transaction.atomic
def confirm_address(
    *, stop: JobStop, latitude: float | None = None, longitude: float | None = None, by: User, at: datetime
) -> JobStop:
    """Somebody has made sure that an address is right, and where it is if that is known. Idempotent.

    One of the customer's own is confirmed there too, and with it for everything that is to be done there.
    """
    plans.lock(stop.job)
    row = JobStop.objects.select_related("place").get(pk=stop.pk)
    if row.confirmed_at is None or (latitude, longitude) not in {(None, None), (row.latitude, row.longitude)}:
        row.confirmed_at, row.confirmed_by = at, by
        if latitude is not None and longitude is not None:
            row.latitude, row.longitude = latitude, longitude
        row.save(update_fields=["confirmed_at", "confirmed_by", "latitude", "longitude"])
        audit.record(verb="job.address_confirmed", target=stop.job, by=by, at=at, stop=row.position)
    if row.place is not None and row.place.address == row.address:
        addresses.confirm(place=row.place, by=by, at=at)
        JobStop.objects.filter(
            place=row.place, address=row.address, confirmed_at=None, job__status__in=sorted(OPEN_JOBS)
        ).update(confirmed_at=at, confirmed_by=by)
    return row


def reveal_door_code(*, stop: JobStop, by: User, at: datetime) -> str:
    """The code of the door of a stop's place, empty when none is known; who asked is written down, there and here."""
    if stop.place is None or not stop.place.door_code:
        return ""
    audit.record(verb="job.door_code_revealed", target=stop.job, by=by, at=at, stop=stop.position)
    return properties.reveal_door_code(place=stop.place, by=by, at=at)


def check(details: JobDetails) -> None:
    """Raises DomainError with what to do about a job that cannot be."""
    if not details.title.strip():
        raise DomainError("Skriv vad som ska göras.")
    if not SHORTEST <= details.minutes <= LONGEST:
        raise DomainError("Ett uppdrag tar minst 15 minuter och högst ett dygn. Ändra tiden.")
    if not 0 <= details.break_minutes < details.minutes:
        raise DomainError("Rasten ska vara kortare än uppdraget.")
    if not 1 <= details.people <= MOST_PEOPLE:
        raise DomainError(f"Ange mellan 1 och {MOST_PEOPLE} personer.")
    if len(details.skills) > details.people * len(Skill):
        raise DomainError("Fler kompetenser än personer. Ta bort några.")
    if details.window_from and details.window_until and details.window_until <= details.window_from:
        raise DomainError("Den utlovade tiden slutar innan den börjar. Ändra den.")
    if any(hours <= 0 for hours in details.hours.values()):
        raise DomainError("Planerade timmar ska vara mer än noll. Lämna fältet tomt om inget planeras.")
    _check_owners(details)


def _check_owners(details: JobDetails) -> None:
    """An address, a contract or an offer of somebody else would send a crew to the wrong door."""
    customer = details.customer
    if any(stop.place is not None and stop.place.customer_id != (customer.pk if customer else None)
           for stop in details.stops):  # fmt: skip
        raise DomainError("Adressen hör till en annan kund. Välj en av kundens egna.")
    if details.contract is not None and (customer is None or details.contract.customer_id != customer.pk):
        raise DomainError("Avtalet hör till en annan kund.")
    theirs = details.offer.customer_id if details.offer else None
    if theirs is not None and (customer is None or theirs != customer.pk):
        raise DomainError("Offerten hör till en annan kund.")
    if any(not stop.address.strip() for stop in details.stops):
        raise DomainError("Skriv adressen.")


def _fill(job: Job, details: JobDetails) -> None:
    for name in (
        "minutes", "kind", "customer", "contract", "offer", "break_minutes", "people", "volume", "pricing", "price",
        "notes", "office_note", "wanted_on", "is_anytime", "window_from", "window_until",
    ):  # fmt: skip
        setattr(job, name, getattr(details, name))
    job.title, job.skills = details.title.strip()[:120], [str(skill) for skill in details.skills]


def _write_parts(job: Job, details: JobDetails, *, by: User | None, at: datetime) -> None:
    _write_stops(job, details.stops, by=by, at=at)
    write_hours(job, details.hours)
    write_checklist(job, details.checklist)


def _write_stops(job: Job, stops: Sequence[StopDetails], *, by: User | None, at: datetime) -> None:
    """An address that stays as it was stays confirmed."""
    known = {(row.address, row.postal_code, row.city): row for row in job.stops.all()}
    JobStop.objects.filter(job=job).delete()
    rows = []
    for position, stop in enumerate(stops):
        address = (stop.address.strip()[:160], stop.postal_code, stop.city)
        before = known.get(address)
        row = JobStop(job=job, position=position, kind=stop.kind, place=stop.place, minutes=stop.minutes)
        row.address, row.postal_code, row.city = address
        row.latitude, row.longitude = stop.latitude, stop.longitude
        if before is not None:
            row.confirmed_at, row.confirmed_by = before.confirmed_at, before.confirmed_by
            row.latitude, row.longitude = row.latitude or before.latitude, row.longitude or before.longitude
        if stop.is_confirmed and row.confirmed_at is None:
            row.confirmed_at, row.confirmed_by = at, by
        rows.append(row)
    JobStop.objects.bulk_create(rows)


def write_hours(job: Job, hours: Mapping[RutWork, Decimal]) -> None:
    """The hours planned per kind of RUT work; part of the caller's transaction."""
    JobWork.objects.filter(job=job).delete()
    JobWork.objects.bulk_create(JobWork(job=job, work=work, hours=told) for work, told in hours.items())


def write_checklist(job: Job, texts: Iterable[str]) -> None:
    """What the crew ticks off; a thing that is done stays done. Part of the caller's transaction."""
    done = {row.text: row for row in ChecklistItem.objects.filter(job=job).order_by("pk")}
    ChecklistItem.objects.filter(job=job).delete()
    wanted = [text.strip()[:120] for text in texts if text.strip()]
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            job=job, position=position, text=text, done_at=done[text].done_at if text in done else None,
            done_by=done[text].done_by if text in done else None,
        )
        for position, text in enumerate(wanted)
    )  # fmt: skip
