"""Days of the firm for the planner: made up, but with everything a day may have."""

import random
from dataclasses import replace

from scheduling.rules.planning.plan import Plan, Stop
from scheduling.rules.planning.problem import Break, Need, Person, Problem, Vehicle, VehicleNeed, Visit, Weights

HOUR = 60.0
CLEANS, LIFTS, DRIVES = "cleans", "lifts", "c"
LINE = ((0.0, 10.0, 30.0), (10.0, 0.0, 20.0), (30.0, 20.0, 0.0))  # base, near, far: minutes along one road


def visit(name="a", *, minutes=60.0, place=1, earliest=8 * HOUR, latest=9 * HOUR, people=1, **facts):
    """A visit of one hour near the base, at eight or a little later, for one person."""
    needs = facts.pop("needs", tuple(Need(minutes) for _ in range(people)))
    return Visit(name, place, needs, earliest, latest, **facts)


def person(name="anna", *, skills=(), begins=7 * HOUR, ends=16 * HOUR, most_overtime=0.0):
    """Somebody at work from seven to four."""
    return Person(name, 0, frozenset(skills), begins, ends, most_overtime)


def day(*visits, people=None, stops=(), rests=(), **facts):
    """A day with Anna alone, unless others are named, and the plan of today."""
    people = (person(),) if people is None else people
    given = Plan(tuple(Stop(*stop) for stop in stops), tuple(rests))
    return Problem(tuple(visits), tuple(people), facts.pop("travel", LINE), given=given, **facts)


def random_day(seed, *, visits=14, people=7):
    """A day with moves and cleaning, crews, vehicles, breaks, windows, sequences and known faces."""
    chance = random.Random(seed)
    points = [(chance.uniform(0, 40), chance.uniform(0, 40)) for _ in range(2 * visits + 1)]
    travel = tuple(tuple(abs(a - c) + abs(b - d) for c, d in points) for a, b in points)
    crew = tuple(
        Person(
            f"p{number}", 0, frozenset(chance.sample((CLEANS, LIFTS, DRIVES), chance.choice((1, 2, 2, 3)))),
            chance.choice((6, 7, 8)) * HOUR, chance.choice((15, 16, 17)) * HOUR, chance.choice((0, 60)),
        )
        for number in range(people)
    )  # fmt: skip
    vehicles = (
        Vehicle("v1", 0, 20.0, DRIVES, 6 * HOUR, 18 * HOUR), Vehicle("v2", 0, 8.0, "", 6 * HOUR, 18 * HOUR),
    )  # fmt: skip
    breaks = tuple(Break(each.id, 30, 11 * HOUR, 13 * HOUR) for each in crew[::2])
    wanted = tuple(_visit(chance, number, crew) for number in range(visits))
    return Problem(wanted, crew, travel, vehicles, breaks, Weights(), step=chance.choice((0, 5, 15)))


def _visit(chance, number, crew):
    earliest = chance.choice((7, 8, 9, 10, 12, 13)) * HOUR
    latest, last = earliest + chance.choice((0, 60, 180)), earliest + chance.choice((180, 300, 900))
    minutes = chance.choice((45, 60, 90, 120))
    usual = frozenset({chance.choice(crew).id}) if chance.random() < 0.3 else frozenset()
    cleaner, mover = Need(minutes, frozenset({CLEANS}), usual=usual), Need(minutes, frozenset({LIFTS}))
    after = Need(minutes, frozenset({CLEANS}), after=(minutes, minutes + 120), place=number + 1, latest=18 * HOUR)
    kind = chance.randrange(5)
    needs = ((cleaner,), (cleaner, cleaner), (mover, mover), (mover, mover, mover), (mover, after))[kind]
    vehicle = VehicleNeed(minutes, chance.choice((5, 15))) if kind in {2, 3} else None
    leaves = chance.choice((None, number + 2)) if kind in {2, 3} else None
    return Visit(f"b{number}", number + 1, needs, earliest, latest, last, leaves, vehicle)


def pinned(problem, plan, names):
    """The day with this plan as that of today, and some of its visits pinned."""
    visits = tuple(replace(each, is_pinned=each.id in names) for each in problem.visits)
    return replace(problem, visits=visits, given=plan)
