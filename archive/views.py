"""The archive in the browser: search, look, fetch, upload, version, file, throw away."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from archive import queries, services
from archive.models import AccessLog, Document, DocumentVersion, Folder, StoreProblem
from archive.readers.unpack import open_mail, open_zip
from archive.rules import SHOWN_INLINE
from archive.states import AccessAct, DocumentKind
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to

SHOWN = 50
TRASH = "papperskorg"
LOG_SHOWN = 20


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def documents(request: Request) -> HttpResponse:
    """Search and folders."""
    text, folder = request.GET.get("q", "").strip(), _folder(request)
    found = _found(request, text, folder)
    page = Paginator(found.order_by("-changed_at", "-pk"), SHOWN).get_page(request.GET.get("sida"))
    context = {
        "page": page,
        "hits": queries.with_snippets(list(page.object_list), text),
        "text": text,
        "kind": request.GET.get("typ", ""),
        "kinds": DocumentKind.choices,
        "folder": folder,
        "tree": queries.tree(folder),
        "in_trash": request.GET.get("mapp") == TRASH,
        "place": request.GET.get("mapp", ""),
        "problems": StoreProblem.objects.filter(mended_at=None)
        .select_related("version__document")
        .order_by("-pk")[:SHOWN],
    }
    return render(request, "archive/documents.html", context)


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def document_page(request: Request, document_id: int) -> HttpResponse:
    """One document: preview, facts, versions, who has seen it."""
    document = _document(request, document_id)
    accesses = AccessLog.objects.filter(version__document=document).select_related("user", "version")
    context = {
        "document": document,
        "versions": document.versions.select_related("uploaded_by").order_by("-number"),
        "links": document.links.order_by("kind", "label"),
        "accesses": accesses.order_by("-at", "-pk")[:LOG_SHOWN],
        "kinds": DocumentKind.choices,
        "is_shown": document.current_version is not None
        and document.current_version.is_safe
        and document.current_version.content_type in SHOWN_INLINE,
    }
    return render(request, "archive/document.html", context)


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def content(request: Request, version_id: int) -> HttpResponseBase:
    """The bytes to look at, where a browser may show them safely."""
    version = _version(request, version_id)
    if version.content_type not in SHOWN_INLINE:
        raise Http404
    services.log_access(version=version, user=request.user, act=AccessAct.VIEWED, at=now())
    return _send(version, as_attachment=False)


@require_GET
@requires(Permission.SEE_DOCUMENTS)
def download(request: Request, version_id: int) -> HttpResponseBase:
    """The bytes to keep."""
    version = _version(request, version_id)
    services.log_access(version=version, user=request.user, act=AccessAct.DOWNLOADED, at=now())
    return _send(version, as_attachment=True)


@require_POST
@requires(Permission.UPLOAD_DOCUMENTS)
def upload(request: Request) -> HttpResponse:
    """Take in many files; ZIPs and mails are opened into theirs. Each has its own outcome."""
    kind = request.POST.get("kind", "")
    chosen = DocumentKind(kind) if kind in DocumentKind.values else DocumentKind.UNKNOWN
    results = [
        result
        for file in request.FILES.getlist("files")
        for result in _take_in(request, file, chosen, _folder(request))
    ]
    if request.headers.get("X-Upload") == "1":
        return render(request, "archive/_uploads.html", {"results": results})
    return go_to(request, reverse("archive:documents"))


@require_POST
@requires(Permission.UPLOAD_DOCUMENTS)
def add_version(request: Request, document_id: int) -> HttpResponse:
    """A newer content of the same paper."""
    document = _document(request, document_id)
    file = request.FILES.get("file")
    if file is None:
        raise DomainError("Välj en fil.")
    services.add_version(
        document=document, content=cast("BinaryIO", file), name=file.name or "fil", by=request.user, at=now(),
        note=request.POST.get("note", ""),
    )  # fmt: skip
    return go_to(request, reverse("archive:document_page", args=[document.pk]))


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def restore_version(request: Request, document_id: int, version_id: int) -> HttpResponse:
    """Make an older content the one that counts."""
    document = _document(request, document_id)
    version = get_object_or_404(DocumentVersion, pk=version_id, document=document)
    services.restore_version(document=document, version=version, by=request.user, at=now())
    return go_to(request, reverse("archive:document_page", args=[document.pk]))


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def change_document(request: Request, document_id: int) -> HttpResponse:
    """Another name or kind."""
    document = _document(request, document_id)
    services.rename(document=document, title=request.POST.get("title", ""), by=request.user, at=now())
    kind = request.POST.get("kind", "")
    if kind in DocumentKind.values:
        services.change_kind(document=document, kind=DocumentKind(kind), by=request.user, at=now())
    return go_to(request, reverse("archive:document_page", args=[document.pk]))


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def trash_document(request: Request, document_id: int) -> HttpResponse:
    """Throw a document away."""
    services.trash(document=_document(request, document_id), by=request.user, at=now())
    return go_to(request, reverse("archive:documents"))


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def restore_document(request: Request, document_id: int) -> HttpResponse:
    """Bring a document back."""
    document = _document(request, document_id)
    services.restore(document=document, by=request.user, at=now())
    return go_to(request, reverse("archive:document_page", args=[document.pk]))


def _found(request: Request, text: str, folder: Folder | None) -> QuerySet[Document]:
    """The documents that fit the words, the folder and the kind."""
    found = queries.search_documents(request.user, text)
    place, kind = request.GET.get("mapp", ""), request.GET.get("typ", "")
    if place == TRASH:
        found = Document.objects.visible_to(request.user).trashed()
    elif folder is not None:
        found = found.filter(folder=folder)
    elif place == "osorterat":
        found = found.filter(kind=DocumentKind.UNKNOWN)
    if kind in DocumentKind.values:
        found = found.filter(kind=kind)
    return found.select_related("current_version", "folder").prefetch_related("links")


def _take_in(
    request: Request,
    file: Any,
    kind: DocumentKind,
    folder: Folder | None,  # Any: Django's uploads say no type
) -> Iterator[dict[str, object]]:
    name = file.name or "fil"
    try:
        stored = services.store(
            content=cast("BinaryIO", file), name=name, by=request.user, at=now(), kind=kind, folder=folder
        )
    except DomainError as refusal:
        yield {"name": name, "sentence": refusal.message, "tone": "bad", "document": None}
        return
    sentence, tone = ("Klar", "ok") if stored.is_new else ("Finns redan", "")
    yield {"name": name, "sentence": sentence, "tone": tone, "document": stored.document}
    openers = {"application/zip": open_zip, "message/rfc822": open_mail}
    opener = openers.get(stored.version.content_type)
    if opener is None:
        return
    file.seek(0)
    for member in opener(cast("BinaryIO", file)):
        if member.refusal:
            yield {"name": member.name or name, "sentence": member.refusal, "tone": "bad", "document": None}
            continue
        if member.name.lower().endswith(".zip"):
            sentence = "En ZIP-fil i en ZIP-fil öppnas inte. Ladda upp den för sig."
            yield {"name": member.name, "sentence": sentence, "tone": "bad", "document": None}
            continue
        yield from _take_in(request, File(io.BytesIO(member.content), name=member.name), kind, folder)


def _send(version: DocumentVersion, *, as_attachment: bool) -> FileResponse:
    """The stored bytes with a name, never sniffed, never able to run anything."""
    response = FileResponse(queries.open_content(version), content_type=version.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment, version.original_name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _document(request: Request, document_id: int) -> Document:
    documents_of = Document.objects.visible_to(request.user).select_related("current_version", "folder", "created_by")
    return get_object_or_404(documents_of, pk=document_id)


def _version(request: Request, version_id: int) -> DocumentVersion:
    """A sound content of a document one may see."""
    visible = Document.objects.visible_to(request.user)
    version = get_object_or_404(DocumentVersion, pk=version_id, document__in=visible)
    if not version.is_safe:
        raise Http404
    return version


def _folder(request: Request) -> Folder | None:
    text = request.GET.get("mapp", "") or request.POST.get("folder", "")
    return Folder.objects.filter(pk=int(text)).first() if text.isdigit() else None
