"""A file comes in: as a new paper, or as a newer content of one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.utils import timezone

from archive import events
from archive.models import Document, DocumentVersion, Folder
from archive.rules import plain_name, retain_until
from archive.services import content as contents
from archive.services.previews import first_state
from archive.services.removal import bring_back
from archive.services.searching import refresh_search
from archive.states import DocumentKind, TextState
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User


@dataclass(frozen=True)
class Stored:
    """What became of uploaded bytes; `is_new` is false when the archive had them already."""

    document: Document
    version: DocumentVersion
    is_new: bool


def store(  # the parts of a paper
    *,
    content: BinaryIO,
    name: str,
    by: User | None,
    at: datetime,
    kind: DocumentKind = DocumentKind.UNKNOWN,
    folder: Folder | None = None,
    retention: date | None = None,
) -> Stored:
    """Keep a file under its hash; the same bytes are the same document, however often they come.

    A document that lay in the trash comes back: somebody has use for it. The bytes are in the store before the row is,
    so a row without bytes cannot be. Announces document_stored. Raises DomainError for empty, too large or unwanted
    files.
    """
    kept = contents.keep(content)
    if (known := _known(kept)) is not None:
        return _again(known, by=by, at=at)
    title = plain_name(name)
    until = retention or retain_until(kind, received=timezone.localdate(at))
    try:
        with transaction.atomic():
            contents.hold(kept.sha256)
            contents.ensure_kept(kept, content)
            document = Document.objects.create(
                title=title, kind=kind, folder=folder, created_at=at, changed_at=at, created_by=by, retain_until=until
            )
            version = _add(document, kept, name=title, note="", by=by, at=at)
            audit.record(verb="document.stored", target=document, by=by, at=at, version=version.pk)
    except IntegrityError:  # the same bytes came in twice at once
        known = DocumentVersion.objects.select_related("document").get(sha256=kept.sha256)
        return _again(known, by=by, at=at)
    return Stored(document, version, is_new=True)


def add_version(
    *, document: Document, content: BinaryIO, name: str, by: User | None, at: datetime, note: str = ""
) -> DocumentVersion:
    """A newer content of the same paper; the older ones stay. `by` None is Perforia itself. Announces document_stored.

    Raises DomainError when the archive has the bytes already, with the name of that paper if the person may see it.
    """
    kept = contents.keep(content)
    with transaction.atomic():
        contents.hold(kept.sha256)
        locked = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
        known = _known(kept)
        if known is not None:
            raise DomainError(_taken(known, locked, by))
        contents.ensure_kept(kept, content)
        version = _add(locked, kept, name=plain_name(name), note=note.strip()[:200], by=by, at=at)
        audit.record(verb="document.version_added", target=locked, by=by, at=at, number=version.number)
    return version


@transaction.atomic
def restore_version(*, document: Document, version: DocumentVersion, by: User, at: datetime) -> None:
    """Make an older content the one that counts. Idempotent."""
    locked = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    if locked.current_version_id == version.pk or version.document_id != locked.pk:
        return
    locked.current_version, locked.changed_at = version, at
    locked.save(update_fields=["current_version", "changed_at"])
    audit.record(verb="document.version_restored", target=locked, by=by, at=at, number=version.number)
    refresh_search(document=locked)


def _known(kept: contents.Content) -> DocumentVersion | None:
    return DocumentVersion.objects.filter(sha256=kept.sha256).select_related("document").first()


def _again(known: DocumentVersion, *, by: User | None, at: datetime) -> Stored:
    """The document that has the bytes already, out of the trash unless the person may not even know of it."""
    document = known.document
    if document.trashed_at and (by is None or Document.objects.visible_to(by).filter(pk=document.pk).exists()):
        bring_back(document=document, by=by, at=at)
        document.refresh_from_db()
    return Stored(document, known, is_new=False)


def _taken(known: DocumentVersion, document: Document, by: User | None) -> str:
    if known.document_id == document.pk:
        return f"Filen är densamma som version {known.number}. Välj en annan fil."
    if by is None or Document.objects.visible_to(by).filter(pk=known.document_id).exists():
        return f"Samma fil finns redan som ”{known.document.title}”."
    return "Samma fil finns redan i arkivet, i ett dokument som du inte får se."


def _add(
    document: Document, kept: contents.Content, *, name: str, note: str, by: User | None, at: datetime
) -> DocumentVersion:
    newest = document.versions.order_by("-number").values_list("number", flat=True).first()
    has_text = kept.content_type != "application/zip"
    version = DocumentVersion.objects.create(
        document=document,
        number=1 + (newest or 0),
        sha256=kept.sha256,
        size=kept.size,
        content_type=kept.content_type,
        storage_key=kept.storage_key,
        original_name=name,
        note=note,
        uploaded_at=at,
        uploaded_by=by,
        text_state=TextState.WAITING if has_text else TextState.EMPTY,
        preview_state=first_state(kept.content_type),
    )
    document.current_version, document.changed_at = version, at
    document.save(update_fields=["current_version", "changed_at"])
    refresh_search(document=document)
    events.document_stored.announce(version_id=version.pk)
    return version
