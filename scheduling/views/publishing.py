"""Publishing a day: first who would be told what, then telling them."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to
from scheduling.services import publishing


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def publish_day(request: Request, day: date) -> HttpResponse:
    """Whose day would change and how; a POST lets them know."""
    if request.method == "POST":
        publishing.publish_day(day=day, by=request.user, at=now())
        messages.success(request, "Dagen är publicerad.")
        return go_to(request, reverse("scheduling:day_of", args=[day]))
    return render(request, "scheduling/publish_day.html", {"day": day})
