"""Coordinates as people write them, or copy them from a map. Pure."""

import re

from perforia.base.geography import Point, is_in_sweden

_DEGREES = re.compile(r"\d{1,3}(?:[.,]\d+)?")
_BOTH = 2


def read_point(text: str) -> Point | None:
    """Latitude and longitude of a text: `59.33258, 18.06490`, `59,33258 18,06490`, also the wrong way round.

    None when it is not two numbers. A point outside Sweden is answered as it stands.
    """
    found = _DEGREES.findall(text)
    if len(found) != _BOTH or re.search(r"[^\d\s.,;°NEne()]", text):
        return None
    one, other = (float(degrees.replace(",", ".")) for degrees in found)
    point, turned = (one, other), (other, one)
    return turned if is_in_sweden(turned) and not is_in_sweden(point) else point
