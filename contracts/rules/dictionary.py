"""Our words for what a contract may say: every field that a template's data fields can be filled from. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

NO_BREAK, MINUS = "\u00a0", "\u2212"
LONGEST_VALUE = 5000  # more than any field of a contract holds; what is longer is refused, never cut
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
CUSTOMER, PLACE, LEAD, OFFER, CONTRACT, FIRM = "Kund", "Adress", "Uppdraget", "Offert", "Avtalet", "Företaget"


@dataclass(frozen=True)
class Person:
    """Whom the contract is with; phone as people write it."""

    number: str = ""
    name: str = ""
    organisation_number: str = ""
    masked_number: str = ""  # the personal number itself is filled in when the contract leaves the house
    email: str = ""
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""


@dataclass(frozen=True)
class Home:
    """Where work is done: an address with what is known of the home; area in m²."""

    address: str = ""
    apartment: str = ""
    postal_code: str = ""
    city: str = ""
    area: str = ""
    rooms: str = ""
    floor: str = ""
    lift: str = ""
    parking: str = ""
    conditions: str = ""


@dataclass(frozen=True)
class Work:
    """What is asked for, as the lead or the order of a customer says."""

    number: str = ""
    services: Sequence[str] = ()
    wanted_on: date | None = None
    frequency: str = ""
    extras: str = ""
    message: str = ""


@dataclass(frozen=True)
class Sums:
    """An offer's sums in kronor, VAT included but where the name says otherwise."""

    number: str = ""
    offered_on: date | None = None
    valid_until: date | None = None
    rows: Sequence[str] = ()
    terms: str = ""
    pricing: str = ""  # fast pris or löpande räkning
    labour: Decimal | None = None
    total: Decimal | None = None
    vat: Decimal | None = None
    before_vat: Decimal | None = None
    deduction: Decimal | None = None
    to_pay: Decimal | None = None


@dataclass(frozen=True)
class House:
    """The firm, and who answers for the contract."""

    name: str = ""
    organisation_number: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    seller: str = ""
    seller_email: str = ""


@dataclass(frozen=True)
class Deal:
    """The contract itself: its day, value in kronor and the days it runs between."""

    made_on: date | None = None
    value: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """Everything that is known where a contract begins."""

    person: Person = field(default_factory=Person)
    start: Home = field(default_factory=Home)
    goal: Home = field(default_factory=Home)
    work: Work = field(default_factory=Work)
    sums: Sums = field(default_factory=Sums)
    house: House = field(default_factory=House)
    deal: Deal = field(default_factory=Deal)


@dataclass(frozen=True)
class Entry:
    """A word of the dictionary: its key, what it is called, its group, how it is read, and names a template may use."""

    key: str
    label: str
    group: str
    read: Callable[[Facts], str]
    names: str = ""


def kronor(amount: Decimal | None) -> str:
    """`12 480 kr`, with öre only where there are any; empty for nothing known."""
    if amount is None:
        return ""
    whole, _, ore = f"{abs(amount):,.2f}".partition(".")
    digits = whole.replace(",", NO_BREAK) + ("" if ore == "00" else f",{ore}")
    return f"{MINUS if amount < 0 else ''}{digits}{NO_BREAK}kr"


