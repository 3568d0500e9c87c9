"""Newer and older contents of a document."""

from typing import BinaryIO, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from archive import services
from archive.forms.documents import VersionForm
from archive.models import DocumentVersion
from archive.views.fetching import get_document
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted


@require_http_methods(["GET", "POST"])
@requires(Permission.UPLOAD_DOCUMENTS)
def add_version(request: Request, document_id: int) -> HttpResponse:
    """A newer content of the same paper."""
    document = get_document(request, document_id)
    form = VersionForm(posted(request), request.FILES or None)
    if form.is_valid():
        file, note = form.cleaned_data["file"], form.cleaned_data["note"]
        try:
            version = services.add_version(
                document=document, content=cast("BinaryIO", file), name=file.name, by=request.user, at=now(), note=note
            )
        except DomainError as refusal:
            form.add_error("file", refusal.message)
        else:
            messages.success(request, f"Version {version.number} gäller nu.")
            return go_to(request, reverse("archive:document_page", args=[document.pk]))
    status = 422 if form.is_bound else 200
    return render(request, "archive/version_form.html", {"form": form, "document": document}, status=status)


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def restore_version(request: Request, document_id: int, version_id: int) -> HttpResponse:
    """Make an older content the one that counts."""
    document = get_document(request, document_id)
    version = get_object_or_404(DocumentVersion, pk=version_id, document=document)
    services.restore_version(document=document, version=version, by=request.user, at=now())
    messages.success(request, f"Version {version.number} gäller igen.")
    return go_to(request, reverse("archive:document_page", args=[document.pk]))
