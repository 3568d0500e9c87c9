"""Who of some people gets which text, and why the others get none. Pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crm.rules.contact import clean_email, parse_phone, takes_texts
from crm.rules.merge_fields import fill
from crm.states import Channel, RecipientStatus
from integrations.rules import parts_of

MOST = 2000
MOST_PARTS = 6
STOPS = frozenset({"stopp", "stop", "avsluta", "avregistrera", "avanmäl", "sluta"})


@dataclass(frozen=True)
class Person:
    """Somebody who may be written to: a lead, a customer, or a lead that became one (then both ids)."""

    lead_id: int | None
    customer_id: int | None
    name: str
    url: str
    email: str = ""
    phone: str = ""
    has_consent: bool = False
    is_protected: bool = False
    may_be_seen: bool = True  # by whoever sends: False hides how a protected person is reached
    way_out: str = ""  # the address where they end the mailings
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """What somebody wants to send."""

    channel: Channel
    subject: str
    body: str
    is_marketing: bool


@dataclass(frozen=True)
class Planned:
    """One person with the exact text they would get; `reason` says why they get none, `missing` what must be known."""

    person: Person
    address: str
    subject: str
    body: str
    status: RecipientStatus
    reason: str = ""
    missing: tuple[str, ...] = ()
    parts: int = 0

    @property
    def is_sent(self) -> bool:
        """Whether the person gets the text."""
        return self.status == RecipientStatus.WAITING

    @property
    def shown_address(self) -> str:
        """Where it goes, unless that is not for who sends."""
        return self.address if self.person.may_be_seen else "Skyddad"


@dataclass(frozen=True)
class Plan:
    """Everybody in order, and a mark of it all: the same people and texts have the same mark."""

    rows: Sequence[Planned]

    @property
    def sent(self) -> list[Planned]:
        return [row for row in self.rows if row.is_sent]

    @property
    def left_out(self) -> list[Planned]:
        return [row for row in self.rows if not row.is_sent and not row.missing]

    @property
    def incomplete(self) -> list[Planned]:
        """Those whose text has a hole: nothing is sent before they are completed or left out."""
        return [row for row in self.rows if row.missing]

    def without_incomplete(self) -> "Plan":
        """The same, but those whose text has a hole are left out."""
        return Plan([_left_out(row.person, row.reason) if row.missing else row for row in self.rows])

    @property
    def parts(self) -> int:
        """Text messages that are paid for."""
        return sum(row.parts for row in self.sent)

    @property
    def mark(self) -> str:
        """What is posted back when it is sent, so that what leaves is what was shown."""
        told = "\x1e".join(f"{row.address}\x1f{row.subject}\x1f{row.body}\x1f{row.status}" for row in self.rows)
        return hashlib.sha256(told.encode()).hexdigest()


def plan(draft: Draft, people: Iterable[Person], *, can_answer: bool) -> Plan:
    """The text of each person, once per address; `can_answer` when a text message can be answered with STOPP."""
    rows, taken = [], set()
    for person in people:
        row = _planned(draft, person, can_answer=can_answer)
        if row.is_sent and row.address in taken:
            row = _left_out(person, "Någon annan i urvalet har samma adress.")
        if row.is_sent:
            taken.add(row.address)
        rows.append(row)
    return Plan(rows)


def is_stop(text: str) -> bool:
    """Whether an answer asks to be left alone: its first word is one of STOPS."""
    words = re.findall(r"\w+", text.casefold())
    return bool(words) and words[0] in STOPS


def _planned(draft: Draft, person: Person, *, can_answer: bool) -> Planned:
    if reason := _refusal(draft, person):
        return _left_out(person, reason)
    address = _address(draft, person)
    subject, body = fill(draft.subject, person.values), fill(draft.body.strip(), person.values)
    missing = tuple(dict.fromkeys((*subject.missing, *body.missing)))
    text = body.text + _ending(draft, person, can_answer=can_answer)
    if missing:
        words = ", ".join(f"{{{name}}}" for name in missing)
        status, reason = RecipientStatus.FAILED, f"Värde saknas för {words}."
        return Planned(person, address, subject.text, text, status, reason, missing)
    parts = parts_of(text) if draft.channel == Channel.SMS else 0
    if parts > MOST_PARTS:
        return _left_out(person, f"Texten blir {parts} sms lång, mer än {MOST_PARTS}.")
    one_line = " ".join(subject.text.split())[:200] if draft.channel == Channel.MAIL else ""
    return Planned(person, address, one_line, text, RecipientStatus.WAITING, parts=parts)


def _refusal(draft: Draft, person: Person) -> str:
    """Why a person is not written to, whatever the text says."""
    if person.is_protected and draft.is_marketing:
        return "Skyddade personuppgifter: får ingen reklam."
    if person.is_protected and not person.may_be_seen:
        return "Skyddade personuppgifter: du får inte kontakta personen."
    if not _address(draft, person):
        return "E-postadress saknas." if draft.channel == Channel.MAIL else "Mobilnummer saknas."
    if draft.channel == Channel.SMS and not takes_texts(parse_phone(person.phone)):
        return "Numret är inget mobilnummer."
    if draft.is_marketing and not person.has_consent:
        return "Har inte sagt ja till utskick."
    return ""


def _address(draft: Draft, person: Person) -> str:
    return clean_email(person.email) if draft.channel == Channel.MAIL else parse_phone(person.phone)


def _ending(draft: Draft, person: Person, *, can_answer: bool) -> str:
    """The way out that advertising must have (marknadsföringslagen 20 §)."""
    if not draft.is_marketing:
        return ""
    if draft.channel == Channel.MAIL:
        return f"\n\n--\nVill du inte ha fler utskick från oss? Avregistrera dig här: {person.way_out}"
    return " Svara STOPP så slipper du." if can_answer else f" Avregistrera: {person.way_out}"


def _left_out(person: Person, reason: str) -> Planned:
    return Planned(person, "", "", "", RecipientStatus.SKIPPED, reason)
