"""People, vehicles and jobs, for tests of the schedule."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from crm.models import Customer
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from scheduling.models import Employee, EmployeeSkill, Job, Resource, Series, Team, TeamMember, Vehicle, WorkPattern
from scheduling.rules import recurrence
from scheduling.rules.worktime import at_local
from scheduling.services import jobs
from scheduling.services import series as series_of
from scheduling.services.jobs import JobDetails, StopDetails
from scheduling.services.plans import Act, Plan, Seat
from scheduling.services.series import SeriesDetails
from scheduling.states import ResourceKind
from tests.factories import crm, world

TUESDAY = date(2027, 6, 8)  # ahead of every test, so that what is published is told
BASE, NEAR, FAR = (59.33, 18.06), (59.34, 18.07), (59.44, 18.30)


def at(clock: str, day: date = TUESDAY) -> datetime:
    """A time of a day in Stockholm: `at("08:00")`."""
    return at_local(day, time.fromisoformat(clock))


def person(name: str = "Viktor Mallberg", **facts: Any) -> Resource:
    """Somebody who works every weekday from seven to five."""
    hours, skills = facts.pop("hours", ("07:00", "17:00")), facts.pop("skills", {})
    made = Resource.objects.create(kind=ResourceKind.PERSON, name=name, created_at=now(), changed_at=now())
    employee = Employee.objects.create(
        resource=made, **({"phone": "+46701740605", "latitude": BASE[0], "longitude": BASE[1]} | facts)
    )  # fmt: skip
    if hours:
        starts, ends = (time.fromisoformat(each) for each in hours)
        pattern = {"resource": made, "starts": starts, "ends": ends, "valid_from": date(2026, 1, 1)}
        WorkPattern.objects.bulk_create(WorkPattern(weekday=day, **pattern) for day in range(5))
    for skill, until in skills.items():
        EmployeeSkill.objects.create(employee=employee, skill=skill, valid_until=until)
    return made


def vehicle(name: str = "Bil 1", **facts: Any) -> Resource:
    """Something to drive, eighteen cubic metres."""
    made = Resource.objects.create(kind=ResourceKind.VEHICLE, name=name, created_at=now(), changed_at=now())
    told = {"registration": f"TST{made.pk:03}", "volume": Decimal(18), "licence": "b"}
    Vehicle.objects.create(resource=made, **(told | facts))
    return made


def team(name: str, *members: Resource) -> Team:
    """People and things that work together."""
    made = Team.objects.create(name=name)
    for member in members:
        TeamMember.objects.create(team=made, resource=member)
    return made


def details(**facts: Any) -> JobDetails:
    """What is decided of a job: two hours at a confirmed address."""
    stop = StopDetails("Skissvägen 2", latitude=NEAR[0], longitude=NEAR[1], is_confirmed=True)
    told: dict[str, Any] = {"title": "Flytt 3 rum", "minutes": 120, "stops": [stop]}
    return JobDetails(**(told | facts))


def act(**facts: Any) -> Act:
    """Somebody of the office plans, and has a reason for whatever is odd."""
    told: dict[str, Any] = {"at": now(), "by": world.person(Role.PLANNER), "reason": "Kunden vill det"}
    return Act(**(told | facts))


def plan(start: str | datetime = "08:00", *people: Resource, minutes: int = 120, day: date = TUESDAY) -> Plan:
    """A plan of a day: `plan("08:00", viktor)`."""
    begins = at(start, day) if isinstance(start, str) else start
    return Plan(begins, begins + timedelta(minutes=minutes), [Seat(each.pk) for each in people])


def job(start: str | datetime | None = None, *people: Resource, day: date = TUESDAY, **facts: Any) -> Job:
    """A job, planned when a time is given: `job("08:00", viktor, minutes=240)`."""
    told = details(**({"customer": facts.pop("customer", None) or customer()} | facts))
    made = None if start is None else plan(start, *people, minutes=told.minutes, day=day)
    return jobs.book(details=told, plan=made, by=world.person(Role.PLANNER), at=now(), reason="Prov")


def series(*crew: Resource, first: date | None = None, **facts: Any) -> Series:
    """Work that comes back every week at eight, from today on."""
    begins = first or today()
    told = SeriesDetails(
        details(title="Hemstädning", stops=[], **({"customer": customer()} | facts)),
        recurrence.weekly([begins.weekday()]), begins, time(8), crew=[Seat(each.pk) for each in crew],
    )  # fmt: skip
    return series_of.begin(details=told, by=world.person(Role.PLANNER), at=now())


def customer(name: str = "Bengt Demosson") -> Customer:
    """Somebody to work for; the same one when asked twice."""
    return Customer.objects.filter(name=name).first() or crm.customer(name)
