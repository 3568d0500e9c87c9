"""From the names that forms use to the columns of a lead. What has no word here is kept as it came. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl

from crm.rules.capture import CLICK_IDS, Value, is_click
from crm.rules.details import DETAILS
from crm.rules.details import LONGEST as LONGEST_DETAIL
from crm.rules.values import read_value
from perforia.base.searching import fold

# Our field → the names it goes by, folded and without signs; the name itself always counts.
SYNONYMS: dict[str, str] = {
    "name": "namn fullname yourname contactname kontaktperson dittnamn fornamnochefternamn vadheterdu namnochefternamn",
    "first_name": "fornamn givenname",
    "last_name": "efternamn surname familyname",
    "email": "epost mail mejl epostadress emailaddress youremail useremail workemail dinepost",
    "phone": "telefon tel mobil mobile telefonnummer mobilnummer ditttelefonnummer phonenumber yourphone userphone"
    " workphone",
    "services": "service tjanst tjanster vilkentjanst vadbehoverduhjalpmed typavtjanst",
    "address": "adress fromaddress franadress gatuadress streetaddress street fran flyttarfran nuvarandeadress",
    "postal_code": "postnummer postcode zip zipcode frompostcode frompostalcode franpostnummer",
    "city": "ort stad postort fromcity franort",
    "to_address": "tilladress till flyttartill nyadress",
    "to_postal_code": "topostcode tillpostnummer",
    "to_city": "tillort",
    "wanted_on": "date datum movedate flyttdatum onskatdatum stadddatum",
    "message": "meddelande ovrigt kommentar comment comments beskrivning yourmessage ovriginformation",
    "housing": "bostad boende bostadstyp",
    "area_m2": "area boyta kvm yta kvadratmeter",
    "rooms": "rum antalrum",
    "floor": "vaning",
    "elevator": "hiss",
    "to_floor": "tillvaning",
    "to_elevator": "tillhiss",
    "frequency": "frekvens hurofta",
    "extras": "tillval",
    "is_flexible": "flexibel flexibeltdatum",
    "wants_rut": "rut rutavdrag",
    "gclid": "gclid gcl",
    "gbraid": "",
    "wbraid": "",
    "gad_source": "",
    "gad_campaignid": "",
    "utm_source": "",
    "utm_medium": "",
    "utm_campaign": "",
    "utm_term": "",
    "utm_content": "",
    "landing_page": "landingurl landing pageurl sourceurl",
    "referrer": "referer",
    "first_seen": "",
    "page": "clientpage",
    "submission_id": "",
    "seq": "sequence",
    "step": "formstep",
    "steps": "",
    "stage": "",
    "token": "started",
    "hp": "companyurl honeypot",
    "elapsed_ms": "",
    "sent_at": "",
    "ad_storage": "",
    "analytics_storage": "",
    "ad_user_data": "",
    "ad_personalization": "",
    "marketing": "nyhetsbrev newsletter",
    "consent_source": "",
    "consent_version": "noticeversion textversion",
    "consent_at": "",
    "v": "",
}
COLUMNS = {
    "name": 120, "email": 254, "phone": 20, "address": 160, "postal_code": 6, "city": 60, "to_address": 160,
    "to_postal_code": 6, "to_city": 60, "message": 5000, "services": 200, "wanted_on": 10,
}  # fmt: skip
ATTRIBUTION = (
    "gclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "utm_source", "utm_medium", "utm_campaign",
    "utm_term", "utm_content", "landing_page", "referrer", "first_seen",
)  # fmt: skip
CONSENTS = ("ad_storage", "analytics_storage", "ad_user_data", "ad_personalization", "marketing")
LONGEST_ATTRIBUTION = 600
_BY_NAME = {
    re.sub(r"[^a-z0-9]", "", alias): ours for ours, aliases in SYNONYMS.items() for alias in (ours, *aliases.split())
}
_SPECIAL = {"consent.source": "consent_source", "consent.at": "consent_at", "client.page": "page", "form.step": "step"}
_ABOUT_FORMS = frozenset({"form", "campaign", "site"})  # their names are no person's
_NAME = re.compile(r"[^\W\d_]{2,}(?:[ -][^\W\d_]{2,}){1,3}")


@dataclass
class Mapped:
    """The fields of a post sorted by what they are; `control` is what steers the capture itself."""

    values: dict[str, Value] = field(default_factory=dict)
    details: dict[str, Value] = field(default_factory=dict)
    attribution: dict[str, str] = field(default_factory=dict)
    consents: dict[str, str] = field(default_factory=dict)
    control: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)


def our_name(name: str, mapping: Mapping[str, str]) -> str:
    """Which field of ours a sender's field is; empty when nobody knows. `mapping` (theirs → ours) goes first."""
    return mapping[name] if name in mapping else _usual_name(name)


