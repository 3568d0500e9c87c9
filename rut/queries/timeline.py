"""The history of a case in words, read from the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from perforia.base.models import AuditEvent
from rut.models import Case

SHOWN = 100
# What was done: icon, tone and the words after the person's name; {…} are facts of the act.
PHRASES: dict[str, tuple[str, str, str]] = {
    "case.opened": ("inbox", "", "öppnade ärendet"),
    "case.letter_joined": ("file-import", "", "lade till ett brev"),
    "case.papers_found": ("sparkles", "accent", "hittade {found} handlingar i arkivet"),
    "case.paper_added": ("upload", "ok", "lade till {paper} för {invoice}"),
    "case.paper_received": ("file-plus", "", "lade till en fil som väntar på att sorteras"),
    "case.paper_chosen": ("circle-check", "ok", "valde bland flera handlingar"),
    "case.paper_removed": ("circle-x", "", "tog bort en handling"),
    "case.paper_not_needed": ("circle-minus", "", "angav att en handling inte behövs"),
    "case.invoice_matched": ("link", "ok", "kopplade faktura {invoice}"),
    "case.moved": ("arrow-right", "", "ändrade status från {old} till {new}"),
    "case.deadline_changed": ("calendar-event", "warn", "ändrade svarsfristen till {new}: {reason}"),
    "case.assigned": ("user", "", "ändrade ansvarig"),
    "case.note_added": ("note", "", "skrev en anteckning"),
    "case.package_requested": ("package", "", "bad om ett paket"),
    "case.package_built": ("package", "accent", "skapade paketet"),
    "case.package_failed": ("alert-circle", "bad", "kunde inte skapa paketet"),
    "case.reply_edited": ("pencil", "", "ändrade svaret"),
    "case.reply_discarded": ("trash", "", "kastade ett utkast"),
    "case.answered": ("send", "ok", "skickade svaret"),
    "case.extension_asked": ("clock-plus", "", "bad om förlängd svarstid"),
    "case.decided": ("gavel", "", "registrerade ett beslut"),
    "case.facts_changed": ("pencil", "", "ändrade uppgifterna om Skatteverket"),
    "case.more_asked": ("list-check", "", "lade till {papers} handlingar och {invoices} fakturor som begärs"),
    "case.repaid": ("circle-check", "ok", "angav att återkravet är betalt"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the history; `detail` is what a person wrote."""

    who: str
    what: str
    icon: str
    tone: str
    at: datetime
    detail: str = ""


def timeline(case: Case) -> Sequence[Entry]:
    """What has happened to a case, the latest first."""
    acts = (
        AuditEvent.objects.filter(target_type="rut.case", target_id=case.pk)
        .select_related("actor")
        .order_by("-at", "-pk")[:SHOWN]
    )
    notes = dict(case.notes.values_list("pk", "text"))
    return [_entry(act, notes) for act in acts]


def _entry(act: AuditEvent, notes: dict[int, str]) -> Entry:
    icon, tone, words = PHRASES.get(act.verb, ("point", "", act.verb))
    facts = {name: value if value not in (None, "") else "hela ärendet" for name, value in act.data.items()}
    return Entry(
        who=act.actor.name if act.actor else "Perforia",
        what=words.format_map(_Facts(facts)),
        icon=icon,
        tone=tone,
        at=act.at,
        detail=notes.get(act.data.get("note", 0), ""),
    )


class _Facts(dict[str, object]):
    """Facts of an act; one that is not told is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"
