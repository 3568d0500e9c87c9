"""Vehicles and equipment as lists: what they are, where they stand, and which are at the workshop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from perforia.base.models import User
from scheduling.models import Absence, Resource
from scheduling.models.resources import ResourceQuerySet
from scheduling.queries.staff import state_of
from scheduling.rules.facts import Span
from scheduling.rules.words import period
from scheduling.rules.worktime import day_span, local_date
from scheduling.states import ResourceKind

AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Workshop:
    """A time away of a vehicle or a thing: the days it is gone, both counted, or the hours of one day in `part`."""

    first: date
    last: date
    note: str
    is_now: bool
    part: str = ""


@dataclass(frozen=True)
class ThingRow:
    """A vehicle or a thing of a list; `workshop` is the next time it is away."""

    resource: Resource
    workshop: Workshop | None
    state: tuple[str, str, str]


def vehicles(user: User, *, today: date, is_all: bool = False) -> list[ThingRow]:
    """Those that are in use, or all."""
    return _rows(user, ResourceKind.VEHICLE, today=today, is_all=is_all)


def equipment(user: User, *, today: date, is_all: bool = False) -> list[ThingRow]:
    """Things that are in use, or all."""
    return _rows(user, ResourceKind.EQUIPMENT, today=today, is_all=is_all)


def search_things(user: User, text: str) -> ResourceQuerySet:
    """Vehicles and things by a part of their name, or of the registration number written in any usual way."""
    plate = "".join(text.split())
    rows = Resource.objects.visible_to(user).filter(kind__in=(ResourceKind.VEHICLE, ResourceKind.EQUIPMENT))
    found = Q(name__icontains=text) | Q(vehicle__registration__icontains=plate) | Q(equipment__serial__icontains=text)
    return rows.filter(found).order_by("name", "pk")


def _rows(user: User, kind: ResourceKind, *, today: date, is_all: bool) -> list[ThingRow]:
    rows = Resource.objects.visible_to(user).filter(kind=kind)
    if not is_all:
        rows = rows.on(today, date.max)
    found = list(rows.select_related(kind.value).order_by("name", "pk"))
    shops = _workshops([row.pk for row in found], today)
    return [ThingRow(row, shops.get(row.pk), state_of(row, today=today)) for row in found]


def _workshops(ids: Sequence[int], today: date) -> dict[int, Workshop]:
    start = day_span(today).start
    rows = Absence.objects.standing().filter(resource__in=ids, ends_at__gt=start, starts_at__lt=start + AHEAD)
    found: dict[int, Workshop] = {}
    for row in rows.order_by("starts_at", "pk"):
        first, last = local_date(row.starts_at), local_date(row.ends_at - timedelta(seconds=1))
        part = "" if row.is_whole_days else period(Span(row.starts_at, row.ends_at))
        found.setdefault(row.resource_id, Workshop(first, last, row.note, first <= today and not part, part))
    return found
