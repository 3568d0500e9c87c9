"""What the firm's own register says of an address that was written."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from crm.models import AddressPoint, PostalPlace, Street
from crm.queries.address_streets import (
    alike,
    named,
    named_in,
    numbered,
    resolved_code,
    resolved_point,
    resolved_street,
)
from crm.rules.address_checks import LIKE, Found, Known, confidence_of
from crm.rules.addresses import Line, is_same_place, normalise
from perforia.base.geography import AddressParts, ResolvedAddress

MOST_ALIKE = 10
LARGEST = 2**31 - 1


def known_of(line: Line) -> Known:
    """What there is of a written address: its code, its streets, its number and the numbers beside it.

    Streets of that name elsewhere count only when the written places, by code and by name, have none.
    """
    parts = line.parts
    codes = _codes(parts.postcode)
    cities = [row.city for row in codes]
    streets = named_in(parts.street, [*cities, parts.city])
    streets = streets or named(parts.street) or alike(f"{parts.street} {parts.city}", limit=MOST_ALIKE)
    if not streets and not codes and not PostalPlace.objects.exists():
        return Known(is_filled=False)
    likeness = {street.pk: _likeness(street, parts.street) for street in streets}
    streets = [street for street in streets if likeness[street.pk] >= LIKE]
    hits = [
        Found(resolved_point(point), point.street.district, likeness[point.street_id])
        for point in _of_number(streets, parts)
    ]
    found = [] if hits else _placed(streets, parts, cities, likeness)
    below, above = (None, None) if hits or not found else _beside(found[0], parts)
    code = resolved_code(codes[0]) if codes else None
    return Known(True, cities, code, hits, found, below, above)


def likely_for(line: Line) -> list[ResolvedAddress]:
    """The addresses with a number that may be meant, the likeliest first; else the numbers beside."""
    known = known_of(line)
    if not known.hits:
        return [each for each in (known.below, known.above) if each]
    return [
        hit.address for hit in sorted(known.hits, key=lambda hit: -confidence_of(line.parts, hit, alone=False))
    ]  # fmt: skip


def _codes(postcode: str) -> list[PostalPlace]:
    return list(PostalPlace.objects.filter(postal_code=postcode).order_by("-addresses", "pk")) if postcode else []


def _of_number(streets: Sequence[Street], parts: AddressParts) -> list[AddressPoint]:
    """The number on every such street: the letter that was written, else the number alone, else every letter."""
    if not parts.number or int(parts.number) > LARGEST:
        return []
    of_street: dict[int, list[AddressPoint]] = {}
    for point in numbered(streets, number=int(parts.number)):
        of_street.setdefault(point.street_id, []).append(point)
    kept: list[AddressPoint] = []
    for points in of_street.values():
        exact = [point for point in points if point.letter == parts.letter]
        kept += exact or [point for point in points if not point.letter] or points
    return kept


def _placed(
    streets: Sequence[Street], parts: AddressParts, cities: Sequence[str], likeness: dict[int, float]
) -> list[Found]:
    """The streets without the number, those in the written place first, with the code where they are in it."""
    places = [*cities, parts.city]
    near = [street for street in streets if any(place and is_same_place(street.city, place) for place in places)]
    within: set[int] = set()
    if parts.postcode and near:
        rows = AddressPoint.objects.filter(street__in=[street.pk for street in near], postal_code=parts.postcode)
        within = set(rows.order_by().values_list("street", flat=True).distinct())
    ordered = sorted(streets, key=lambda street: (street.pk not in within, street not in near, -likeness[street.pk]))
    found = []
    for street in ordered:
        address = resolved_street(street)
        if street.pk in within:
            address = replace(address, parts=replace(address.parts, postcode=parts.postcode))
        found.append(Found(address, street.district, likeness[street.pk]))
    return found


def _beside(found: Found, parts: AddressParts) -> tuple[ResolvedAddress | None, ResolvedAddress | None]:
    """The nearest numbers below and above on a street."""
    if not parts.number or int(parts.number) > LARGEST:
        return None, None
    rows = AddressPoint.objects.filter(street=int(found.address.ref[2:])).select_related("street")
    below = rows.filter(number__lt=int(parts.number), number__gt=0).order_by("-number", "letter").first()
    above = rows.filter(number__gt=int(parts.number)).order_by("number", "letter").first()
    return (resolved_point(below) if below else None), (resolved_point(above) if above else None)


def _likeness(street: Street, written: str) -> float:
    one, other = normalise(street.name), normalise(written)
    return 1.0 if one == other else min(SequenceMatcher(None, one, other).ratio(), 0.99)
