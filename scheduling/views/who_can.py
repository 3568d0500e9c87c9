"""Who can take a job, and when."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import now, today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.queries import suggestions
from scheduling.views.jobs import get_job


@require_GET
@requires(Permission.PLAN_SCHEDULE)
def who_can(request: Request, pk: int) -> HttpResponse:
    """The best people and times for a job, with reasons."""
    job = get_job(request, pk)
    found = suggestions.who_can(job, suggestions.days_for(job, today()), earliest=now())
    return render(request, "scheduling/who_can.html", {"job": job, "found": found})
