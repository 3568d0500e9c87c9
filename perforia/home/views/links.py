"""Tying a document to what it belongs to: here, because customers, invoices and cases lie above the archive."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from archive import services
from archive.models import Document
from perforia.base.clock import now, today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx
from perforia.home.queries import links as queries

LONGEST_KEY = 18  # digits


@require_GET
@requires(Permission.MANAGE_DOCUMENTS)
def link_targets(request: Request, document_id: int) -> HttpResponse:
    """What fits the words: under the field, or as a page without scripts."""
    document = _document(request, document_id)
    text = request.GET.get("q", "").strip()[:100]
    targets = queries.link_targets(request.user, text, today=today())
    template = "home/_link_targets.html" if is_htmx(request) else "home/link_document.html"
    return render(request, template, {"document": document, "text": text, "targets": targets})


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def link_document(request: Request, document_id: int) -> HttpResponse:
    """Tie a document to what was chosen."""
    document = _document(request, document_id)
    key = request.POST.get("object", "")
    is_key = key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY
    target = queries.link_target(request.user, request.POST.get("kind", ""), int(key)) if is_key else None
    if target is None:
        raise Http404
    services.link(
        document=document, kind=target.kind, object_id=target.object_id, label=target.label, by=request.user, at=now()
    )
    messages.success(request, f"Kopplat till {target.label}.")
    return go_to(request, reverse("archive:document_page", args=[document.pk]))


def _document(request: Request, document_id: int) -> Document:
    return get_object_or_404(Document.objects.visible_to(request.user).defer("search"), pk=document_id)
