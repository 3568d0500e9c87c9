"""Writing a job down, and changing what is decided of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted
from scheduling.forms.jobs import JobForm
from scheduling.services import jobs as services
from scheduling.services.jobs import JobDetails
from scheduling.views.jobs import get_job

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def new_job(request: Request) -> HttpResponse:
    """A job from a contract, an offer, a customer or nothing."""
    form = JobForm(
        posted(request), user=request.user, today=today(),
        initial={"customer": request.GET.get("kund", ""), "wanted_on": request.GET.get("dag")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = services.book(details=JobDetails(**form.cleaned_data), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{made.number} är inlagt.")
            return go_to(request, reverse("scheduling:job", args=[made.pk]))
    return render(request, "scheduling/job_form.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET"])
@requires(Permission.PLAN_SCHEDULE)
def edit_job(request: Request, pk: int) -> HttpResponse:
    """What is decided of a job."""
    job = get_job(request, pk)
    form = JobForm(None, user=request.user, today=today(), initial={"title": job.title})
    return render(request, "scheduling/job_form.html", {"form": form, "job": job})
