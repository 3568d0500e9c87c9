"""Files with leads or customers: read once, checked by a worker, imported by a worker, undone as one.

The rows of a file lie encrypted in the store until it is imported; the check keeps what each row says and would change.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from archive.readers.tables import Table, UnreadableTable, read_apart
from crm import events
from crm.models import ContactImport, ContactImportRow
from crm.queries.known import Book, doubles_in_file
from crm.rules.importing import FIELDS, Row, Value, differences, mask, missing_columns, read_row
from crm.services.imported import sealed, values_of
from crm.states import IMPORT_MOVES, ImportOutcome, ImportState, ListTarget
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.columns import propose_columns
from perforia.base.errors import DomainError
from perforia.base.models import Notification, User
from perforia.base.secrets import decrypt, encrypt
from perforia.base.states import check_move

AT_ONCE = 500
MOST_ATTEMPTS = 3
WORKED_ON = (ImportState.CHECKING, ImportState.IMPORTING)


def start_import(*, target: ListTarget, content: bytes, name: str, by: User, at: datetime) -> ContactImport:
    """Read a file in a child of its own, keep its rows, and propose its columns as they were chosen last time.

    Raises DomainError when the file is no table.
    """
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        try:
            table = read_apart(Path(file.name))
        except UnreadableTable as wrong:
            raise DomainError(str(wrong)) from wrong
    rows = encrypt(json.dumps(table.rows, ensure_ascii=False))
    key = default_storage.save(f"imports/{sha256(content).hexdigest()}.rows", ContentFile(rows.encode()))
    before = ContactImport.objects.filter(target=target, columns=table.header).exclude(mapping={}).order_by("-pk")
    known = before.values_list("mapping", flat=True).first()
    with transaction.atomic():
        made = ContactImport.objects.create(
            target=target, name=name[:255], sha256=sha256(content).hexdigest(), storage_key=key, columns=table.header,
            mapping=known or propose_columns(FIELDS[target], table.header), rows_total=len(table.rows), created_at=at,
            created_by=by,
        )  # fmt: skip
        audit.record(verb="contact_import.started", target=made, by=by, at=at)
    return made


def first_rows(made: ContactImport, count: int) -> list[list[str]]:
    """The first rows of a file with personal numbers masked; none once it is imported."""
    rows = _table(made).rows[:count] if made.storage_key else []
    secret = made.mapping.get("personal_number")
    return [
        [cell[:6] + "••••" if cell and place == secret else mask(cell) for place, cell in enumerate(row)]
        for row in rows
    ]


@transaction.atomic
def request_check(*, made: ContactImport, mapping: Mapping[str, int], by: User, at: datetime) -> None:
    """Let a worker see what each row would change. Idempotent. Announces import_wanted.

    Raises DomainError when a needed column is not chosen.
    """
    locked = lock(made)
    if problem := missing_columns(locked.target, mapping):
        raise DomainError(problem)
    if locked.state in {ImportState.CHECKED, ImportState.FAILED}:
        check_move(ImportState(locked.state), ImportState.MAPPING, IMPORT_MOVES)
        locked.state = ImportState.MAPPING
    if check_move(ImportState(locked.state), ImportState.CHECKING, IMPORT_MOVES):
        locked.state, locked.mapping, locked.rows_done, locked.counts = ImportState.CHECKING, dict(mapping), 0, {}
        _begin(locked)
        audit.record(verb="contact_import.check_requested", target=locked, by=by, at=at)


@transaction.atomic
def request_import(*, made: ContactImport, by: User, at: datetime) -> None:
    """Let a worker write the new and the changed rows of a checked file. Idempotent. Announces import_wanted."""
    locked = lock(made)
    if locked.state in {ImportState.IMPORTING, ImportState.DONE}:
        return
    if check_move(ImportState(locked.state), ImportState.IMPORTING, IMPORT_MOVES):
        locked.state, locked.rows_done = ImportState.IMPORTING, 0
        _begin(locked)
        audit.record(verb="contact_import.requested", target=locked, by=by, at=at)


def claim(*, import_id: int, at: datetime) -> ContactImport | None:
    """Take an import for work; None when another worker has it or nothing is to be done. Safe to repeat."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=dead_before(at))
    due = ContactImport.objects.filter(free, pk=import_id, state__in=WORKED_ON)
    taken = due.update(claimed_at=at, attempts=F("attempts") + 1)
    return ContactImport.objects.select_related("created_by").get(pk=import_id) if taken else None