def long_day(day: date | None) -> str:
    """`onsdag 24 juni 2026`: a contract says the year."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def short_day(day: date | None) -> str:
    """`24 juni 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def iso_day(day: date | None) -> str:
    """`2026-06-24`, for fields that a template counts with."""
    return day.isoformat() if day else ""


def in_a_line(street: str, apartment: str, postal_code: str, city: str) -> str:
    """`Mallgatan 9, lgh 1203, 123 45 Storköping`, whatever is known of it."""
    flat = f"lgh {apartment.removeprefix('lgh').strip()}" if apartment else ""
    return ", ".join(part for part in (street, flat, f"{postal_code} {city}".strip()) if part)


def _home_line(home: Home) -> str:
    return in_a_line(home.address, home.apartment, home.postal_code, home.city)


def _services(facts: Facts) -> str:
    words = list(facts.work.services)
    lower = [word if number == 0 else word[:1].lower() + word[1:] for number, word in enumerate(words)]
    return f"{', '.join(lower[:-1])} och {lower[-1]}" if len(lower) > 1 else "".join(lower)


def _total(facts: Facts) -> str:
    """What it costs: as the offer says, else as the lead or the contract is worth."""
    return kronor(facts.deal.value if facts.sums.total is None else facts.sums.total)


def _area(home: Home) -> str:
    return f"{home.area}{NO_BREAK}m²" if home.area else ""


ENTRIES: tuple[Entry, ...] = (
    Entry("kund.namn", "Kundens namn", CUSTOMER, lambda f: f.person.name, "kund namn kundnamn kund-namn"),
    Entry("kund.nummer", "Kundnummer", CUSTOMER, lambda f: f.person.number, "kundnummer kundnr kund-nummer"),
    Entry("kund.personnummer", "Kundens personnummer", CUSTOMER, lambda f: f.person.masked_number,
          "personnummer pnr personnr"),
    Entry("kund.orgnr", "Kundens organisationsnummer", CUSTOMER, lambda f: f.person.organisation_number,
          "organisationsnummer orgnr org-nr kund-orgnr"),
    Entry("kund.epost", "Kundens e-post", CUSTOMER, lambda f: f.person.email, "epost e-post email mejl kund-epost"),
    Entry("kund.telefon", "Kundens telefon", CUSTOMER, lambda f: f.person.phone, "telefon mobil tel kund-telefon"),
    Entry("kund.adress", "Kundens adress på en rad", CUSTOMER,
          lambda f: in_a_line(f.person.address, "", f.person.postal_code, f.person.city),
          "kund-adress kundadress fakturaadress"),
    Entry("kund.gata", "Kundens gatuadress", CUSTOMER, lambda f: f.person.address, "gatuadress kund-gata"),
    Entry("kund.postnummer", "Kundens postnummer", CUSTOMER, lambda f: f.person.postal_code, "postnummer postnr"),
    Entry("kund.ort", "Kundens ort", CUSTOMER, lambda f: f.person.city, "ort stad postort"),
    Entry("fran.adress", "Från-adress på en rad", PLACE, lambda f: _home_line(f.start),
          "fran-adress franadress fran utflyttningsadress adress arbetsadress stadadress objekt"),
    Entry("fran.gata", "Från: gatuadress", PLACE, lambda f: f.start.address, "fran-gata"),
    Entry("fran.lagenhet", "Från: lägenhetsnummer", PLACE, lambda f: f.start.apartment,
          "lagenhetsnummer lgh lghnr fran-lagenhet"),
    Entry("fran.postnummer", "Från: postnummer", PLACE, lambda f: f.start.postal_code, "fran-postnummer"),
    Entry("fran.ort", "Från: ort", PLACE, lambda f: f.start.city, "fran-ort"),
    Entry("fran.boyta", "Boyta", PLACE, lambda f: _area(f.start), "boyta yta area kvm kvadratmeter"),
    Entry("fran.rum", "Antal rum", PLACE, lambda f: f.start.rooms, "rum antal-rum"),
    Entry("fran.vaning", "Från: våning", PLACE, lambda f: f.start.floor, "vaning fran-vaning"),
    Entry("fran.hiss", "Från: hiss", PLACE, lambda f: f.start.lift, "hiss fran-hiss"),
    Entry("fran.parkering", "Parkering", PLACE, lambda f: f.start.parking, "parkering"),
    Entry("fran.villkor", "Särskilda villkor på adressen", PLACE, lambda f: f.start.conditions, "sarskilda-villkor"),
    Entry("till.adress", "Till-adress på en rad", PLACE, lambda f: _home_line(f.goal),
          "till-adress tilladress till inflyttningsadress ny-adress"),
    Entry("till.gata", "Till: gatuadress", PLACE, lambda f: f.goal.address, "till-gata"),
    Entry("till.postnummer", "Till: postnummer", PLACE, lambda f: f.goal.postal_code, "till-postnummer"),
    Entry("till.ort", "Till: ort", PLACE, lambda f: f.goal.city, "till-ort"),
    Entry("till.vaning", "Till: våning", PLACE, lambda f: f.goal.floor, "till-vaning"),
    Entry("till.hiss", "Till: hiss", PLACE, lambda f: f.goal.lift, "till-hiss"),
    Entry("lead.nummer", "Leadets nummer", LEAD, lambda f: f.work.number, "lead leadnummer"),
    Entry("uppdrag.tjanst", "Tjänster", LEAD, _services, "tjanst tjanster uppdrag typ-av-uppdrag arbete"),
    Entry("uppdrag.datum", "Önskat datum i ord", LEAD, lambda f: long_day(f.work.wanted_on),
          "flyttdag datum arbetsdag utforandedatum staddatum"),
    Entry("uppdrag.datum_iso", "Önskat datum som 2026-06-24", LEAD, lambda f: iso_day(f.work.wanted_on),
          "flyttdatum datum-iso"),
    Entry("uppdrag.hur_ofta", "Hur ofta", LEAD, lambda f: f.work.frequency, "hur-ofta frekvens intervall"),
    Entry("uppdrag.tillval", "Tillval", LEAD, lambda f: f.work.extras, "tillval extra"),
    Entry("uppdrag.meddelande", "Kundens meddelande", LEAD, lambda f: f.work.message, "meddelande onskemal"),
    Entry("offert.nummer", "Offertens nummer", OFFER, lambda f: f.sums.number, "offert offertnummer"),
    Entry("offert.datum", "Offertens datum", OFFER, lambda f: short_day(f.sums.offered_on), "offertdatum"),
    Entry("offert.giltig_till", "Offerten gäller till", OFFER, lambda f: short_day(f.sums.valid_until),
          "giltig-till giltighet"),
    Entry("offert.rader", "Offertens rader", OFFER, lambda f: "\n".join(f.sums.rows), "rader specifikation omfattning"),
    Entry("offert.prisform", "Fast pris eller löpande räkning", OFFER, lambda f: f.sums.pricing, "prisform pristyp"),
    Entry("offert.arbete", "Arbetskostnad", OFFER, lambda f: kronor(f.sums.labour), "arbetskostnad arbete-kr"),
    Entry("offert.summa", "Summa med moms", OFFER, _total, "summa pris totalt totalpris"),
    Entry("offert.summa_utan_moms", "Summa utan moms", OFFER, lambda f: kronor(f.sums.before_vat), "exkl-moms netto"),
    Entry("offert.moms", "Moms", OFFER, lambda f: kronor(f.sums.vat), "moms"),
    Entry("offert.rut", "RUT-avdrag", OFFER, lambda f: kronor(f.sums.deduction), "rut rut-avdrag rutavdrag"),
    Entry("offert.att_betala", "Kunden betalar", OFFER, lambda f: kronor(f.sums.to_pay), "att-betala pris-efter-rut"),
    Entry("offert.villkor", "Offertens villkor", OFFER, lambda f: f.sums.terms, "villkor"),
    Entry("avtal.datum", "Dagens datum", CONTRACT, lambda f: short_day(f.deal.made_on), "avtalsdatum dagens-datum"),
    Entry("avtal.varde", "Avtalets värde", CONTRACT, lambda f: kronor(f.deal.value), "varde avtalsvarde belopp"),
    Entry("avtal.start", "Avtalet börjar", CONTRACT, lambda f: short_day(f.deal.starts_on), "startdatum fran-och-med"),
    Entry("avtal.slut", "Avtalet slutar", CONTRACT, lambda f: short_day(f.deal.ends_on), "slut slutdatum till-och-med"),
    Entry("foretag.namn", "Företagets namn", FIRM, lambda f: f.house.name, "foretag foretagsnamn saljare-foretag"),
    Entry("foretag.orgnr", "Företagets organisationsnummer", FIRM, lambda f: f.house.organisation_number,
          "foretag-orgnr"),
    Entry("foretag.adress", "Företagets adress", FIRM,
          lambda f: in_a_line(f.house.address, "", f.house.postal_code, f.house.city), "foretag-adress"),
    Entry("foretag.telefon", "Företagets telefon", FIRM, lambda f: f.house.phone, "foretag-telefon"),
    Entry("foretag.epost", "Företagets e-post", FIRM, lambda f: f.house.email, "foretag-epost"),
    Entry("ansvarig.namn", "Ansvarig hos er", FIRM, lambda f: f.house.seller, "ansvarig saljare kontaktperson"),
    Entry("ansvarig.epost", "Ansvarigs e-post", FIRM, lambda f: f.house.seller_email, "ansvarig-epost saljare-epost"),
)  # fmt: skip
BY_KEY: Mapping[str, Entry] = {entry.key: entry for entry in ENTRIES}
GROUPS = (CUSTOMER, PLACE, LEAD, OFFER, CONTRACT, FIRM)


def value_of(key: str, facts: Facts) -> str:
    """What one field of the dictionary says of these facts; empty for what nobody knows and for no field of ours."""
    entry = BY_KEY.get(key)
    return entry.read(facts).strip() if entry else ""


def origin_of(key: str, facts: Facts) -> str:
    """Where a value comes from, as the page tells it: `Kund K-1204`, `Lead L-5786`, `Offert O-2026-0012`."""
    entry = BY_KEY.get(key)
    if entry is None:
        return ""
    of_offer = f"Offert {facts.sums.number}" if facts.sums.number else f"Lead {facts.work.number}"
    numbers = {
        CUSTOMER: f"Kund {facts.person.number}", PLACE: "Fastighet", LEAD: f"Lead {facts.work.number}",
        OFFER: of_offer, CONTRACT: "Avtalet", FIRM: "Företaget",
    }  # fmt: skip
    return numbers[entry.group].strip()


def guess(custom_id: str, name: str) -> str:
    """The field of ours that a template's data field most likely asks for; empty when nothing is near."""
    asked = {_plain(custom_id), _plain(name)} - {""}
    return next((entry.key for entry in ENTRIES if asked & set(entry.names.split())), "")


def _plain(text: str) -> str:
    """Names as templates write them, `Från adress` and `fran_adress` alike: `fran-adress`."""
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
