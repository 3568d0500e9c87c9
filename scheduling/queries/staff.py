"""Those who work here, as lists: who, what they can and what runs out, and who is away today."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from perforia.base.models import User
from perforia.base.paging import Count, Slice, count_of, slice_of
from scheduling.models import Absence, Employee, EmployeeSkill, Resource
from scheduling.models.resources import ResourceQuerySet
from scheduling.rules.expiry import SOON, Expiry, expiry_of
from scheduling.rules.facts import Span
from scheduling.rules.words import date_of, period
from scheduling.rules.worktime import day_span, local_date, part_of_day
from scheduling.states import LICENCES, Language, ResourceKind, Skill, StaffRole

PAGE = 60
ACTIVE, COMING, ENDED, EVERYBODY = "", "kommande", "slutat", "alla"
FEWEST_DIGITS = 3
_ROLES, _LANGUAGES, _SKILLS = dict(StaffRole.choices), dict(Language.choices), dict(Skill.choices)


@dataclass(frozen=True)
class StaffFilters:
    """What is asked of the list; empty asks for nothing, but only those who work here today are shown."""

    text: str = ""
    group: str = ""
    role: str = ""
    skill: str = ""
    language: str = ""
    state: str = ACTIVE
    is_expiring: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked for but the list itself."""
        return self == StaffFilters()


@dataclass(frozen=True)
class SkillMark:
    """Something somebody can, and when it runs out."""

    code: str
    valid_until: date | None
    expiry: Expiry

    @property
    def label(self) -> str:
        return str(_SKILLS.get(self.code, self.code))


@dataclass(frozen=True)
class StaffRow:
    """One of the staff in a list. `away` is the day somebody is back, in words, when they are away today."""

    resource: Resource
    employee: Employee
    skills: Sequence[SkillMark]
    away: str
    state: tuple[str, str, str]

    @property
    def roles(self) -> str:
        return words_of(self.employee.roles, _ROLES)

    @property
    def languages(self) -> str:
        return words_of(self.employee.languages, _LANGUAGES)


@dataclass(frozen=True)
class StaffPage:
    """One page of the list."""

    rows: Sequence[StaffRow]
    slice: Slice[Resource]
    count: Count


def found(user: User, filters: StaffFilters, *, today: date) -> ResourceQuerySet:
    """The people that fit what was asked for."""
    rows = Resource.objects.visible_to(user).filter(kind=ResourceKind.PERSON)
    if filters.state == ACTIVE:
        rows = rows.on(today)
    elif filters.state == COMING:
        rows = rows.filter(active_from__gt=today)
    elif filters.state == ENDED:
        rows = rows.filter(active_until__lt=today)
    if filters.text:
        rows = rows.filter(_matches(filters.text))
    for name, value in (("group", filters.group), ("roles__contains", filters.role and [filters.role]),
                        ("languages__contains", filters.language and [filters.language])):  # fmt: skip
        if value:
            rows = rows.filter(**{f"employee__{name}": value})
    if filters.skill:
        rows = rows.filter(Exists(_with_skill(filters.skill, today)))
    if filters.is_expiring:
        late = today + timedelta(days=SOON)
        rows = rows.filter(
            Exists(EmployeeSkill.objects.filter(employee__resource=OuterRef("pk"), valid_until__lte=late))
        )
    return rows


def page_of(user: User, filters: StaffFilters, *, today: date, cursor: Mapping[str, str]) -> StaffPage:
    """One page by name; `cursor` holds `efter` or `fore` of the address."""
    rows = found(user, filters, today=today)
    part = slice_of(
        rows.select_related("employee__user"), by="name", size=PAGE, after=cursor.get("efter", ""),
        before=cursor.get("fore", ""),
    )  # fmt: skip
    return StaffPage(rows_of(part.rows, today=today), part, count_of(rows))


def rows_of(resources: Sequence[Resource], *, today: date) -> list[StaffRow]:
    """People with what they can and whether they are away; two questions, however many they are."""
    ids = [row.pk for row in resources]
    skills, away = skills_of(ids, today=today), _away(ids, today)
    return [
        StaffRow(row, row.employee, skills.get(row.pk, []), away.get(row.pk, ""), state_of(row, today=today))
        for row in resources
    ]  # fmt: skip


def skills_of(resource_ids: Sequence[int], *, today: date) -> dict[int, list[SkillMark]]:
    """What each can, licences first, in the order of the words."""
    order = list(_SKILLS)
    marks: dict[int, list[SkillMark]] = {}
    rows = EmployeeSkill.objects.filter(employee__resource__in=resource_ids).order_by("pk")
    for resource, code, until in rows.values_list("employee__resource_id", "skill", "valid_until"):
        marks.setdefault(resource, []).append(SkillMark(code, until, expiry_of(until, today)))
    for own in marks.values():
        own.sort(key=lambda mark: order.index(mark.code) if mark.code in order else len(order))
    return marks


def state_of(row: Resource, *, today: date) -> tuple[str, str, str]:
    """Word, ring and tone of whether somebody works here."""
    if row.active_from is not None and row.active_from > today:
        return f"Börjar {date_of(row.active_from, today)}", "is-new", "accent"
    if row.active_until is None:
        return "Aktiv", "is-done", "ok"
    if row.active_until < today:
        return f"Slutade {date_of(row.active_until, today)}", "is-lost", ""
    return f"Slutar {date_of(row.active_until, today)}", "is-alert", "warn"


def words_of(values: Sequence[str], labels: Mapping[str, object]) -> str:
    """`Förare, Flyttare` of what is stored."""
    return ", ".join(str(labels.get(value, value)) for value in values)


def _matches(text: str) -> Q:
    """Name, e-mail, place, or three digits in a row of a phone number written in any usual way."""
    words = Q()
    for word in text.split():
        words &= Q(name__icontains=word) | Q(employee__email__icontains=word) | Q(employee__city__icontains=word)
    digits = re.sub(r"\D", "", text)
    if len(digits) < FEWEST_DIGITS:
        return words
    return words | Q(employee__phone__contains=digits.removeprefix("0"))


def _with_skill(skill: str, today: date) -> QuerySet[EmployeeSkill]:
    codes = LICENCES.get(Skill(skill), frozenset({Skill(skill)}))
    return EmployeeSkill.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today), employee__resource=OuterRef("pk"), skill__in=codes
    )


def _away(ids: Sequence[int], today: date) -> dict[int, str]:
    """Until which day each is away today, in words."""
    span = day_span(today)
    rows = Absence.objects.standing().filter(resource__in=ids, starts_at__lt=span.end, ends_at__gt=span.start)
    words: dict[int, str] = {}
    told = rows.order_by("ends_at", "pk").values_list("resource_id", "starts_at", "ends_at")
    for resource, starts_at, ends_at in told:
        last = local_date(ends_at - timedelta(seconds=1))
        part = part_of_day(Span(starts_at, ends_at), today)
        if last != today:
            words[resource] = f"till och med {date_of(last, today)}"
        else:
            words[resource] = "idag" if part is None else f"idag {period(part)}"
    return words
