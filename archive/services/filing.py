"""Where a document lies, what it is, how long it is kept and what it belongs to."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from archive.models import Document, DocumentLink, Folder
from archive.rules import retain_until
from archive.services.searching import refresh_search
from archive.states import DocumentKind, LinkKind
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User


class KeptByLaw(DomainError):  # noqa: N818 -- named for what it says
    """A paper must be kept longer than somebody wants to."""


@dataclass(frozen=True)
class Details:
    """What a person says about a document in its form."""

    title: str
    kind: DocumentKind
    retain_until: date | None


@transaction.atomic
def link(*, document: Document, kind: LinkKind, object_id: int, label: str, by: User | None, at: datetime) -> None:
    """Tie a document to what it belongs to. Idempotent."""
    _, is_new = DocumentLink.objects.get_or_create(
        document=document,
        kind=kind,
        object_id=object_id,
        defaults={"label": label[:120], "created_at": at, "created_by": by},
    )
    if is_new:
        audit.record(verb="document.linked", target=document, by=by, at=at, label=label[:120])
        refresh_search(document=document)


@transaction.atomic
def unlink(*, document: Document, kind: LinkKind, object_id: int, by: User | None, at: datetime) -> None:
    """Untie a document. Idempotent."""
    tied = DocumentLink.objects.filter(document=document, kind=kind, object_id=object_id)
    label = tied.values_list("label", flat=True).first()
    if label is not None:
        tied.delete()
        audit.record(verb="document.unlinked", target=document, by=by, at=at, kind=kind, label=label)
        refresh_search(document=document)


@transaction.atomic
def move(*, document: Document, folder: Folder | None, by: User | None, at: datetime) -> None:
    """File a document in a folder. Idempotent."""
    locked = _lock(document)
    if locked.folder_id != (folder.pk if folder else None):
        locked.folder, locked.changed_at = folder, at
        locked.save(update_fields=["folder", "changed_at"])
        audit.record(verb="document.moved", target=locked, by=by, at=at, folder=folder.path if folder else "")


@transaction.atomic
def change_kind(*, document: Document, kind: DocumentKind, by: User | None, at: datetime) -> None:
    """Say what a document is; how long it is kept follows, but a longer time that a person chose stays. Idempotent."""
    locked = _lock(document)
    if locked.kind != kind:
        received = timezone.localdate(locked.created_at)
        was_law = retain_until(DocumentKind(locked.kind), received=received)
        law = retain_until(kind, received=received)
        if locked.retain_until in (None, was_law):
            locked.retain_until = law
        elif law is not None and locked.retain_until is not None:
            locked.retain_until = max(law, locked.retain_until)
        locked.kind, locked.changed_at = kind, at
        locked.save(update_fields=["kind", "changed_at", "retain_until"])
        audit.record(verb="document.kind_changed", target=locked, by=by, at=at, kind=kind.label)
        refresh_search(document=locked)


@transaction.atomic
def rename(*, document: Document, title: str, by: User | None, at: datetime) -> None:
    """Give a document another name. Idempotent. Raises DomainError for an empty one."""
    if not title.strip():
        raise DomainError("Skriv ett namn på dokumentet.")
    locked = _lock(document)
    if locked.title != title.strip()[:200]:
        locked.title, locked.changed_at = title.strip()[:200], at
        locked.save(update_fields=["title", "changed_at"])
        audit.record(verb="document.renamed", target=locked, by=by, at=at)
        refresh_search(document=locked)


@transaction.atomic
def set_retention(*, document: Document, until: date | None, by: User, at: datetime) -> None:
    """Say how long a document is kept. Idempotent. Raises KeptByLaw for a date earlier than the law's."""
    locked = _lock(document)
    law = retain_until(DocumentKind(locked.kind), received=timezone.localdate(locked.created_at))
    if law is not None and (until is None or until < law):
        message = f"{locked.get_kind_display()} måste sparas till {law:%Y-%m-%d} enligt bokföringslagen."
        raise KeptByLaw(message)
    if locked.retain_until != until:
        locked.retain_until, locked.changed_at = until, at
        locked.save(update_fields=["retain_until", "changed_at"])
        told = until.isoformat() if until else None
        audit.record(verb="document.retention_set", target=locked, by=by, at=at, until=told)


@transaction.atomic
def change_details(*, document: Document, details: Details, by: User, at: datetime) -> None:
    """Name, kind and time to be kept, all or nothing; a new kind brings its law's time unless one was written.

    Idempotent. Raises DomainError for an empty name, KeptByLaw for a date earlier than the law's.
    """
    rename(document=document, title=details.title, by=by, at=at)
    change_kind(document=document, kind=details.kind, by=by, at=at)
    if details.retain_until != document.retain_until:
        set_retention(document=document, until=details.retain_until, by=by, at=at)


def _lock(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
