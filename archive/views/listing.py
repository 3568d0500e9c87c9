"""The list of documents with its folders, and what is shown beside it."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from archive.forms.listing import FilterForm
from archive.queries import documents as one
from archive.queries import listing, search
from archive.queries.health import open_problems
from archive.queries.tree import folder_choices, folders_called, tree, way_to
from archive.services import access
from archive.states import AccessAct, DocumentKind
from archive.views.fetching import fresh_change, get_document
from perforia.base.clock import now, today
from perforia.base.exports import Listing, export
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request

FEW_LOOKS, MOST_EXPORTED = 5, 100_000
HEADING = ("Namn", "Typ", "Mapp", "Byte", "Ändrat", "Sparas till", "Inlagt av")


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def documents(request: Request) -> HttpResponse:
    """Search, folders and filters, in pages by key."""
    form = FilterForm(request.GET)
    filters = form.filters()
    found = listing.filtered(request.user, filters)
    page = listing.page_of(found, filters, after=request.GET.get("efter", ""), before=request.GET.get("fore", ""))
    context = {
        "form": form,
        "filters": filters,
        "page": page,
        "count": listing.count(found),
        "hits": search.with_snippets(page.rows, filters.text),
        "tree": tree(request.user, filters.folder),
        "way": way_to(filters.folder),
        "folders": folders_called(filters.text) if filters.text and not filters.is_trash else (),
        "kinds": DocumentKind.choices,
        "change": fresh_change(request),
        "has_problems": request.user.has_permission(Permission.MANAGE_DOCUMENTS) and open_problems().exists(),
        "today": today(),
        **(_beside(request, page.rows[0].pk) if page.rows else {}),
    }
    return render(request, "archive/documents.html", context)


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def export_documents(request: Request) -> StreamingHttpResponse:
    """The listed documents, without their contents, as a file for a spreadsheet."""
    found = listing.filtered(request.user, FilterForm(request.GET).filters())
    shown = found.select_related("current_version", "folder", "created_by").defer("search", "current_version__text")
    rows = (
        (
            document.title, document.get_kind_display(), document.folder.path if document.folder else "",
            document.current_version.size if document.current_version else None,
            document.changed_at, document.retain_until, document.created_by.name if document.created_by else "",
        )
        for document in shown.order_by("-changed_at", "-pk")[:MOST_EXPORTED].iterator()
    )  # fmt: skip
    return export(request, Listing("dokument", HEADING, rows), at=now())


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def document_panel(request: Request, document_id: int) -> HttpResponse:
    """A document beside the list, with a picture of its first page."""
    context = _beside(request, document_id)
    version = get_document(request, document_id).current_version
    if version is not None and version.is_safe:
        access.log_access(version=version, user=request.user, act=AccessAct.VIEWED, at=now())
    return render(request, "archive/_document_panel.html", {**context, "is_opened": True, "today": today()})


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def choose_folder(request: Request) -> HttpResponse:
    """Folders whose path holds what was typed, as choices of a form."""
    form_id = "bulk" if request.GET.get("form") == "bulk" else ""
    context = {"choices": folder_choices(request.GET.get("sok", "")), "form_id": form_id}
    return render(request, "archive/_folder_choices.html", context)


def _beside(request: Request, document_id: int) -> dict[str, object]:
    document = get_document(request, document_id)
    return {
        "document": document,
        "preview": one.preview_of(document.current_version),
        "versions": document.versions.defer("text").select_related("uploaded_by").order_by("-number"),
        "links": document.links.order_by("kind", "label"),
        "looks": one.looks(document, request.user)[:FEW_LOOKS],
    }
