"""Writing the rows of a checked import some at a time, and taking all of them back as one act.

A portion and how far it reaches are one transaction: a worker that dies leaves whole portions, and the next goes on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models import Q

from crm.models import ContactImport, ContactImportRow, Customer, Lead, LeadSource
from crm.services.contact_imports import lock, tell
from crm.services.customers import next_numbers
from crm.services.import_purging import can_be_undone
from crm.services.imported import Known, opened, opened_changes, sealed, values_of, write
from crm.services.searching import index_many, words_of
from crm.states import IMPORT_MOVES, ImportOutcome, ImportState, LeadStatus, ListTarget, SourceKind
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent, User
from perforia.base.states import check_move

AT_ONCE = 200
SOURCE = "Import"


def write_rows(*, made: ContactImport, at: datetime) -> None:
    """Write what is left of a claimed import, each portion with its progress; then it is done. Safe to repeat."""
    while made.rows_done < made.rows_total and _write_some(made, at):
        pass
    _finish(made, at)


@transaction.atomic
def undo_import(*, made: ContactImport, by: User, at: datetime) -> tuple[int, int]:
    """Take back what an import wrote: new ones go, changed ones are as before; what has been touched since stays.

    Answers how many were taken back and how many stay. Idempotent. Raises DomainError when it is too long ago.
    """
    locked = lock(made)
    if locked.state == ImportState.DONE and not can_be_undone(locked, at=at):
        raise DomainError("Importen är äldre än 30 dagar och går inte längre att ångra.")
    if not check_move(ImportState(locked.state), ImportState.UNDONE, IMPORT_MOVES):
        return locked.counts.get("undone", 0), locked.counts.get("kept", 0)
    rows = list(locked.rows.exclude(is_new=None).order_by("number"))
    gone = _remove([row for row in rows if row.is_new], locked)
    back = _put_back([row for row in rows if not row.is_new], locked, at)
    undone, kept = gone + back, len(rows) - gone - back
    locked.state, locked.undone_at = ImportState.UNDONE, at
    locked.counts = {**locked.counts, "undone": undone, "kept": kept}
    locked.save(update_fields=["state", "undone_at", "counts"])
    audit.record(verb="contact_import.undone", target=locked, by=by, at=at, count=undone, kept=kept)
    return undone, kept


@transaction.atomic
def _write_some(made: ContactImport, at: datetime) -> bool:
    """One portion, and how far it reaches; False when there is none left."""
    done = ContactImport.objects.select_for_update(of=("self",), no_key=True).values_list("rows_done", flat=True)
    made.rows_done = done.get(pk=made.pk)
    rows = list(made.rows.order_by("number")[made.rows_done : made.rows_done + AT_ONCE])
    new = [row for row in rows if row.outcome == ImportOutcome.NEW]
    if new:
        _add(made, new, at)
    changed = [row for row in rows if row.outcome == ImportOutcome.CHANGED]
    if changed:
        _change(made, changed, at)
    _keep(new, changed)
    made.rows_done += len(rows)
    ContactImport.objects.filter(pk=made.pk).update(rows_done=made.rows_done)
    return bool(rows)


def _add(made: ContactImport, rows: Sequence[ContactImportRow], at: datetime) -> None:
    """New leads or customers of some rows."""
    added: list[Known]
    if made.target == ListTarget.LEADS:
        source = _source(at)
        added = [
            Lead(source=source, status=LeadStatus.NEW, received_at=at, changed_at=at, completed_at=at) for _ in rows
        ]  # fmt: skip
    else:
        added = [Customer(number=number, created_at=at) for number in next_numbers(len(rows))]
    for known, row in zip(added, rows, strict=True):
        write(known, opened(row.values))
    _all(made).bulk_create(added)
    _index(made, added)
    for known, row in zip(added, rows, strict=True):
        row.object_id, row.is_new = known.pk, True


def _change(made: ContactImport, rows: Sequence[ContactImportRow], at: datetime) -> None:
    """Write what rows say that is not known yet; what has become the same meanwhile is left alone."""
    columns, changed = {"changed_at"}, []
    for row, target in _targets(made, rows):
        now, wanted = values_of(target), {name: after for name, (_, after) in opened_changes(row.before).items()}
        fresh = {name: value for name, value in wanted.items() if now.get(name, "") != value}
        if not fresh:
            continue
        row.before = {
            name: [sealed({name: now.get(name, "")})[name], sealed({name: fresh[name]})[name]] for name in fresh
        }
        row.is_new = False
        columns |= set(write(target, fresh))
        target.changed_at = at
        changed.append(target)
    _save(made, changed, columns)


def _keep(new: Sequence[ContactImportRow], changed: Sequence[ContactImportRow]) -> None:
    """What became of the rows; new ones, the most by far, in one plain statement each."""
    if new:
        table = connection.ops.quote_name(ContactImportRow._meta.db_table)
        with connection.cursor() as cursor:
            ids = [(row.object_id, row.pk) for row in new]
            cursor.executemany(f"UPDATE {table} SET object_id = %s, is_new = true WHERE id = %s", ids)  # noqa: S608 -- a table of ours
    ContactImportRow.objects.bulk_update(changed, ["is_new", "before"], batch_size=AT_ONCE)


def _remove(rows: Sequence[ContactImportRow], made: ContactImport) -> int:
    """Take new ones away that nobody has touched since; answers how many."""
    ids = [row.object_id for row in rows if row.object_id]
    model = _all(made).model
    there = set(_all(made).filter(pk__in=ids, merged_into=None).order_by().values_list("pk", flat=True))
    acts = AuditEvent.objects.filter(target_type=model._meta.label_lower, target_id__in=ids).order_by()
    free = there - set(acts.values_list("target_id", flat=True)) - _used(model, ids)
    _all(made).filter(pk__in=free).delete()
    return len(free)


def _put_back(rows: Sequence[ContactImportRow], made: ContactImport, at: datetime) -> int:
    """Give changed ones their values from before, where they still have the import's; answers how many."""
    columns, changed = {"changed_at"}, []
    for row, target in _targets(made, rows):
        now, both = values_of(target), opened_changes(row.before)
        if all(now.get(name, "") == after for name, (_, after) in both.items()):
            columns |= set(write(target, {name: before for name, (before, _) in both.items()}))
            target.changed_at = at
            changed.append(target)
    _save(made, changed, columns)
    return len(changed)


