"""Where pictures of maps come from: the layers a firm has configured, with the credit that must be shown.

Pure: perforia.settings reads the environment through `read`, so that a wrong layer stops the start with a sentence.
Terms of the vendors: docs/adr/0016-maps-of-leaflet-through-our-own-door.md.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

DEEPEST = 22
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
PLACES = re.compile(r"\{(?P<name>[^{}]*)\}")
KNOWN = frozenset({"z", "x", "y", "bbox", "key"})
HALF_WORLD = math.pi * 6_378_137  # metres, EPSG:3857


class LayerKind(StrEnum):
    """What a layer shows; the choice between the two is remembered in the browser."""

    STREET = "street"
    SATELLITE = "satellite"


LABELS = {LayerKind.STREET: "Karta", LayerKind.SATELLITE: "Satellit"}


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom a map is owed to, with the page its licence asks for."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """One source of tiles of 256 pixels.

    `template` has {z} {x} {y}, or {bbox} for a WMS in EPSG:3857, and {key} where the vendor wants its key in the
    address. `dark` is the same for dark pages, where there is one. `is_cacheable` only where the licence lets a server
    keep tiles. Raises ValueError for a layer that may not be used: without a credit none can be.
    """

    key: str
    label: str
    kind: LayerKind
    template: str
    credits: tuple[Credit, ...]
    max_zoom: int = 19
    dark: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    is_cacheable: bool = False

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise ValueError(f"map layer {self.key!r}: the key is small letters, digits and hyphens")
        if not self.label.strip():
            raise ValueError(f"map layer {self.key}: a label is missing")
        if not any(credit.text.strip() for credit in self.credits):
            raise ValueError(f"map layer {self.key}: an attribution is missing, without it the map may not be shown")
        if not 1 <= self.max_zoom <= DEEPEST:
            raise ValueError(f"map layer {self.key}: max_zoom is 1 to {DEEPEST}")
        for template in filter(None, (self.template, self.dark or self.template)):
            _check_template(self, template)

    def address(self, z: int, x: int, y: int, *, is_dark: bool = False) -> str:
        """Where one tile is fetched; holds the vendor's key, so it is neither shown nor logged."""
        template = self.dark if is_dark and self.dark else self.template
        west, north, size = -HALF_WORLD, HALF_WORLD, 2 * HALF_WORLD / 2**z
        box = (west + x * size, north - (y + 1) * size, west + (x + 1) * size, north - y * size)
        values = {
            "z": str(z), "x": str(x), "y": str(y), "key": self.secret, "bbox": ",".join(f"{edge:.4f}" for edge in box),
        }  # fmt: skip
        return PLACES.sub(lambda place: values[place["name"]], template)


