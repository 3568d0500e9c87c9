"""Teams in the browser."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.queries.staff_parts import parts_of
from scheduling.queries.teams import team_rows


@require_GET
@requires(Permission.SEE_STAFF)
def teams(request: Request) -> HttpResponse:
    """Those who are planned together."""
    context = {
        "parts": parts_of(request.user, "scheduling:teams"), "teams": team_rows(request.user, today=today())
    }  # fmt: skip
    return render(request, "scheduling/teams.html", context)
