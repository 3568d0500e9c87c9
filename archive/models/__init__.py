"""The tables of the archive."""

from archive.models.documents import Document, DocumentLink, DocumentQuerySet, DocumentVersion, Folder
from archive.models.records import AccessLog, BulkChange, StoreCheck, StoreProblem

__all__ = [
    "AccessLog", "BulkChange", "Document", "DocumentLink", "DocumentQuerySet", "DocumentVersion", "Folder",
    "StoreCheck", "StoreProblem",
]  # fmt: skip
