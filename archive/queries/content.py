"""What the store holds."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, cast

from django.core.files.storage import default_storage

from archive.models import DocumentVersion

PLACES = ("documents", "previews")


def open_content(version: DocumentVersion) -> BinaryIO:
    """The stored bytes, to be closed by the caller."""
    return cast("BinaryIO", default_storage.open(version.storage_key))


def open_preview(version: DocumentVersion) -> BinaryIO:
    """The picture of the first page, to be closed by the caller."""
    return cast("BinaryIO", default_storage.open(version.preview_key))


def stored_hash(version: DocumentVersion) -> str | None:
    """The hash of what the store holds for a version now, None when it holds nothing."""
    try:
        with open_content(version) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # Django's files read alike
    except OSError:
        return None


def shelves() -> set[str]:
    """The names of the shelves of the store on which anything lies."""
    return {name for place in PLACES for name in _listed(place)[0]}


def stored_keys(shelf: str) -> list[str]:
    """The keys of everything on one shelf of the store, whatever put it there."""
    return [f"{place}/{shelf}/{name}" for place in PLACES for name in _listed(f"{place}/{shelf}")[1] if name]


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """Folders and files in a folder of the store; nothing where there is none."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def strays_among(keys: Iterable[str], *, before: datetime) -> Iterator[str]:
    """The keys that no version knows, and that lay there before: what comes in just now has its row in a moment."""
    wanted = set(keys)
    for field in ("storage_key", "preview_key"):
        known = DocumentVersion.objects.filter(**{f"{field}__in": wanted})
        wanted -= set(known.values_list(field, flat=True))
    for key in sorted(wanted):
        if default_storage.exists(key) and default_storage.get_modified_time(key) < before:
            yield key
