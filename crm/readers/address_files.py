"""Addresses from files: Lantmäteriet's Belägenhetsadress Nedladdning, vektor (GeoPackage), or a CSV with its columns.

A row that cannot be read is told with its number and the others go on. Nothing here knows the database.
"""

import csv
import sqlite3
import struct
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from perforia.base.geography import Point, Precision, is_in_sweden
from perforia.base.sweref import to_wgs84

# How a point was collected (Lantmäteriet, insamlingslage) as our classes.
COLLECTED = {
    "ingång": Precision.ENTRANCE, "byggnad": Precision.BUILDING, "tomtplats": Precision.PARCEL,
    "infart": Precision.PARCEL, "ungefärligt lägesbestämd": Precision.STREET, "övrigt läge": Precision.PARCEL,
}  # fmt: skip
GONE = {"reserverad", "avregistrerad", "upphävd", "ej gällande"}  # statuses of what is no address, or none yet
# Ours → theirs, the first that a file has; attribute names of the product's versions differ in their ends.
COLUMNS = {
    "uuid": "objektidentitet uuid", "street": "adressomrade_faststalltnamn adressomrade gata gatunamn",
    "farm": "gardsadressomrade_faststalltnamn gardsadressomrade", "number": "adressplatsnummer nummer",
    "letter": "bokstavstillagg bokstav", "side": "lagestillagg",
    "side_number": "lagestillaggsnummer lagestillagsnummer",
    "other": "avvikandeadressplatsbeteckning", "postcode": "postnummer", "city": "postort ort",
    "municipality": "kommunkod", "district": "kommundel_faststalltnamn kommundel", "collected": "insamlingslage",
    "status": "statusforbelagenhetsadress status", "north": "n north northing", "east": "e east easting",
    "latitude": "latitude lat latitud", "longitude": "longitude lon longitud",
}  # fmt: skip
NEEDED = ("street",)
LONGEST = {"street": 120, "city": 60, "district": 80, "letter": 8}
POSTCODE = range(10_000, 99_999)
LARGEST = 99_999
ENVELOPES = (0, 32, 48, 48, 64)  # bytes, by the kind that the flags of a GeoPackage geometry say
POINTS = {1, 1001, 2001, 3001}  # WKB: a point, with height, with measure, with both
GRIDS = {3006, 4326}  # SWEREF 99 TM, and degrees
DEGREES = 1000  # no northing is so small, no latitude so large


class UnreadableFileError(Exception):
    """The file is none of the two kinds, or lacks what makes an address; says so in Swedish."""


