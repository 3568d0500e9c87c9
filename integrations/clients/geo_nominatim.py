"""Nominatim, OpenStreetMap's own search (https://nominatim.org/release-docs/latest/api/Overview/).

Only to check an address and to turn a point into one: the public server forbids completion and allows one question a
second from the whole firm, by a client that says who it is (https://operations.osmfoundation.org/policies/nominatim/).
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from integrations.clients.geo_calls import CHOOSING, Door, Question, ask, first_of, point_of
from integrations.clients.geo_words import number_of, postcode_of
from perforia.base.errors import ProviderBadRequest, ProviderDown
from perforia.base.geography import (
    AddressParts,
    Capabilities,
    Licence,
    Point,
    Precision,
    ResolvedAddress,
    Suggestion,
    is_in_sweden,
)

WEEK = 7 * 24 * 3600
PUBLIC, PUBLIC_INTERVAL = "nominatim.openstreetmap.org", 1000
SETTLED = ("city", "town", "village", "hamlet", "municipality")
HOUSE, STREET = 30, 26  # place_rank of an address, and of a street
CHECKED = "5"
COMMON = {"format": "jsonv2", "addressdetails": "1", "accept-language": "sv"}


class Nominatim:
    """One server of Nominatim."""

    name = "nominatim"
    label = "Nominatim"

    def __init__(self, url: str) -> None:
        self._door = Door(self.label, url, {"User-Agent": f"Perforia ({settings.BASE_URL})"})
        is_public = urlsplit(url).hostname == PUBLIC
        self.capabilities = Capabilities(
            may_complete=False, licence=Licence.OSM, may_show_on_map=True, cache_seconds=WEEK, needs_session=False,
            interval_ms=PUBLIC_INTERVAL if is_public else 0, attribution="© OpenStreetMaps bidragsgivare",
        )  # fmt: skip

    def suggest(self, text: str, *, bias: Point | None, session: str, limit: int = 8) -> Sequence[Suggestion]:
        """Nothing: it is not for completing."""
        del text, bias, session, limit
        return []

    def resolve(self, ref: str, *, session: str) -> ResolvedAddress | None:
        """What has an identity of OpenStreetMap: `N123`, `W45`. They may change over there."""
        del session
        return next(iter(self._found(Question("/lookup", {**COMMON, "osm_ids": ref}))), None)

    def geocode(self, parts: AddressParts) -> Sequence[ResolvedAddress]:
        """Houses and streets by their parts; structured, which is never mixed with free text."""
        told = {
            "street": f"{parts.number}{parts.letter} {parts.street}".strip(), "city": parts.city,
            "postalcode": parts.postcode, "countrycodes": "se", "layer": "address", "limit": CHECKED,
        }  # fmt: skip
        return self._found(Question("/search", {**COMMON, **{key: value for key, value in told.items() if value}}))

    def reverse(self, point: Point) -> ResolvedAddress | None:
        """The address nearest to a point."""
        place = {"lat": f"{point[0]:.6f}", "lon": f"{point[1]:.6f}", "zoom": "18"}
        told = ask(self._door, Question("/reverse", {**COMMON, **place}), seconds=CHOOSING)
        return _read(told) if isinstance(told, dict) and "error" not in told else None

    def check(self) -> str:
        """How old its data is."""
        told = ask(self._door, Question("/status", {"format": "json"}), seconds=CHOOSING)
        if not isinstance(told, dict) or told.get("status") != 0:
            raise ProviderDown("Nominatim svarar, men är inte redo.")
        return f"Data från {str(told.get('data_updated') or '')[:10] or 'okänd dag'}"

    def _found(self, question: Question) -> list[ResolvedAddress]:
        told = ask(self._door, question, seconds=CHOOSING)
        if isinstance(told, dict) and "error" in told:
            raise ProviderBadRequest("Nominatim förstod inte frågan.")
        if not isinstance(told, list):
            raise ProviderDown("Nominatim svarade något som inte går att läsa.")
        return [made for each in told if isinstance(each, dict) and (made := _read(each)) is not None]


def _read(told: Mapping[str, Any]) -> ResolvedAddress | None:  # Any: JSON
    """One result: its numbers are texts, and the name of its place stands under one of several words."""
    address = told.get("address") or {}
    point = point_of(told.get("lat"), told.get("lon"))
    street = first_of(address, "road", "pedestrian", "footway", "hamlet")
    if point is None or not is_in_sweden(point) or not street or address.get("country_code", "se") != "se":
        return None
    number, letter = number_of(first_of(address, "house_number"))
    rank = int(told["place_rank"]) if str(told.get("place_rank", "")).isdecimal() else 0
    precision = Precision.BUILDING if number and rank >= HOUSE else Precision.STREET
    if not number and rank < STREET:
        precision = Precision.CITY
    city = first_of(address, *SETTLED).removesuffix(" kommun")
    parts = AddressParts(street, number, letter, postcode=postcode_of(address.get("postcode")), city=city)
    ref = f"{str(told.get('osm_type', ''))[:1].upper()}{told.get('osm_id', '')}"
    return ResolvedAddress(parts, point, precision, Nominatim.name, ref, Licence.OSM)
