"""Inställningar › Avtalsmallar: which templates are used, and what fills their data fields."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts.forms.mappings import MappingForm
from contracts.models import TemplateMapping
from contracts.queries import mappings as queries
from contracts.services import mappings as services
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx, posted

UNPROCESSABLE = 422


@require_GET
@requires(Permission.MANAGE_INTEGRATIONS)
def templates_page(request: Request) -> HttpResponse:
    """All templates, and how the last reading of them went."""
    context = {"templates": queries.listed_templates(request.user), "refresh": queries.latest_refresh()}
    return render(request, "contracts/templates.html", context)


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def refresh_templates(request: Request) -> HttpResponse:
    """Have all templates read from the service again."""
    services.ask_for_refresh(by=request.user, at=now())
    return go_to(request, reverse("contracts:templates"))


@require_GET
@requires(Permission.MANAGE_INTEGRATIONS)
def refresh_progress(request: Request) -> HttpResponse:
    """Whether the reading is done; the page is fresh when it is."""
    refresh = queries.latest_refresh()
    response = render(request, "contracts/_templates_refresh.html", {"refresh": refresh})
    if is_htmx(request) and (refresh is None or refresh.done_at is not None):
        response["HX-Refresh"] = "true"
    return response


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_INTEGRATIONS)
def template_page(request: Request, mapping_id: int) -> HttpResponse:
    """One template: what each of its data fields is filled from, beside a real customer's values."""
    mapping = _mapping(request, mapping_id)
    form = MappingForm(posted(request), mapping=mapping)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_mapping(mapping=mapping, details=form.details(), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Sparat.")
            return go_to(request, reverse("contracts:template_page", args=[mapping.pk]))
    context = {
        "mapping": mapping, "form": form, "channels": queries.in_words(mapping.channels),
        "sign_methods": queries.in_words(mapping.sign_methods), **_preview(request, mapping, form),
    }  # fmt: skip
    return render(request, "contracts/template.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def preview_template(request: Request, mapping_id: int) -> HttpResponse:
    """What the template would say for a real customer, with the form as it stands; nothing is saved."""
    mapping = _mapping(request, mapping_id)
    form = MappingForm(request.POST, mapping=mapping)
    return render(request, "contracts/_template_preview.html", {"mapping": mapping, **_preview(request, mapping, form)})


def _preview(request: Request, mapping: TemplateMapping, form: MappingForm) -> dict[str, object]:
    told = request.POST if request.method == "POST" else request.GET
    if form.is_bound:  # shown as it stands, never saved
        mapping.mapping = form.answers()
        mapping.id_field = str(form.cleaned_data.get("id_field") or "")
    start = queries.preview_customer(request.user, told.get("kund", ""))
    text = told.get("sok", "")
    return {
        "preview": queries.preview_of(mapping, start, by=request.user, today=today()), "text": text,
        "found": queries.found_customers(request.user, text, today=today()),
    }  # fmt: skip


def _mapping(request: Request, mapping_id: int) -> TemplateMapping:
    return get_object_or_404(TemplateMapping.objects.visible_to(request.user), pk=mapping_id)
