"""A firm of sixty people with its jobs, written in few statements: some weeks shown, some months behind them."""

import random
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model

from contracts.states import RutWork
from crm.models import Customer
from crm.states import Service
from perforia.base.clock import now
from perforia.base.models import User
from perforia.base.permissions import Role
from scheduling.models import (
    Absence,
    Assignment,
    Booking,
    Employee,
    EmployeeSkill,
    Job,
    JobStop,
    JobWork,
    Resource,
    Vehicle,
    WorkPattern,
)
from scheduling.rules.worktime import at_local
from scheduling.states import AbsenceKind, AbsenceState, AssignmentRole, JobStatus, ResourceKind, Skill, StaffGroup

CENTRE = (59.33, 18.06)
FIRST = date(2027, 3, 1)  # a Monday
STARTS = (time(7), time(9, 30), time(13))
KINDS = (Service.MOVING, Service.MOVE_CLEANING, Service.HOME_CLEANING, Service.WINDOWS, Service.PACKING)
CUSTOMERS = 400
LENGTH = timedelta(hours=2)


def fill(people: int, days: int, jobs: int, *, history: int) -> list[date]:
    """So many people with so many jobs on each of some days, and on so many days before; answers the days shown."""
    chance = random.Random(5)
    resources = _people(people, chance) + _vehicles(people // 4)
    customers = _customers()
    shown = [FIRST + timedelta(days=number) for number in range(days)]
    for day in [FIRST - timedelta(days=number + 1) for number in range(history)] + shown:
        _day(day, resources, customers, jobs, chance)
    return shown


def planner() -> User:
    """Somebody who plans."""
    made: User = get_user_model().objects.create_user(email="plan@exempel.test", name="Plan", role=Role.PLANNER)
    return made


def _people(count: int, chance: random.Random) -> list[Resource]:
    at = now()
    rows = Resource.objects.bulk_create(
        Resource(kind=ResourceKind.PERSON, name=f"Person{number} Provberg", created_at=at, changed_at=at)
        for number in range(count)
    )
    employees = Employee.objects.bulk_create(
        Employee(
            resource=row, group=StaffGroup.MOVING if number % 2 else StaffGroup.CLEANING,
            latitude=CENTRE[0] + chance.random() / 5, longitude=CENTRE[1] + chance.random() / 3,
        )
        for number, row in enumerate(rows)
    )  # fmt: skip
    EmployeeSkill.objects.bulk_create(
        EmployeeSkill(employee=employee, skill=skill)
        for number, employee in enumerate(employees)
        for skill in ((Skill.HEAVY, Skill.LICENCE_C1) if number % 2 else (Skill.MOVE_CLEANING, Skill.LICENCE_B))
    )
    WorkPattern.objects.bulk_create(
        WorkPattern(resource=row, weekday=day, starts=time(7), ends=time(16, 30), valid_from=date(2026, 1, 1))
        for row in rows
        for day in range(7 if row.pk % 5 == 0 else 5)
    )
    Absence.objects.bulk_create(
        Absence(
            resource=row, kind=AbsenceKind.VACATION, state=AbsenceState.APPROVED, requested_at=at, decided_at=at,
            starts_at=at_local(FIRST + timedelta(days=number), time()),
            ends_at=at_local(FIRST + timedelta(days=number + 3), time()),
        )
        for number, row in enumerate(rows[::7])
    )  # fmt: skip
    return rows


def _vehicles(count: int) -> list[Resource]:
    at = now()
    rows = Resource.objects.bulk_create(
        Resource(kind=ResourceKind.VEHICLE, name=f"Bil {number}", created_at=at, changed_at=at)
        for number in range(count)
    )
    Vehicle.objects.bulk_create(
        Vehicle(resource=row, registration=f"BEN{row.pk}", volume=18, latitude=CENTRE[0], longitude=CENTRE[1])
        for row in rows
    )  # fmt: skip
    return rows


def _customers() -> list[Customer]:
    return Customer.objects.bulk_create(
        Customer(number=f"K-{number}", name=f"Kund Nummer{number}son", created_at=now()) for number in range(CUSTOMERS)
    )


def _day(day: date, resources: list[Resource], customers: list[Customer], jobs: int, chance: random.Random) -> None:
    """Jobs of two or three, one after the other in everybody's day, a third of them not told yet."""
    at, made, free = now(), [], {row.pk: 0 for row in resources}
    crews: list[list[int]] = []
    times: list[datetime] = []
    for number in range(jobs):
        slot = number * len(STARTS) // jobs
        open_ones = [pk for pk, taken in free.items() if taken <= slot]
        crew = chance.sample(open_ones, min(2 + number % 2, len(open_ones)))
        for pk in crew:
            free[pk] = slot + 1
        starts_at = at_local(day, STARTS[slot])
        times.append(starts_at)
        made.append(
            Job(
                title="Uppdrag", kind=KINDS[number % len(KINDS)], minutes=120, people=2, skills=[],
                customer=customers[chance.randrange(len(customers))], status=JobStatus.PUBLISHED, published_at=at,
                starts_at=starts_at, ends_at=starts_at + LENGTH, created_at=at, changed_at=at,
            )
        )  # fmt: skip
        crews.append(crew)
    rows = Job.objects.bulk_create(made)
    JobStop.objects.bulk_create(
        JobStop(
            job=job, position=0, address=f"Provvägen {job.pk % 90}", confirmed_at=at,
            latitude=CENTRE[0] + chance.random() / 5, longitude=CENTRE[1] + chance.random() / 3,
        )
        for job in rows
    )  # fmt: skip
    JobWork.objects.bulk_create(JobWork(job=job, work=RutWork.MOVING, hours=4) for job in rows)
    seats = [(job, pk, start) for job, crew, start in zip(rows, crews, times, strict=True) for pk in crew]
    assignments = Assignment.objects.bulk_create(
        Assignment(
            job=job, resource_id=pk, role=AssignmentRole.MEMBER, starts_at=start, ends_at=start + LENGTH,
            created_at=at,
        )
        for job, pk, start in seats
    )  # fmt: skip
    Booking.objects.bulk_create(
        Booking(
            job_id=row.job_id, assignment=row, resource_id=row.resource_id, starts_at=row.starts_at,
            ends_at=row.ends_at, published_at=at,
        )
        for row in assignments
        if row.job_id % 3
    )  # fmt: skip
