"""Reads of the archive: what belongs to what, and searching."""

from typing import BinaryIO, cast

from django.contrib.postgres.search import SearchQuery
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from archive.models import Document, DocumentVersion
from archive.rules import prefix_query
from archive.states import LinkKind
from perforia.base.models import User


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
