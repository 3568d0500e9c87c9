"""Acts on the chosen documents: move, change kind, throw away, and the way back."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from archive.forms.documents import ChosenForm
from archive.models import BulkChange, Document
from archive.queries.tree import folder_choices
from archive.services import bulk as services
from archive.services import removal
from archive.states import DocumentKind
from archive.views.fetching import back_to, get_folder
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to

TOLD = 5  # refusals; more of them say nothing new


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_DOCUMENTS)
def move_documents(request: Request) -> HttpResponse:
    """File the chosen documents in a folder; the question first, where no script asks it in a dialog."""
    documents = _chosen(request)
    if request.method == "POST" and "folder" in request.POST:
        folder = get_folder(request.POST["folder"])
        change = services.move_all(documents=documents, folder=folder, by=request.user, at=now())
        return _done(request, change)
    asked = request.GET.get("sok", "") or request.POST.get("sok", "")
    context = {
        "documents": documents, "choices": folder_choices(asked), "asked": asked,
        "back": back_to(request),
    }  # fmt: skip
    return render(request, "archive/move.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_DOCUMENTS)
def change_kinds(request: Request) -> HttpResponse:
    """Say of the chosen documents what they are; the question first, where no script asks it in a dialog."""
    documents, kind = _chosen(request), request.POST.get("kind", "")
    if kind in DocumentKind.values:
        change = services.change_kind_of_all(documents=documents, kind=DocumentKind(kind), by=request.user, at=now())
        return _done(request, change)
    context = {"documents": documents, "kinds": DocumentKind.choices, "back": back_to(request)}
    return render(request, "archive/kinds.html", context)


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def trash_documents(request: Request) -> HttpResponse:
    """Throw the chosen documents away."""
    return _done(request, services.trash_all(documents=_chosen(request), by=request.user, at=now()))


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def restore_documents(request: Request) -> HttpResponse:
    """Bring the chosen documents back."""
    documents = _chosen(request)
    for document in documents:
        removal.restore(document=document, by=request.user, at=now())
    messages.success(request, f"{len(documents)} dokument är tillbaka.")
    return go_to(request, back_to(request))


@require_POST
@requires(Permission.DELETE_DOCUMENTS)
def delete_documents(request: Request) -> HttpResponse:
    """Delete the chosen documents of the trash for good; those that must stay are told of."""
    documents, kept = _chosen(request), []
    for document in documents:
        try:
            removal.delete_for_good(document=document, by=request.user, at=now(), today=today())
        except DomainError as refusal:
            kept.append(refusal.message)
    if len(kept) < len(documents):
        messages.success(request, f"{len(documents) - len(kept)} dokument är borttagna för gott.")
    for sentence in kept[:TOLD]:
        messages.error(request, sentence)
    return go_to(request, back_to(request))


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def undo(request: Request, change_id: int) -> HttpResponse:
    """Take back what one did oneself."""
    change = get_object_or_404(BulkChange.objects.visible_to(request.user), pk=change_id)
    count = services.undo(change=change, by=request.user, at=now())
    left = len(change.before) - count
    messages.success(request, f"Ångrat. {left} har ändrats sedan dess och lämnades." if left else "Ångrat.")
    return go_to(request, back_to(request))


def _chosen(request: Request) -> list[Document]:
    """The chosen documents that one may see; raises DomainError when there are none."""
    form = ChosenForm(request.POST if request.method == "POST" else request.GET)
    keys = form.cleaned_data["val"] if form.is_valid() else []
    documents = Document.objects.visible_to(request.user).filter(pk__in=keys).defer("search")
    if not (found := list(documents.order_by("pk"))):
        raise DomainError("Välj minst ett dokument.")
    return found


def _done(request: Request, change: BulkChange) -> HttpResponse:
    """Back to where it began, where the act is told and can be undone."""
    page = urlsplit(back_to(request))
    asked = [(name, value) for name, value in parse_qsl(page.query) if name != "gjort"]
    return go_to(request, page._replace(query=urlencode([*asked, ("gjort", str(change.pk))])).geturl())
