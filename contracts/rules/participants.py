"""Who signs and what is asked of them before a contract is sent, and what the service's complaints are about. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.states import DeliveryChannel, PartyKind, Side, SignMethod, TwoStep
from crm.rules.contact import clean_email, parse_phone

# developer.oneflow.com, "Create a contract", "Create a participant".
MOST_PEOPLE, LONGEST_NAME, LONGEST_TITLE, LONGEST_NUMBER = 40, 100, 100, 25
TWICE = "Samma e-postadress finns två gånger. Ge var och en sin egen, eller skicka till den ena via sms."
Problems = dict[str, list[str]]


@dataclass(frozen=True)
class PersonDetails:
    """One person of a contract as somebody wrote it down; `personal_number` in twelve digits, only when it is needed.

    None keeps the personal number that is written down for a person with the same position.
    """

    name: str
    email: str = ""
    phone: str = ""
    title: str = ""
    personal_number: str | None = ""
    party_kind: PartyKind = PartyKind.PERSON
    company_name: str = ""
    company_number: str = ""
    is_signatory: bool = True
    may_fill_in: bool = True
    sign_method: str = SignMethod.STANDARD
    channel: str = DeliveryChannel.MAIL
    two_step: str = TwoStep.NONE
    side: Side = Side.THEIRS


@dataclass(frozen=True)
class Offered:
    """What a template lets people choose from, by the service's own names; empty means that it is not known."""

    channels: frozenset[str] = field(default_factory=frozenset)
    sign_methods: frozenset[str] = field(default_factory=frozenset)
    two_steps: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Party:
    """One party as it is sent: whose places in our list its people have, in order."""

    is_company: bool
    name: str
    number: str
    positions: tuple[int, ...]


def parties_of(people: Sequence[PersonDetails]) -> list[Party]:
    """The other side as the service wants it: every private person a party, a company one with all of its people."""
    found: list[Party] = []
    for position, person in enumerate(people):
        if person.side == Side.OURS:
            continue
        if person.party_kind == PartyKind.PERSON:
            found.append(Party(False, person.name, "", (position,)))
            continue
        same = [i for i, party in enumerate(found) if party.is_company and _is_of(person, party)]
        if same:
            known = found[same[0]]
            found[same[0]] = Party(True, known.name, known.number, (*known.positions, position))
        else:
            found.append(Party(True, person.company_name, person.company_number, (position,)))
    return found


def problems_of(people: Sequence[PersonDetails], offered: Offered) -> Problems:
    """What must be put right before people can be asked to sign, by field (`participants.0.phone`)."""
    problems: Problems = {}
    theirs = [person for person in people if person.side == Side.THEIRS]
    if not theirs:
        problems["participants"] = ["Lägg till minst en person som ska signera."]
    elif not any(person.is_signatory for person in theirs):
        problems["participants"] = ["Minst en person måste signera. Kryssa i ”Signerar” för någon."]
    if len(people) > MOST_PEOPLE:
        problems["participants"] = [f"Ett avtal kan ha högst {MOST_PEOPLE} personer."]
    for position, person in enumerate(people):
        for name, text in [*_of_person(person), *_of_ways(person, offered)]:
            problems.setdefault(f"participants.{position}.{name}", []).append(text)
    for position in _twice(people):
        problems.setdefault(f"participants.{position}.email", []).append(TWICE)
    return problems


def our_problems(
    told: Mapping[str, Collection[str]], people: Sequence[PersonDetails], fields: Sequence[str]
) -> Problems:
    """The service's complaints by field of ours, in our words; `fields` are the data fields as they were sent.

    What the service says itself is meant for developers (developer.oneflow.com, "Handling errors"): only the words
    about an address that is there twice are looked at.
    """
    parties = parties_of(people)
    problems: Problems = {}
    for path, said in told.items():
        name, text = _ours(path, parties, fields)
        if name.endswith(".email") and any("already exist" in words or "identical" in words for words in said):
            text = TWICE
        problems.setdefault(name, []).append(text)
    return problems


_NUMBERED = re.compile(r"\[(\d+)\]")
_ATTRIBUTES = {
    "name": ("name", "namnet"), "email": ("email", "e-postadressen"), "phone_number": ("phone", "telefonnumret"),
    "identification_number": ("personal_number", "personnumret"), "title": ("title", "rollen"),
    "sign_method": ("sign_method", "sättet att signera"), "delivery_channel": ("channel", "sättet att skicka avtalet"),
    "two_step_authentication_method": ("two_step", "sättet att legitimera sig"),
    "signatory": ("is_signatory", "vem som signerar"), "country_code": ("name", "landet"),
}  # fmt: skip
_OWN = {
    "name": ("title", "avtalets namn"), "template_id": ("mapping", "mallen"), "workspace_id": ("mapping", "arbetsytan"),
    "subject": ("subject", "ämnet"), "message": ("message", "meddelandet"), "value": ("value", "avtalets värde"),
    "signing_period_expiration": ("sign_by", "sista dagen att signera"), "parties": ("participants", "personerna"),
    "data_fields": ("values", "fälten"),
}  # fmt: skip


