"""The firm's own register as a provider of addresses: completes, finds, checks and turns points into addresses."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from crm.models import AddressPoint, PostalPlace, Street
from crm.queries.address_matching import known_of
from crm.queries.address_streets import (
    NAME,
    beginning_with,
    numbered,
    resolved_code,
    resolved_point,
    resolved_street,
)
from crm.rules.address_checks import confidence_of, whole_place
from crm.rules.addresses import Line, Typed, pretty_code, read_typed
from perforia.base.geography import (
    AddressParts,
    AddressProvider,
    Capabilities,
    Licence,
    Point,
    ResolvedAddress,
    Suggestion,
    SuggestionKind,
    kilometres,
)

HOUR = 3600
NAMESAKES = 60  # so many streets of one name are searched for a number, the nearest first
NEAREST = 12  # of them first
LONGER = 3  # and so many for longer numbers that begin with it
REACHES = (0.002, 0.01)  # degrees to look around a point: some two hundred metres, then a kilometre
MOST_NEAR = 5000
ATTRIBUTION = "© Lantmäteriet"


class Register:
    """The register of our own. Asks only the firm's database, so it never raises that it cannot be reached."""

    name = NAME
    capabilities = Capabilities(
        may_complete=True, licence=Licence.LANTMATERIET, may_show_on_map=True, cache_seconds=HOUR, needs_session=False,
        interval_ms=0, attribution=ATTRIBUTION,
    )  # fmt: skip

    def suggest(self, text: str, *, bias: Point | None, session: str, limit: int = 8) -> Sequence[Suggestion]:
        """Streets that begin so; with a number the addresses that begin so; from three digits on postal codes."""
        del session
        typed = read_typed(text)
        if typed is None:
            return []
        if not typed.words:
            rows = PostalPlace.objects.filter(postal_code__startswith=typed.postcode).order_by("postal_code", "pk")
            return [_code_line(row) for row in rows[:limit]]
        if typed.number is None:
            return _street_lines(beginning_with(typed.words, "", bias=bias, limit=limit))
        streets = beginning_with(typed.words, typed.rest, bias=bias, limit=NAMESAKES)
        points = _points(streets, typed, limit)
        return _point_lines(points[:limit]) if points else _street_lines(streets[:limit])

    def resolve(self, ref: str, *, session: str) -> ResolvedAddress | None:
        """The address, street or postal code that a suggestion meant."""
        del session
        kind, _, key = ref.partition(":")
        if kind == "p":
            try:
                identity = uuid.UUID(key)
            except ValueError:
                return None
            point = AddressPoint.objects.filter(pk=identity).select_related("street").first()
            return resolved_point(point) if point else None
        if not (key.isascii() and key.isdecimal() and len(key) <= 18):  # noqa: PLR2004 -- what a bigint holds
            return None
        if kind == "s":
            street = Street.objects.filter(pk=int(key)).first()
            return resolved_street(street) if street else None
        code = PostalPlace.objects.filter(pk=int(key)).first() if kind == "c" else None
        return resolved_code(code) if code else None

    def geocode(self, parts: AddressParts) -> Sequence[ResolvedAddress]:
        """The addresses that fit, the likeliest first; streets where the number is not known."""
        known = known_of(Line(parts))
        found = known.hits or known.streets
        sure = [
            replace(each.address, confidence=confidence_of(parts, each, alone=len(found) == 1)) for each in found
        ]  # fmt: skip
        return sorted(sure, key=lambda each: -each.confidence)

    def reverse(self, point: Point) -> ResolvedAddress | None:
        """The nearest address within a kilometre or so."""
        for reach in REACHES:
            south, west = point[0] - reach, point[1] - 2 * reach
            rows = (
                AddressPoint.objects.filter(
                    latitude__range=(south, point[0] + reach), longitude__range=(west, point[1] + 2 * reach)
                )
                .select_related("street")
                .order_by("pk")
            )
            near = [(kilometres(point, (row.latitude, row.longitude)), row) for row in rows[:MOST_NEAR]]
            if near:
                return resolved_point(min(near, key=lambda pair: pair[0])[1])
        return None


REGISTER: AddressProvider = Register()


def _points(streets: Sequence[Street], typed: Typed, limit: int) -> list[AddressPoint]:
    """A number on the nearest streets, and only when that is too little on those farther off."""
    asked = partial(numbered, number=typed.number or 0, letter=typed.letter, postcode=typed.postcode)
    found = asked(streets[:NEAREST], longer_of=LONGER)
    exact = [point for point in found if point.number == typed.number]
    if len(exact) < limit and streets[NEAREST:]:
        exact += asked(streets[NEAREST:])
    return [*exact, *(point for point in found if point.number != typed.number)]


def _street_lines(streets: Sequence[Street]) -> list[Suggestion]:
    twice = Counter((street.name, street.city) for street in streets)
    return [
        Suggestion(
            NAME, f"s:{street.pk}", street.name,
            _with_district(street.city, street if twice[street.name, street.city] > 1 else None), SuggestionKind.STREET,
        )
        for street in streets
    ]  # fmt: skip


def _point_lines(points: Sequence[AddressPoint]) -> list[Suggestion]:
    addresses = [(point, resolved_point(point).parts) for point in points]
    twice = Counter(parts for _, parts in addresses)
    return [
        Suggestion(
            NAME, f"p:{point.pk}", parts.line,
            _with_district(whole_place(parts), point.street if twice[parts] > 1 else None),
        )
        for point, parts in addresses
    ]  # fmt: skip


def _with_district(place: str, street: Street | None) -> str:
    return f"{place} ({street.district})" if street and street.district else place


def _code_line(row: PostalPlace) -> Suggestion:
    return Suggestion(NAME, f"c:{row.pk}", f"{pretty_code(row.postal_code)} {row.city}", "", SuggestionKind.POSTCODE)
