"""Who and what the demo firm plans with: people with hours and skills, vehicles, a stair climber and teams."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from perforia.base.models import User
from perforia.base.permissions import Role
from perforia.demo.firm import PEOPLE
from scheduling.models import Resource
from scheduling.services import staff, things
from scheduling.services.staff import EmployeeDetails, HoursChange, HoursDetails, SkillDetails
from scheduling.services.things import EquipmentDetails, MemberDetails, VehicleDetails
from scheduling.states import Language, Skill, StaffGroup, StaffRole

CENTRE = (59.6110, 16.5450)  # where the invented town lies
MOVERS, CLEANERS = StaffGroup.MOVING, StaffGroup.CLEANING


@dataclass(frozen=True)
class Colleague:
    """One of the staff, in few words; `ends` is when the day is over, `days` how many of the week are worked."""

    key: str
    name: str
    group: StaffGroup
    roles: tuple[StaffRole, ...]
    skills: dict[Skill, int | None]  # days until it runs out
    weekly: int = 40
    starts: int = 7
    ends: int = 16
    days: int = 5
    languages: tuple[Language, ...] = (Language.SWEDISH,)


_HEAVY: dict[Skill, int | None] = {Skill.HEAVY: None, Skill.PACKING: None}
_CLEAN: dict[Skill, int | None] = {Skill.MOVE_CLEANING: None, Skill.LICENCE_B: None}
_LEAD, _DRIVER, _MOVER, _CLEANER = StaffRole.LEAD, StaffRole.DRIVER, StaffRole.MOVER, StaffRole.CLEANER
COLLEAGUES = (
    Colleague("ali", "Ali Demoström", MOVERS, (_LEAD, _DRIVER),
              _HEAVY | {Skill.LICENCE_C: 900, Skill.YKB: 400, Skill.PIANO: None, Skill.LEAD: None}, ends=17,
              languages=(Language.SWEDISH, Language.ARABIC, Language.ENGLISH)),
    Colleague("jonas", "Jonas Skissgren", MOVERS, (_DRIVER, _MOVER), _HEAVY | {Skill.LICENCE_C1: 22}, ends=17),
    Colleague("viktor", "Viktor Mallberg", MOVERS, (_DRIVER, _MOVER, StaffRole.PACKER),
              _HEAVY | {Skill.LICENCE_B: None, Skill.PIANO: None}, languages=(Language.SWEDISH, Language.UKRAINIAN)),
    Colleague("hugo", "Hugo Fingerad", MOVERS, (_MOVER,), _HEAVY, languages=(Language.SWEDISH, Language.SPANISH)),
    Colleague("elin", "Elin Låtsasberg", CLEANERS, (_LEAD, _CLEANER),
              _CLEAN | {Skill.KEYS: None, Skill.LEAD: None, Skill.CHEMICALS: 200}),
    Colleague("nadia", "Nadia Provsson", CLEANERS, (_CLEANER,), _CLEAN, weekly=30, ends=14,
              languages=(Language.SWEDISH, Language.POLISH)),
    Colleague("wilma", "Wilma Testfors", CLEANERS, (_CLEANER, StaffRole.WINDOW_CLEANER),
              _CLEAN | {Skill.WINDOWS: None, Skill.HEIGHT: 12}),
    Colleague("tore", "Tore Fiktivsson", CLEANERS, (_CLEANER,), _CLEAN, weekly=32, days=4,
              languages=(Language.SWEDISH, Language.PERSIAN)),
    Colleague("sara", "Sara Utkastsson", CLEANERS, (_CLEANER,), _CLEAN | {Skill.WINDOWS: None}),
)  # fmt: skip
VEHICLES = (
    ("bil1", VehicleDetails("Bil 1", "ABC 12D", Decimal(18), Skill.LICENCE_C1, address="Exempelgatan 1",
                            latitude=CENTRE[0], longitude=CENTRE[1])),
    ("bil2", VehicleDetails("Bil 2", "DEF 34G", Decimal(14), Skill.LICENCE_B, address="Exempelgatan 1",
                            latitude=CENTRE[0], longitude=CENTRE[1])),
)  # fmt: skip
TEAMS = (("Flytt 1", MOVERS, ("ali", "jonas", "bil1")), ("Flytt 2", MOVERS, ("viktor", "hugo", "bil2")),
         ("Städ 1", CLEANERS, ("elin", "nadia")))  # fmt: skip


def load(*, by: User, at: datetime, today: date) -> dict[str, Resource]:
    """Everybody and everything by the short name the demo calls them; licences run out some days from `today`."""
    found: dict[str, Resource] = {}
    for number, one in enumerate(COLLEAGUES):
        found[one.key] = _employ(one, number, by=by, at=at, today=today)
    for key, details in VEHICLES:
        found[key] = things.add_vehicle(details=details, by=by, at=at)
    things.add_equipment(details=EquipmentDetails("Trappklättrare", "TK-1"), by=by, at=at)
    for name, group, members in TEAMS:
        rows = [MemberDetails(found[key], is_lead=key == members[0]) for key in members]
        things.save_team(team=None, name=name, group=group, members=rows, by=by, at=at)
    return found


def near(number: int) -> tuple[float, float]:
    """Some point of the invented town, the same for the same number."""
    return (
        round(CENTRE[0] + (number * 37 % 100 - 50) / 1100, 5),
        round(CENTRE[1] + (number * 61 % 100 - 50) / 600, 5),
    )


def _employ(one: Colleague, number: int, *, by: User, at: datetime, today: date) -> Resource:
    point = near(number * 7 + 3)
    account, address = dict(PEOPLE.values()).get(one.name), f"Provvägen {3 + number}"
    details = EmployeeDetails(
        name=one.name, group=one.group, roles=one.roles, languages=one.languages, weekly_hours=Decimal(one.weekly),
        phone=f"070-174 06 {10 + number}", email=account or f"{one.key}@exempel.test", address=address,
        postal_code="123 45", city="Storköping", latitude=point[0], longitude=point[1],
        user=User.objects.filter(email=account, role__in=[Role.STAFF, Role.PLANNER]).first() if account else None,
    )  # fmt: skip
    skills = [
        SkillDetails(skill, None if days is None else today + timedelta(days=days))
        for skill, days in one.skills.items()
    ]  # fmt: skip
    made = staff.add_employee(details=details, skills=skills, by=by, at=at)
    row = HoursDetails(0, time(one.starts), time(one.ends), 60 if one.ends - one.starts > 7 else 30)  # noqa: PLR2004 -- long days
    hours = [HoursDetails(day, row.starts, row.ends, row.break_minutes) for day in range(one.days)]
    begun = date(today.year - 1, 1, 1)
    staff.set_hours(resource=made, change=HoursChange(begun, hours), by=by, at=at)
    return made
