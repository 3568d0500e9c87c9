"""Inställningar › Integrationer: which outside services are connected, how they are doing, and Oneflow's own page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from integrations.forms import EsignForm
from integrations.models import Connection
from integrations.queries import (
    address_sources,
    connection_of,
    esign_health,
    map_sources,
    outbox_health,
    router_health,
)
from integrations.services import connection_checks as checks
from integrations.services.connections import EsignDetails, connect_esign, turn_connection
from integrations.states import Channel, Environment, Service
from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, came_from, go_to, posted

UNPROCESSABLE = 422


@require_GET
@requires(Permission.MANAGE_INTEGRATIONS)
def overview(request: Request) -> HttpResponse:
    """Every outside service with its health."""
    return render(
        request,
        "integrations/overview.html",
        {
            "esign": esign_health(request.user, at=now()),
            "mail": outbox_health(Channel.MAIL, is_connected=True),
            "sms": outbox_health(Channel.SMS, is_connected=bool(settings.SMS_URL)),
            "mail_sender": settings.DEFAULT_FROM_EMAIL,
            "sms_gateway": urlsplit(settings.SMS_URL).hostname or "",
            "sms_sender": settings.SMS_FROM,
            "addresses": address_sources(),
            "maps": map_sources(),
            "router": router_health(),
        },
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_INTEGRATIONS)
def oneflow(request: Request) -> HttpResponse:
    """Who the firm is at Oneflow, and how that is going; what is saved is tested at once."""
    row = connection_of(request.user, Service.ONEFLOW)
    places = [(number, name) for number, name in (row.checks.get("workspaces", []) if row else [])]
    kept = row.settings if row else {}
    if kept.get("workspace_id") and kept["workspace_id"] not in dict(places):
        places.append((kept["workspace_id"], kept["workspace_name"]))
    initial = {"workspace": kept.get("workspace_id"), **kept} if kept else None
    form = EsignForm(posted(request), kept=kept, places=places, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = connect_esign(details=_details(form, dict(places)), by=request.user, at=now())
        checks.ask_for_check(connection=saved, by=request.user, at=now())
        messages.success(request, "Sparat. Anslutningen testas nu.")
        return go_to(request, reverse("integrations:oneflow"))
    context = {
        "form": form, "esign": esign_health(request.user, at=now()), "is_https": settings.IS_HTTPS,
        "callback_host": settings.BASE_URL.rstrip("/"),
    }  # fmt: skip
    return render(request, "integrations/oneflow.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def check_oneflow(request: Request) -> HttpResponse:
    """Ask for a test of the connection."""
    checks.ask_for_check(connection=_found(request), by=request.user, at=now())
    return go_to(request, came_from(request) or reverse("integrations:oneflow"))


@require_GET
@requires(Permission.MANAGE_INTEGRATIONS)
def oneflow_checks(request: Request) -> HttpResponse:
    """How a test is going; when it has ended the page around it is shown anew."""
    health = esign_health(request.user, at=now())
    answer = render(request, "integrations/_oneflow_checks.html", {"esign": health})
    if not health.is_checking:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def turn_oneflow_callbacks(request: Request) -> HttpResponse:
    """Be called back by Oneflow, or no more (`wanted` is 1 or 0)."""
    checks.want_callbacks(
        connection=_found(request), wanted=request.POST.get("wanted") == "1", by=request.user, at=now()
    )
    return go_to(request, reverse("integrations:oneflow"))


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def turn_oneflow(request: Request) -> HttpResponse:
    """Use the connection, or no more (`wanted` is 1 or 0); its key is kept."""
    wanted = request.POST.get("wanted") == "1"
    turn_connection(connection=_found(request), is_active=wanted, by=request.user, at=now())
    messages.success(request, "Anslutningen används igen." if wanted else "Anslutningen är avstängd.")
    return go_to(request, reverse("integrations:oneflow"))


def _found(request: Request) -> Connection:
    usable = Connection.objects.visible_to(request.user).exclude(secret="")
    return get_object_or_404(usable, service=Service.ONEFLOW)


def _details(form: EsignForm, places: dict[int, str]) -> EsignDetails:
    told = form.cleaned_data
    return EsignDetails(
        user_email=told["user_email"],
        environment=Environment(told["environment"]),
        token=told["token"],
        workspace_id=told.get("workspace"),
        workspace_name=places.get(told.get("workspace") or 0, ""),
    )
