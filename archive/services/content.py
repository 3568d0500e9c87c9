"""The bytes themselves: into the store under their hash, and out of it when nothing refers to them."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection

from archive.models import DocumentVersion
from archive.readers.sniff import content_type, objection
from archive.rules import CONTENT_TYPES
from perforia.base.errors import DomainError

CHUNK = 1024 * 1024
CONTENTS, PREVIEWS = "documents", "previews"


@dataclass(frozen=True)
class Content:
    """Bytes that are in the store, or will be as soon as their row is written."""

    sha256: str
    size: int
    content_type: str
    storage_key: str


def keep(content: BinaryIO) -> Content:
    """Copy the bytes into the store under their hash, streaming; nothing is written over.

    Raises DomainError for empty, too large or unwanted files.
    """
    with tempfile.TemporaryFile() as copy:
        digest, size = _copy(content, copy)
        if size == 0:
            raise DomainError("Filen är tom. Välj en annan fil.")
        found = content_type(copy)
        if found is None:
            kinds = ", ".join(CONTENT_TYPES.values())
            raise DomainError(objection(copy) or f"Filtypen tas inte emot. Ladda upp {kinds}.")
        key = key_of(CONTENTS, digest)
        if not default_storage.exists(key):
            put(key, copy)
    return Content(digest, size, found, key)


def key_of(place: str, sha256: str, ending: str = "") -> str:
    """Where bytes of a hash lie; 256 folders, so that none holds too many."""
    return f"{place}/{sha256[:2]}/{sha256}{ending}"


def put(key: str, content: BinaryIO) -> None:
    """Store bytes under a key that nobody has; when somebody was faster, his stay."""
    content.seek(0)
    saved = default_storage.save(key, File(content))
    if saved != key:
        default_storage.delete(saved)


def hold(sha256: str) -> None:
    """Keep others from adding or removing these bytes until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


def ensure_kept(kept: Content, content: BinaryIO) -> None:
    """Put the bytes back when they were removed since `keep`; call while holding them."""
    if not default_storage.exists(kept.storage_key):
        put(kept.storage_key, content)


def remove(*, sha256: str, preview_key: str = "") -> bool:
    """Remove bytes that no version refers to; True when they are gone. Call while holding them. Idempotent."""
    if DocumentVersion.objects.filter(sha256=sha256).exists():
        return False
    for key in (key_of(CONTENTS, sha256), preview_key):
        if key:
            default_storage.delete(key)
    return True


def _copy(content: BinaryIO, copy: BinaryIO) -> tuple[str, int]:
    seen, size = hashlib.sha256(), 0
    for piece in _pieces(content):
        size += len(piece)
        if size > settings.UPLOAD_MAX_BYTES:
            megabytes = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            message = f"Filen är större än {megabytes} MB. Dela upp den och ladda upp delarna."
            raise DomainError(message)
        seen.update(piece)
        copy.write(piece)
    return seen.hexdigest(), size


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    content.seek(0)
    while piece := content.read(CHUNK):
        yield piece
