"""The history of a case in words, read from the audit."""

from collections.abc import Sequence

from perforia.base.history import Entry, acts_on, in_words
from rut.models import Case

SHOWN = 100
UNSAID = {"invoice": "hela ärendet"}
# What was done: icon, tone and the words after the person's name; {…} are facts of the act.
PHRASES: dict[str, tuple[str, str, str]] = {
    "case.opened": ("inbox", "", "öppnade ärendet"),
    "case.letter_joined": ("file-import", "", "lade till ett brev"),
    "case.papers_found": ("sparkles", "accent", "hittade handlingar i arkivet: {found} st"),
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


def timeline(case: Case) -> Sequence[Entry]:
    """What has happened to a case, the latest first."""
    notes = dict(case.notes.values_list("pk", "text"))
    return [
        in_words(act, PHRASES, unsaid=UNSAID, detail=notes.get(act.data.get("note", 0), ""))
        for act in acts_on(case, most=SHOWN)
    ]
