"""What an import would do or has done, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm.models import ContactImport, ContactImportRow, Customer
from crm.rules.contact import pretty_phone
from crm.rules.importing import LABELS, Value
from crm.states import CustomerKind, ImportOutcome, ListTarget, Service
from perforia.base.models import User
from perforia.base.paging import Slice, slice_of
from perforia.base.permissions import Permission

PAGE = 50
HIDDEN = "••••"
TONES: dict[str, tuple[str, str]] = {
    ImportOutcome.NEW: ("is-new", "accent"), ImportOutcome.CHANGED: ("50", "accent"),
    ImportOutcome.UNCHANGED: ("is-done", ""), ImportOutcome.DUPLICATE: ("is-lost", "warn"),
    ImportOutcome.ERROR: ("is-alert", "bad"),
}  # fmt: skip
_WORDS = {**dict(Service.choices), **dict(CustomerKind.choices)}


@dataclass(frozen=True)
class Change:
    """One value that would change or has changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """One row of a file as it is shown."""

    row: ContactImportRow
    name: str
    facts: Sequence[str]
    changes: Sequence[Change]

    @property
    def ring(self) -> tuple[str, str]:
        return TONES.get(self.row.outcome, ("", ""))


def page_of(
    user: User, made: ContactImport, outcome: str, *, after: str = "", before: str = ""
) -> tuple[list[Row], Slice[ContactImportRow]]:
    """One page of rows in the order of the file, those of one outcome or all."""
    rows = made.rows.filter(outcome=outcome) if outcome in ImportOutcome.values else made.rows.all()
    part = slice_of(rows, by="number", size=PAGE, after=after, before=before)
    hidden = _hidden(user, made, part.rows)
    return [_shown(made, row, is_hidden=row.object_id in hidden) for row in part.rows], part


def figures_of(made: ContactImport) -> list[dict[str, object]]:
    """How many rows are what, in words; those that are skipped say so."""
    words = {
        ImportOutcome.NEW: ("nya", ""), ImportOutcome.CHANGED: ("ändras", ""),
        ImportOutcome.UNCHANGED: ("oförändrade", ""), ImportOutcome.DUPLICATE: ("dubbletter, hoppas över", "warn"),
        ImportOutcome.ERROR: ("rader med fel, hoppas över", "bad"),
    }  # fmt: skip
    return [
        {"number": made.counts.get(outcome, 0), "label": label, "tone": tone}
        for outcome, (label, tone) in words.items()
    ]  # fmt: skip


def tabs_of(made: ContactImport, current: str) -> list[dict[str, object]]:
    """All rows, and those of each outcome that there are."""
    tabs: list[dict[str, object]] = [
        {"label": "Alla", "url": "?", "count": made.rows_total, "is_current": current not in ImportOutcome.values}
    ]
    for outcome in ImportOutcome:
        if number := made.counts.get(outcome, 0):
            entry = {"label": outcome.label, "url": f"?visa={outcome.value}", "count": number}
            tabs.append({**entry, "is_current": current == outcome.value})
    return tabs


def _shown(made: ContactImport, row: ContactImportRow, *, is_hidden: bool) -> Row:
    words = {name: _in_words(name, value) for name, value in row.values.items()}
    reached = [words[name] for name in ("phone", "email", "address", "city") if words.get(name)]
    labels = LABELS[made.target]
    changes = [
        Change(labels[name], HIDDEN if is_hidden else _in_words(name, both[0]) or "–", _in_words(name, both[1]) or "–")
        for name in labels
        if (both := row.before.get(name))
    ]
    return Row(row, words.get("name", ""), reached, changes)


def _in_words(name: str, value: Value) -> str:
    """A value for people; a personal number is never shown."""
    if not value:
        return ""
    if name == "personal_number":
        return HIDDEN
    if isinstance(value, list):
        return ", ".join(_WORDS.get(each, each) for each in value)
    if name == "phone":
        return pretty_phone(value)
    return _WORDS.get(value, value) if name == "kind" else value


def _hidden(user: User, made: ContactImport, rows: Sequence[ContactImportRow]) -> set[int | None]:
    """Protected customers among the rows, for those who may not see how they are reached."""
    if made.target != ListTarget.CUSTOMERS or user.has_permission(Permission.SEE_PROTECTED):
        return set()
    known = Customer.objects.filter(pk__in=[row.object_id for row in rows if row.object_id], is_protected=True)
    return set(known.order_by().values_list("pk", flat=True))
