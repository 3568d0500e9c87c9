"""A server of addresses on loopback that speaks as Photon documents itself: `python -m simulators.photon`.

Strict: a parameter it does not know, or that says nothing, is refused with 400 and a message, as Photon does. Values
that are missing are left out of answers. It knows the addresses of an invented town, or those of a file.
"""

import argparse
import math
import signal
import threading
import zlib
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path

from simulators.failing import Asked, FailingHandler, FailingServer, Mode
from simulators.pages import HOST, page
from simulators.photon_places import TOWN, Place, read

LAYERS = {"house", "street", "locality", "district", "city", "county", "state", "country", "other"}
COMMON = {
    "limit", "lang", "lat", "lon", "zoom", "location_bias_scale", "bbox", "countrycode", "layer", "osm_tag", "dedupe",
    "debug", "include", "exclude",
}  # fmt: skip
PARTS = {"state", "county", "city", "postcode", "district", "street", "housenumber"}
ALLOWED = {
    "/api": COMMON | {"q"}, "/structured": COMMON | PARTS,
    "/reverse": {"lat", "lon", "radius", "limit", "layer", "lang", "osm_tag", "debug", "dedupe"},
    "/status": set(),
}  # fmt: skip
NUMBERS = ("lat", "lon", "limit", "radius", "zoom", "location_bias_scale")
LIMIT, MOST = 15, 50
KILOMETRES = 111.195  # a degree of latitude
ABROAD = (55.6761, 12.5683)
STATUS = {"status": "Ok", "import_date": "2026-11-14T03:12:45Z", "version": "1.2.1", "git_commit": "0000000"}


class Photon(FailingServer):
    """The server; `asked` is what it was asked, `plan` makes trouble."""

    def __init__(self, places: Sequence[Place] = TOWN, *, port: int = 0) -> None:
        class Handler(_Handler):
            server_of = self

        super().__init__(Handler, port=port)
        self.places = places


class _Handler(FailingHandler):
    server_of: Photon

    def do_GET(self) -> None:  # noqa: N802 -- the name http.server calls
        """Answer addresses, or how old they are."""
        if self.path == "/":
            count = len(self.server_of.places)
            self.answer(page("Adresser", f"<h1>Adresser</h1><p>{count} adresser ur ett påhittat register.</p>"))
            return
        asked, mode = self.taken()
        if asked.path not in ALLOWED:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif problem := _problem(asked):
            self.tell({"message": problem}, HTTPStatus.BAD_REQUEST, mode=mode)
        elif asked.path == "/status":
            self.tell(STATUS, mode=mode)
        else:
            features = _spoilt([_feature(each) for each in _found(asked, self.server_of.places)], mode)
            self.tell({"type": "FeatureCollection", "features": features}, mode=mode)


def _problem(asked: Asked) -> str:
    """What Photon would complain of; empty when it would answer."""
    allowed, told = ALLOWED[asked.path], asked.params
    unknown, strange = set(told) - allowed, set(told.get("layer", ())) - LAYERS
    numbers = [name for name in NUMBERS if name in told and not _is_number(asked.one(name))]
    no_point = ("lat" in told) != ("lon" in told) or (asked.path == "/reverse" and "lat" not in told)
    checks = {
        f"unknown query parameter '{min(unknown, default='')}'. Allowed parameters are: {sorted(allowed)}": bool(
            unknown
        ),
        "missing search term 'q': /?q=berlin": asked.path == "/api" and not asked.one("q").strip(),
        "at least one of the parameters city, street … is required": asked.path == "/structured"
        and not PARTS & set(told),
        "missing search term 'lat' and/or 'lon': /?lat=51.5&lon=8.0": no_point,
        f"invalid {min(numbers, default='')} parameter, must be a number": bool(numbers),
        f"Invalid layer '{min(strange, default='')}'. Allowed layers are: {', '.join(sorted(LAYERS))}": bool(strange),
    }
    return next((words for words, is_wrong in checks.items() if is_wrong), "")


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _found(asked: Asked, places: Sequence[Place]) -> list[Place]:
    """What a question finds, best first; streets are made of their houses."""
    wanted = {code.upper() for code in asked.params.get("countrycode", ())}
    if wanted and "SE" not in wanted:
        return []
    layers = set(asked.params.get("layer", LAYERS))
    known = [each for each in (*_streets(places), *places) if ("house" if each.number else "street") in layers]
    limit = min(int(asked.one("limit") or LIMIT), MOST)
    if asked.path == "/reverse":
        return _nearest(asked, known)[:limit]
    if asked.path == "/structured":
        return _fitting({name: asked.one(name) for name in PARTS if asked.one(name)}, known)[:limit]
    words = asked.one("q").casefold().replace(",", " ").split()
    hits = [each for each in known if _fits(words, each)]
    if "lat" in asked.params:
        here = (float(asked.one("lat")), float(asked.one("lon")))
        hits.sort(key=lambda each: _far(each, here))
    has_number = any(word[0].isdigit() for word in words)
    hits.sort(key=lambda each: bool(each.number) != has_number)
    return hits[:limit]


