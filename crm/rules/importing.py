"""What a row of a file with leads or customers says, and what it would change. Pure.

Personal numbers are handed out as they are; whoever keeps a row must encrypt them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crm.rules.contact import clean_email, parse_phone, parse_postal_code
from crm.rules.values import parse_services
from crm.states import CustomerKind, ListTarget
from perforia.base.columns import Field, read_date
from perforia.base.identity import parse_organisation_number, parse_personal_number
from perforia.base.money import parse_kronor

Value = str | list[str]
_NAMES = (
    Field("name", "Namn", False, "namn kund kundnamn kontakt fullständigtnamn name"),
    Field("first_name", "Förnamn", False, "förnamn fornamn firstname"),
    Field("last_name", "Efternamn", False, "efternamn lastname surname"),
)
_REACHED = (
    Field("phone", "Telefon", False, "telefon mobil mobilnummer mobiltelefon telefonnummer tel phone"),
    Field("email", "E-post", False, "epost epostadress mejl mail email"),
)
_LIVES = (
    Field("address", "Adress", False, "adress gatuadress gata besöksadress address"),
    Field("postal_code", "Postnummer", False, "postnummer postnr zip"),
    Field("city", "Ort", False, "ort postort stad city"),
)
FIELDS: dict[str, tuple[Field, ...]] = {
    ListTarget.LEADS: (
        Field("number", "Leadnummer (L-…)", False, "lead leadnummer"),
        *_NAMES,
        *_REACHED,
        Field("services", "Tjänst", False, "tjänst tjänster tjanst service"),
        *_LIVES,
        Field("to_address", "Till adress", False, "tilladress nyadress flyttartill"),
        Field("to_postal_code", "Till postnummer", False, "tillpostnummer nyttpostnummer"),
        Field("to_city", "Till ort", False, "tillort nyort"),
        Field("wanted_on", "Önskat datum", False, "önskatdatum flyttdatum datum"),
        Field("value", "Värde, kr", False, "värde pris belopp summa"),
        Field("message", "Meddelande", False, "meddelande kommentar anteckning notering fråga"),
    ),
    ListTarget.CUSTOMERS: (
        Field("number", "Kundnummer (K-…)", False, "kundnummer kundnr"),
        *_NAMES,
        Field("kind", "Typ", False, "typ kundtyp"),
        Field("personal_number", "Personnummer", False, "personnummer persnr pnr personnr"),
        Field("organisation_number", "Organisationsnummer", False, "organisationsnummer orgnummer orgnr"),
        *_REACHED,
        *_LIVES,
        Field("note", "Anteckning", False, "anteckning notering kommentar"),
    ),
}
LABELS = {target: {field.name: field.label for field in fields} for target, fields in FIELDS.items()}
LONGEST = {"name": 120, "address": 120, "to_address": 120, "city": 60, "to_city": 60, "number": 12}
LONGEST_TEXT = 2000
_KINDS = {
    "privat": CustomerKind.PRIVATE, "privatperson": CustomerKind.PRIVATE, "företag": CustomerKind.COMPANY,
    "foretag": CustomerKind.COMPANY, "bolag": CustomerKind.COMPANY, "brf": CustomerKind.HOUSING_ASSOCIATION,
    "bostadsrättsförening": CustomerKind.HOUSING_ASSOCIATION,
}  # fmt: skip
_SHAPES = {
    "phone": "070-174 06 12", "email": "namn@exempel.se", "postal_code": "123 45", "to_postal_code": "123 45",
    "personal_number": "19880101-2397", "organisation_number": "556000-0000", "wanted_on": "2026-12-03",
    "value": "12 500", "kind": "privat, företag eller brf", "services": "flytt, flyttstädning",
}  # fmt: skip
# Ten digits without a sign may as well be a telephone.
_PERSONAL = re.compile(
    r"(?<!\d)((?:19|20)\d\d(?:0\d|1[0-2])\d\d(?=[-+–\s]?\d{4})|\d\d(?:0\d|1[0-2])\d\d(?=[-+–]))[-+–\s]?\d{4}(?!\d)"
)
_LOST_ZERO = re.compile(r"[1-9]\d{7,8}")
MOST_VALUE = 10**8


@dataclass(frozen=True)
class Row:
    """One row read: the values it has by field, and what is wrong with it in Swedish."""

    values: Mapping[str, Value]
    errors: Sequence[str]


def mask(text: str) -> str:
    """A cell as it may be shown: what looks like a personal number without its last four digits."""
    return _PERSONAL.sub(lambda match: f"{match[1]}–••••", text)


def missing_columns(target: str, columns: Mapping[str, int]) -> str:
    """What must be chosen before a file can be checked, as a sentence; empty when it is enough."""
    if not {"name", "first_name", "last_name"} & set(columns):
        return "Välj vilken kolumn som är namnet."
    if target == ListTarget.LEADS and not {"phone", "email", "number"} & set(columns):
        return "Välj vilken kolumn som är telefon eller e-post."
    return ""


def read_row(target: str, cells: Sequence[str], columns: Mapping[str, int], *, today: date) -> Row:
    """What a row says; empty cells say nothing."""
    values: dict[str, Value] = {}
    errors = []
    for name, column in columns.items():
        text = cells[column].replace("\x00", "").strip() if column < len(cells) else ""
        if not text:
            continue
        try:
            values[name] = _read(name, text, today)
        except ValueError:
            errors.append(_fault(target, name, text))
    named = " ".join(str(values.pop(name, "")) for name in ("first_name", "last_name")).strip()
    if named and not values.get("name"):
        values["name"] = named[: LONGEST["name"]]
    return Row(values, [*errors, *_lacks(target, values, has_errors=bool(errors))])


def differences(now: Mapping[str, Value], values: Mapping[str, Value]) -> dict[str, tuple[Value, Value]]:
    """What a row would change in what is known: field → before and after. What a row does not say stays."""
    return {
        name: (now.get(name, ""), value)
        for name, value in values.items()
        if name != "number" and value != now.get(name, "")
    }  # fmt: skip


def _fault(target: str, name: str, text: str) -> str:
    """What is wrong with a cell; a personal number is not repeated, however wrong it is."""
    shape = f" Skriv till exempel {_SHAPES[name]}." if name in _SHAPES else ""
    if name == "personal_number":
        return f"Personnumret är inte giltigt.{shape}"
    return f"”{mask(text[:40])}” är inget giltigt värde för {LABELS[target][name].lower()}.{shape}"


def _lacks(target: str, values: Mapping[str, Value], *, has_errors: bool) -> list[str]:
    """What a row must say; said only of rows that are read, so that one fault is told once."""
    if has_errors:
        return []
    if not values.get("name"):
        return ["Namn saknas."]
    if target == ListTarget.LEADS and not (values.get("phone") or values.get("email") or values.get("number")):
        return ["Både telefon och e-post saknas. Ett av dem behövs för att kunna kontakta leadet."]
    return []


def _read(name: str, text: str, today: date) -> Value:
    """The value of a cell. Raises ValueError when it has none."""
    reader = _READERS.get(name)
    if reader is not None:
        found = reader(text)
        if not found:
            raise ValueError(name)
        return found
    if name == "personal_number":
        return parse_personal_number(text, today=today).digits
    return text[: LONGEST.get(name, LONGEST_TEXT)]


def _phone(text: str) -> str:
    """E.164; a spreadsheet that took the number for a sum has eaten its first zero."""
    return parse_phone(text) or (parse_phone(f"0{text}") if _LOST_ZERO.fullmatch(text) else "")


def _services(text: str) -> list[str]:
    found, is_all = parse_services(text)
    return found if is_all else []


def _value(text: str) -> str:
    amount = parse_kronor(text)
    if not 0 <= amount < MOST_VALUE:
        raise ValueError(text)
    return str(int(amount))


_READERS: dict[str, Callable[[str], Value]] = {
    "phone": _phone, "email": clean_email, "postal_code": parse_postal_code, "to_postal_code": parse_postal_code,
    "organisation_number": parse_organisation_number, "kind": lambda text: _KINDS.get(text.casefold(), ""),
    "services": _services, "wanted_on": lambda text: read_date(text).isoformat(), "value": _value,
    "number": lambda text: text.upper().replace(" ", "")[:12],
}  # fmt: skip
