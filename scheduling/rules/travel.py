"""How long the road takes when no router is asked: the straight line, longer by what roads are longer. Pure."""

from math import asin, ceil, cos, radians, sin, sqrt

from scheduling.rules.facts import Point

EARTH = 6371.0  # kilometres
DETOUR = 1.3  # a road in a town is about so much longer than the straight line
SPEED, FAST_SPEED = 30.0, 60.0  # kilometres an hour: in town, and beyond NEAR kilometres
NEAR = 15.0
LOADING = 5  # minutes to find a place to stand


def kilometres(one: Point, other: Point) -> float:
    """The straight line between two points."""
    (north, east), (north_too, east_too) = one, other
    half = sin(radians(north_too - north) / 2) ** 2
    half += cos(radians(north)) * cos(radians(north_too)) * sin(radians(east_too - east) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(half, 1.0)))


def straight_line(one: Point | None, other: Point | None) -> int | None:
    """Minutes by car, rounded up to five; none within 100 metres, None when a point is not known."""
    if one is None or other is None:
        return None
    road = kilometres(one, other) * DETOUR
    if road < 0.1:  # noqa: PLR2004 -- the same yard
        return 0
    driving = min(road, NEAR) / SPEED * 60 + max(road - NEAR, 0) / FAST_SPEED * 60
    return ceil((driving + LOADING) / 5) * 5