def _used(model: type[models.Model], ids: Sequence[int]) -> set[int]:
    """Those that any other table knows of: what hangs on them must not go with them."""
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.related_model.__name__.endswith("Event"):
            continue
        name = relation.field.name
        rows = relation.related_model._default_manager.filter(**{f"{name}__in": ids}).order_by()  # noqa: SLF001 -- any model's
        found |= set(rows.values_list(name, flat=True))
    return found


def _targets(made: ContactImport, rows: Sequence[ContactImportRow]) -> Iterator[tuple[ContactImportRow, Known]]:
    """The rows with the lead or customer each changes, locked; those whose own is gone are left out."""
    known = _locked(made, [row.object_id for row in rows if row.object_id])
    for row in rows:
        if (target := known.get(row.object_id or 0)) is not None:
            yield row, target


def _locked(made: ContactImport, ids: Sequence[int]) -> Mapping[int, Known]:
    rows: Iterable[Known]
    if made.target == ListTarget.LEADS:
        rows = Lead.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids, merged_into=None)
    else:
        near = Customer.objects.prefetch_related("contacts", "properties", "rut_people")
        rows = near.select_for_update(of=("self",), no_key=True).filter(
            Q(pk__in=ids, merged_into=None, anonymised_at=None)
        )
    return {known.pk: known for known in rows.order_by("pk")}


def _save(made: ContactImport, changed: Sequence[Known], columns: set[str]) -> None:
    """Write the same columns of many rows with what they are found by, one statement each sent together."""
    model = _all(made).model
    fields = [model._meta.get_field(name) for name in sorted(columns)]
    quote = connection.ops.quote_name
    wanted = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    _fetch_around(made, changed)
    rows = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), words_of(row), row.pk]
        for row in changed
    ]
    if rows:
        table = quote(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {wanted}, search = array_to_tsvector(%s) WHERE id = %s", rows)  # noqa: S608 -- names of ours


def _index(made: ContactImport, rows: Sequence[Known]) -> None:
    """Make them findable by what they say now."""
    _fetch_around(made, rows)
    index_many(rows)


def _fetch_around(made: ContactImport, rows: Sequence[Known]) -> None:
    """What else customers are found by, asked once for all."""
    if made.target == ListTarget.CUSTOMERS:
        models.prefetch_related_objects(list(rows), "contacts", "properties", "rut_people")


def _all(made: ContactImport) -> models.Manager[Any]:  # Any: of leads or of customers
    return Lead.objects if made.target == ListTarget.LEADS else Customer.objects


def _source(at: datetime) -> LeadSource:
    source, _ = LeadSource.objects.get_or_create(
        name=SOURCE, defaults={"kind": SourceKind.IMPORT, "key": token_urlsafe(24), "created_at": at}
    )
    return source


@transaction.atomic
def _finish(made: ContactImport, at: datetime) -> None:
    locked = lock(made)
    if not check_move(ImportState(locked.state), ImportState.DONE, IMPORT_MOVES):
        return
    written = locked.rows.exclude(is_new=None)
    new = written.filter(is_new=True).count()
    changed = written.count() - new
    key, locked.storage_key = locked.storage_key, ""
    locked.state, locked.finished_at, locked.claimed_at = ImportState.DONE, at, None
    locked.counts = {**locked.counts, "written_new": new, "written_changed": changed}
    locked.save(update_fields=["state", "finished_at", "claimed_at", "storage_key", "counts"])
    audit.record(verb="contact_import.done", target=locked, by=locked.created_by, at=at, new=new, changed=changed)
    tell(locked, f"Importen av {locked.name} är klar: {new} nya, {changed} ändrade.", at)
    transaction.on_commit(lambda: default_storage.delete(key) if key else None)
