"""People: who works here, what they can, when they work, and when they leave. No personal number is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from crm.models import Customer
from crm.rules.contact import parse_phone
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling.models import Assignment, Employee, EmployeeSkill, Resource, StaffPreference, WorkPattern
from scheduling.rules.worktime import day_span
from scheduling.states import Language, PreferenceKind, ResourceKind, Skill, StaffGroup, StaffRole

TAKEN = "Kontot hör redan till en annan medarbetare."
CHANGED_SINCE = "Någon har ändrat uppgifterna sedan du öppnade dem. Öppna dem på nytt och gör om ändringen."


@dataclass(frozen=True)
class EmployeeDetails:
    """Everything the office knows of somebody; phone as it is written by hand."""

    name: str
    user: User | None = None
    group: StaffGroup = StaffGroup.MOVING
    roles: Sequence[StaffRole] = ()
    languages: Sequence[Language] = ()
    language: str = "sv"
    phone: str = ""
    email: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    weekly_hours: Decimal = Decimal(40)
    note: str = ""
    active_from: date | None = None


@dataclass(frozen=True)
class SkillDetails:
    """Something somebody can; `valid_until` of a licence or a course."""

    skill: Skill
    valid_until: date | None = None


@dataclass(frozen=True)
class HoursDetails:
    """Work on a weekday (0 is Monday); an end not after the start is the next day."""

    weekday: int
    starts: time
    ends: time
    break_minutes: int = 30
    cycle_weeks: int = 1
    cycle_week: int = 0


@dataclass(frozen=True)
class HoursChange:
    """Working hours from a day on."""

    valid_from: date
    hours: Sequence[HoursDetails] = field(default_factory=tuple)


@transaction.atomic
def add_employee(
    *, details: EmployeeDetails, skills: Sequence[SkillDetails] = (), by: User | None, at: datetime
) -> Resource:
    """Somebody begins. Raises DomainError for a name, phone or account that cannot be."""
    made = Resource(kind=ResourceKind.PERSON, created_at=at, changed_at=at)
    _fill_resource(made, details)
    made.save()
    employee = Employee(resource=made)
    _fill(employee, details)
    employee.save()
    _write_skills(employee, skills)
    audit.record(verb="employee.added", target=made, by=by, at=at)
    return made


@transaction.atomic
def change_employee(
    *, resource: Resource, details: EmployeeDetails, seen: str | None = None, by: User, at: datetime
) -> Resource:
    """Write what is known now; `seen` is `version_of` when a person opened it. Raises DomainError as `add_employee`."""
    locked = lock(resource)
    if seen is not None and seen != version_of(locked):
        raise DomainError(CHANGED_SINCE)
    _fill_resource(locked, details)
    locked.changed_at = at
    locked.save(update_fields=["name", "active_from", "changed_at"])
    employee = Employee.objects.get(resource=locked)
    _fill(employee, details)
    employee.save()
    audit.record(verb="employee.changed", target=locked, by=by, at=at)
    return locked


@transaction.atomic
def set_account(*, resource: Resource, user: User | None, by: User, at: datetime) -> None:
    """Which account somebody logs in with, None for none. Idempotent. Raises DomainError for one that is another's."""
    locked = lock(resource)
    if user is not None and Employee.objects.filter(user=user).exclude(resource=locked).exists():
        raise DomainError(TAKEN)
    Employee.objects.filter(resource=locked).update(user=user)
    Resource.objects.filter(pk=locked.pk).update(changed_at=at)
    audit.record(verb="employee.account_set", target=locked, by=by, at=at, user=user.pk if user else None)


@transaction.atomic
def set_skills(*, resource: Resource, skills: Sequence[SkillDetails], by: User, at: datetime) -> None:
    """Say what somebody can and may, whole. Idempotent. Raises DomainError when something stands twice."""
    locked = lock(resource)
    _write_skills(Employee.objects.get(resource=locked), skills)
    audit.record(verb="employee.skills_changed", target=locked, by=by, at=at)


@transaction.atomic
def set_hours(*, resource: Resource, change: HoursChange, by: User | None, at: datetime) -> None:
    """Working hours of somebody or something from a day on; those before end the day before. Idempotent.

    Raises DomainError for hours that cannot be.
    """
    _check_hours(change.hours)
    locked = lock(resource)
    WorkPattern.objects.filter(resource=locked, valid_from__gte=change.valid_from).delete()
    before = WorkPattern.objects.filter(resource=locked, valid_until__isnull=True)
    running = before | WorkPattern.objects.filter(resource=locked, valid_until__gte=change.valid_from)
    running.update(valid_until=date.fromordinal(change.valid_from.toordinal() - 1))
    WorkPattern.objects.bulk_create(
        WorkPattern(
            resource=locked, valid_from=change.valid_from, weekday=row.weekday, starts=row.starts, ends=row.ends,
            break_minutes=row.break_minutes, cycle_weeks=row.cycle_weeks, cycle_week=row.cycle_week,
        )
        for row in change.hours
    )  # fmt: skip
    Resource.objects.filter(pk=locked.pk).update(changed_at=at)
    audit.record(
        verb="resource.hours_changed", target=locked, by=by, at=at, valid_from=change.valid_from.isoformat()
    )  # fmt: skip


