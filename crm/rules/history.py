"""What is said of an event in a timeline: its icon, its tone, its words. Pure."""

from dataclasses import dataclass

from crm.states import ActivityKind, CallOutcome, Direction

# By kind: icon, tone.
ICONS: dict[str, tuple[str, str]] = {
    ActivityKind.FORM: ("forms", "accent"), ActivityKind.CALL: ("phone", ""), ActivityKind.NOTE: ("note", ""),
    ActivityKind.MAIL: ("mail", ""), ActivityKind.SMS: ("message", ""), ActivityKind.MEETING: ("users", ""),
    ActivityKind.STATUS: ("arrow-right", ""), ActivityKind.DOCUMENT: ("file", ""),
    ActivityKind.LETTER: ("inbox", ""), ActivityKind.CASE: ("stack-2", ""),
    ActivityKind.INVOICE: ("file-invoice", ""), ActivityKind.OFFER: ("file-description", ""),
    ActivityKind.CONTRACT: ("writing-sign", ""), ActivityKind.JOB: ("truck", ""), ActivityKind.SYSTEM: ("sparkles", ""),
}  # fmt: skip
# The filter of a timeline: its word in the address, its label, the kinds it lets through.
GROUPS: tuple[tuple[str, str, frozenset[ActivityKind]], ...] = (
    ("samtal", "Samtal och möten", frozenset({ActivityKind.CALL, ActivityKind.MEETING})),
    ("anteckningar", "Anteckningar", frozenset({ActivityKind.NOTE})),
    ("meddelanden", "Mejl och sms", frozenset({ActivityKind.MAIL, ActivityKind.SMS})),
    ("formular", "Formulär", frozenset({ActivityKind.FORM})),
    ("status", "Status", frozenset({ActivityKind.STATUS, ActivityKind.SYSTEM})),
    ("dokument", "Dokument", frozenset({ActivityKind.DOCUMENT})),
    ("avtal", "Offerter och avtal", frozenset({ActivityKind.OFFER, ActivityKind.CONTRACT})),
    ("uppdrag", "Uppdrag", frozenset({ActivityKind.JOB})),
    ("fakturor", "Fakturor", frozenset({ActivityKind.INVOICE})),
    ("rut", "Brev och ärenden", frozenset({ActivityKind.LETTER, ActivityKind.CASE})),
)
# Contacts that stop the clock of a lead when they go out.
CONTACTS = frozenset({ActivityKind.CALL, ActivityKind.MAIL, ActivityKind.SMS, ActivityKind.MEETING})
_CALLED = {
    CallOutcome.ANSWERED: "Ringde, fick svar", CallOutcome.NO_ANSWER: "Ringde, fick inte svar",
    CallOutcome.VOICEMAIL: "Ringde, telefonsvarare", CallOutcome.WRONG: "Ringde, fel nummer",
}  # fmt: skip
_SENT = {ActivityKind.CALL: "Ringde", ActivityKind.MAIL: "Skickade mejl", ActivityKind.SMS: "Skickade sms"}
_CAME = {ActivityKind.CALL: "Fick samtal", ActivityKind.MAIL: "Fick mejl", ActivityKind.SMS: "Fick sms"}


@dataclass(frozen=True)
class Source:
    """What an event is about in another part of the house: its number there, and what it is called."""

    number: int
    label: str
    key: str  # `invoice:12:issued`: telling the same twice changes nothing


@dataclass(frozen=True)
class Happening:
    """What happened, before it is written down; without a title it is called what it is."""

    kind: ActivityKind
    title: str = ""
    text: str = ""
    direction: Direction = Direction.NONE
    outcome: str = ""
    minutes: int | None = None
    message_id: int | None = None
    source: Source | None = None

    @property
    def called(self) -> str:
        """The title of the event."""
        return self.title or title_of(self.kind, self.direction, self.outcome)


def title_of(kind: ActivityKind, direction: Direction, outcome: str = "") -> str:
    """`Ringde, fick inte svar`, `Fick mejl`, `Anteckning`: what somebody did, without who."""
    if kind == ActivityKind.CALL and direction != Direction.IN and outcome:
        return _CALLED[CallOutcome(outcome)]
    if kind == ActivityKind.MEETING:
        return "Hade möte"
    words = _CAME if direction == Direction.IN else _SENT
    return words.get(kind, kind.label)


def as_act(title: str) -> str:
    """A title after a name: `ringde, fick svar`; a note is written."""
    if title == ActivityKind.NOTE.label:
        return "skrev en anteckning"
    return title[:1].lower() + title[1:]


def kinds_of(group: str) -> frozenset[ActivityKind]:
    """The kinds a filter lets through; all of them when it is none of ours."""
    return next((kinds for name, _, kinds in GROUPS if name == group), frozenset(ActivityKind))
