"""What every page of the archive begins or ends with: a document one may see, and its bytes on their way out."""

from datetime import timedelta
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

from archive.models import BulkChange, Document, DocumentVersion, Folder
from archive.rules import saved_name
from perforia.base.clock import now
from perforia.base.web import Request, came_from

FRESH = timedelta(minutes=5)
LONGEST_KEY = 18  # digits


def get_document(request: Request, document_id: int) -> Document:
    """A document one may see, with its current version."""
    documents = Document.objects.visible_to(request.user).defer("search")
    return get_object_or_404(
        documents.select_related("current_version", "folder", "created_by", "trashed_by"), pk=document_id
    )


def get_version(request: Request, version_id: int) -> DocumentVersion:
    """A sound content of a document one may see."""
    visible = Document.objects.visible_to(request.user)
    version = get_object_or_404(DocumentVersion.objects.defer("text"), pk=version_id, document__in=visible)
    if not version.is_safe:
        raise Http404
    return version


def get_folder(text: str) -> Folder | None:
    """The folder with a number in an address or a form; None for the top, and for what is no number."""
    return get_object_or_404(Folder, pk=int(text)) if text.isascii() and text.isdecimal() and len(text) < 18 else None  # noqa: PLR2004 -- what fits a key


def send(version: DocumentVersion, file: BinaryIO, *, content_type: str, as_attachment: bool) -> FileResponse:
    """Bytes with a name that tells what they are, never sniffed, never able to run anything."""
    response = FileResponse(file, content_type=content_type)
    name = saved_name(version.original_name, content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment, name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def back_to(request: Request) -> str:
    """Where an act began: the page its form or address names, else the one it was sent from, else the list."""
    page = request.POST.get("tillbaka", "") or request.GET.get("tillbaka", "") or came_from(request)
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return page
    return reverse("archive:documents")


def fresh_change(request: Request) -> BulkChange | None:
    """What the person did a moment ago and is now told of, while it can be undone."""
    asked = request.GET.get("gjort", "")
    if not asked.isascii() or not asked.isdecimal() or len(asked) > LONGEST_KEY:
        return None
    change = BulkChange.objects.visible_to(request.user).filter(pk=int(asked), undone_at=None).first()
    return change if change is not None and now() - change.at < FRESH else None


def is_from_script(request: HttpRequest) -> bool:
    """Whether static/js/upload.js sent a file."""
    return request.headers.get("X-Upload") == "1"
