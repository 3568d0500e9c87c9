"""Rows of a file as items of the price list: columns found by their headings, words read as people write them. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.rules.price_details import ItemDetails
from contracts.rules.pricing import VAT_RATES
from contracts.states import RowKind, RutWork, Unit
from perforia.base.money import parse_kronor

LONGEST_NAME, HIGHEST = 120, Decimal(10_000_000)
# What a column may be headed, in small letters; the first that fits is taken.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("benämning", "artikel", "namn", "produkt", "tjänst", "beskrivning"),
    "amount": ("pris med moms", "pris", "à-pris", "a-pris", "belopp"),
    "unit": ("enhet",),
    "vat": ("moms", "moms %", "momssats"),
    "kind": ("slag", "typ"),
    "work": ("rut", "rutarbete", "rutavdrag"),
}
EXPORTED = ("Benämning", "Slag", "RUT", "Enhet", "Moms", "Pris med moms", "Gäller från")
_UNITS = {
    "tim": Unit.HOUR, "timme": Unit.HOUR, "timmar": Unit.HOUR, "h": Unit.HOUR, "st": Unit.PIECE, "styck": Unit.PIECE,
    "m2": Unit.AREA, "m²": Unit.AREA, "kvm": Unit.AREA, "m3": Unit.VOLUME, "m³": Unit.VOLUME, "kbm": Unit.VOLUME,
    "km": Unit.DISTANCE, "mil": Unit.DISTANCE, "dag": Unit.DAY, "dagar": Unit.DAY,
}  # fmt: skip
_KINDS = {"arbete": RowKind.LABOUR, "material": RowKind.MATERIAL, "resor": RowKind.TRAVEL, "resa": RowKind.TRAVEL}
_WORKS = (("flytt", RutWork.MOVING), ("städ", RutWork.CLEANING), ("möbl", RutWork.FURNISHING))


@dataclass(frozen=True)
class Line:
    """One row of a file: an item with its price (kronor with VAT), or what is wrong with it, in Swedish."""

    number: int
    details: ItemDetails | None = None
    amount: Decimal = Decimal(0)
    problem: str = ""


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Which column means what; one that is missing is missing here."""
    plain = [heading.strip().casefold() for heading in header]
    found = {}
    for name, words in HEADINGS.items():
        place = next((plain.index(word) for word in words if word in plain), None)
        if place is not None:
            found[name] = place
    return found


def read_lines(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Line]:
    """Every row of a file as an item. Raises ValueError, with a Swedish sentence, without columns of name and price."""
    columns = columns_of(header)
    if not {"name", "amount"} <= set(columns):
        raise ValueError("Filen behöver kolumnerna Benämning och Pris med moms. Döp om rubrikerna och välj filen igen.")
    seen: set[str] = set()
    lines = []
    for number, row in enumerate(rows, start=2):
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
        line = _line(number, cells)
        key = cells["name"].casefold()
        if line.details is not None and key in seen:
            line = Line(number, problem=f"”{cells['name']}” står redan tidigare i filen.")
        seen.add(key)
        lines.append(line)
    return lines


def _line(number: int, cells: Mapping[str, str]) -> Line:
    name, unit, vat = cells["name"], cells.get("unit", "").casefold(), cells.get("vat", "")
    if not name or len(name) > LONGEST_NAME:
        return Line(number, problem=f"Skriv en benämning på högst {LONGEST_NAME} tecken.")
    try:
        amount = parse_kronor(cells["amount"])
    except ValueError:
        return Line(number, problem=f"”{cells['amount']}” är inget pris.")
    if not 0 <= amount < HIGHEST:
        return Line(number, problem="Priset ska vara från 0 till 10 miljoner kronor.")
    if unit and unit not in _UNITS:
        return Line(number, problem=f"Enheten ”{cells['unit']}” finns inte. Skriv tim, st, m², m³, km eller dag.")
    rate = re.sub(r"\D", "", vat) if vat else "25"
    if rate not in {str(each) for each in VAT_RATES}:
        return Line(number, problem=f"Momsen ”{vat}” finns inte. Skriv 25, 12, 6 eller 0.")
    work = _work(cells.get("work", ""))
    kind = _KINDS.get(cells.get("kind", "").casefold(), RowKind.LABOUR if work else RowKind.OTHER)
    details = ItemDetails(
        name, kind, _UNITS.get(unit, Unit.PIECE), work if kind == RowKind.LABOUR else None, int(rate)
    )  # fmt: skip
    return Line(number, details, amount)


def _work(text: str) -> RutWork | None:
    return next((work for beginning, work in _WORKS if text.casefold().startswith(beginning)), None)
