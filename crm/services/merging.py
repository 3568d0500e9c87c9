"""Two that were one: leads with leads and customers with customers, every relation moved, and taken apart again.

What points at the one that goes is found through the models themselves, so that the tables of apps above follow too
without being known here. Rows of history tables stay: history is not rewritten.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction

from archive.models import DocumentLink
from archive.states import LinkKind
from crm import events
from crm.models import Customer, Lead, Merge
from crm.services.searching import index_customer, index_lead
from crm.states import Lifecycle
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User

Row = Lead | Customer
TARGETS: dict[str, type[Lead] | type[Customer]] = {"lead": Lead, "customer": Customer}
# What the kept one takes over where it has nothing itself.
FILLED: dict[str, tuple[str, ...]] = {
    "lead": (
        "name", "email", "phone", "services", "address", "postal_code", "city", "to_address", "to_postal_code",
        "to_city", "wanted_on", "message", "details", "extra", "attribution", "clicked_at", "value", "owner_id",
        "next_step", "next_step_at", "first_contact_at", "customer_id", "place_id", "completed_at",
    ),
    "customer": (
        "organisation_number", "personal_number", "personal_number_hash", "personal_number_masked", "email", "phone",
        "address", "postal_code", "city", "note", "owner_id", "last_business_on",
    ),
}  # fmt: skip
LINKS = "archive.documentlink.object_id"
_ENCODER = DjangoJSONEncoder()
_JSON = (dict, list, str, int, bool, type(None))


@transaction.atomic
def merge(*, kept: Row, gone: Row, by: User, at: datetime) -> Merge:
    """Join `gone` to `kept`: its history, follow-ups, documents, invoices and so on follow. Idempotent.

    Locks both, so that merges side by side follow each other. Announces customer_merged. Raises DomainError for one
    that is merged already into somebody else, and for two with different personal numbers.
    """
    target = _target(kept)
    first, second = _lock_both(target, kept, gone)
    kept_row, gone_row = (first, second) if first.pk == kept.pk else (second, first)
    if gone_row.merged_into_id == kept_row.pk:
        return Merge.objects.filter(target=target, kept_id=kept.pk, gone_id=gone.pk, undone_at=None).latest("pk")
    _check(kept_row, gone_row)
    before, after = _fill(target, kept_row, gone_row)
    moved = {name: ids for name, ids in _move_relations(gone_row, kept_row) if ids}
    gone_row.merged_into_id = kept_row.pk
    gone_row.save(update_fields=["merged_into"])
    _index(kept_row)
    done = Merge.objects.create(
        target=target, kept_id=kept.pk, gone_id=gone.pk, at=at, by=by,
        moved={"tables": moved, "before": before, "after": after},
    )  # fmt: skip
    audit.record(verb=f"{target}.merged", target=kept_row, by=by, at=at, gone=gone.pk, merge=done.pk)
    _announce(kept_row)
    return done


@transaction.atomic
def unmerge(*, done: Merge, by: User, at: datetime) -> None:
    """Take two apart: what followed goes back, and what the kept one took over unless it was changed since.

    Idempotent. Raises DomainError when the kept one has itself been merged since: that must be taken apart first.
    """
    locked = Merge.objects.select_for_update(of=("self",), no_key=True).get(pk=done.pk)
    if locked.undone_at is not None:
        return
    model = TARGETS[locked.target]
    rows = {row.pk: row for row in _locked(model, [locked.kept_id, locked.gone_id])}
    kept, gone = rows[locked.kept_id], rows[locked.gone_id]
    if kept.merged_into_id is not None:
        raise DomainError("Den har själv slagits ihop med en annan. Ta isär den sammanslagningen först.")
    for name, ids in locked.moved["tables"].items():
        _move_back(name, ids, gone, kept)
    _restore(kept, locked.moved["before"], locked.moved["after"])
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    _index(kept)
    _index(gone)
    locked.undone_at = at
    locked.save(update_fields=["undone_at"])
    audit.record(verb=f"{locked.target}.unmerged", target=kept, by=by, at=at, gone=gone.pk, merge=locked.pk)
    _announce(kept, gone)


def _announce(*rows: Row) -> None:
    """What apps above derive from a customer follows."""
    for row in rows:
        if isinstance(row, Customer):
            events.customer_merged.announce(customer_id=row.pk)


def _target(row: Row) -> str:
    return "lead" if isinstance(row, Lead) else "customer"


def _locked(model: type[Lead] | type[Customer], ids: list[int]) -> list[Any]:  # Any: leads or customers
    """The rows, locked in the order of their keys, so that two merges never wait for each other."""
    return list(model.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))


def _lock_both(target: str, kept: Row, gone: Row) -> list[Any]:  # Any: leads or customers
    if kept.pk == gone.pk:
        raise DomainError("Det är samma. Välj en annan att slå ihop med.")
    return _locked(TARGETS[target], [kept.pk, gone.pk])


def _check(kept: Row, gone: Row) -> None:
    for row in (kept, gone):
        if row.merged_into_id is not None:
            raise DomainError(f"{row.number} har redan slagits ihop med en annan. Ladda om sidan.")
    if isinstance(kept, Customer) and isinstance(gone, Customer):
        if kept.anonymised_at or gone.anonymised_at:
            raise DomainError("En anonymiserad kund kan inte slås ihop.")
        hashes = {kept.personal_number_hash, gone.personal_number_hash} - {""}
        if len(hashes) > 1:
            raise DomainError("Kunderna har olika personnummer. De är två personer och kan inte slås ihop.")
    if isinstance(kept, Lead) and isinstance(gone, Lead) and len({kept.customer_id, gone.customer_id} - {None}) > 1:
        raise DomainError("Leaden hör till olika kunder. Slå ihop kunderna först.")


def _fill(target: str, kept: Row, gone: Row) -> tuple[dict[str, object], dict[str, object]]:
    """Give the kept one what it lacks; answers the changed fields as they were and as they are, as plain values."""
    values = {name: getattr(gone, name) for name in FILLED[target] if not getattr(kept, name) and getattr(gone, name)}
    if isinstance(kept, Lead) and isinstance(gone, Lead):
        values["received_at"] = min(kept.received_at, gone.received_at)
        values["extra"] = {**gone.extra, **kept.extra}
        values["details"] = {**gone.details, **kept.details}
        if gone.clicked_at and kept.clicked_at and gone.clicked_at < kept.clicked_at:
            values |= {"clicked_at": gone.clicked_at, "attribution": gone.attribution}
    elif isinstance(kept, Customer) and isinstance(gone, Customer):
        values["is_protected"] = kept.is_protected or gone.is_protected
        values["has_open_case"] = kept.has_open_case or gone.has_open_case
        values["flags"] = [*kept.flags, *(flag for flag in gone.flags if flag not in kept.flags)]
        values["tags"] = [*kept.tags, *(tag for tag in gone.tags if tag not in kept.tags)]
        days = [day for day in (kept.last_business_on, gone.last_business_on) if day]
        values |= {"last_business_on": max(days), "lifecycle": _livelier(kept, gone)} if days else {}
    changed = {name: value for name, value in values.items() if getattr(kept, name) != value}
    before = {name: getattr(kept, name) for name in changed}
    _write(kept, changed)
    return _plain(before), _plain(changed)


def _livelier(kept: Customer, gone: Customer) -> str:
    ranks = [Lifecycle.POTENTIAL, Lifecycle.INACTIVE, Lifecycle.ACTIVE]
    return max(kept.lifecycle, gone.lifecycle, key=lambda value: ranks.index(Lifecycle(value)))


def _restore(kept: Row, before: dict[str, Any], after: dict[str, Any]) -> None:  # Any: what JSON holds
    now = _plain({name: getattr(kept, name) for name in after})
    values = {name: _field(kept, name).to_python(before[name]) for name in before if now[name] == after[name]}
    _write(kept, values)


def _write(row: Row, values: dict[str, Any]) -> None:  # Any: of every column
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        row.save(update_fields=[_field(row, name).name for name in values])


def _field(row: Row, name: str) -> "models.Field[Any, Any]":  # Any: of every column
    return next(field for field in row._meta.concrete_fields if name in {field.name, field.attname})


def _plain(values: dict[str, Any]) -> dict[str, object]:  # Any: of every column
    return {name: value if isinstance(value, _JSON) else _ENCODER.default(value) for name, value in values.items()}


def _relations(model: type[models.Model]) -> Iterator["models.ForeignKey[Any, Any]"]:  # Any: of every table
    """Every foreign key to the model but its own to itself, and those of history tables."""
    for relation in model._meta.get_fields(include_hidden=True):
        field = getattr(relation, "remote_field", None)
        if relation.auto_created and not relation.concrete and isinstance(field, models.ForeignKey):
            owner = field.model
            if owner is not model and not hasattr(owner, "pgh_tracked_model"):
                yield field


def _move_relations(gone: Row, kept: Row) -> Iterator[tuple[str, list[int]]]:
    for field in _relations(type(gone)):
        yield _name(field), _move_rows(field, gone.pk, kept.pk)
    if isinstance(gone, Customer):
        links = DocumentLink.objects.filter(kind=LinkKind.CUSTOMER, object_id=gone.pk)
        known = DocumentLink.objects.filter(kind=LinkKind.CUSTOMER, object_id=kept.pk).values("document")
        ids = sorted(links.exclude(document__in=known).values_list("pk", flat=True))
        DocumentLink.objects.filter(pk__in=ids).update(object_id=kept.pk)
        yield LINKS, ids


def _move_rows(field: "models.ForeignKey[Any, Any]", source: int, goal: int) -> list[int]:  # Any: of every table
    """Move rows one by one where a rule of the table forbids some of them: those stay where they were."""
    rows = _rows(field)
    ids = sorted(rows.filter(**{field.attname: source}).values_list("pk", flat=True))
    try:
        with transaction.atomic():
            rows.filter(pk__in=ids).update(**{field.attname: goal})
    except IntegrityError:
        return [pk for pk in ids if _may_move(field, pk, goal)]
    return ids


def _may_move(field: "models.ForeignKey[Any, Any]", pk: int, goal: int) -> bool:  # Any: of every table
    try:
        with transaction.atomic():
            _rows(field).filter(pk=pk).update(**{field.attname: goal})
    except IntegrityError:
        return False
    return True


def _move_back(name: str, ids: list[int], gone: Row, kept: Row) -> None:
    if name == LINKS:
        DocumentLink.objects.filter(pk__in=ids, object_id=kept.pk).update(object_id=gone.pk)
        return
    field = next((field for field in _relations(type(gone)) if _name(field) == name), None)
    if field is None:  # a table that is no more
        return
    _rows(field).filter(pk__in=ids, **{field.attname: kept.pk}).update(**{field.attname: gone.pk})


def _rows(field: "models.ForeignKey[Any, Any]") -> models.Manager[Any]:  # Any: of every table
    return field.model._default_manager  # noqa: SLF001 -- the documented way to any model's manager


def _name(field: "models.ForeignKey[Any, Any]") -> str:  # Any: of every table
    return f"{field.model._meta.label_lower}.{field.attname}"


def _index(row: Row) -> None:
    index_lead(row) if isinstance(row, Lead) else index_customer(row)
