"""Points, addresses as read and as found, how exact they are, and what may be kept of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import TextChoices

Point = tuple[float, float]  # latitude and longitude in degrees, WGS 84
EARTH = 6_371.0088  # kilometres, the mean radius (IUGG)
# Sweden with its islands; a point outside is a mistake.
SOUTH, NORTH, WEST, EAST = 55.0, 69.2, 10.5, 24.3


class Precision(TextChoices):
    """What a point stands for, the most exact first."""

    ENTRANCE = "entrance", "Ingång"
    MANUAL = "manual", "Utpekad på kartan"
    BUILDING = "building", "Byggnad"
    PARCEL = "parcel", "Tomt"
    INTERPOLATED = "interpolated", "Beräknad mellan grannar"
    STREET = "street", "Gata"
    POSTCODE = "postcode", "Postnummer"
    CITY = "city", "Ort"
    NONE = "none", "Okänd"


class Licence(TextChoices):
    """Whose data an address is, which decides what may be kept of it and shown."""

    LANTMATERIET = "lm-ccby4", "© Lantmäteriet, CC BY 4.0"
    OSM = "osm-odbl", "© OpenStreetMaps bidragsgivare"
    MAPBOX = "mapbox-permanent", "© Mapbox, © OpenStreetMap"
    MAPBOX_PASSING = "mapbox-temporary", "© Mapbox, © OpenStreetMap"
    GOOGLE = "google-text-only", "Google"
    OWN = "own", ""


# Of these only the words may be kept, never the point.
WORDS_ONLY = frozenset({Licence.GOOGLE, Licence.MAPBOX_PASSING})


class SuggestionKind(TextChoices):
    """What a suggestion is; after a street the number is asked for."""

    ADDRESS = "address", "Adress"
    STREET = "street", "Gata"
    PLACE = "place", "Ort"
    POSTCODE = "postcode", "Postnummer"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line below an address field. `ref` is understood by the same provider only."""

    provider: str
    ref: str
    main: str
    secondary: str = ""
    kind: SuggestionKind = SuggestionKind.ADDRESS

    @property
    def needs_number(self) -> bool:
        """Whether a street was found and its number is still to be written."""
        return self.kind == SuggestionKind.STREET


@dataclass(frozen=True, slots=True)
class AddressParts:
    """An address as read from a line: `Storgatan 12 A lgh 1102` with five digits and a place."""

    street: str
    number: str = ""
    letter: str = ""
    apartment: str = ""
    postcode: str = ""
    city: str = ""

    @property
    def line(self) -> str:
        """Street, number and letter as people write them."""
        return " ".join(part for part in (self.street, f"{self.number}{self.letter}") if part)


@dataclass(frozen=True, slots=True)
class ResolvedAddress:
    """An address a provider knows. `confidence` 0–1 is ours; without a point where it may not be kept."""

    parts: AddressParts
    point: Point | None
    precision: Precision
    provider: str
    ref: str
    licence: Licence
    confidence: float = 0.0
    municipality: str = ""  # its code, four digits
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a provider's terms allow and its interface needs."""

    may_complete: bool  # may be asked at every key
    licence: Licence
    may_show_on_map: bool
    cache_seconds: int  # 0: never kept
    needs_session: bool  # is billed by a session of typing
    interval_ms: int  # between two calls of the whole firm
    attribution: str


class AddressProvider(Protocol):
    """What knows addresses: the register of our own, or a service outside.

    All four raise the Provider… of perforia.base.errors when they have no answer; nothing found is no error.
    A provider that cannot do one of them answers nothing.
    """

    @property
    def name(self) -> str:
        """Its name in settings and in what is kept of an address: `register`, `photon` …"""

    @property
    def capabilities(self) -> Capabilities:
        """What its terms allow."""

    def suggest(self, text: str, *, bias: Point | None, session: str, limit: int = 8) -> Sequence[Suggestion]:
        """What a text can be completed to, the likeliest first. `session` is one typing, empty when not known."""

    def resolve(self, ref: str, *, session: str) -> ResolvedAddress | None:
        """The address of a suggestion of its own; none when it has gone."""

    def geocode(self, parts: AddressParts) -> Sequence[ResolvedAddress]:
        """The addresses that fit, the likeliest first."""

    def reverse(self, point: Point) -> ResolvedAddress | None:
        """The address nearest to a point."""


def is_in_sweden(point: Point) -> bool:
    """Whether a point can be an address of ours."""
    return SOUTH <= point[0] <= NORTH and WEST <= point[1] <= EAST


def kilometres(one: Point, other: Point) -> float:
    """The straight line between two points (haversine)."""
    (north, east), (north_too, east_too) = one, other
    half = math.sin(math.radians(north_too - north) / 2) ** 2
    half += (
        math.cos(math.radians(north))
        * math.cos(math.radians(north_too))
        * math.sin(math.radians(east_too - east) / 2) ** 2
    )
    return 2 * EARTH * math.asin(math.sqrt(min(half, 1.0)))
