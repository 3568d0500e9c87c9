"""The words, rings and icons of contracts: their states, what happened to them, where their values come from."""

from contracts.models import Contract, ContractEvent
from contracts.states import ContractStatus, EventKind, SendState
from perforia.base.history import Entry

RINGS: dict[str, tuple[str, str]] = {
    ContractStatus.DRAFT: ("is-new", ""), ContractStatus.CREATING: ("is-new", "accent"),
    ContractStatus.SENT: ("33", "accent"), ContractStatus.OPENED: ("66", "accent"),
    ContractStatus.SIGNED: ("is-done", "ok"), ContractStatus.DECLINED: ("is-lost", ""),
    ContractStatus.EXPIRED: ("is-lost", ""), ContractStatus.REMOVED: ("is-lost", ""),
    ContractStatus.WITHDRAWN: ("is-lost", ""),
}  # fmt: skip
STOPPED = ("Behöver rättas", "is-alert", "bad")
ICONS: dict[str, tuple[str, str]] = {
    EventKind.DRAFTED: ("file-plus", ""), EventKind.CHANGED: ("pencil", ""), EventKind.ASKED: ("send", ""),
    EventKind.STOPPED: ("alert-circle", "bad"), EventKind.SENT: ("send", "accent"), EventKind.ARRIVED: ("mail", ""),
    EventKind.UNDELIVERED: ("mail-x", "bad"), EventKind.OPENED: ("eye", "accent"),
    EventKind.SIGNED_BY_ONE: ("writing-sign", "ok"), EventKind.SIGNATURE_RESET: ("rotate", "warn"),
    EventKind.SIGNED: ("circle-check", "ok"), EventKind.DECLINED: ("circle-x", ""), EventKind.EXPIRED: ("clock", ""),
    EventKind.REVIVED: ("refresh", ""), EventKind.REMOVED: ("trash", "warn"),
    EventKind.WITHDRAWN: ("arrow-back-up", ""),
    EventKind.FILED: ("archive", "ok"), EventKind.REMINDED: ("bell", ""), EventKind.LINK_USED: ("link", ""),
    EventKind.REGISTERED: ("pencil", ""), EventKind.UNKNOWN: ("help", "warn"),
}  # fmt: skip
# What an event says after the name of who did it, where its own words do not.
WORDS: dict[str, str] = {
    EventKind.DRAFTED: "skapade utkastet", EventKind.CHANGED: "ändrade utkastet",
    EventKind.ASKED: "lämnade avtalet för utskick", EventKind.STOPPED: "kunde inte skicka avtalet",
    EventKind.SENT: "skickade avtalet", EventKind.ARRIVED: "fick inbjudan", EventKind.UNDELIVERED: "nåddes inte",
    EventKind.OPENED: "öppnade avtalet", EventKind.SIGNED_BY_ONE: "signerade",
    EventKind.SIGNATURE_RESET: "behöver signera igen", EventKind.SIGNED: "signerade, alla har skrivit under",
    EventKind.DECLINED: "avböjde", EventKind.EXPIRED: "stängde avtalet, tiden gick ut",
    EventKind.REVIVED: "öppnade avtalet igen", EventKind.REMOVED: "såg att avtalet är borttaget i Oneflow",
    EventKind.WITHDRAWN: "tog tillbaka avtalet", EventKind.FILED: "arkiverade det signerade avtalet",
    EventKind.REMINDED: "skickade påminnelse", EventKind.LINK_USED: "öppnade länken",
    EventKind.REGISTERED: "ändrade i registret", EventKind.UNKNOWN: "fick ett okänt besked från Oneflow",
}  # fmt: skip


def state_of(contract: Contract) -> tuple[str, str, str]:
    """The word, ring and tone of a contract's state."""
    if contract.send_state == SendState.STOPPED:
        return STOPPED
    status = ContractStatus(contract.status)
    return (status.label, *RINGS[status])


def entry_of(event: ContractEvent) -> Entry:
    """One line of a contract's history."""
    icon, tone = ICONS[event.kind]
    who = (
        event.by.name if event.by else event.who or (event.participant.name if event.participant else "") or "Perforia"
    )
    return Entry(who, WORDS[event.kind], icon, tone, event.at, event.text)


def origin_icon(source: str) -> str:
    """The icon of where a value was taken from."""
    icons = {"Kund": "user", "Fastighet": "home", "Lead": "user-plus", "Offert": "file-invoice", "Mallen": "template",
             "Företaget": "building", "Skrivet": "pencil"}  # fmt: skip
    return icons.get(source.partition(" ")[0], "file-text")
