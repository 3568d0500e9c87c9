"""Photon, a server for completing addresses of OpenStreetMap (https://github.com/komoot/photon, Apache-2.0).

Values that are missing are left out of its answers. It has no way to look a result up again, so that a reference
carries the result. Without `lang` names come as they are written on the spot.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from integrations.clients.geo_calls import CHOOSING, TYPING, Door, Question, ask, first_of, point_in, point_of
from integrations.clients.geo_words import each_once, number_of, opened, postcode_of, sealed, suggestion_of
from perforia.base.errors import ProviderDown
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
LAYERS = ("house", "street")
PRECISIONS = {"house": Precision.BUILDING, "street": Precision.STREET}
REACH = "0.3"  # kilometres around a point
CHECKED = 5
CAPABILITIES = Capabilities(
    may_complete=True, licence=Licence.OSM, may_show_on_map=True, cache_seconds=WEEK, needs_session=False,
    interval_ms=0, attribution="© OpenStreetMaps bidragsgivare",
)  # fmt: skip


class Photon:
    """One server of Photon."""

    name = "photon"
    label = "Photon"
    capabilities = CAPABILITIES

    def __init__(self, url: str) -> None:
        self._door = Door(self.label, url)

    def suggest(self, text: str, *, bias: Point | None, session: str, limit: int = 8) -> Sequence[Suggestion]:
        """Houses and streets in Sweden that a text can be completed to, those near `bias` first."""
        del session
        params: dict[str, str | Sequence[str]] = {
            "q": text, "limit": str(2 * limit), "countrycode": "SE", "layer": LAYERS,
        }  # fmt: skip
        if bias is not None:
            params |= {"lat": f"{bias[0]:.4f}", "lon": f"{bias[1]:.4f}"}
        found = self._found(Question("/api", params), TYPING)
        return each_once((suggestion_of(self.name, _ref(each), each.parts) for each in found), limit)

    def resolve(self, ref: str, *, session: str) -> ResolvedAddress | None:
        """The address a suggestion carries."""
        del session
        content = opened(self.name, ref)
        return _unfolded(content) if content else None

    def geocode(self, parts: AddressParts) -> Sequence[ResolvedAddress]:
        """Houses and streets by their parts."""
        told = {
            "countrycode": "SE", "street": parts.street, "housenumber": f"{parts.number}{parts.letter}",
            "postcode": parts.postcode, "city": parts.city, "limit": str(CHECKED),
        }  # fmt: skip
        return self._found(Question("/structured", {key: value for key, value in told.items() if value}), CHOOSING)

    def reverse(self, point: Point) -> ResolvedAddress | None:
        """The house nearest to a point."""
        params = {"lat": f"{point[0]:.6f}", "lon": f"{point[1]:.6f}", "radius": REACH, "limit": "1", "layer": "house"}
        return next(iter(self._found(Question("/reverse", params), CHOOSING)), None)

    def check(self) -> str:
        """How old its data is."""
        told = ask(self._door, Question("/status"), seconds=CHOOSING)
        if not isinstance(told, dict) or told.get("status") != "Ok":
            raise ProviderDown("Photon svarar, men är inte redo.")
        return f"Data från {str(told.get('import_date') or '')[:10] or 'okänd dag'}"

    def _found(self, question: Question, seconds: tuple[float, float, float]) -> list[ResolvedAddress]:
        told = ask(self._door, question, seconds=seconds)
        features = told.get("features") if isinstance(told, dict) else None
        if not isinstance(features, list):
            raise ProviderDown("Photon svarade något som inte går att läsa.")
        return [made for each in features if isinstance(each, dict) and (made := _read(each)) is not None]


def _read(feature: Mapping[str, Any]) -> ResolvedAddress | None:  # Any: JSON
    """One result; None for what lies abroad, or is neither house nor street."""
    told = feature.get("properties") or {}
    point = point_in(feature)
    kind = PRECISIONS.get(str(told.get("type")))
    is_swedish = str(told.get("countrycode", "SE")).upper() == "SE"
    if kind is None or point is None or not is_in_sweden(point) or not is_swedish:
        return None
    number, letter = number_of(first_of(told, "housenumber"))
    street = first_of(told, "street", "name") if kind == Precision.BUILDING else first_of(told, "name", "street")
    if not street or (kind == Precision.BUILDING and not number):
        return None
    city = first_of(told, "city", "locality", "district", "county")
    parts = AddressParts(street, number, letter, postcode=postcode_of(told.get("postcode")), city=city)
    ref = f"{told.get('osm_type', '')}{told.get('osm_id', '')}"
    return ResolvedAddress(parts, point, kind, Photon.name, ref, Licence.OSM)


def _ref(address: ResolvedAddress) -> str:
    parts, (north, east) = address.parts, address.point or (0.0, 0.0)
    return sealed(
        Photon.name,
        [
            parts.street, parts.number, parts.letter, parts.postcode, parts.city, round(north, 6), round(east, 6),
            address.precision.value, address.ref,
        ],
    )  # fmt: skip


def _unfolded(content: Sequence[object]) -> ResolvedAddress:
    street, number, letter, postcode, city, north, east, precision, ref = map(str, content)
    parts = AddressParts(street, number, letter, postcode=postcode, city=city)
    point = point_of(north, east)
    return ResolvedAddress(parts, point, Precision(precision), Photon.name, ref, Licence.OSM)
