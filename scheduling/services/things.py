"""Vehicles, equipment and teams."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling.models import Equipment, Resource, Team, TeamMember, Vehicle
from scheduling.services.staff import CHANGED_SINCE, lock, version_of
from scheduling.states import LICENCES, ResourceKind, Skill, StaffGroup


@dataclass(frozen=True)
class VehicleDetails:
    """What is known of a vehicle; volume in m³."""

    name: str
    registration: str
    volume: Decimal | None = None
    licence: Skill = Skill.LICENCE_B
    seats: int = 3
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    note: str = ""


@dataclass(frozen=True)
class EquipmentDetails:
    """What is known of a thing."""

    name: str
    serial: str = ""
    note: str = ""


@dataclass(frozen=True)
class MemberDetails:
    """Somebody or something in a team, for a time; one of the people may lead it."""

    resource: Resource
    valid_from: date | None = None
    valid_until: date | None = None
    is_lead: bool = False


@transaction.atomic
def add_vehicle(*, details: VehicleDetails, by: User | None, at: datetime) -> Resource:
    """One more vehicle. Raises DomainError for a registration number that is known, and for what cannot be."""
    made = Resource(kind=ResourceKind.VEHICLE, name=_name(details.name), created_at=at, changed_at=at)
    made.save()
    _fill_vehicle(Vehicle(resource=made), details)
    audit.record(verb="vehicle.added", target=made, by=by, at=at)
    return made


@transaction.atomic
def change_vehicle(
    *, resource: Resource, details: VehicleDetails, seen: str | None = None, by: User, at: datetime
) -> Resource:
    """Write what is known now; `seen` is the `version_of` of who opened it. Raises DomainError as `add_vehicle`."""
    locked = _renamed(resource, details.name, seen, at)
    _fill_vehicle(Vehicle.objects.get(resource=locked), details)
    audit.record(verb="vehicle.changed", target=locked, by=by, at=at)
    return locked


@transaction.atomic
def add_equipment(*, details: EquipmentDetails, by: User | None, at: datetime) -> Resource:
    """One more thing. Raises DomainError without a name."""
    made = Resource(kind=ResourceKind.EQUIPMENT, name=_name(details.name), created_at=at, changed_at=at)
    made.save()
    Equipment.objects.create(resource=made, serial=details.serial, note=details.note)
    audit.record(verb="equipment.added", target=made, by=by, at=at)
    return made


@transaction.atomic
def change_equipment(
    *, resource: Resource, details: EquipmentDetails, seen: str | None = None, by: User, at: datetime
) -> Resource:
    """Write what is known now; `seen` is the `version_of` of who opened it. Raises DomainError without a name."""
    locked = _renamed(resource, details.name, seen, at)
    Equipment.objects.filter(resource=locked).update(serial=details.serial, note=details.note)
    audit.record(verb="equipment.changed", target=locked, by=by, at=at)
    return locked


@transaction.atomic
def save_team(
    *, team: Team | None, name: str, group: StaffGroup, members: Sequence[MemberDetails], by: User | None, at: datetime
) -> Team:
    """A team with its members, whole; None makes a new one. Idempotent.

    Raises DomainError for a name that is taken, for two who lead it, and for a thing that does.
    """
    called, lead = _name(name), _lead_of(members)
    others = Team.objects.filter(name__iexact=called)
    if (others if team is None else others.exclude(pk=team.pk)).exists():
        message = f"Det finns redan ett team som heter {called}."
        raise DomainError(message)
    if team is None:
        row = Team.objects.create(name=called, group=group)
    else:
        row = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        row.name, row.group = called, group
        row.save(update_fields=["name", "group"])
    TeamMember.objects.filter(team=row).exclude(resource__in=[each.resource for each in members]).delete()
    TeamMember.objects.filter(team=row, is_lead=True).exclude(resource=lead).update(is_lead=False)
    for each in members:
        TeamMember.objects.update_or_create(
            team=row, resource=each.resource,
            defaults={"valid_from": each.valid_from, "valid_until": each.valid_until, "is_lead": each.is_lead},
        )  # fmt: skip
    audit.record(
        verb="team.saved", target=row, by=by, at=at, members=len(members), lead=lead.pk if lead else None
    )  # fmt: skip
    return row


@transaction.atomic
def retire_team(*, team: Team, by: User, at: datetime) -> None:
    """A team is not planned with any more. Idempotent."""
    if Team.objects.filter(pk=team.pk, retired_at=None).update(retired_at=at):
        audit.record(verb="team.retired", target=team, by=by, at=at)


def _lead_of(members: Sequence[MemberDetails]) -> Resource | None:
    found = [each.resource for each in members if each.is_lead]
    if len(found) > 1:
        raise DomainError("Ett team har en arbetsledare. Välj en av dem.")
    if found and found[0].kind != ResourceKind.PERSON:
        raise DomainError("Välj en person som arbetsledare.")
    return found[0] if found else None


def _name(text: str) -> str:
    if not text.strip():
        raise DomainError("Skriv ett namn.")
    return text.strip()[:60]


def _renamed(resource: Resource, name: str, seen: str | None, at: datetime) -> Resource:
    locked = lock(resource)
    if seen is not None and seen != version_of(locked):
        raise DomainError(CHANGED_SINCE)
    locked.name, locked.changed_at = _name(name), at
    locked.save(update_fields=["name", "changed_at"])
    return locked


def _fill_vehicle(row: Vehicle, details: VehicleDetails) -> None:
    number = "".join(details.registration.split()).upper()[:10]
    if not number:
        raise DomainError("Skriv registreringsnumret.")
    if details.licence not in LICENCES:
        raise DomainError("Välj vilket körkort fordonet kräver.")
    if Vehicle.objects.filter(registration=number).exclude(pk=row.pk).exists():
        message = f"{number} finns redan."
        raise DomainError(message)
    row.registration = number
    for name in ("volume", "licence", "seats", "address", "latitude", "longitude", "note"):
        setattr(row, name, getattr(details, name))
    row.save()
