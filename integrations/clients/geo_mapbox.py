"""Mapbox Geocoding v6 (https://docs.mapbox.com/api/search/geocoding/).

What it answers may be kept only where it was asked for with `permanent=true`, which is paid for. While somebody types
it never is; what was chosen is asked for again by its parts, permanently where the firm pays for that.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from integrations.clients.geo_calls import CHOOSING, TYPING, Door, Question, ask, first_of, point_in
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

FORWARD, REVERSE = "/search/geocode/v6/forward", "/search/geocode/v6/reverse"
MONTH = 30 * 24 * 3600
MOST = 10  # results of one question
PRECISIONS = {
    "rooftop": Precision.BUILDING, "point": Precision.BUILDING, "parcel": Precision.PARCEL,
    "interpolated": Precision.INTERPOLATED,
}  # fmt: skip


class Mapbox:
    """Mapbox with the firm's token; `is_permanent` is whether the firm pays for keeping what is found."""

    name = "mapbox"
    label = "Mapbox"

    def __init__(self, url: str, token: str, *, is_permanent: bool) -> None:
        self._door = Door(self.label, url)
        self._common = {"access_token": token, "country": "se", "language": "sv"}
        self._is_permanent = is_permanent
        self.capabilities = Capabilities(
            may_complete=True, licence=Licence.MAPBOX if is_permanent else Licence.MAPBOX_PASSING,
            may_show_on_map=True, cache_seconds=0, needs_session=False, interval_ms=0,
            attribution="© Mapbox, © OpenStreetMap",
        )  # fmt: skip

    def suggest(self, text: str, *, bias: Point | None, session: str, limit: int = 8) -> Sequence[Suggestion]:
        """Addresses and streets that a text can be completed to; never kept."""
        del session
        params = {
            **self._common, "q": text, "types": "address,street", "autocomplete": "true", "permanent": "false",
            "limit": str(min(limit, MOST)),
        }  # fmt: skip
        if bias is not None:
            params["proximity"] = f"{bias[1]:.4f},{bias[0]:.4f}"
        found = [parts for each in self._features(FORWARD, params, TYPING) if (parts := _parts(each)) is not None]
        return each_once((suggestion_of(self.name, self._ref(parts), parts) for parts in found), limit)

    def resolve(self, ref: str, *, session: str) -> ResolvedAddress | None:
        """What was chosen, asked for by its parts."""
        del session
        content = opened(self.name, ref)
        if content is None:
            return None
        street, number, letter, postcode, city = map(str, content)
        found = self.geocode(AddressParts(street, number, letter, postcode=postcode, city=city))
        return next(iter(found), None)

    def geocode(self, parts: AddressParts) -> Sequence[ResolvedAddress]:
        """Addresses by their parts."""
        told = {
            "address_number": f"{parts.number}{parts.letter}", "street": parts.street, "place": parts.city,
            "postcode": parts.postcode, "autocomplete": "false", "permanent": self._permanent, "limit": "5",
        }  # fmt: skip
        params = {**self._common, **{key: value for key, value in told.items() if value}}
        return [made for each in self._features(FORWARD, params, CHOOSING) if (made := self._read(each)) is not None]

    def reverse(self, point: Point) -> ResolvedAddress | None:
        """The address nearest to a point."""
        params = {
            **self._common, "longitude": f"{point[1]:.6f}", "latitude": f"{point[0]:.6f}", "types": "address",
            "permanent": self._permanent,
        }  # fmt: skip
        found = (self._read(each) for each in self._features(REVERSE, params, CHOOSING))
        return next((made for made in found if made is not None), None)

    def check(self) -> str:
        """That the token is good."""
        self.suggest("Storgatan 1", bias=None, session="", limit=1)
        return "Nyckeln godkänns" + (", svar får sparas" if self._is_permanent else ", svar får inte sparas")

    @property
    def _permanent(self) -> str:
        return "true" if self._is_permanent else "false"

    def _ref(self, parts: AddressParts) -> str:
        return sealed(self.name, [parts.street, parts.number, parts.letter, parts.postcode, parts.city])

    def _features(
        self, path: str, params: Mapping[str, str], seconds: tuple[float, float, float]
    ) -> list[Mapping[str, Any]]:  # Any: JSON
        told = ask(self._door, Question(path, params), seconds=seconds)
        features = told.get("features") if isinstance(told, dict) else None
        if not isinstance(features, list):
            raise ProviderDown("Mapbox svarade något som inte går att läsa.")
        return [each for each in features if isinstance(each, dict)]

    def _read(self, feature: Mapping[str, Any]) -> ResolvedAddress | None:  # Any: JSON
        """One result. What may not be kept comes without its point, so that nobody keeps it."""
        parts, point = _parts(feature), point_in(feature)
        if parts is None or (point is not None and not is_in_sweden(point)):
            return None
        told = feature.get("properties") or {}
        accuracy = str((told.get("coordinates") or {}).get("accuracy") or "")
        precision = PRECISIONS.get(accuracy, Precision.STREET) if point is not None else Precision.NONE
        if not self._is_permanent:
            point, precision = None, Precision.NONE
        ref = str(told.get("mapbox_id") or "") if self._is_permanent else ""
        return ResolvedAddress(parts, point, precision, self.name, ref, self.capabilities.licence)


def _parts(feature: Mapping[str, Any]) -> AddressParts | None:  # Any: JSON
    """The words of one result; None without a street or outside Sweden."""
    told = feature.get("properties") or {}
    context = {name: each for name, each in (told.get("context") or {}).items() if isinstance(each, dict)}
    if first_of(context.get("country", {}), "country_code").upper() not in {"", "SE"}:
        return None
    address = context.get("address", {})
    street = first_of(address, "street_name") or first_of(context.get("street", {}), "name")
    if not street and told.get("feature_type") == "street":
        street = first_of(told, "name")
    if not street:
        return None
    number, letter = number_of(first_of(address, "address_number"))
    city = first_of(context.get("place", {}), "name") or first_of(context.get("locality", {}), "name")
    postcode = postcode_of(context.get("postcode", {}).get("name"))
    return AddressParts(street, number, letter, postcode=postcode, city=city)
