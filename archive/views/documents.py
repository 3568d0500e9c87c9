"""One document: its page, its bytes, its name, kind and retention."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive.forms.documents import DocumentForm
from archive.models import Document, DocumentLink
from archive.queries import documents as queries
from archive.queries.content import open_content, open_preview
from archive.rules import SHOWN_INLINE, may_be_deleted
from archive.services import access, filing
from archive.states import AccessAct, DocumentKind, LinkKind
from archive.views.fetching import fresh_change, get_document, get_version, send
from perforia.base.clock import now, today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def document_page(request: Request, document_id: int) -> HttpResponse:
    """One document: what it holds, facts, versions, what was done to it and who has seen it."""
    document = get_document(request, document_id)
    context = {
        "document": document,
        "preview": queries.preview_of(document.current_version),
        "versions": document.versions.defer("text").select_related("uploaded_by").order_by("-number"),
        "links": document.links.order_by("kind", "label"),
        "timeline": queries.history(document),
        "looks": queries.looks(document, request.user),
        "may_see_looks": queries.may_see_looks(request.user),
        "may_be_deleted": may_be_deleted(document.retain_until, today=today()),
        "change": fresh_change(request),
    }
    if document.current_version is not None and document.current_version.is_safe:
        access.log_access(version=document.current_version, user=request.user, act=AccessAct.VIEWED, at=now())
    return render(request, "archive/document.html", context)


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def content(request: Request, version_id: int) -> HttpResponseBase:
    """The bytes to look at, where a browser may show them safely."""
    version = get_version(request, version_id)
    if version.content_type not in SHOWN_INLINE:
        raise Http404
    access.log_access(version=version, user=request.user, act=AccessAct.VIEWED, at=now())
    return send(version, open_content(version), content_type=version.content_type, as_attachment=False)


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def picture(request: Request, version_id: int) -> HttpResponseBase:
    """The first page as a picture."""
    version = get_version(request, version_id)
    if not version.preview_key:
        raise Http404
    access.log_access(version=version, user=request.user, act=AccessAct.VIEWED, at=now())
    return send(version, open_preview(version), content_type="image/jpeg", as_attachment=False)


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def download(request: Request, version_id: int) -> HttpResponseBase:
    """The bytes to keep, as they came in."""
    version = get_version(request, version_id)
    access.log_access(version=version, user=request.user, act=AccessAct.DOWNLOADED, at=now())
    return send(version, open_content(version), content_type=version.content_type, as_attachment=True)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_DOCUMENTS)
def change_document(request: Request, document_id: int) -> HttpResponse:
    """Another name, kind or time to be kept."""
    document = get_document(request, document_id)
    now_are = {"title": document.title, "kind": document.kind, "retain_until": document.retain_until}
    form = DocumentForm(posted(request), initial=now_are)
    if form.is_valid() and _is_changed(request, document, form):
        messages.success(request, "Sparat.")
        return go_to(request, reverse("archive:document_page", args=[document.pk]))
    status = 422 if form.is_bound else 200
    return render(request, "archive/document_form.html", {"form": form, "document": document}, status=status)


def _is_changed(request: Request, document: Document, form: DocumentForm) -> bool:
    """Whether everything could be written down; what could not is said in the form."""
    asked, by, at = form.cleaned_data, request.user, now()
    details = filing.Details(asked["title"], DocumentKind(asked["kind"]), asked["retain_until"])
    try:
        filing.change_details(document=document, details=details, by=by, at=at)
    except filing.KeptByLaw as refusal:
        form.add_error("retain_until", refusal.message)
        return False
    return True


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def unlink_document(request: Request, document_id: int, link_id: int) -> HttpResponse:
    """Untie a document from what it does not belong to."""
    document = get_document(request, document_id)
    tied = get_object_or_404(DocumentLink, pk=link_id, document=document)
    filing.unlink(document=document, kind=LinkKind(tied.kind), object_id=tied.object_id, by=request.user, at=now())
    messages.success(request, f"Kopplingen till {tied.label} är borttagen.")
    return go_to(request, reverse("archive:document_page", args=[document.pk]))
