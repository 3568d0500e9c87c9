"""Every write of the archive: store, version, link, file, throw away and bring back."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.conf import settings
from django.contrib.postgres.search import SearchVector
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F, Value

from archive import events
from archive.models import AccessLog, Document, DocumentLink, DocumentVersion, Folder, StoreProblem
from archive.readers.sniff import content_type
from archive.rules import CONTENT_TYPES, number_parts, retain_until
from archive.states import AccessAct, DocumentKind, LinkKind, Problem, TextState
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.errors import DomainError
from perforia.base.models import Notification, User
from perforia.base.permissions import Role

CHUNK = 1024 * 1024
MOST_ATTEMPTS = 3
SEARCHED_TEXT = 100_000


@dataclass(frozen=True)
class Stored:
    """What became of uploaded bytes; `is_new` is false when the archive had them already."""

    document: Document
    version: DocumentVersion
    is_new: bool


@dataclass(frozen=True)
class _Bytes:
    sha256: str
    size: int
    content_type: str
    storage_key: str


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

    The bytes are in the store before the row is, so a row without bytes cannot be. Announces document_stored.
    Raises DomainError for empty, too large or unknown files.
    """
    kept = _keep(content)
    known = DocumentVersion.objects.filter(sha256=kept.sha256).select_related("document").first()
    if known is not None:
        return Stored(known.document, known, is_new=False)
    try:
        with transaction.atomic():
            document = Document.objects.create(
                title=name[:200],
                kind=kind,
                folder=folder,
                created_at=at,
                changed_at=at,
                created_by=by,
                retain_until=retention or retain_until(kind, received=at.date()),
            )
            version = _add(document, kept, name=name, note="", by=by, at=at)
            audit.record(verb="document.stored", target=document, by=by, at=at, version=version.pk)
    except IntegrityError:  # the same bytes came in twice at once
        known = DocumentVersion.objects.select_related("document").get(sha256=kept.sha256)
        return Stored(known.document, known, is_new=False)
    return Stored(document, version, is_new=True)


def add_version(
    *, document: Document, content: BinaryIO, name: str, by: User, at: datetime, note: str = ""
) -> DocumentVersion:
    """A newer content of the same paper; the older ones stay. Raises DomainError when the archive has the bytes."""
    kept = _keep(content)
    with transaction.atomic():
        locked = _lock(document)
        known = DocumentVersion.objects.filter(sha256=kept.sha256).select_related("document").first()
        if known is not None:
            message = f"Samma fil finns redan som ”{known.document.title}”."
            raise DomainError(message)
        version = _add(locked, kept, name=name, note=note, by=by, at=at)
        audit.record(verb="document.version_added", target=locked, by=by, at=at, number=version.number)
    return version


@transaction.atomic
def restore_version(*, document: Document, version: DocumentVersion, by: User, at: datetime) -> None:
    """Make an older content the one that counts. Idempotent."""
    locked = _lock(document)
    if locked.current_version_id == version.pk or version.document_id != locked.pk:
        return
    locked.current_version, locked.changed_at = version, at
    locked.save(update_fields=["current_version", "changed_at"])
    audit.record(verb="document.version_restored", target=locked, by=by, at=at, number=version.number)
    refresh_search(document=locked)


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
    deleted, _ = DocumentLink.objects.filter(document=document, kind=kind, object_id=object_id).delete()
    if deleted:
        audit.record(verb="document.unlinked", target=document, by=by, at=at, kind=kind)
        refresh_search(document=document)


def ensure_folder(*, path: Sequence[str]) -> Folder:
    """The folder at a path from the root, made where it is missing. Idempotent."""
    folder: Folder | None = None
    walked: list[str] = []
    for part in path:
        walked.append(" ".join(part.replace("/", "-").split())[:120])
        folder, _ = Folder.objects.get_or_create(
            path="/".join(walked)[:500], defaults={"name": walked[-1], "parent": folder}
        )
    if folder is None:
        message = "a folder has a name"
        raise ValueError(message)
    return folder


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
    """Say what a document is; how long it is kept follows. Idempotent."""
    locked = _lock(document)
    if locked.kind != kind:
        locked.kind, locked.changed_at = kind, at
        locked.retain_until = retain_until(kind, received=locked.created_at.date())
        locked.save(update_fields=["kind", "changed_at", "retain_until"])
        audit.record(verb="document.kind_changed", target=locked, by=by, at=at, kind=kind)
        refresh_search(document=locked)


