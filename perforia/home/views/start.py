"""Idag: what waits for the person who logged in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from perforia.base import services
from perforia.base.clock import today
from perforia.base.models import Notification
from perforia.base.permissions import Permission, requires
from perforia.base.states import Theme
from perforia.base.web import Request, go_to

SHOWN = 20


@require_GET
@requires(Permission.SEE_START)
def today_page(request: Request) -> HttpResponse:
    """The start page."""
    unread = Notification.objects.visible_to(request.user).unread().order_by("-created_at", "-id")
    return render(request, "home/today.html", {"today": today(), "notifications": unread[:SHOWN]})


@require_POST
@requires(Permission.SEE_START)
def change_theme(request: Request) -> HttpResponse:
    """Light, dark or as the computer; anything else leaves it as it was."""
    wanted = request.POST.get("theme", "")
    if wanted in Theme.values:
        services.change_theme(user=request.user, theme=Theme(wanted))
    return go_to(request, reverse("home:today"))
