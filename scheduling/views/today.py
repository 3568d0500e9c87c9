"""The schedule's part of the start page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.queries.today import today_of


@require_GET
@requires(Permission.SEE_SCHEDULE)
def today_panel(request: Request) -> HttpResponse:
    """Today in the schedule, as a part of Idag."""
    context = {"schedule": today_of(today(), user=request.user), "today": today()}
    return render(request, "scheduling/_today_panel.html", context)
