"""Reading an address as people write it in Sweden, and the one form that addresses are compared in. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from perforia.base.geography import AddressParts, ResolvedAddress
from perforia.base.searching import fold

_SPACES = re.compile(r"\s+")
_SILENT = re.compile(r"[.:'’´`\"()]")
_BREAKS = re.compile(r"[^\w]+|_")
# Somebody else's name on the door: belongs to the recipient, never to the place.
_CARE_OF = re.compile(r"(?:^|[,;\s]\s*)(?:c/o|co/)\s*(?P<who>[^,;\n]+)(?:[,;\n]|$)", re.IGNORECASE)
_BOX = re.compile(r"^(?:box|postbox|fack|svarspost)\b", re.IGNORECASE)
_TAIL = re.compile(
    r"^(?P<head>.+?)(?P<comma>,?)\s*\b(?:SE?-?\s*)?(?P<code>\d{3}\s?\d{2})(?:\s+(?P<city>[^\d,]+))?$", re.IGNORECASE
)
_STAIRS = re.compile(r"[,\s]+(?P<floor>\d{1,2})\s*(?:tr|trappor|trappa)\.?$", re.IGNORECASE)
# Street, number or range, letter, side of a shared plot, flat: the usual cases.
_LINE = re.compile(
    r"^(?P<street>.+?)\s+(?P<number>\d{1,5})(?:\s*[-–/]\s*(?P<until>\d{1,5}))?"
    r"\s*(?P<letter>[A-Za-zÅÄÖåäö])?(?:\s+(?P<side>UH|UV|U))?"
    r"(?:[,\s]+(?:lgh|läg|lägenhet|lägenhetsnummer)\.?\s*(?P<flat>\d{4}))?$",
    re.IGNORECASE,
)
# What is typed into a field of search: the place may follow the number, or be left out.
_TYPED = re.compile(
    r"^(?P<street>.*?[^\W\d].*?)[\s,]+(?P<number>\d{1,5})\s?(?P<letter>[a-zåäö])?(?:[\s,]+(?P<rest>.*))?$"
)
_CODE = re.compile(r"\b(\d{3})\s?(\d{2})\b")
GROUND = 10  # the floor part of the number of a flat on the ground floor (Lantmäteriet, lägenhetsregistret)
FLAT_DIGITS, CODE_DIGITS = 4, 5
LEAST_DIGITS, LEAST_TYPED = 3, 3
_ALIASES = {"sthlm": "stockholm", "gbg": "goteborg"}


@dataclass(frozen=True, slots=True)
class Line:
    """An address line as read. `until` ends a range of numbers; `floor` is what the line or the flat says."""

    parts: AddressParts
    until: int | None = None
    floor: int | None = None
    care_of: str = ""
    is_box: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody is typing: the words of street and place, the number as far as it has come, digits of a code."""

    words: str
    number: int | None = None
    letter: str = ""
    rest: str = ""  # words after the number: the place
    postcode: str = ""


def read_line(text: str, *, apartment: str = "", postcode: str = "", city: str = "") -> Line:
    """Read `c/o Berg, Storgatan 12 A lgh 1102, 123 45 Storköping`; what stands in fields of its own counts first."""
    written = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip(" ,;")
    care = _CARE_OF.search(written)
    if care:
        written = (written[: care.start()] + " " + written[care.end() :]).strip(" ,;")
    written, code, place = _without_tail(written)
    stairs = _STAIRS.search(written)
    if stairs:
        written = written[: stairs.start()]
    match = _LINE.match(written)
    found = match.groupdict() if match else {"street": written}
    letter = " ".join(part.upper() for part in (found.get("letter"), found.get("side")) if part)
    flat = digits_of(apartment) or found.get("flat") or ""
    parts = AddressParts(
        street=(found["street"] or "").strip(" ,"), number=(found.get("number") or "").lstrip("0"), letter=letter,
        apartment=flat, postcode=digits_of(postcode) or digits_of(code), city=city.strip() or place,
    )  # fmt: skip
    floor = floor_of(flat)
    if floor is None and stairs:
        floor = int(stairs["floor"])
    until = int(found["until"]) if found.get("until") else None
    return Line(parts, until, floor, care["who"].strip() if care else "", is_box=bool(_BOX.match(written)))


def _without_tail(text: str) -> tuple[str, str, str]:
    """Postal code and place at the end of a line; a long number of a house without a comma before it is no code."""
    tail = _TAIL.match(text)
    if tail is None or not (tail["comma"] or re.search(r"\d", tail["head"])):
        return text, "", ""
    return tail["head"].strip(" ,"), tail["code"], (tail["city"] or "").strip(" ,")


def read_typed(text: str) -> Typed | None:
    """What to look for while somebody types; none while it is too little to look for.

    Digits alone are a postal code from the third on.
    """
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip().lower()
    digits = plain.replace(" ", "")
    if digits.isdigit():
        return Typed("", postcode=digits) if LEAST_DIGITS <= len(digits) <= CODE_DIGITS else None
    if len(digits) < LEAST_TYPED:
        return None
    match = _TYPED.match(plain)
    if match is None:
        words = normalise(plain)
        return Typed(words) if words else None
    rest = match["rest"] or ""
    code = _CODE.search(rest)
    if code:
        rest = rest[: code.start()] + rest[code.end() :]
    return Typed(
        normalise(match["street"]), int(match["number"]), (match["letter"] or "").upper(), normalise(rest),
        postcode="".join(code.groups()) if code else "",
    )  # fmt: skip


def normalise(text: str) -> str:
    """The form of the first index: small letters, one space, no punctuation. Å, ä and ö stay: they are letters."""
    plain = _SILENT.sub("", unicodedata.normalize("NFC", text).lower())
    return _SPACES.sub(" ", _BREAKS.sub(" ", plain)).strip()


def folded(text: str) -> str:
    """The form of the second index: as the first, without å, ä and ö, for keyboards that lack them."""
    return fold(normalise(text))


def is_same_place(one: str, other: str) -> bool:
    """Whether two names of places are one, whatever their case, accents and hyphens."""
    first, second = (folded(name).replace(" ", "") for name in (one, other))
    return _ALIASES.get(first, first) == _ALIASES.get(second, second)


def digits_of(text: str | None) -> str:
    """The digits of a postal code or the number of a flat."""
    return re.sub(r"\D", "", text or "")


def pretty_code(digits: str) -> str:
    """`123 45` of five digits; anything else as it is."""
    return f"{digits[:3]} {digits[3:]}" if len(digits) == CODE_DIGITS else digits


def floor_of(flat: str) -> int | None:
    """The floor that the number of a flat tells: 1102 is one flight up, 1001 the ground floor, 0901 one below."""
    digits = digits_of(flat)
    return int(digits[:2]) - GROUND if len(digits) == FLAT_DIGITS else None


def address_ref(provider: str, ref: str) -> str:
    """What a form carries of an address that was chosen: `register:p:439b33bf-…`."""
    return f"{provider}:{ref}"


def fields_of(found: ResolvedAddress) -> dict[str, str]:
    """What the fields of an address take (static/js/address.js): address, postal_code, city and address_ref."""
    parts = found.parts
    return {
        "address": parts.line, "postal_code": pretty_code(parts.postcode), "city": parts.city,
        "address_ref": address_ref(found.provider, found.ref),
    }  # fmt: skip