@transaction.atomic
def rename(*, document: Document, title: str, by: User, at: datetime) -> None:
    """Give a document another name. Raises DomainError for an empty one."""
    if not title.strip():
        raise DomainError("Skriv ett namn på dokumentet.")
    locked = _lock(document)
    if locked.title != title.strip():
        locked.title, locked.changed_at = title.strip()[:200], at
        locked.save(update_fields=["title", "changed_at"])
        audit.record(verb="document.renamed", target=locked, by=by, at=at)
        refresh_search(document=locked)


@transaction.atomic
def trash(*, document: Document, by: User, at: datetime) -> None:
    """Throw a document away; it can be brought back. Idempotent."""
    locked = _lock(document)
    if locked.trashed_at is None:
        locked.trashed_at, locked.trashed_by = at, by
        locked.save(update_fields=["trashed_at", "trashed_by"])
        audit.record(verb="document.trashed", target=locked, by=by, at=at)


@transaction.atomic
def restore(*, document: Document, by: User, at: datetime) -> None:
    """Bring a document back. Idempotent."""
    locked = _lock(document)
    if locked.trashed_at is not None:
        locked.trashed_at, locked.trashed_by = None, None
        locked.save(update_fields=["trashed_at", "trashed_by"])
        audit.record(verb="document.restored", target=locked, by=by, at=at)


def log_access(*, version: DocumentVersion, user: User, act: AccessAct, at: datetime) -> None:
    """Write down who saw or fetched a content."""
    AccessLog.objects.create(version=version, user=user, act=act, at=at)


def claim_text(*, version_id: int, at: datetime) -> DocumentVersion | None:
    """Take a version for reading; None when another worker has it or it is read. Safe to repeat."""
    waiting = DocumentVersion.objects.filter(pk=version_id, text_state=TextState.WAITING)
    taken = waiting.update(text_state=TextState.READING, claimed_at=at, attempts=F("attempts") + 1)
    return DocumentVersion.objects.select_related("document").get(pk=version_id) if taken else None


@transaction.atomic
def record_text(*, version: DocumentVersion, text: str, pages: int | None) -> None:
    """Keep the text that was read, and make the document found by it. Announces text_extracted."""
    state = TextState.READ if text.strip() else TextState.EMPTY
    changed = DocumentVersion.objects.filter(pk=version.pk, text_state=TextState.READING).update(
        text_state=state, text=text, page_count=pages
    )
    if changed:
        refresh_search(document=version.document)
        events.text_extracted.announce(version_id=version.pk)


@transaction.atomic
def quarantine(*, version: DocumentVersion, reason: str) -> None:
    """Keep a file that cannot be read, but show and send it to nobody. Announces document_quarantined."""
    changed = DocumentVersion.objects.filter(pk=version.pk, text_state=TextState.READING).update(
        text_state=TextState.QUARANTINED, quarantine_reason=reason[:300]
    )
    if changed:
        events.document_quarantined.announce(version_id=version.pk)


def due_texts(at: datetime) -> list[dict[str, int]]:
    """Versions to read; first frees those whose worker died, and gives up on those that killed three."""
    stale = DocumentVersion.objects.filter(text_state=TextState.READING, claimed_at__lt=dead_before(at))
    stale.filter(attempts__gte=MOST_ATTEMPTS).update(
        text_state=TextState.QUARANTINED, quarantine_reason="Filen gick inte att läsa. Öppna den och ladda upp en ny."
    )
    stale.filter(attempts__lt=MOST_ATTEMPTS).update(text_state=TextState.WAITING)
    waiting = DocumentVersion.objects.filter(text_state=TextState.WAITING).order_by("pk")
    return [{"version_id": pk} for pk in waiting.values_list("pk", flat=True)[:500]]


