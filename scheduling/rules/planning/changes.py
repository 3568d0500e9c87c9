"""What is different between two plans, visit by visit; the words are made where they are shown."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from scheduling.rules.planning.plan import Id, Plan, Stop

SAME_MINUTE = 0.5


class Difference(StrEnum):
    """In what way a visit is planned otherwise."""

    PLANNED = "planned"
    DROPPED = "dropped"
    MOVED = "moved"
    OTHER_RESOURCES = "other_resources"


@dataclass(frozen=True, slots=True)
class Change:
    """One visit that is planned otherwise: when it began and begins, who no longer comes and who comes instead."""

    visit: Id
    was: float | None
    now: float | None
    leave: tuple[Id, ...] = ()
    come: tuple[Id, ...] = ()

    @property
    def kinds(self) -> tuple[Difference, ...]:
        """In which ways it is different; a visit may both be moved and have other people."""
        if self.was is None:
            return (Difference.PLANNED,)
        if self.now is None:
            return (Difference.DROPPED,)
        is_moved = abs(self.now - self.was) >= SAME_MINUTE
        moved = (Difference.MOVED,) if is_moved else ()
        return (*moved, Difference.OTHER_RESOURCES) if self.leave or self.come else moved


def changes(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Every visit that is planned otherwise, in the order of the new times; dropped ones last."""
    old, new = before.by_visit(), after.by_visit()
    found = [_change(visit, old.get(visit, ()), new.get(visit, ())) for visit in {**old, **new}]
    real = [change for change in found if change.kinds]
    return tuple(sorted(real, key=lambda change: (change.now is None, change.now or 0.0, str(change.visit))))


def partly(before: Plan, after: Plan, accepted: Collection[Id]) -> Plan:
    """The old plan with the new places of some visits only; whether that can be carried out must be asked again."""
    kept = tuple(stop for stop in before.stops if stop.visit not in accepted)
    taken = tuple(stop for stop in after.stops if stop.visit in accepted)
    return Plan(kept + taken, after.rests if accepted else before.rests)


def _change(visit: Id, old: tuple[Stop, ...], new: tuple[Stop, ...]) -> Change:
    was, now = _people(old), _people(new)
    come = tuple(each for each in now if each not in was)
    leave = tuple(each for each in was if each not in now)
    return Change(visit, _begins(old), _begins(new), leave, come)


def _people(stops: tuple[Stop, ...]) -> tuple[Id, ...]:
    return tuple(stop.resource for stop in stops)


def _begins(stops: tuple[Stop, ...]) -> float | None:
    return min((stop.start for stop in stops), default=None)
