"""The addresses of an invented town, Storköping, and of a village that shares a street name with it."""

import csv
from dataclasses import dataclass
from pathlib import Path

CENTRE = (59.6110, 16.5450)
VILLAGE = (59.7020, 16.4100)
STEP = 0.00018  # degrees between two numbers of one side, some twenty metres
# Street, postal code, last number, where it begins from the middle in thousandths of a degree, whether it runs north.
STREETS = (
    ("Testgatan", "12345", 40, (0, 0), True), ("Skissvägen", "12345", 30, (2, 3), False),
    ("Mallgatan", "12346", 60, (-3, 1), False), ("Provvägen", "12346", 24, (4, -6), True),
    ("Demogränd", "12347", 14, (-5, -4), True), ("Exempelgatan", "12347", 52, (6, 2), False),
    ("Påhittsvägen", "12348", 36, (-8, 9), True), ("Låtsasstigen", "12348", 18, (9, -9), False),
    ("Storgatan", "12345", 44, (1, -2), False), ("Ängsövägen", "12349", 28, (-11, -12), True),
)  # fmt: skip
VILLAGE_STREETS = (("Storgatan", "12380", 12, (0, 0), True), ("Byvägen", "12380", 9, (1, 2), False))


@dataclass(frozen=True, slots=True)
class Place:
    """One address; without a number it is the street itself."""

    street: str
    number: str
    postcode: str
    city: str
    latitude: float
    longitude: float


def _houses() -> tuple[Place, ...]:
    found = []
    for streets, (north, east), city in ((STREETS, CENTRE, "Storköping"), (VILLAGE_STREETS, VILLAGE, "Lillbyn")):
        for street, code, last, (up, right), runs_north in streets:
            for number in range(1, last + 1):
                along, aside = number * STEP / 2, (number % 2) * STEP
                lat = north + up / 1000 + (along if runs_north else aside)
                lon = east + right / 1000 + (aside if runs_north else along) * 2
                found.append(Place(street, str(number), code, city, round(lat, 6), round(lon, 6)))
                if number % 12 == 0:
                    found.append(Place(street, f"{number}A", code, city, round(lat + STEP / 4, 6), round(lon, 6)))
    return tuple(found)


TOWN = _houses()


def read(file: Path) -> list[Place]:
    """Addresses of a file with a head, as the firm's register reads them too: gata;nummer;bokstav;postnummer;ort …"""
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            Place(
                row["gata"], f"{row['nummer']}{row['bokstav']}", row["postnummer"].replace(" ", ""), row["ort"],
                float(row["latitude"]), float(row["longitude"]),
            )
            for row in csv.DictReader(lines, delimiter=";")
        ]  # fmt: skip
