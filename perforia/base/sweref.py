"""SWEREF 99 TM and latitude and longitude, both ways. Pure.

Gauss–Krüger's projection as Lantmäteriet publishes it (Gauss Conformal Projection, Krüger's formulas); SWEREF 99 and
WGS 84 are taken as equal, which is right within a metre.
"""

import math

from perforia.base.geography import Point

# GRS 80, and the zone of the whole country.
AXIS, FLATTENING = 6_378_137.0, 1 / 298.257222101
MERIDIAN, SCALE, FALSE_EAST = math.radians(15.0), 0.9996, 500_000.0
_N = FLATTENING / (2 - FLATTENING)
_RADIUS = AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_SERIES = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161_280,
)
_FORWARD = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49_561 * _N**4 / 161_280,
)
_E2 = FLATTENING * (2 - FLATTENING)
_LATITUDES = (
    _E2 + _E2**2 + _E2**3 + _E2**4,
    -(7 * _E2**2 + 17 * _E2**3 + 30 * _E2**4) / 6,
    (224 * _E2**3 + 889 * _E2**4) / 120,
    -(4279 * _E2**4) / 1260,
)


def to_wgs84(north: float, east: float) -> Point:
    """Latitude and longitude in degrees of a point in metres."""
    xi, eta = north / (SCALE * _RADIUS), (east - FALSE_EAST) / (SCALE * _RADIUS)
    xi_, eta_ = xi, eta
    for step, delta in enumerate(_SERIES, start=1):
        xi_ -= delta * math.sin(2 * step * xi) * math.cosh(2 * step * eta)
        eta_ -= delta * math.cos(2 * step * xi) * math.sinh(2 * step * eta)
    conformal = math.asin(math.sin(xi_) / math.cosh(eta_))
    sine = math.sin(conformal)
    a, b, c, d = _LATITUDES
    latitude = conformal + sine * math.cos(conformal) * (a + b * sine**2 + c * sine**4 + d * sine**6)
    longitude = MERIDIAN + math.atan2(math.sinh(eta_), math.cos(xi_))
    return math.degrees(latitude), math.degrees(longitude)


def from_wgs84(point: Point) -> tuple[float, float]:
    """Northing and easting in metres of a point."""
    latitude, around = math.radians(point[0]), math.radians(point[1]) - MERIDIAN
    eccentricity = math.sqrt(_E2)
    tangent = math.tan(latitude)
    sigma = math.sinh(eccentricity * math.atanh(eccentricity * tangent / math.hypot(1, tangent)))
    conformal = tangent * math.hypot(1, sigma) - sigma * math.hypot(1, tangent)
    xi_ = math.atan2(conformal, math.cos(around))
    eta_ = math.asinh(math.sin(around) / math.hypot(conformal, math.cos(around)))
    xi, eta = xi_, eta_
    for step, beta in enumerate(_FORWARD, start=1):
        xi += beta * math.sin(2 * step * xi_) * math.cosh(2 * step * eta_)
        eta += beta * math.cos(2 * step * xi_) * math.sinh(2 * step * eta_)
    return SCALE * _RADIUS * xi, SCALE * _RADIUS * eta + FALSE_EAST