@lru_cache(maxsize=2000)
def _usual_name(name: str) -> str:
    if name in _SPECIAL or name.partition(".")[0] in _ABOUT_FORMS:
        return _SPECIAL.get(name, "")
    whole = re.sub(r"[^a-z0-9]", "", fold(name))
    last = re.sub(r"[^a-z0-9]", "", fold(name.rpartition(".")[2]))
    return _BY_NAME.get(whole) or _BY_NAME.get(last, "")


def map_fields(fields: Mapping[str, str], mapping: Mapping[str, str]) -> Mapped:
    """Sort a post's flat fields. Nothing is lost: unknown, unreadable and over-long values stand in `extra`."""
    mapped = Mapped()
    for name, ours, text in _named(fields, mapping):
        if not _place(mapped, ours, text) and text.strip():
            mapped.extra[name] = text
    _guess(mapped)
    _join_names(mapped)
    _read_landing_page(mapped)
    return mapped


def _named(fields: Mapping[str, str], mapping: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    seen: set[str] = set()
    for name, text in fields.items():
        ours = our_name(name, mapping)
        yield name, "" if ours in seen else ours, text
        if ours and text.strip():
            seen.add(ours)


def _place(mapped: Mapped, ours: str, text: str) -> bool:
    """Put a value where it belongs; False when it must (also) be kept as it came."""
    if ours in {"first_name", "last_name"}:
        mapped.control[ours] = text.strip()
    elif ours in COLUMNS:
        mapped.values[ours], is_whole = read_value(ours, text, COLUMNS[ours])
        return is_whole
    elif ours in DETAILS:
        mapped.details[ours], is_whole = read_value(ours, text, LONGEST_DETAIL)
        return is_whole
    elif ours in CLICK_IDS and text.strip() and not is_click(text.strip()):
        return False
    elif ours in ATTRIBUTION:
        mapped.attribution[ours] = text.strip()[:LONGEST_ATTRIBUTION]
        return len(text) <= LONGEST_ATTRIBUTION
    elif ours in CONSENTS:
        mapped.consents[ours] = _answer(text)
    elif ours:
        mapped.control[ours] = text.strip()
    return bool(ours)


def _answer(text: str) -> str:
    word = fold(text).strip()
    if word in {"granted", "true", "yes", "ja", "1", "on", "checked", "godkand", "x"}:
        return "granted"
    return "denied" if word in {"denied", "false", "no", "nej", "0", "off"} else "unknown"


def _guess(mapped: Mapped) -> None:
    """Fields with names that say nothing (Gravity Forms numbers them): an address or a number is known by its look."""
    for name, text in list(mapped.extra.items()):
        for ours in ("email", "phone"):
            if mapped.values.get(ours) or not _looks_like(ours, name, text):
                continue
            found, is_whole = read_value(ours, text, COLUMNS[ours])
            if is_whole and found:
                mapped.values[ours] = found
                del mapped.extra[name]
                break
        else:
            if not mapped.values.get("name") and re.fullmatch(r"\d+(\.\d+)?", name) and _NAME.fullmatch(text.strip()):
                mapped.values["name"] = text.strip()
                del mapped.extra[name]


def _looks_like(ours: str, name: str, text: str) -> bool:
    if ours == "email":
        return "@" in text
    return text.strip().startswith(("0", "+")) or "ph" in name.lower() or "tel" in name.lower()


def _join_names(mapped: Mapped) -> None:
    first, last = mapped.control.pop("first_name", ""), mapped.control.pop("last_name", "")
    if not mapped.values.get("name") and (first or last):
        mapped.values["name"] = f"{first} {last}".strip()[: COLUMNS["name"]]


def _read_landing_page(mapped: Mapped) -> None:
    """The click and the campaign stand in the address of the page, whether the form has fields for them or not."""
    query = mapped.attribution.get("landing_page", "").partition("?")[2].partition("#")[0]
    for name, value in parse_qsl(query) if query else ():
        is_right = is_click(value) if name in CLICK_IDS else name.startswith("utm_")
        if name in ATTRIBUTION and is_right and not mapped.attribution.get(name):
            mapped.attribution[name] = value[:LONGEST_ATTRIBUTION]