def refresh_search(*, document: Document) -> None:
    """Write anew what a document is found by: name, links and kind weigh more than its text."""
    fresh = Document.objects.select_related("current_version").get(pk=document.pk)
    labels = " ".join(fresh.links.order_by("pk").values_list("label", flat=True))
    head = f"{fresh.title} {labels} {fresh.get_kind_display()}".replace(".", " ").replace("_", " ").replace("-", " ")
    text = (fresh.current_version.text if fresh.current_version else "")[:SEARCHED_TEXT]
    numbers = number_parts(f"{fresh.title} {labels} {text[:20_000]}")
    vector = (
        SearchVector(Value(head), config="simple", weight="A")
        + SearchVector(Value(numbers), config="simple", weight="B")
        + SearchVector(Value(text), config="simple", weight="D")
        + SearchVector(Value(f"{head} {text}"), config="swedish", weight="C")
    )
    Document.objects.filter(pk=document.pk).update(search=vector)


def _keep(content: BinaryIO) -> _Bytes:
    """Copy the bytes into the store under their hash, streaming; nothing is written over."""
    with tempfile.TemporaryFile() as copy:
        seen, size = hashlib.sha256(), 0
        for piece in _pieces(content):
            size += len(piece)
            if size > settings.UPLOAD_MAX_BYTES:
                megabytes = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
                message = f"Filen är större än {megabytes} MB. Dela upp den och ladda upp delarna."
                raise DomainError(message)
            seen.update(piece)
            copy.write(piece)
        if size == 0:
            raise DomainError("Filen är tom. Välj en annan fil.")
        found = content_type(copy)
        if found is None:
            kinds = ", ".join(CONTENT_TYPES.values())
            message = f"Filtypen tas inte emot. Ladda upp {kinds}."
            raise DomainError(message)
        digest = seen.hexdigest()
        key = f"documents/{digest[:2]}/{digest}"
        if not default_storage.exists(key):
            copy.seek(0)
            key = default_storage.save(key, File(copy))
    return _Bytes(digest, size, found, key)


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    content.seek(0)
    while piece := content.read(CHUNK):
        yield piece


def _add(document: Document, kept: _Bytes, *, name: str, note: str, by: User | None, at: datetime) -> DocumentVersion:
    number = 1 + document.versions.count()
    has_text = kept.content_type != "application/zip"
    version = DocumentVersion.objects.create(
        document=document,
        number=number,
        sha256=kept.sha256,
        size=kept.size,
        content_type=kept.content_type,
        storage_key=kept.storage_key,
        original_name=name[:255],
        note=note,
        uploaded_at=at,
        uploaded_by=by,
        text_state=TextState.WAITING if has_text else TextState.EMPTY,
    )
    document.current_version, document.changed_at = version, at
    document.save(update_fields=["current_version", "changed_at"])
    refresh_search(document=document)
    events.document_stored.announce(version_id=version.pk)
    return version


def _lock(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)


@transaction.atomic
def record_problem(*, problem: Problem, version: DocumentVersion | None, storage_key: str, at: datetime) -> bool:
    """Write down what the nightly check found, and tell the owners once; True when it is new."""
    _, is_new = StoreProblem.objects.get_or_create(
        storage_key=storage_key, problem=problem, mended_at=None, defaults={"version": version, "found_at": at}
    )
    if is_new:
        for owner in User.objects.filter(role=Role.OWNER, is_active=True):
            Notification.tell(
                user=owner, key=f"store:{problem}:{storage_key}", text=f"Dokumentarkivet: {problem.label}.",
                url="/dokument/", at=at, tone="bad",
            )  # fmt: skip
    return is_new


def mend_problems(*, storage_key: str, at: datetime) -> None:
    """What was wrong with a stored file is right again. Idempotent."""
    StoreProblem.objects.filter(storage_key=storage_key, mended_at=None).update(mended_at=at)
