"""The demo firm's schedule: a week done, today under way with a clash, weeks ahead with gaps, absence and wishes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle

from django.db import transaction
from django.db.models import QuerySet

from contracts.states import RutWork
from crm.models import Customer, Property
from crm.services import addresses
from crm.states import PropertyPurpose, Service
from perforia.base.models import User
from perforia.demo import schedule_people
from perforia.demo.crew_days import Crew
from scheduling.models import Job, Resource
from scheduling.rules import recurrence
from scheduling.rules.facts import Span
from scheduling.rules.holidays import is_workday, workday_after
from scheduling.rules.worktime import at_local
from scheduling.services import absences, jobs, planning, publishing, series, staff
from scheduling.services.absences import Away
from scheduling.services.jobs import JobDetails, StopDetails
from scheduling.services.plans import Act, Plan, Seat
from scheduling.services.series import SeriesDetails
from scheduling.states import AbsenceKind, AssignmentRole, HolidayPolicy, PreferenceKind, ResourceKind, Skill, StopKind

BACK, AHEAD = 5, 8  # workdays done and to come
DAY = timedelta(days=1)
REASON = "Överenskommet med kunden"
CHECKLISTS = {
    Service.MOVING: ("Gå igenom bohaget med kunden", "Fota skador innan", "Skydda golv och dörrkarmar",
                     "Fota tom lägenhet", "Kunden har räknat kartonger", "Kunden signerar på skärmen"),
    Service.MOVE_CLEANING: ("Kök: ugn, spis, fläkt", "Badrum: avlopp, kakel", "Fönster alla sidor", "Balkong",
                            "Fota varje rum", "Nyckel tillbaka"),
    Service.HOME_CLEANING: ("Badrum", "Kök", "Dammsug och våttorka", "Larma på"),
    Service.WINDOWS: ("In- och utsidor", "Karmar", "Fota före och efter"),
    Service.PACKING: ("Märk varje låda med rum", "Ömtåligt för sig", "Räkna lådorna"),
}  # fmt: skip
WORK = {Service.MOVING: RutWork.MOVING, Service.PACKING: RutWork.MOVING}
M, C, H, W, P = Service.MOVING, Service.MOVE_CLEANING, Service.HOME_CLEANING, Service.WINDOWS, Service.PACKING


@dataclass(frozen=True)
class Piece:
    """One job of a day: what, from when, for how many minutes, by whom; without people it waits for them."""

    kind: Service
    title: str
    start: str
    minutes: int
    crew: tuple[str, ...] = ()
    people: int = 0
    notes: str = ""
    volume: int | None = None


TOLD_TODAY = (
    Piece(M, "Flytt 2 rum och kök", "07:00", 300, ("ali", "jonas", "bil1"), notes="Pianot ska inte med. Ring kunden om"
          " något är oklart.", volume=18),
    Piece(M, "Flytt 1 rum och kök", "13:00", 210, ("ali", "jonas", "bil1"), volume=14),
    Piece(P, "Packhjälp 60 lådor", "08:00", 210, ("viktor",)),
    Piece(C, "Flyttstädning 92 m²", "08:00", 270, ("elin", "nadia"), notes="Nyckeln ligger på kontoret, märkt 41."),
    Piece(H, "Hemstädning", "08:00", 120, ("wilma",)), Piece(H, "Hemstädning", "10:30", 120, ("wilma",)),
)  # fmt: skip
DRAFTS_TODAY = (
    Piece(M, "Flytt av kontorsmöbler", "11:00", 240, ("viktor", "bil2"), volume=12),  # while he still packs
    Piece(H, "Hemstädning", "13:15", 150, ("elin",)), Piece(W, "Fönsterputs 12 fönster", "13:30", 120, ("wilma",)),
    Piece(C, "Flyttstädning 45 m²", "13:00", 180, ("tore",)), Piece(C, "Flyttstädning 78 m²", "13:00", 210, people=2),
)  # fmt: skip
DAYS = (
    (Piece(M, "Flytt 3 rum och kök", "07:00", 420, ("ali", "jonas", "bil1"), volume=18),
     Piece(P, "Packhjälp", "08:00", 240, ("viktor",)), Piece(C, "Flyttstädning 64 m²", "08:00", 300, ("elin", "nadia")),
     Piece(H, "Hemstädning", "08:00", 150, ("wilma",)), Piece(H, "Hemstädning", "11:00", 180, ("wilma",))),
    (Piece(M, "Flytt 2 rum och kök", "08:00", 300, ("viktor", "hugo", "bil2"), volume=14),
     Piece(M, "Flytt av flygel", "08:00", 180, ("ali", "jonas", "bil1"), volume=10),
     Piece(H, "Hemstädning", "08:00", 180, ("elin",)), Piece(W, "Fönsterputs", "08:00", 240, ("wilma",)),
     Piece(C, "Flyttstädning 51 m²", "08:00", 240, ("tore",))),
    (Piece(M, "Flytt villa", "07:00", 480, ("ali", "jonas", "bil1"), volume=18),
     Piece(C, "Flyttstädning 110 m²", "08:00", 330, ("elin", "nadia")),
     Piece(H, "Hemstädning", "08:00", 150, ("wilma",)), Piece(H, "Hemstädning", "11:15", 150, ("wilma",))),
)  # fmt: skip
# Days from now, and what still waits for people then.
WAITING = (
    (1, Piece(M, "Flytt 3 rum", "08:00", 360, people=3, volume=18)),
    (2, Piece(W, "Fönsterputs", "10:00", 120, people=1)),
    (3, Piece(P, "Packhjälp 40 lådor", "09:00", 240, people=2)),
)  # fmt: skip


@transaction.atomic
def load(*, by: User, at: datetime) -> None:
    """Plan the firm's weeks around today. Nothing when there are jobs already, or nobody to work for."""
    if not Resource.objects.exists() and Property.objects.filter(retired_at=None).exists():
        Story(by, at).tell()


