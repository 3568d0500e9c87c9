"""Reads of the archive: what belongs to what, and searching."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.core.files.storage import default_storage
from django.db.models import Count, Q, QuerySet
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from archive.models import Document, DocumentVersion, Folder
from archive.rules import prefix_query
from archive.states import LinkKind
from perforia.base.models import User

START, STOP = "\ue000", "\ue001"  # marks no text holds; they become <mark> after escaping


def open_content(version: DocumentVersion) -> BinaryIO:
    """The stored bytes, to be closed by the caller."""
    return cast("BinaryIO", default_storage.open(version.storage_key))


def linked_to(kind: LinkKind, object_id: int) -> QuerySet[Document]:
    """The documents that belong to something, thrown away ones left out."""
    return (
        Document.objects.kept()
        .filter(links__kind=kind, links__object_id=object_id)
        .select_related("current_version")
        .order_by("kind", "-changed_at", "-id")
    )


def search_documents(user: User, text: str) -> QuerySet[Document]:
    """Documents whose name, links or content hold every word, begun or inflected; parts of numbers count."""
    query = prefix_query(text)
    documents = Document.objects.visible_to(user).kept()
    if not query:
        return documents
    begun = SearchQuery(query, config="simple", search_type="raw")
    inflected = SearchQuery(text, config="swedish", search_type="plain")
    return documents.filter(Q(search=begun) | Q(search=inflected))


def possible_copies(sha256: str) -> QuerySet[DocumentVersion]:
    """The version that holds exactly these bytes, if any."""
    return DocumentVersion.objects.filter(sha256=sha256).select_related("document")


@dataclass(frozen=True)
class Hit:
    """A document with the part of its text where the words stand; `snippet` is safe HTML with <mark>."""

    document: Document
    snippet: str


def with_snippets(documents: Sequence[Document], text: str) -> list[Hit]:
    """The documents of one page with what was found in each; only these are marked, never all that match."""
    query = prefix_query(text)
    if not query:
        return [Hit(document, "") for document in documents]
    headline = SearchHeadline(
        "text", SearchQuery(query, config="simple", search_type="raw"), config="simple", start_sel=START, stop_sel=STOP,
        max_words=18, min_words=6, max_fragments=1,
    )  # fmt: skip
    versions = DocumentVersion.objects.filter(pk__in=[document.current_version_id for document in documents])
    found = dict(versions.annotate(found=headline).values_list("document", "found"))
    return [Hit(document, _marked(found.get(document.pk, ""))) for document in documents]


def _marked(text: str) -> str:
    """Found words in <mark>; everything else is escaped."""
    if START not in text:
        return ""
    escaped = conditional_escape(" ".join(text.split()))
    return mark_safe(escaped.replace(START, "<mark>").replace(STOP, "</mark>"))  # noqa: S308 -- escaped just above


@dataclass(frozen=True)
class Branch:
    """A folder in the tree as it is shown."""

    folder: Folder
    level: int
    is_open: bool
    count: int


def tree(current: Folder | None) -> list[Branch]:
    """The top folders, and those on the way to the current one with what lies beside."""
    way = current.path.split("/") if current else []
    opened = ["/".join(way[: number + 1]) for number in range(len(way))]
    folders = (
        Folder.objects.filter(Q(parent=None) | Q(parent__path__in=opened))
        .annotate(count=Count("documents", filter=Q(documents__trashed_at=None)))
        .order_by("path")[:300]
    )
    return [Branch(folder, folder.path.count("/"), folder.path in opened, folder.count) for folder in folders]


def stored_hash(version: DocumentVersion) -> str | None:
    """The hash of what the store holds for a version now, None when it holds nothing."""
    try:
        with open_content(version) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # Django's files read alike
    except (FileNotFoundError, OSError):
        return None
