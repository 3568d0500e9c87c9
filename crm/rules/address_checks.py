"""How sure one may be of an address, and what is wrong with it, by what a register knows. Pure.

The checks, their order and the shares of confidence are those of the firm's reference on geography.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from crm.rules.addresses import Line, folded, is_same_place, pretty_code
from crm.states import Verification
from perforia.base.geography import AddressParts, Point, Precision, ResolvedAddress

SURE, FAIR = 0.9, 0.6  # from SURE on nobody is asked; below FAIR one is asked
EXACT, NUMBER_ONLY, BETWEEN = 0.4, 0.3, 0.2
STREET, LIKE_STREET, LIKE = 0.25, 0.15, 0.8  # a street written nearly so counts from a likeness of LIKE on
CODE, REGION, CITY, ALONE = 0.2, 0.1, 0.1, 0.05
REGION_DIGITS = 3


class AddressFinding(StrEnum):
    """What a check of an address found wrong; `sentence_of` says it in words."""

    NONE = ""
    CITY_DIFFERS = "city"
    POSTCODE_DIFFERS = "postcode"
    POSTCODE_UNKNOWN = "no_postcode"
    STREET_UNKNOWN = "street"
    NUMBER_UNKNOWN = "number"
    NUMBER_WANTED = "no_number"
    SEVERAL = "several"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Found:
    """Something of a register that may be what was written; `likeness` 0-1 is that of the street's name.

    `district` tells two streets of one name in one place apart.
    """

    address: ResolvedAddress
    district: str = ""
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Known:
    """What a register says of an address that was written."""

    is_filled: bool  # whether there is a register at all
    cities: Sequence[str] = ()  # of the postal code
    code: ResolvedAddress | None = None  # the postal code itself
    hits: Sequence[Found] = ()  # the number on streets of that name
    streets: Sequence[Found] = ()  # streets of that name, without a number
    below: ResolvedAddress | None = None  # the nearest numbers of the street that fits
    above: ResolvedAddress | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to. `proposed` is what the register says instead, `choices` those one must choose among."""

    verification: Verification = Verification.UNVERIFIED
    finding: AddressFinding = AddressFinding.NONE
    address: ResolvedAddress | None = None  # what it is taken for, or what to change it to
    proposed: str = ""
    point: Point | None = None
    precision: Precision = Precision.NONE
    confidence: float = 0.0
    choices: Sequence[Found] = field(default=())


def judge(line: Line, known: Known) -> Verdict:
    """Compare an address with what a register knows. Nothing is refused: the worst is that nobody has checked it."""
    if line.is_box:
        return Verdict(finding=AddressFinding.BOX)
    if not known.is_filled or not line.parts.street:
        return Verdict()
    if known.hits:
        return _of_hits(line.parts, known)
    here = [each for each in known.streets if in_place(line.parts, each.address.parts)]
    if here and here[0].likeness == 1:
        return _of_street(line.parts, known, here)
    return _of_code(line.parts, known)


def confidence_of(parts: AddressParts, found: Found, *, alone: bool) -> float:
    """How sure one is that something found is what was written, 0-1."""
    address = found.address.parts
    sure = 0.0
    if parts.number and parts.number == address.number:
        sure += EXACT if parts.letter == address.letter else NUMBER_ONLY
    if found.likeness == 1:
        sure += STREET
    elif found.likeness >= LIKE:
        sure += LIKE_STREET
    if parts.postcode and parts.postcode == address.postcode:
        sure += CODE
    elif parts.postcode and parts.postcode[:REGION_DIGITS] == address.postcode[:REGION_DIGITS]:
        sure += REGION
    if is_same_place(parts.city, address.city) and parts.city:
        sure += CITY
    return round(sure + (ALONE if alone else 0.0), 3)


def in_place(parts: AddressParts, other: AddressParts) -> bool:
    """Whether a street lies where it was written to lie: by code or by place; anywhere when neither was written."""
    if not parts.postcode and not parts.city:
        return True
    return (bool(parts.postcode) and parts.postcode == other.postcode) or (
        bool(parts.city) and is_same_place(parts.city, other.city)
    )


def _of_hits(parts: AddressParts, known: Known) -> Verdict:
    ranked = sorted(known.hits, key=lambda hit: -confidence_of(parts, hit, alone=False))
    best = confidence_of(parts, ranked[0], alone=False)
    top = [hit for hit in ranked if confidence_of(parts, hit, alone=False) == best]
    if len(top) > 1 and not in_place(parts, top[0].address.parts):
        return _of_code(parts, known)  # namesakes elsewhere say nothing
    if len(top) > 1:
        return Verdict(Verification.PARTIAL, AddressFinding.SEVERAL, confidence=best, choices=top)
    hit = top[0]
    sure = confidence_of(parts, hit, alone=True)
    finding, proposed = _difference(parts, hit, known)
    if finding == AddressFinding.NONE:
        return _taken(Verification.VERIFIED, hit, finding, "", sure)
    if finding == AddressFinding.STREET_UNKNOWN and not in_place(parts, hit.address.parts):
        return Verdict(finding=finding, address=hit.address, proposed=proposed, confidence=sure)
    return _taken(Verification.PARTIAL, hit, finding, proposed, sure)