@transaction.atomic
def retire(*, resource: Resource, last_day: date | None, by: User, at: datetime) -> Resource:
    """Somebody leaves, or something is sold, after a day; None takes that back. Idempotent.

    Raises DomainError while jobs after that day are planned with them, and names the first.
    """
    locked = lock(resource)
    if last_day is not None:
        late = Assignment.objects.filter(resource=locked, starts_at__gte=day_span(last_day).end)
        first = late.select_related("job").order_by("starts_at", "pk").first()
        if first is not None:
            message = f"{locked.name} är planerad på {first.job.number} efter den dagen. Ge uppdraget till någon annan."
            raise DomainError(message)
        if locked.active_from is not None and last_day < locked.active_from:
            raise DomainError("Sista dagen är före första. Ändra den.")
    if locked.active_until != last_day:
        locked.active_until, locked.changed_at = last_day, at
        locked.save(update_fields=["active_until", "changed_at"])
        audit.record(
            verb="resource.retired", target=locked, by=by, at=at, last_day=last_day.isoformat() if last_day else None
        )  # fmt: skip
    return locked


@transaction.atomic
def prefer(
    *, customer: Customer, employee: Employee, kind: PreferenceKind | None, reason: str = "", by: User, at: datetime
) -> None:
    """A customer wants somebody, or must not meet them; None forgets it. Idempotent."""
    lock(employee.resource)
    if kind is None:
        StaffPreference.objects.filter(customer=customer, employee=employee).delete()
    else:
        StaffPreference.objects.update_or_create(
            customer=customer, employee=employee,
            defaults={"kind": kind, "reason": reason.strip()[:200], "created_at": at, "created_by": by},
        )  # fmt: skip
    audit.record(verb="employee.preference_set", target=employee.resource, by=by, at=at, customer=customer.pk)


def lock(resource: Resource) -> Resource:
    """The person or thing as it stands now, held until the transaction ends."""
    return Resource.objects.select_for_update(of=("self",), no_key=True).get(pk=resource.pk)


def version_of(row: Resource) -> str:
    """What a form remembers of the row it was opened with."""
    return timezone.localtime(row.changed_at).isoformat()


def _fill_resource(row: Resource, details: EmployeeDetails) -> None:
    if not details.name.strip():
        raise DomainError("Skriv ett namn.")
    row.name, row.active_from = details.name.strip()[:80], details.active_from


def _fill(row: Employee, details: EmployeeDetails) -> None:
    if details.user is not None and Employee.objects.filter(user=details.user).exclude(pk=row.pk).exists():
        raise DomainError(TAKEN)
    if not 0 <= details.weekly_hours <= 60:  # noqa: PLR2004 -- as the table says
        raise DomainError("Ange mellan 0 och 60 timmar i veckan.")
    row.phone = parse_phone(details.phone)
    if details.phone.strip() and not row.phone:
        raise DomainError("Telefonnumret finns inte. Skriv det med riktnummer, till exempel 070-174 06 05.")
    for name in (
        "user", "group", "language", "email", "address", "postal_code", "city", "latitude", "longitude",
        "weekly_hours", "note",
    ):  # fmt: skip
        setattr(row, name, getattr(details, name))
    row.roles, row.languages = [str(role) for role in details.roles], [str(each) for each in details.languages]


def _write_skills(employee: Employee, skills: Sequence[SkillDetails]) -> None:
    wanted = {row.skill: row for row in skills}
    if len(wanted) < len(skills):
        raise DomainError("Samma kompetens står två gånger. Ta bort den ena.")
    EmployeeSkill.objects.filter(employee=employee).exclude(skill__in=wanted).delete()
    for skill, row in wanted.items():
        EmployeeSkill.objects.update_or_create(
            employee=employee, skill=skill, defaults={"valid_until": row.valid_until}
        )  # fmt: skip


def _check_hours(hours: Sequence[HoursDetails]) -> None:
    for row in hours:
        if not 0 <= row.weekday <= 6 or not 0 <= row.cycle_week < row.cycle_weeks <= 8:  # noqa: PLR2004 -- a week
            raise DomainError("Välj veckodag och vecka i rullande schema.")
        length = (row.ends.hour * 60 + row.ends.minute - row.starts.hour * 60 - row.starts.minute) % (24 * 60)
        if not 0 <= row.break_minutes < (length or 24 * 60):
            raise DomainError("Rasten är längre än arbetspasset. Ändra den.")