@dataclass(frozen=True, slots=True)
class AddressRow:
    """One address of a file; `number` 0 is an address without one."""

    uuid: uuid.UUID
    street: str
    number: int
    letter: str
    postcode: str
    city: str
    municipality: str
    district: str
    point: Point
    precision: Precision


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that could not be read: its place in the file from 1 on, and why."""

    row: int
    why: str


Rows = Iterator[tuple[int, AddressRow | Problem | None]]  # place; None is an address that does not count


def read_addresses(path: Path, *, after: int = 0) -> Rows:
    """Every address of a file with its place, those after place `after`; None for what is reserved or gone.

    Raises UnreadableFileError when it is no such file.
    """
    with path.open("rb") as file:
        is_database = file.read(15) == b"SQLite format 3"
    return _geopackage(path, after) if is_database else _csv(path, after)


def _geopackage(path: Path, after: int) -> Rows:
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            layer, geometry = _layer(database)
            every = f'SELECT rowid, * FROM "{layer}" WHERE rowid > ? ORDER BY rowid'  # noqa: S608 -- the file's own name
            asked = database.execute(every, (after,))
            names = [each[0].lower() for each in asked.description]
            columns = _columns(names)
            place = names.index(geometry.lower())
            for row in asked:
                values = {ours: row[names.index(theirs)] for ours, theirs in columns.items()}
                yield int(row[0]), _told(int(row[0]), values, _point_of(row[place]))
    except sqlite3.DatabaseError as error:
        raise UnreadableFileError("Filen går inte att läsa som GeoPackage. Ladda ner den på nytt.") from error


def _layer(database: sqlite3.Connection) -> tuple[str, str]:
    """The table with streets and numbers, and its column of points. A quote in a name of a table is no name here."""
    layers = "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
    for layer, geometry, grid in database.execute(layers).fetchall():
        if '"' in str(layer):
            continue
        names = {str(row[1]).lower() for row in database.execute(f'PRAGMA table_info("{layer}")')}
        if all(names & set(COLUMNS[needed].split()) for needed in NEEDED):
            if grid not in GRIDS:
                raise UnreadableFileError(
                    f"Filen har koordinater i EPSG:{grid}. Beställ den i SWEREF 99 TM (EPSG:3006), inte i en lokal zon."
                )
            return str(layer), str(geometry)
    raise UnreadableFileError(
        "Filen har inget skikt med adresser. Välj produkten Belägenhetsadress Nedladdning, vektor."
    )


def _csv(path: Path, after: int) -> Rows:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, delimiter=";" if first.count(";") > first.count(",") else ",")
            columns = _columns([name.strip().lower() for name in reader.fieldnames or []])
            reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or []]
            for place, row in enumerate(reader, start=1):
                if place > after:
                    values = {ours: row.get(theirs) for ours, theirs in columns.items()}
                    yield place, _told(place, values, _written_point(values))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFileError("Filen går inte att läsa. Spara den som CSV med UTF-8.") from error


def _columns(names: list[str]) -> dict[str, str]:
    found = {
        ours: next(name for name in theirs.split() if name in names)
        for ours, theirs in COLUMNS.items() if set(theirs.split()) & set(names)
    }  # fmt: skip
    if any(needed not in found for needed in NEEDED):
        raise UnreadableFileError("Filen saknar kolumnen med gatunamn (adressomrade). Kontrollera första raden.")
    return found


def _told(place: int, values: Mapping[str, object], point: Point | None) -> AddressRow | Problem | None:
    text = {name: str(value if value is not None else "").strip() for name, value in values.items()}
    if text.get("status", "").lower() in GONE:
        return None
    try:
        return _row(text, point)
    except ValueError as error:
        return Problem(place, str(error))


def _row(text: Mapping[str, str], point: Point | None) -> AddressRow:
    street = " ".join(part for part in (text.get("street", ""), text.get("farm", "")) if part)
    if not street:
        raise ValueError("gatunamn saknas")
    if point is None or not is_in_sweden(point):
        raise ValueError("punkten saknas eller ligger utanför Sverige")
    number, letter = _number(text)
    postcode, city = _postcode(text.get("postcode", "")), text.get("city", "")
    city = city.title() if city.isupper() else city
    district = text.get("district", "")
    for name, value in {"street": street, "city": city, "district": district, "letter": letter}.items():
        if len(value) > LONGEST[name]:
            raise ValueError(f"för lång text: {value[:30]}…")
    words = f"{street}|{number}|{letter}|{postcode}|{city}|{district}|{text.get('municipality', '')}"
    return AddressRow(
        _uuid(text.get("uuid", ""), words), street, number, letter, postcode, city, text.get("municipality", "")[:4],
        district, point, COLLECTED.get(text.get("collected", "").lower(), Precision.BUILDING),
    )  # fmt: skip


def _number(text: Mapping[str, str]) -> tuple[int, str]:
    """The number and what follows it; an address that departs from the standard has its own text for both."""
    written = text.get("number", "") or text.get("other", "")
    if not written:
        return 0, ""
    digits = written.removesuffix(".0")
    head = digits[: len(digits) - len(digits.lstrip("0123456789"))]
    if not head or int(head) > LARGEST:
        raise ValueError(f"numret går inte att läsa: {written[:20]}")
    letter = text.get("letter", "").upper() or digits[len(head) :].strip().upper()
    side = f"{text.get('side', '')}{text.get('side_number', '').removesuffix('.0')}".upper()
    return int(head), " ".join(part for part in (letter, side) if part)


def _postcode(text: str) -> str:
    digits = text.replace(" ", "").removesuffix(".0")
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdecimal() and int(digits) in POSTCODE):
        raise ValueError(f"postnumret är inte fem siffror: {text[:20]}")
    return digits


def _uuid(text: str, words: str) -> uuid.UUID:
    if not text:  # a file without identities: the same address has the same one in every file
        return uuid.uuid5(uuid.NAMESPACE_URL, words)
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise ValueError(f"identiteten är ingen uuid: {text[:40]}") from error


def _written_point(values: Mapping[str, object]) -> Point | None:
    for north, east in (("latitude", "longitude"), ("north", "east")):
        try:
            first = float(str(values.get(north) or "").replace(",", "."))
            second = float(str(values.get(east) or "").replace(",", "."))
        except ValueError:
            continue
        return to_wgs84(first, second) if first > DEGREES else (first, second)
    return None


def _point_of(blob: object) -> Point | None:
    """The point of a GeoPackage geometry (OGC 12-128, 2.1.3): a head with an envelope, then WKB."""
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:  # noqa: PLR2004 -- the head of the format
        return None
    envelope = (blob[3] >> 1) & 0b111
    if envelope >= len(ENVELOPES):
        return None
    body = blob[8 + ENVELOPES[envelope] :]
    try:
        order = "<" if body[0] == 1 else ">"
        kind, east, north = struct.unpack_from(f"{order}Idd", body, 1)
    except (struct.error, IndexError):
        return None
    if kind not in POINTS:
        return None
    return to_wgs84(north, east) if north > DEGREES else (north, east)