def _ours(path: str, parties: Sequence[Party], fields: Sequence[str]) -> tuple[str, str]:
    numbers = [int(number) for number in _NUMBERED.findall(path)]
    parts = _NUMBERED.sub("", path).split(".")
    last = parts[-1]
    if parts[0] == "data_fields":
        field_name = fields[numbers[0]] if numbers and numbers[0] < len(fields) else ""
        if not field_name:
            return "values", "Oneflow godtar inte ett av avtalets fält. Hämta mallarna igen och kontrollera fälten."
        if last == "custom_id":
            return f"values.{field_name}", "Fältet finns inte i mallen längre. Hämta mallarna igen."
        return f"values.{field_name}", "Oneflow godtar inte värdet. Kontrollera det."
    if parts[0] == "parties" and numbers and numbers[0] < len(parties):
        party = parties[numbers[0]]
        place = numbers[1] if len(numbers) > 1 else 0
        position = party.positions[min(place, len(party.positions) - 1)]
        is_company_itself = party.is_company and "participants" not in parts
        if is_company_itself and last in {"name", "identification_number"}:
            name = "company_name" if last == "name" else "company_number"
            return f"participants.{position}.{name}", "Oneflow godtar inte företagets uppgifter. Kontrollera dem."
        name, words = _ATTRIBUTES.get(last, ("name", "uppgifterna"))
        return f"participants.{position}.{name}", f"Oneflow godtar inte {words}. Kontrollera och rätta."
    name, words = next((_OWN[part] for part in reversed(parts) if part in _OWN), ("title", "uppgifterna"))
    return name, f"Oneflow godtar inte {words}. Kontrollera och rätta."


def _is_of(person: PersonDetails, party: Party) -> bool:
    return (person.company_name.casefold(), person.company_number) == (party.name.casefold(), party.number)


def _of_person(person: PersonDetails) -> Iterator[tuple[str, str]]:
    if not person.name.strip():
        yield "name", "Skriv personens namn."
    elif len(person.name) > LONGEST_NAME:
        yield "name", f"Korta namnet till högst {LONGEST_NAME} tecken."
    if len(person.title) > LONGEST_TITLE:
        yield "title", f"Korta rollen till högst {LONGEST_TITLE} tecken."
    if person.email and not clean_email(person.email):
        yield "email", "Skriv en e-postadress, till exempel namn@exempel.se."
    if person.phone and not parse_phone(person.phone):
        yield "phone", "Skriv ett telefonnummer, till exempel 070-174 06 12."
    if person.party_kind == PartyKind.COMPANY and not 0 < len(person.company_name.strip()) <= LONGEST_NAME:
        yield "company_name", f"Skriv företagets namn, högst {LONGEST_NAME} tecken."
    if len(person.company_number) > LONGEST_NUMBER:
        yield "company_number", "Skriv organisationsnumret, till exempel 556000-0000."


def _of_ways(person: PersonDetails, offered: Offered) -> Iterator[tuple[str, str]]:
    if person.side == Side.OURS:
        return
    signs_by_sms = person.is_signatory and person.sign_method == SignMethod.SMS
    if not person.email and DeliveryChannel.MAIL in (person.channel, person.two_step):
        yield "email", "Skriv en e-postadress, eller välj att skicka på ett annat sätt."
    if not person.phone and (DeliveryChannel.SMS in (person.channel, person.two_step) or signs_by_sms):
        yield "phone", "Skriv ett mobilnummer: det behövs för sms."
    for name, chosen, there in (
        ("channel", person.channel, offered.channels),
        ("sign_method", person.sign_method if person.is_signatory else "", offered.sign_methods),
        ("two_step", person.two_step if person.two_step != TwoStep.NONE else "", offered.two_steps),
    ):
        if chosen and there and chosen not in there:
            yield name, "Mallen tillåter inte det här. Välj något annat i listan."
    is_plain = person.sign_method in {"", SignMethod.STANDARD}
    if person.is_signatory and person.channel == DeliveryChannel.SAME_DEVICE and is_plain:
        yield "sign_method", "Den som signerar på vår skärm måste göra det med BankID eller kod via sms."


def _twice(people: Sequence[PersonDetails]) -> Iterator[int]:
    seen: set[str] = set()
    for position, person in enumerate(people):
        address = person.email.strip().casefold()
        if address and address in seen:
            yield position
        seen.add(address)