def _difference(parts: AddressParts, hit: Found, known: Known) -> tuple[AddressFinding, str]:
    """What differs most between what was written and what was found, and what should stand there."""
    address = hit.address.parts
    is_code, is_city = parts.postcode == address.postcode, is_same_place(parts.city, address.city)
    if hit.likeness < 1 or not in_place(parts, address):
        return AddressFinding.STREET_UNKNOWN, whole(address)
    if parts.letter != address.letter:
        return AddressFinding.NUMBER_UNKNOWN, address.line
    if is_code and not is_city:
        return AddressFinding.CITY_DIFFERS, address.city
    if not is_code and address.postcode:
        unknown = bool(parts.postcode) and not known.cities
        return (AddressFinding.POSTCODE_UNKNOWN if unknown else AddressFinding.POSTCODE_DIFFERS), whole_place(address)
    return AddressFinding.NONE, ""


def _of_street(parts: AddressParts, known: Known, here: Sequence[Found]) -> Verdict:
    """The street is there, the number is not."""
    street, sure = here[0].address, confidence_of(parts, here[0], alone=len(here) == 1)
    if not parts.number:
        finding = AddressFinding.NUMBER_WANTED
        return Verdict(Verification.PARTIAL, finding, None, "", street.point, Precision.STREET, sure)
    point, precision = street.point, Precision.STREET
    if known.below and known.above and known.below.point and known.above.point:
        (south, west), (north, east) = known.below.point, known.above.point
        point, precision = ((south + north) / 2, (west + east) / 2), Precision.INTERPOLATED
        sure += BETWEEN
    finding = AddressFinding.NUMBER_UNKNOWN
    return Verdict(Verification.PARTIAL, finding, None, "", point, precision, round(sure, 3))


def _of_code(parts: AddressParts, known: Known) -> Verdict:
    """The street is not there; perhaps the postal code is."""
    if parts.postcode and not known.cities:
        return Verdict(finding=AddressFinding.POSTCODE_UNKNOWN)
    point = known.code.point if known.code else None
    precision = Precision.POSTCODE if point else Precision.NONE
    if known.cities and parts.city and not any(is_same_place(parts.city, city) for city in known.cities):
        return Verdict(
            Verification.PARTIAL, AddressFinding.CITY_DIFFERS, known.code, known.cities[0], point, precision, CODE
        )
    near = [each for each in known.streets if each.likeness < 1 and in_place(parts, each.address.parts)]
    proposed = replaced(parts, near[0].address.parts) if near else ""
    sure = CODE + CITY if known.cities and parts.city else 0.0
    return Verdict(
        Verification.UNVERIFIED, AddressFinding.STREET_UNKNOWN, None, proposed, point, precision, round(sure, 3)
    )


def _taken(verification: Verification, hit: Found, finding: AddressFinding, proposed: str, sure: float) -> Verdict:
    address = hit.address
    return Verdict(verification, finding, address, proposed, address.point, address.precision, min(sure, 1.0))


def replaced(parts: AddressParts, street: AddressParts) -> str:
    """The written number on another street."""
    return AddressParts(street.street, parts.number, parts.letter).line


def whole_place(parts: AddressParts) -> str:
    """`123 45 Storköping`."""
    return f"{pretty_code(parts.postcode)} {parts.city}".strip()


def whole(parts: AddressParts) -> str:
    """`Testgränd 14A, 123 45 Storköping`."""
    return ", ".join(part for part in (parts.line, whole_place(parts)) if part)


def sentence_of(finding: str, parts: AddressParts, proposed: str) -> str:
    """What a person is told of a finding: what is wrong and what to do."""
    place = parts.city or pretty_code(parts.postcode)
    street, number = parts.street, f"{parts.number}{parts.letter}"
    code = pretty_code(parts.postcode)
    meant = f" Menar du {proposed}?" if proposed else ""
    told = {
        AddressFinding.CITY_DIFFERS: f"Kontrollera adressen: {code} hör till {proposed}.",
        AddressFinding.POSTCODE_DIFFERS: f"Kontrollera postnumret: enligt registret är det {proposed}.",
        AddressFinding.POSTCODE_UNKNOWN: f"Kontrollera postnumret: {code} finns inte i registret.{meant}",
        AddressFinding.STREET_UNKNOWN: f"Kontrollera adressen: {street} finns inte i {place}.{meant}",
        AddressFinding.NUMBER_UNKNOWN: f"Kontrollera adressen: numret {number} finns inte på {street}.{meant}",
        AddressFinding.NUMBER_WANTED: f"Numret saknas. Skriv var på {street} det är.",
        AddressFinding.SEVERAL: "Flera adresser stämmer. Välj vilken det är.",
        AddressFinding.BOX: "En box går inte att åka till. Skriv gatuadressen.",
    }
    return told.get(AddressFinding(finding), "")


def is_same_line(one: str, other: str) -> bool:
    """Whether two lines say the same address, however they are written."""
    return folded(one).replace(" ", "") == folded(other).replace(" ", "")
