"""One value of a form in the form a lead keeps it in. Pure."""

import re
from collections.abc import Callable
from datetime import date

from crm.rules.capture import Value
from crm.rules.contact import clean_email, parse_phone, parse_postal_code
from crm.rules.details import DETAILS, EXTRAS
from crm.states import Service
from perforia.base.searching import fold

FEWEST_DIGITS = 6
# The first that is found in a piece decides: ”flyttstädning” is no ”flytt”.
_SERVICES = (
    ("flyttstad", Service.MOVE_CLEANING), ("move_cleaning", Service.MOVE_CLEANING), ("move-out", Service.MOVE_CLEANING),
    ("hemstad", Service.HOME_CLEANING), ("home_cleaning", Service.HOME_CLEANING), ("stadhjalp", Service.HOME_CLEANING),
    ("veckostad", Service.HOME_CLEANING), ("fonster", Service.WINDOWS), ("window", Service.WINDOWS),
    ("pack", Service.PACKING), ("flytt", Service.MOVING), ("moving", Service.MOVING),
    ("stad", Service.HOME_CLEANING), ("other", Service.OTHER), ("annat", Service.OTHER),
)  # fmt: skip
_DATES = (
    re.compile(r"(?P<y>\d{4})[-/.]?(?P<m>\d{2})[-/.]?(?P<d>\d{2})(?:[T ].*)?"),
    re.compile(r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./ -](?P<y>\d{4})"),
)


def read_value(field: str, text: str, longest: int) -> tuple[Value, bool]:
    """The value of a field, and whether it says all that the text said (else the text must be kept as well)."""
    bare = text.strip()
    if not bare:
        return "", True
    if field == "services":
        return parse_services(bare)
    if field == "phone":
        return _phone(bare, longest)
    if parse := _PARSERS.get(field):
        found = parse(bare)
        return found, bool(found)
    return _detail(field, bare, longest) if field in DETAILS else (bare[:longest], len(bare) <= longest)


def parse_services(text: str) -> tuple[list[str], bool]:
    """The services that a list of words names, in the order of the choices; False when a word names none."""
    pieces = [piece for piece in re.split(r"[,;/&+|]|\boch\b|\band\b", fold(text)) if piece.strip()]
    found = [next((service for word, service in _SERVICES if word in piece), None) for piece in pieces]
    return [service.value for service in Service if service in found], None not in found


def parse_date(text: str) -> str:
    """A date written as 2026-12-12 or 12/12 2026, as ISO; empty when it is none."""
    for shape in _DATES:
        if match := shape.fullmatch(text.strip()):
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
            except ValueError:
                return ""
    return ""


_PARSERS: dict[str, Callable[[str], str]] = {
    "wanted_on": parse_date, "email": clean_email, "postal_code": parse_postal_code,
    "to_postal_code": parse_postal_code,
}  # fmt: skip


def _phone(text: str, longest: int) -> tuple[str, bool]:
    """E.164, else as written when it has digits enough to call."""
    if number := parse_phone(text):
        return number, True
    digits = re.sub(r"\D", "", text)
    return (text[:longest], len(text) <= longest) if len(digits) >= FEWEST_DIGITS else ("", False)


def _detail(field: str, text: str, longest: int) -> tuple[Value, bool]:
    words = DETAILS[field][1]
    if field == "extras":
        pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
        known = [key for key in EXTRAS if key in pieces or EXTRAS[key] in pieces]
        return known, len(known) == len(pieces)
    if field == "area_m2":
        digits = re.match(r"\d{1,5}", text)
        return (digits[0], digits[0] == text) if digits else ("", False)
    if field in {"is_flexible", "wants_rut"} and fold(text) in {"1", "true", "on", "ja", "yes"}:
        return "yes", True
    said = next((key for key, label in words.items() if fold(text) in {key, fold(label)}), text[:longest])
    return said, len(text) <= longest
