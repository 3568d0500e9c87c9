"""Reads of the archive, by what the apps above ask for."""

from archive.queries.content import open_content, stored_hash
from archive.queries.documents import linked_to
from archive.queries.search import search_documents

__all__ = ["linked_to", "open_content", "search_documents", "stored_hash"]
