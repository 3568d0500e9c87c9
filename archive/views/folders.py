"""Folders: new ones, other names and places, and empty ones away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from archive.forms.documents import FolderForm
from archive.models import Folder
from archive.queries.tree import folder_choices
from archive.services import folders as services
from archive.views.fetching import get_folder
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_DOCUMENTS)
def new_folder(request: Request) -> HttpResponse:
    """A folder in the one that is open."""
    parent = get_folder(request.GET.get("i", "") or request.POST.get("i", ""))
    form = FolderForm(posted(request))
    if form.is_valid():
        try:
            folder = services.create_folder(name=form.cleaned_data["name"], parent=parent, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, f"Mappen ”{folder.name}” finns nu.")
            return go_to(request, f"{reverse('archive:documents')}?mapp={folder.pk}")
    status = 422 if form.is_bound else 200
    return render(request, "archive/folder_form.html", {"form": form, "parent": parent}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_DOCUMENTS)
def change_folder(request: Request, folder_id: int) -> HttpResponse:
    """Another name or place for a folder, with all that is in it."""
    folder = get_object_or_404(Folder.objects.select_related("parent"), pk=folder_id)
    form = FolderForm(posted(request), initial={"name": folder.name})
    if form.is_valid():
        parent = get_folder(request.POST.get("folder", ""))
        try:
            services.change_folder(
                folder=folder, name=form.cleaned_data["name"], parent=parent, by=request.user, at=now()
            )
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, "Mappen är ändrad.")
            return go_to(request, f"{reverse('archive:documents')}?mapp={folder.pk}")
    choices = folder_choices(request.GET.get("sok", ""))
    context = {"form": form, "folder": folder, "parent": folder.parent, "choices": choices}
    return render(request, "archive/folder_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Permission.MANAGE_DOCUMENTS)
def delete_folder(request: Request, folder_id: int) -> HttpResponse:
    """An empty folder goes."""
    folder = get_object_or_404(Folder.objects.select_related("parent"), pk=folder_id)
    services.delete_folder(folder=folder, by=request.user, at=now())
    messages.success(request, f"Mappen ”{folder.name}” är borttagen.")
    place = f"?mapp={folder.parent_id}" if folder.parent_id else ""
    return go_to(request, f"{reverse('archive:documents')}{place}")