class Story:
    """Tells what has been done and is planned, through the product's own services."""

    def __init__(self, by: User, at: datetime) -> None:
        self._by, self._at, self._today = by, at, at.date()
        self._crew = Crew(by, at)
        self._people = schedule_people.load(by=by, at=at - 60 * DAY, today=at.date())
        places = Property.objects.filter(retired_at=None, customer__is_protected=False).select_related("customer")
        self._movers, self._homes = _in_turn(places, is_moving=True), _in_turn(places, is_moving=False)

    def tell(self) -> None:
        """All of it, the oldest first."""
        for number, day in enumerate(_workdays(self._today, -BACK)):
            self._done(day, DAYS[number % len(DAYS)])
        self._of_nobody()
        self._away()
        self._recurring()
        for piece in TOLD_TODAY:
            self._book(piece, self._today)
        morning = min(at_local(self._today, time(6)), self._at)
        publishing.publish_day(day=self._today, by=self._by, at=morning)
        self._under_way()
        for piece in DRAFTS_TODAY:
            self._book(piece, self._today)
        self._ahead()

    def _done(self, day: date, pieces: Sequence[Piece]) -> None:
        made = [self._book(piece, day) for piece in pieces]
        publishing.publish_day(day=day, by=self._by, at=self._at)
        for job in made:
            self._crew.do(job)

    def _under_way(self) -> None:
        """What has begun by now is under way, what has ended is done."""
        for job in Job.objects.filter(published_at__isnull=False, done_at=None).order_by("starts_at", "pk"):
            self._crew.do(job)
        self._crew.approve()

    def _ahead(self) -> None:
        days = _workdays(self._today, AHEAD)
        for number, day in enumerate(days):
            for piece in DAYS[(number + 1) % len(DAYS)]:
                self._book(piece, day)
        for number, piece in WAITING:
            self._book(piece, days[number - 1])
        publishing.publish_day(day=days[0], by=self._by, at=self._at)
        job = Job.objects.filter(starts_at__date=days[0], kind=Service.HOME_CLEANING).order_by("pk").first()
        if job is not None and job.starts_at is not None:
            later = job.starts_at + timedelta(minutes=30)
            planning.move(job=job, starts_at=later, act=Act(self._at, self._by, reason=REASON))

    def _book(self, piece: Piece, day: date) -> Job:
        customer, stops = next(self._movers if piece.kind == M else self._homes)
        crew = [self._people[key] for key in piece.crew]
        people = piece.people or sum(row.kind == ResourceKind.PERSON for row in crew)
        hours = Decimal(piece.minutes * people) / 60
        details = JobDetails(
            title=piece.title, minutes=piece.minutes, kind=piece.kind, customer=customer, people=people,
            break_minutes=30 if piece.minutes > 300 else 0, notes=piece.notes, stops=stops,  # noqa: PLR2004 -- a long job
            skills=[Skill.WINDOWS] if piece.kind == W else [], price=(hours * 590).quantize(Decimal(1)),
            volume=Decimal(piece.volume) if piece.volume else None, checklist=CHECKLISTS[piece.kind],
            hours={WORK.get(piece.kind, RutWork.CLEANING): hours.quantize(Decimal("0.01"))},
        )  # fmt: skip
        start = at_local(day, time.fromisoformat(piece.start))
        plan = Plan(start, start + timedelta(minutes=piece.minutes), [self._seat(row, start, piece) for row in crew])
        return jobs.book(details=details, plan=plan, by=self._by, at=self._at - 9 * DAY, reason=REASON)

    def _seat(self, row: Resource, start: datetime, piece: Piece) -> Seat:
        """The first answers for the job; a vehicle leaves before it and is home after."""
        if row.kind == ResourceKind.PERSON:
            return Seat(
                row.pk, AssignmentRole.LEAD if row == self._people.get(piece.crew[0]) else AssignmentRole.MEMBER
            )
        around = timedelta(minutes=20)
        return Seat(row.pk, AssignmentRole.THING, start - around, start + timedelta(minutes=piece.minutes) + around)

    def _away(self) -> None:
        today, half = self._today, Span(at_local(self._today, time(6)), at_local(self._today, time(12)))
        evening = Span(at_local(self._today, time(16)), at_local(self._today, time(18)))
        told = (
            ("hugo", Away(AbsenceKind.SICK, today - DAY, today)),
            ("tore", Away(AbsenceKind.CHILD_SICK, today, today, half)),
            ("sara", Away(AbsenceKind.VACATION, today - 4 * DAY, today + 10 * DAY)),
            ("bil2", Away(AbsenceKind.SERVICE, today, today, evening)),
        )
        for key, away in told:
            absences.record(resource=self._people[key], away=away, by=self._by, at=self._at - DAY)
        wished = (
            ("wilma", Away(AbsenceKind.TRAINING, today + 8 * DAY, today + 8 * DAY, note="Arbete på höjd")),
            ("jonas", Away(AbsenceKind.VACATION, today + 20 * DAY, today + 27 * DAY)),
        )
        for key, away in wished:
            absences.request(resource=self._people[key], away=away, by=None, at=self._at - DAY)

    def _recurring(self) -> None:
        """Homes that are cleaned every other week, and one that must not meet somebody."""
        for number, key in enumerate(("tore", "tore", "sara")):
            customer, stops = next(self._homes)
            if stops[0].place is not None:
                addresses.confirm(place=stops[0].place, by=self._by, at=self._at - 7 * DAY)
            work = JobDetails(
                title="Hemstädning varannan vecka", minutes=150, kind=H, customer=customer, checklist=CHECKLISTS[H],
                hours={RutWork.CLEANING: Decimal("2.5")}, price=Decimal(1180),
            )  # fmt: skip
            details = SeriesDetails(
                work, recurrence.weekly([1 + number % 2], every=2), self._today - 7 * DAY, time(8 + 4 * (number % 2)),
                holidays=HolidayPolicy.NEXT, place=stops[0].place, crew=[Seat(self._people[key].pk)],
            )  # fmt: skip
            series.begin(details=details, by=self._by, at=self._at - 7 * DAY)
            kind = PreferenceKind.BLOCKED if number else PreferenceKind.PREFERRED
            staff.prefer(
                customer=customer, employee=self._people["wilma"].employee, kind=kind, reason="Sagt på telefon",
                by=self._by, at=self._at - 7 * DAY,
            )  # fmt: skip

    def _of_nobody(self) -> None:
        """A home that nobody has as theirs: who was there last time can be copied to the next."""
        day, (customer, stops) = _workdays(self._today, -1)[0], next(self._homes)
        if stops[0].place is not None:
            addresses.confirm(place=stops[0].place, by=self._by, at=self._at - 7 * DAY)
        work = JobDetails(
            title="Hemstädning varje vecka", minutes=120, kind=H, customer=customer, checklist=CHECKLISTS[H],
            hours={RutWork.CLEANING: Decimal(2)}, price=Decimal(990),
        )  # fmt: skip
        rule = recurrence.weekly([day.weekday()])
        details = SeriesDetails(work, rule, day, time(14), until=day + 7 * DAY, place=stops[0].place)
        made = series.begin(details=details, by=self._by, at=self._at - 7 * DAY)
        first = Job.objects.get(series=made, occurrence_on=day)
        planning.assign(job=first, resource=self._people["elin"], act=Act(self._at, self._by, reason=REASON))
        publishing.publish_day(day=day, by=self._by, at=self._at)
        self._crew.do(Job.objects.get(pk=first.pk))


