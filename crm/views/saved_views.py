"""Saved views: keep the filters of a list under a name, change them, forget them."""

from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.forms.lead_lists import FilterForm, SavedViewForm
from crm.models import SavedView
from crm.rules import lead_filters
from crm.services import saved_views as services
from crm.states import ListTarget
from crm.views.lead_answers import Dialog, show
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted


@require_GET
@requires(Permission.SEE_LEADS)
def saved_views(request: Request) -> HttpResponse:
    """The views one may use: one's own and the shared."""
    views = SavedView.objects.visible_to(request.user).filter(target=ListTarget.LEADS).select_related("owner")
    form = FilterForm({})
    listed = [(view, form.chosen(of=dict(parse_qsl(view.query)))) for view in views.order_by("name", "pk")]
    return render(request, "crm/saved_views.html", {"views": listed})


@require_http_methods(["GET", "POST"])
@requires(Permission.SEE_LEADS)
def save_view(request: Request) -> HttpResponse:
    """Keep the filters of the list one comes from; they stand in this page's own address."""
    query = lead_filters.as_query(request.GET.dict())
    form = SavedViewForm(posted(request))
    if request.method == "POST" and form.is_valid():
        details = services.ViewDetails(query=query, **form.facts())
        try:
            view = services.save_view(details=details, target=ListTarget.LEADS, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Vyn ”{view.name}” är sparad.")
            return go_to(request, f"{reverse('crm:leads')}?{view.query}")
    return show(request, Dialog("Spara vy", "Spara vyn"), form)


@require_http_methods(["GET", "POST"])
@requires(Permission.SEE_LEADS)
def edit_view(request: Request, view_id: int) -> HttpResponse:
    """Another name or other readers for a view of one's own."""
    view = _view(request, view_id)
    initial = {"name": view.name, "visibility": view.visibility, "is_pinned": view.is_pinned}
    form = SavedViewForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        details = services.ViewDetails(query=view.query, **form.facts())
        try:
            services.change_view(view=view, details=details, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Vyn ”{view.name}” är ändrad.")
            return go_to(request, reverse("crm:saved_views"))
    return show(request, Dialog(f"Ändra vyn {view.name}", "Spara"), form)


@require_POST
@requires(Permission.SEE_LEADS)
def delete_view(request: Request, view_id: int) -> HttpResponse:
    """Forget a view of one's own."""
    view = _view(request, view_id)
    services.delete_view(view=view, by=request.user, at=now())
    messages.success(request, f"Vyn ”{view.name}” är borttagen.")
    return go_to(request, reverse("crm:saved_views"))


def _view(request: Request, view_id: int) -> SavedView:
    mine = SavedView.objects.visible_to(request.user).filter(owner=request.user, target=ListTarget.LEADS)
    return get_object_or_404(mine, pk=view_id)