def check(*, made: ContactImport, at: datetime) -> None:
    """See what every row of a claimed import says and would change, and keep it. Safe to repeat: it begins anew."""
    target, today = ListTarget(made.target), timezone.localdate(made.created_at)
    read = [read_row(target, cells, made.mapping, today=today) for cells in _table(made).rows]
    ContactImportRow.objects.filter(contact_import=made).delete()
    doubles, counts = doubles_in_file(target, [row.values for row in read]), Counter[str]()
    for start in range(0, len(read), AT_ONCE):
        some = read[start : start + AT_ONCE]
        book = Book(made.created_by, target, [row.values for row in some])
        checked = [
            _checked(made, start + place, row, book, doubles.get(start + place, ""))
            for place, row in enumerate(some)
        ]  # fmt: skip
        counts.update(row.outcome for row in checked)
        with transaction.atomic():
            ContactImportRow.objects.bulk_create(checked)
            ContactImport.objects.filter(pk=made.pk).update(rows_done=start + len(some))
    _finish_check(made, counts, at)


@transaction.atomic
def fail(*, made: ContactImport, reason: str, at: datetime) -> None:
    """Give up on an import, and tell who began it. Idempotent."""
    locked = lock(made)
    if check_move(ImportState(locked.state), ImportState.FAILED, IMPORT_MOVES):
        locked.state, locked.error, locked.claimed_at = ImportState.FAILED, reason[:300], None
        locked.save(update_fields=["state", "error", "claimed_at"])
        audit.record(verb="contact_import.failed", target=locked, by=None, at=at)
        tell(locked, f"Importen av {locked.name} misslyckades.", at, tone="bad")


def due_imports(at: datetime) -> list[dict[str, int]]:
    """Imports that no living worker works on; those that have killed three are given up."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=dead_before(at))
    due = ContactImport.objects.filter(free, state__in=WORKED_ON).order_by("pk")
    for made in due.filter(attempts__gte=MOST_ATTEMPTS):
        fail(made=made, reason="Importen avbröts tre gånger. Dela upp filen och försök igen.", at=at)
    return [{"import_id": pk} for pk in due.filter(attempts__lt=MOST_ATTEMPTS).values_list("pk", flat=True)]


def lock(made: ContactImport) -> ContactImport:
    """The import as it stands now, held until the transaction ends."""
    return (
        ContactImport.objects.select_for_update(of=("self",), no_key=True).select_related("created_by").get(pk=made.pk)
    )


def tell(made: ContactImport, text: str, at: datetime, *, tone: str = "ok") -> None:
    """Tell who began an import what has become of it, once per state."""
    Notification.tell(
        user=made.created_by, key=f"contact_import:{made.pk}:{made.state}:{made.attempts}", text=text,
        url=f"/import/{made.pk}/", at=at, tone=tone,
    )  # fmt: skip


def _begin(made: ContactImport) -> None:
    made.claimed_at, made.attempts, made.error = None, 0, ""
    made.save(update_fields=["state", "mapping", "rows_done", "counts", "claimed_at", "attempts", "error"])
    events.import_wanted.announce(import_id=made.pk)


@transaction.atomic
def _finish_check(made: ContactImport, counts: Mapping[str, int], at: datetime) -> None:
    locked = lock(made)
    if check_move(ImportState(locked.state), ImportState.CHECKED, IMPORT_MOVES):
        locked.state, locked.counts, locked.claimed_at = ImportState.CHECKED, dict(counts), None
        locked.save(update_fields=["state", "counts", "claimed_at"])
        audit.record(verb="contact_import.checked", target=locked, by=None, at=at)


def _checked(made: ContactImport, place: int, row: Row, book: Book, double: str) -> ContactImportRow:
    """What a row is to the books; its line in the file is the header's plus one and on."""
    kept = ContactImportRow(contact_import=made, number=place + 2, values=sealed(row.values))
    if row.errors:
        kept.outcome, kept.errors = ImportOutcome.ERROR, list(row.errors)
        return kept
    match = book.match(row.values)
    if double or match.double:
        kept.outcome, kept.errors = ImportOutcome.DUPLICATE, [double or match.double]
    elif match.known is None:
        kept.outcome = ImportOutcome.NEW
    else:
        changes = differences(values_of(match.known), row.values)
        kept.outcome = ImportOutcome.CHANGED if changes else ImportOutcome.UNCHANGED
        kept.object_id, kept.before = match.known.pk, sealed_changes(changes)
    return kept


def sealed_changes(changes: Mapping[str, tuple[Value, Value]]) -> dict[str, Sequence[Value]]:
    """What would change as it is kept: before and after, personal numbers encrypted."""
    return {
        name: [sealed({name: each}).get(name, "") for each in both] for name, both in changes.items()
    }  # fmt: skip


def _table(made: ContactImport) -> Table:
    """The rows of an import that is not finished. Raises DomainError when they are gone."""
    try:
        with default_storage.open(made.storage_key) as file:
            rows = decrypt(file.read().decode())
    except OSError as gone:
        raise DomainError("Filen finns inte kvar. Ladda upp den igen.") from gone
    return Table(made.columns, json.loads(rows))