def _workdays(day: date, count: int) -> list[date]:
    """So many workdays after a day, or before it, the earliest first."""
    found: list[date] = []
    while len(found) < abs(count):
        day = workday_after(day) if count > 0 else day - DAY
        if is_workday(day):
            found.append(day)
    return sorted(found)


def _in_turn(places: QuerySet[Property], *, is_moving: bool) -> Iterator[tuple[Customer, list[StopDetails]]]:
    """Customers one after the other for ever: those that move from here to there, or those that are cleaned for."""
    by_customer: dict[int, list[Property]] = {}
    for row in places.order_by("pk"):
        by_customer.setdefault(row.customer_id, []).append(row)
    wanted = PropertyPurpose.NEXT
    groups = [own for own in by_customer.values() if any(each.purpose == wanted for each in own) == is_moving]
    groups = groups or list(by_customer.values())
    for group in cycle(groups):
        own = sorted(group, key=lambda each: (each.purpose == wanted, each.pk))
        chosen = own if is_moving else own[:1]
        kinds = (StopKind.LOAD, StopKind.UNLOAD) if is_moving and len(chosen) > 1 else (StopKind.WORK,)
        yield own[0].customer, [_stop(place, kind) for place, kind in zip(chosen, kinds, strict=False)]


def _stop(place: Property, kind: StopKind) -> StopDetails:
    point = schedule_people.near(place.pk)
    return StopDetails(
        place.address, kind, place.postal_code, place.city, place, point[0], point[1], is_confirmed=True
    )  # fmt: skip
