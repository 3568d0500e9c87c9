"""Google Places API (New) as an aid in typing (https://developers.google.com/maps/documentation/places/web-service).

For firms with a billing address in the EEA its content may fill in an address but be shown on no map, and only the id
of a place may be kept: neither asked for nor answered here is any point. One token covers one typing, ended by the one
question about what was chosen; without a token, or with one used again, every key is billed.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from integrations.clients.geo_calls import CHOOSING, TYPING, Door, Question, ask, first_of
from integrations.clients.geo_words import number_of, postcode_of
from perforia.base.errors import ProviderDown
from perforia.base.geography import (
    AddressParts,
    Capabilities,
    Licence,
    Point,
    Precision,
    ResolvedAddress,
    Suggestion,
    SuggestionKind,
)

PREDICTED = "suggestions.placePrediction"
SUGGEST_MASK = f"{PREDICTED}.placeId,{PREDICTED}.text,{PREDICTED}.structuredFormat,{PREDICTED}.types"
DETAILS_MASK = "id,formattedAddress,addressComponents,postalAddress,types"  # no location: see above
TYPES = ("street_address", "premise", "subpremise", "route")
LONGEST_TOKEN = 36
# Without a bias Google takes the place of the caller's address, which is our server's.
ANYWHERE: Point = (59.33, 18.07)
RADIUS = 30_000.0  # metres
CAPABILITIES = Capabilities(
    may_complete=True, licence=Licence.GOOGLE, may_show_on_map=False, cache_seconds=0, needs_session=True,
    interval_ms=0, attribution="Google",
)  # fmt: skip


class Google:
    """Google Places with the firm's key."""

    name = "google"
    label = "Google Places"
    capabilities = CAPABILITIES

    def __init__(self, url: str, key: str) -> None:
        self._door = Door(self.label, url, {"X-Goog-Api-Key": key})

    def suggest(self, text: str, *, bias: Point | None, session: str, limit: int = 8) -> Sequence[Suggestion]:
        """Addresses and streets in Sweden that a text can be completed to, five at most."""
        north, east = bias or ANYWHERE
        body: dict[str, object] = {
            "input": text, "includedRegionCodes": ["se"], "includedPrimaryTypes": list(TYPES), "languageCode": "sv",
            "regionCode": "se",
            "locationBias": {"circle": {"center": {"latitude": north, "longitude": east}, "radius": RADIUS}},
        }  # fmt: skip
        if 0 < len(session) <= LONGEST_TOKEN:
            body["sessionToken"] = session
        question = Question("/v1/places:autocomplete", body=body, headers={"X-Goog-FieldMask": SUGGEST_MASK})
        told = ask(self._door, question, seconds=TYPING)
        if not isinstance(told, dict):
            raise ProviderDown("Google svarade något som inte går att läsa.")
        found = [_suggestion(each) for each in told.get("suggestions") or [] if isinstance(each, dict)]
        return [each for each in found if each is not None][:limit]

    def resolve(self, ref: str, *, session: str) -> ResolvedAddress | None:
        """The words of a place; ends the typing that `session` stands for."""
        params = {"languageCode": "sv", "regionCode": "SE"}
        if 0 < len(session) <= LONGEST_TOKEN:
            params["sessionToken"] = session
        path = f"/v1/places/{quote(ref, safe='')}"
        told = ask(self._door, Question(path, params, headers={"X-Goog-FieldMask": DETAILS_MASK}), seconds=CHOOSING)
        return _read(told) if isinstance(told, dict) else None

    def geocode(self, parts: AddressParts) -> Sequence[ResolvedAddress]:
        """Nothing: no point of Google's may be kept."""
        del parts
        return []

    def reverse(self, point: Point) -> ResolvedAddress | None:
        """Nothing, for the same reason."""
        del point
        return None

    def check(self) -> str:
        """That the key is good."""
        self.suggest("Storgatan 1", bias=None, session="", limit=1)
        return "Nyckeln godkänns, bara text får användas"


def _suggestion(told: Mapping[str, Any]) -> Suggestion | None:  # Any: JSON
    place = told.get("placePrediction") or {}
    words = place.get("structuredFormat") or {}
    main = first_of(words.get("mainText") or {}, "text") or first_of(place.get("text") or {}, "text")
    ref = first_of(place, "placeId")
    if not main or not ref:
        return None
    kind = SuggestionKind.STREET if "route" in (place.get("types") or []) else SuggestionKind.ADDRESS
    secondary = first_of(words.get("secondaryText") or {}, "text").removesuffix(", Sverige")
    return Suggestion(Google.name, ref, main, secondary, kind)


def _read(told: Mapping[str, Any]) -> ResolvedAddress | None:  # Any: JSON
    """The words of a place. The place of the post is `postal_town`, sometimes `locality`."""
    words: dict[str, str] = {}
    for each in told.get("addressComponents") or []:
        for kind in each.get("types") or []:
            words.setdefault(str(kind), first_of(each, "longText", "shortText"))
    post = told.get("postalAddress") or {}
    street = first_of(words, "route")
    country = str(post.get("regionCode") or "SE").upper()
    if not street or country != "SE":
        return None
    number, letter = number_of(first_of(words, "street_number"))
    parts = AddressParts(
        street, number, letter, postcode=postcode_of(words.get("postal_code") or post.get("postalCode")),
        city=first_of(words, "postal_town", "locality") or first_of(post, "locality"),
    )  # fmt: skip
    ref = first_of(told, "id")
    return ResolvedAddress(parts, None, Precision.NONE, Google.name, ref, Licence.GOOGLE)
