"""Idag: what waits for the person who logged in; the search over everything; the notifications."""

import json

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from crm.queries import followups as follow_ups
from crm.queries.leads_today import leads_to_call, pace_of
from crm.queries.sources import silent_sources
from perforia.base import services
from perforia.base.clock import now, today
from perforia.base.models import Notification
from perforia.base.permissions import Permission, requires
from perforia.base.states import Density, Theme
from perforia.base.web import Request, came_from, go_to, is_htmx
from perforia.home.queries import search as searching
from perforia.home.queries.today import contracts_today, rut_today
from scheduling.queries.crew_links import employee_of

SHOWN = 20
LISTED = 100


@require_GET
@requires(Permission.SEE_START)
def today_page(request: Request) -> HttpResponse:
    """The start page; who only works at jobs begins with the day of their own."""
    is_office = request.user.has_permission(Permission.SEE_SCHEDULE)
    if not is_office and employee_of(request.user, today()) is not None:
        return redirect("scheduling:my_day")
    unread = Notification.objects.visible_to(request.user).unread().order_by("-created_at", "-id")
    context = {
        "today": today(),
        "calls": leads_to_call(request.user, at=now()),
        "todo": follow_ups.today(request.user, at=now()),
        "pace": pace_of(request.user, at=now()),
        "notifications": unread[:SHOWN],
        "rut": rut_today(request.user, today=today()),
        "contracts": contracts_today(request.user, today=today()),
        "silent_sources": silent_sources(request.user, at=now()),
    }
    return render(request, "home/today.html", context)


@require_GET
@requires(Permission.SEE_START)
def search(request: Request) -> HttpResponse:
    """Hits from every part of the house: in the palette, or as a page."""
    text = request.GET.get("q", "").strip()[:100]
    if is_htmx(request):
        context = {
            "groups": searching.palette(request.user, text, today=today()),
            "text": text.removeprefix(">").strip(),
        }
        return render(request, "home/_palette_hits.html", context)
    context = {"groups": searching.search(request.user, text, today=today()), "text": text}
    return render(request, "home/search.html", context)


@require_GET
@requires(Permission.SEE_START)
def notifications(request: Request) -> HttpResponse:
    """Everything a person was told, the latest first; only what is unread when asked."""
    told = Notification.objects.visible_to(request.user).order_by("-created_at", "-id")
    is_unread = request.GET.get("visa") == "olasta"
    context = {
        "notifications": (told.unread() if is_unread else told)[:LISTED],
        "is_unread": is_unread,
        "tabs": [
            {"label": "Alla", "url": "?", "is_current": not is_unread, "count": None},
            {"label": "Olästa", "url": "?visa=olasta", "is_current": is_unread, "count": told.unread().count()},
        ],
    }
    return render(request, "home/notifications.html", context)


@require_POST
@requires(Permission.SEE_START)
def open_notification(request: Request, notification_id: int) -> HttpResponse:
    """The person has seen one, and goes to what it is about."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=notification_id)
    services.mark_notification_read(notification=notification, at=now())
    return go_to(request, notification.url or reverse("home:notifications"))


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
def change_look(request: Request) -> HttpResponse:
    """The theme and the height of rows; anything unknown leaves them as they were."""
    user = request.user
    theme, density = request.POST.get("theme", ""), request.POST.get("density", "")
    services.change_look(
        user=user,
        theme=Theme(theme if theme in Theme.values else user.theme),
        density=Density(density if density in Density.values else user.density),
    )
    if is_htmx(request):
        look = {"theme": user.theme, "density": user.density}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"look": look})})
    return go_to(request, came_from(request) or reverse("home:today"))
