"""How long the road takes: the names of roads that are measured, and an estimate for those that are not. Pure.

The factors are engineering judgement until reported arrival times teach better ones; those of trucks and of the rush
are settings.
"""

import uuid
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil

from perforia.base.geography import Point, kilometres
from scheduling.rules.worktime import STOCKHOLM

CELL = 10_000  # cells to a degree: some ten metres
NEAR_KM = 0.1  # the same yard
PARKING = 3.0  # minutes to get going and to find a place to stand
STEP = 5  # an estimate is told in whole five minutes
# How much longer a road is than the straight line of so many kilometres.
DETOURS = ((2.5, 1.35), (12.5, 1.30), (60.0, 1.25), (150.0, 1.20))
# Kilometres an hour on a road of so many kilometres.
SPEEDS = ((1.5, 22.0), (6.5, 32.0), (20.0, 50.0), (65.0, 70.0), (150.0, 85.0))
# Where the rush is felt: the middles of Stockholm, Göteborg and Malmö, and so many kilometres around.
CROWDED = (((59.3293, 18.0686), 25.0), ((57.7089, 11.9746), 15.0), ((55.6050, 13.0038), 12.0))
RUSHES = ((7, 9), (15, 18))  # hours of weekdays
WEEKEND = 5


class Quality(StrEnum):
    """Where a time comes from: measured now, measured before, or estimated, which pages tell with "ca"."""

    ROUTED = "routed"
    CACHED = "cached"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Leg:
    """One road: whole minutes from leaving to being there, and kilometres."""

    minutes: int
    kilometres: float
    quality: Quality

    @property
    def is_estimated(self) -> bool:
        """Whether it is told with "ca"."""
        return self.quality == Quality.ESTIMATED


def pair_of(one: Point, other: Point) -> uuid.UUID:
    """The name of the road from one point to another; the way back has its own."""
    return uuid.UUID(int=(_cell(one) << 64) | _cell(other))


def is_near(one: Point, other: Point) -> bool:
    """Whether there is no road to speak of."""
    return one == other or kilometres(one, other) < NEAR_KM


def estimate(one: Point, other: Point, *, factor: float = 1.0) -> Leg:
    """A road by the straight line; `factor` is what a truck or the rush makes of the time.

    A longer distance never takes less time.
    """
    straight = kilometres(one, other)
    if straight < NEAR_KM:
        return Leg(0, 0.0, Quality.ESTIMATED)
    road = straight * _between(DETOURS, straight)
    driving = road / _between(SPEEDS, road) * 60 * factor
    return Leg(ceil((driving + PARKING) / STEP) * STEP, round(road, 1), Quality.ESTIMATED)


def measured(seconds: float, metres: float, *, quality: Quality = Quality.CACHED, factor: float = 1.0) -> Leg:
    """A road as a router told it: free of traffic, so that the time to park is added."""
    return Leg(ceil(round(seconds * factor / 60 + PARKING, 3)), round(metres / 1000, 1), quality)


def whole(legs: Sequence[Leg | None]) -> Leg | None:
    """Several roads after each other as one; None without any, or when one of them is not known."""
    known = [leg for leg in legs if leg is not None]
    if not known or len(known) < len(legs):
        return None
    quality = next((leg.quality for leg in known if leg.is_estimated), known[0].quality)
    return Leg(sum(leg.minutes for leg in known), round(sum(leg.kilometres for leg in known), 1), quality)


def is_rush(leaves: datetime, place: Point) -> bool:
    """Whether somebody who leaves a place then meets the rush."""
    local = leaves.astimezone(STOCKHOLM)
    if local.weekday() >= WEEKEND or not any(first <= local.hour < last for first, last in RUSHES):
        return False
    return any(kilometres(place, middle) <= around for middle, around in CROWDED)


def _cell(point: Point) -> int:
    north, east = round((point[0] + 90) * CELL), round((point[1] + 180) * CELL)
    return (north << 32) | east


def _between(knots: Sequence[tuple[float, float]], at: float) -> float:
    """The value at a place between knots, on a line from one to the next; at the ends theirs."""
    if at <= knots[0][0]:
        return knots[0][1]
    if at >= knots[-1][0]:
        return knots[-1][1]
    number = bisect_right([place for place, _ in knots], at)
    (low, from_value), (high, to_value) = knots[number - 1], knots[number]
    return from_value + (to_value - from_value) * (at - low) / (high - low)