def _check_template(layer: Layer, template: str) -> None:
    parts = urlsplit(template)
    named = {place["name"] for place in PLACES.finditer(template)}
    if parts.scheme not in {"http", "https"} or not parts.hostname or PLACES.search(parts.netloc):
        raise ValueError(f"map layer {layer.key}: the template begins with https:// and a host that stands written out")
    if parts.username or parts.password:
        raise ValueError(f"map layer {layer.key}: user and password have fields of their own")
    if unknown := named - KNOWN:
        raise ValueError(f"map layer {layer.key}: {', '.join(sorted(unknown))} is no part of a tile's address")
    if not ({"z", "x", "y"} <= named or "bbox" in named):
        raise ValueError(f"map layer {layer.key}: the template needs {{z}}, {{x}} and {{y}}, or {{bbox}}")
    if "key" in named and not layer.secret:
        raise ValueError(f"map layer {layer.key}: the template wants a key and there is none")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the presets need of the environment."""

    lantmateriet_user: str = ""
    lantmateriet_password: str = ""
    maptiler_key: str = ""
    mapbox_token: str = ""
    osm_tiles_url: str = ""


LANTMATERIET = Credit("© Lantmäteriet, CC BY 4.0", "https://www.lantmateriet.se/")
OSM = Credit("© OpenStreetMap", "https://www.openstreetmap.org/copyright")
MAPTILER = Credit("© MapTiler", "https://www.maptiler.com/copyright/")
MAPBOX = (Credit("© Mapbox", "https://www.mapbox.com/about/maps/"), OSM, Credit("© Maxar", "https://www.maxar.com/"))
LANTMATERIET_HOST = "https://maps.lantmateriet.se"
ORTHO = (
    f"{LANTMATERIET_HOST}/ortofoto/wms/v1.3?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetMap&FORMAT=image/jpeg"
    "&LAYERS=Ortofoto_0.5,Ortofoto_0.4,Ortofoto_0.25,Ortofoto_0.16&SRS=EPSG:3857&STYLES=&WIDTH=256&HEIGHT=256"
    "&BBOX={bbox}"
)
MAPTILER_HOST = "https://api.maptiler.com"
NEEDS = {
    "lantmateriet-topowebb": ("lantmateriet_user", "lantmateriet_password"),
    "lantmateriet-ortofoto": ("lantmateriet_user", "lantmateriet_password"),
    "maptiler-streets": ("maptiler_key",),
    "maptiler-satellite": ("maptiler_key",),
    "mapbox-satellite": ("mapbox_token",),
    "own-osm": ("osm_tiles_url",),
}


def preset(name: str, credentials: Credentials) -> Layer:
    """A layer of a known vendor. Raises ValueError when there is none of the name, or what it needs is not set."""
    if name not in NEEDS:
        raise ValueError(f"no map layer is called {name!r}; known are {', '.join(NEEDS)}")
    if missing := [need for need in NEEDS[name] if not getattr(credentials, need)]:
        raise ValueError(f"the map layer {name} needs {' and '.join(missing).upper()}")
    street, aerial = (LABELS[LayerKind.STREET], LayerKind.STREET), (LABELS[LayerKind.SATELLITE], LayerKind.SATELLITE)
    user, password = credentials.lantmateriet_user, credentials.lantmateriet_password
    tiles, key = f"{MAPTILER_HOST}/maps", credentials.maptiler_key
    match name:
        case "lantmateriet-topowebb":
            template = f"{LANTMATERIET_HOST}/topowebb/v1/wmts/1.0.0/topowebb/default/3857/{{z}}/{{y}}/{{x}}.png"
            # The map is open data, which a server may keep.
            return Layer(name, *street, template, (LANTMATERIET,), 15, "", user, password, is_cacheable=True)
        case "lantmateriet-ortofoto":
            # Whether the terms of the viewing service let a server keep pictures could not be confirmed: none is kept.
            return Layer(name, *aerial, ORTHO, (LANTMATERIET,), 20, "", user, password)
        case "maptiler-streets":
            template, dark = (f"{tiles}/{look}/256/{{z}}/{{x}}/{{y}}.png?key={{key}}" for look in MAPTILER_LOOKS)
            return Layer(name, *street, template, (MAPTILER, OSM), max_zoom=20, dark=dark, secret=key)
        case "maptiler-satellite":
            template = f"{MAPTILER_HOST}/tiles/satellite-v2/{{z}}/{{x}}/{{y}}.jpg?key={{key}}"
            return Layer(name, *aerial, template, (MAPTILER, OSM), max_zoom=20, secret=key)
        case "mapbox-satellite":
            template = "https://api.mapbox.com/v4/mapbox.satellite/{z}/{x}/{y}@2x.jpg90?access_token={key}"
            return Layer(name, *aerial, template, MAPBOX, secret=credentials.mapbox_token)
        case _:
            template = f"{credentials.osm_tiles_url.rstrip('/')}/{{z}}/{{x}}/{{y}}.png"
            return Layer(name, *street, template, (OSM,), is_cacheable=True)


MAPTILER_LOOKS = ("streets-v2", "streets-v2-dark")


def read(asked: object, credentials: Credentials) -> tuple[Layer, ...]:
    """The layers of MAP_LAYERS, in their order: a JSON list of presets by name and of layers written out.

    A written out layer has key, label, kind, template and attribution (a text, or a list of [text, address]), and may
    have max_zoom, dark, user, password, secret and cacheable. Raises ValueError with the first thing that is wrong.
    """
    if not isinstance(asked, Sequence) or isinstance(asked, str):
        raise TypeError("MAP_LAYERS is a JSON list")
    layers = tuple(_read_one(each, credentials) for each in asked)
    if len({layer.key for layer in layers}) < len(layers):
        raise ValueError("two map layers have the same key")
    return layers


def _read_one(told: object, credentials: Credentials) -> Layer:
    if isinstance(told, str):
        return preset(told, credentials)
    if not isinstance(told, Mapping):
        raise TypeError("a map layer is the name of a preset or an object")
    names = {"key", "label", "kind", "template", "attribution", "max_zoom", "dark", "user", "password", "secret"}
    if unknown := set(told) - names - {"cacheable"}:
        raise ValueError(f"a map layer has no {', '.join(sorted(unknown))}")
    words = {name: str(told.get(name, "")) for name in names}
    if words["kind"] not in set(LayerKind):
        raise ValueError(f"map layer {words['key']}: kind is {' or '.join(LayerKind)}")
    return Layer(
        key=words["key"], label=words["label"], kind=LayerKind(words["kind"]), template=words["template"],
        credits=_credits(told.get("attribution", "")), max_zoom=int(told.get("max_zoom", 19)), dark=words["dark"],
        user=words["user"], password=words["password"], secret=words["secret"],
        is_cacheable=told.get("cacheable") is True,
    )  # fmt: skip


def _credits(told: object) -> tuple[Credit, ...]:
    if isinstance(told, str):
        return (Credit(told),)
    if isinstance(told, Sequence):
        return tuple(Credit(*map(str, each)) if isinstance(each, list) else Credit(str(each)) for each in told)
    return ()
