"""Inställningar › Källor: where leads come from and how those places are doing."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.forms.sources import SourceForm, initial_of
from crm.models import LeadSource
from crm.queries.sources import health_of, latest_posts, quarantined, sources
from crm.services import sources as services
from crm.services.sources import SourceDetails
from crm.states import SourceKind
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted

UNPROCESSABLE = 422
LATEST = 10


@require_GET
@requires(Permission.MANAGE_SOURCES)
def sources_page(request: Request) -> HttpResponse:
    """Every source with its health."""
    rows = health_of(list(sources(request.user)), at=now())
    return render(request, "crm/sources.html", {"rows": rows, "quarantined_count": quarantined(request.user).count()})


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_SOURCES)
def new_source(request: Request) -> HttpResponse:
    """A new form, hook or ad."""
    form = SourceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            source = services.add_source(details=_details(form), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, "Källan finns. Kopiera koden till webbplatsen.")
            return go_to(request, reverse("crm:source_page", args=[source.pk]))
    return render(request, "crm/source_form.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_SOURCES)
def source_page(request: Request, source_id: int) -> HttpResponse:
    """One source: its code, its address, its latest posts, and what is decided about it."""
    source = _found(request, source_id)
    form = SourceForm(posted(request), initial=initial_of(source))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_source(source=source, details=_details(form), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, "Sparat.")
            return go_to(request, reverse("crm:source_page", args=[source.pk]))
    context = {
        "source": source, "form": form, "health": health_of([source], at=now())[0],
        "posts": latest_posts(source, LATEST), **_addresses(source),
    }  # fmt: skip
    return render(request, "crm/source.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@requires(Permission.MANAGE_SOURCES)
def reveal_secret(request: Request, source_id: int) -> HttpResponse:
    """The secret in clear, once; who asked is written down."""
    source = _found(request, source_id)
    secret = services.reveal_secret(source=source, by=request.user, at=now())
    return render(request, "crm/source_secret.html", {"source": source, "secret": secret})


@require_POST
@requires(Permission.MANAGE_SOURCES)
def rotate_secret(request: Request, source_id: int) -> HttpResponse:
    """A new secret; the old one counts no longer."""
    source = _found(request, source_id)
    secret = services.rotate_secret(source=source, by=request.user, at=now())
    return render(request, "crm/source_secret.html", {"source": source, "secret": secret, "is_new": True})


@require_POST
@requires(Permission.MANAGE_SOURCES)
def clear_error(request: Request, source_id: int) -> HttpResponse:
    """The last error has been seen to."""
    source = _found(request, source_id)
    services.clear_error(source=source, by=request.user, at=now())
    messages.success(request, "Felet är markerat som åtgärdat.")
    return go_to(request, reverse("crm:source_page", args=[source.pk]))


def _found(request: Request, source_id: int) -> LeadSource:
    return get_object_or_404(sources(request.user), pk=source_id)


def _details(form: SourceForm) -> SourceDetails:
    return SourceDetails(**{**form.cleaned_data, "kind": SourceKind(form.cleaned_data["kind"])})


def _addresses(source: LeadSource) -> dict[str, str]:
    """What is copied to a website or a form builder. The script's name never changes, whatever it holds."""
    base = settings.BASE_URL.rstrip("/")
    page, script = f"{base}{reverse('crm:quote_form', args=[source.key])}", f"{base}{settings.STATIC_URL}js/embed.js"
    code = (
        f'<script src="{script}" data-form="{source.key}" async></script>\n'
        f'<noscript><a href="{page}">Begär offert</a></noscript>'
    )
    return {"page_url": page, "embed_code": code, "hook_url": f"{base}{reverse('crm:lead_hook', args=[source.key])}"}