def _fits(words: Iterable[str], place: Place) -> bool:
    """Whether every word begins something of an address."""
    told = f"{place.street} {place.city} {place.postcode} {place.number}".casefold().split()
    return all(any(part.startswith(word) for part in told) for word in words)


def _fitting(parts: Mapping[str, str], places: Sequence[Place]) -> list[Place]:
    """Houses that fit, else their street, as Photon falls back."""
    number, code = parts.get("housenumber", "").casefold(), parts.get("postcode", "").replace(" ", "")
    near = [
        each for each in places
        if each.street.casefold() == parts.get("street", each.street).casefold()
        and (not parts.get("city") or each.city.casefold() == parts["city"].casefold())
        and (not code or not each.postcode or each.postcode == code)
    ]  # fmt: skip
    houses = [each for each in near if number and each.number.casefold() == number]
    return houses or [each for each in near if not each.number]


def _nearest(asked: Asked, places: Sequence[Place]) -> list[Place]:
    here, reach = (float(asked.one("lat")), float(asked.one("lon"))), float(asked.one("radius") or 1)
    return sorted((each for each in places if _far(each, here) <= reach), key=lambda each: _far(each, here))


def _far(place: Place, here: tuple[float, float]) -> float:
    """Kilometres, near enough for a town."""
    across = (place.longitude - here[1]) * math.cos(math.radians(here[0]))
    return math.hypot(place.latitude - here[0], across) * KILOMETRES


def _streets(places: Sequence[Place]) -> list[Place]:
    """Every street once, in the middle of its first house; its number is empty."""
    first: dict[tuple[str, str], Place] = {}
    for each in places:
        first.setdefault((each.street, each.city), each)
    return [Place(each.street, "", "", each.city, each.latitude, each.longitude) for each in first.values()]


def _feature(place: Place) -> dict[str, object]:
    """One hit; what is not known is left out, never null."""
    kind = "house" if place.number else "street"
    number = zlib.crc32(f"{place.street} {place.number} {place.city}".encode())
    told = {
        "osm_type": "N" if place.number else "W", "osm_id": number,
        "osm_key": "place" if place.number else "highway", "osm_value": "house" if place.number else "residential",
        "type": kind, "housenumber": place.number, "street": place.street if place.number else "",
        "name": "" if place.number else place.street, "city": place.city, "country": "Sverige", "countrycode": "SE",
        "postcode": f"{place.postcode[:3]} {place.postcode[3:]}" if place.postcode else "",
    }  # fmt: skip
    point = [place.longitude, place.latitude]
    return {
        "type": "Feature", "properties": {name: value for name, value in told.items() if value},
        "geometry": {"type": "Point", "coordinates": point},
    }  # fmt: skip


def _spoilt(features: list[dict[str, object]], mode: Mode) -> list[dict[str, object]]:
    """The hits as they were planned to be wrong."""
    if mode == Mode.EMPTY:
        return []
    if mode == Mode.DUPLICATES:
        return [each for each in features for _ in range(2)]
    for each in features:
        told = each["properties"]
        if mode == Mode.NO_POSTCODE and isinstance(told, dict):
            told.pop("postcode", None)
        if mode == Mode.ABROAD and isinstance(told, dict):
            told |= {"country": "Danmark", "countrycode": "DK"}
            each["geometry"] = {"type": "Point", "coordinates": list(reversed(ABROAD))}
    if mode == Mode.STREET_ONLY:
        return [each for each in features if isinstance(told := each["properties"], dict) and told["type"] == "street"]
    return features


def main() -> None:
    """Answer until stopped."""
    parser = argparse.ArgumentParser(description="Answer addresses of an invented town.")
    parser.add_argument("--port", type=int, default=8029, help="port of the server (8029)")
    parser.add_argument("--file", type=Path, help="more addresses, as the sample of the register has them")
    asked = parser.parse_args()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with Photon([*TOWN, *(read(asked.file) if asked.file else ())], port=asked.port) as server:
        print(f"Addresses on http://{HOST}:{server.port}/", flush=True)
        stopped.wait()


if __name__ == "__main__":
    main()
