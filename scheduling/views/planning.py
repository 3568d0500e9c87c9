"""The plan of one job: its time and its crew; and taking the last change back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to
from scheduling.models import Job
from scheduling.services import planning


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def plan_job(request: Request, pk: int) -> HttpResponse:
    """When a job is done, and by whom."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return render(request, "scheduling/plan_job.html", {"job": job})


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def undo(request: Request) -> HttpResponse:
    """Take back the last change of the plan that one made oneself."""
    jobs = planning.undo(by=request.user, at=now())
    messages.success(request, f"Ångrat: {', '.join(job.number for job in jobs)}.")
    return go_to(request, reverse("scheduling:day"))
