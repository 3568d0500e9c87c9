"""Idag: what waits for the person who logged in; the search over everything; the notifications."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from perforia.base import services
from perforia.base.clock import now, today
from perforia.base.models import Notification
from perforia.base.permissions import Permission, requires
from perforia.base.states import Theme
from perforia.base.web import Request, go_to, is_htmx
from perforia.home import queries

SHOWN = 20
LISTED = 100


@require_GET
@requires(Permission.SEE_START)
def today_page(request: Request) -> HttpResponse:
    """The start page."""
    unread = Notification.objects.visible_to(request.user).unread().order_by("-created_at", "-id")
    context = {
        "today": today(),
        "notifications": unread[:SHOWN],
        "rut": queries.rut_today(request.user, today=today()),
    }
    return render(request, "home/today.html", context)


@require_GET
@requires(Permission.SEE_START)
def search(request: Request) -> HttpResponse:
    """Hits from every part of the house: in the palette, or as a page."""
    text = request.GET.get("q", "").strip()[:100]
    context = {"groups": queries.search(request.user, text, today=today()), "text": text}
    return render(request, "home/_hits.html" if is_htmx(request) else "home/search.html", context)


@require_GET
@requires(Permission.SEE_START)
def notifications(request: Request) -> HttpResponse:
    """Everything a person was told, the latest first."""
    told = Notification.objects.visible_to(request.user).order_by("-created_at", "-id")
    return render(request, "home/notifications.html", {"notifications": told[:LISTED]})


@require_POST
@requires(Permission.SEE_START)
def mark_notifications_read(request: Request) -> HttpResponse:
    """The person has seen them all."""
    services.mark_notifications_read(user=request.user, at=now())
    return go_to(request, reverse("home:notifications"))


@require_GET
@requires(Permission.SEE_START)
def shortcuts(request: Request) -> HttpResponse:
    """The keyboard help as a page."""
    return render(request, "home/shortcuts.html")


@require_POST
@requires(Permission.SEE_START)
def change_theme(request: Request) -> HttpResponse:
    """Light, dark or as the computer; anything else leaves it as it was."""
    wanted = request.POST.get("theme", "")
    if wanted in Theme.values:
        services.change_theme(user=request.user, theme=Theme(wanted))
    return go_to(request, reverse("home:today"))
