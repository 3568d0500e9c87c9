"""A plan of a day as plain values: who is where from when. Times are minutes since midnight."""

from dataclasses import dataclass

Id = int | str


@dataclass(frozen=True, slots=True)
class Stop:
    """A resource begins its part of a visit; `need` counts the visit's needs, the vehicle comes after the people."""

    visit: Id
    need: int
    resource: Id
    start: float


@dataclass(frozen=True, slots=True)
class Rest:
    """A person begins a break; `number` is the break's place among those of the problem."""

    number: int
    start: float


@dataclass(frozen=True, slots=True)
class Plan:
    """All stops and breaks. A visit without stops is not planned."""

    stops: tuple[Stop, ...] = ()
    rests: tuple[Rest, ...] = ()

    def by_visit(self) -> dict[Id, tuple[Stop, ...]]:
        """The stops of each planned visit, in the order of its needs."""
        found: dict[Id, list[Stop]] = {}
        for stop in sorted(self.stops, key=lambda stop: stop.need):
            found.setdefault(stop.visit, []).append(stop)
        return {visit: tuple(stops) for visit, stops in found.items()}
