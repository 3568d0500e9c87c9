"""Plain values of the schedule, for tests of rules: Viktor's day in June 2026 in Storköping."""

from datetime import date, datetime, time

from scheduling.rules.facts import Hours, Need, Span, Stint, Worker
from scheduling.rules.worktime import at_local
from scheduling.states import ResourceKind

TUESDAY = date(2026, 6, 9)
BASE, NEAR, FAR = (59.33, 18.06), (59.34, 18.07), (59.44, 18.30)
ROADS = {frozenset({BASE, NEAR}): 10, frozenset({BASE, FAR}): 40, frozenset({NEAR, FAR}): 20}


def at(clock: str, day: date = TUESDAY) -> datetime:
    return at_local(day, time.fromisoformat(clock))


def span(text: str, day: date = TUESDAY) -> Span:
    """`08:00-12:00` on a day; an end before the start is the day after."""
    start, end = text.split("-")
    later = date.fromordinal(day.toordinal() + 1) if end <= start else day
    return Span(at(start, day), at(end, later))


def road(one, other, leaves=None):
    """Twenty minutes between any two of the three points, as the table says."""
    if one is None or other is None:
        return None
    return 0 if one == other else ROADS[frozenset({one, other})]


def weekdays(starts="07:00", ends="16:00", days=range(5), **facts):
    clocks = time.fromisoformat(starts), time.fromisoformat(ends)
    return tuple(Hours(day, *clocks, **facts) for day in days)


def worker(number=1, name="Viktor Mallberg", **facts):
    return Worker(number, name, **({"hours": weekdays(days=range(7), starts="00:00", ends="00:00")} | facts))


def vehicle(number=9, name="Bil 1", **facts):
    return Worker(number, name, kind=ResourceKind.VEHICLE, **({"licence": "c1"} | facts))


def stint(text, job=1, who="Demosson", day=TUESDAY, number=1, **facts):
    return Stint(number, job, span(text, day), who, **facts)


def need(job=7, who="Testberg", minutes=120, **facts):
    return Need(job, who, minutes, **facts)
