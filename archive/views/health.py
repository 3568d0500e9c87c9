"""How the archive is, by the nightly check."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from archive.models import StoreProblem
from archive.queries import health as queries
from archive.services import integrity
from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to


@require_GET
@requires(Permission.MANAGE_DOCUMENTS)
def store_health(request: Request) -> HttpResponse:
    """What the last checks compared and what is wrong now."""
    checks = list(queries.last_checks())
    context = {
        "problems": queries.open_problems()[: queries.SHOWN],
        "checks": checks,
        "last": next((check for check in checks if check.finished_at), None),
    }
    return render(request, "archive/health.html", context)


@require_POST
@requires(Permission.DELETE_DOCUMENTS)
def remove_stray(request: Request, problem_id: int) -> HttpResponse:
    """Delete a file of the store that nothing refers to."""
    problem = get_object_or_404(StoreProblem, pk=problem_id)
    integrity.remove_stray(problem=problem, by=request.user, at=now())
    messages.success(request, "Filen är borttagen ur lagret.")
    return go_to(request, reverse("archive:store_health"))
