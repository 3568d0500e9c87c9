"""Into the trash, out of it, and away for good."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from archive import services
from archive.services import bulk, removal
from archive.views.fetching import get_document
from perforia.base.clock import now, today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def trash_document(request: Request, document_id: int) -> HttpResponse:
    """Throw a document away; the list tells it and offers the way back."""
    document = get_document(request, document_id)
    change = bulk.trash_all(documents=[document], by=request.user, at=now())
    place = f"mapp={document.folder_id}&" if document.folder_id else ""
    return go_to(request, f"{reverse('archive:documents')}?{place}gjort={change.pk}")


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def restore_document(request: Request, document_id: int) -> HttpResponse:
    """Bring a document back."""
    document = get_document(request, document_id)
    services.restore(document=document, by=request.user, at=now())
    messages.success(request, f"”{document.title}” är tillbaka.")
    return go_to(request, reverse("archive:document_page", args=[document.pk]))


@require_POST
@requires(Permission.DELETE_DOCUMENTS)
def delete_document(request: Request, document_id: int) -> HttpResponse:
    """Delete what lies in the trash for good."""
    document = get_document(request, document_id)
    removal.delete_for_good(document=document, by=request.user, at=now(), today=today())
    messages.success(request, f"”{document.title}” är borttaget för gott.")
    return go_to(request, f"{reverse('archive:documents')}?mapp=papperskorg")
