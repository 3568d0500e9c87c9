"""What is done with a job: one act per move, the address that is confirmed, the code that is shown."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from crm.models import Customer
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, came_from, go_to, is_htmx, posted
from scheduling.forms.job_acts import ReasonForm
from scheduling.models import Job, JobStop
from scheduling.services import jobs as services
from scheduling.services import moves
from scheduling.views.jobs import get_job

UNPROCESSABLE = 422


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def start_job(request: Request, pk: int) -> HttpResponse:
    """The crew has begun."""
    job = get_job(request, pk)
    return _do(request, job, lambda: moves.start(job=job, by=request.user, at=now()), "är påbörjat")


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def take_back_job(request: Request, pk: int) -> HttpResponse:
    """It was begun by mistake."""
    job = get_job(request, pk)
    return _do(request, job, lambda: moves.take_back_start(job=job, by=request.user, at=now()), "är inte påbörjat")


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def finish_job(request: Request, pk: int) -> HttpResponse:
    """The work is done."""
    job = get_job(request, pk)
    return _do(request, job, lambda: moves.finish(job=job, by=request.user, at=now()), "är klart")


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def revive_job(request: Request, pk: int) -> HttpResponse:
    """A cancelled job is to be done after all."""
    job = get_job(request, pk)
    act = lambda: moves.revive(job=job, by=request.user, at=now())  # noqa: E731 -- one line, as its siblings
    return _do(request, job, act, "är tillbaka bland det som ska planeras")


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def cancel_job(request: Request, pk: int) -> HttpResponse:
    """It will not be done; why is written down."""
    job = get_job(request, pk)
    form = ReasonForm(posted(request), wanted="Skriv varför uppdraget avbokas.")
    if request.method == "POST" and form.is_valid():
        try:
            moves.cancel(job=job, reason=form.cleaned_data["reason"], by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{job.number} är avbokat.")
            return _back(request, job)
    words = "Ingen är kvar på uppdraget. Laget får veta det när dagen publiceras."
    return _ask(request, job, form, "Avboka uppdraget", "Avboka", words)


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def reopen_job(request: Request, pk: int) -> HttpResponse:
    """It was not done after all."""
    job = get_job(request, pk)
    form = ReasonForm(posted(request), wanted="Skriv vad som återstår.")
    if request.method == "POST" and form.is_valid():
        try:
            moves.reopen(job=job, reason=form.cleaned_data["reason"], by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{job.number} är öppet igen.")
            return _back(request, job)
    return _ask(request, job, form, "Öppna uppdraget igen", "Öppna igen", "Uppdraget blir pågående igen.")


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def confirm_stop(request: Request, stop_id: int) -> HttpResponse:
    """Somebody has made sure that an address is right."""
    stop = _stop(request, stop_id)
    services.confirm_address(stop=stop, by=request.user, at=now())
    messages.success(request, f"{stop.address} är bekräftad.")
    return go_to(request, came_from(request) or reverse("scheduling:job", args=[stop.job_id]))


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def reveal_stop_code(request: Request, stop_id: int) -> HttpResponse:
    """Show the code of a door once; who asked is written down, and nobody keeps the answer."""
    stop = _stop(request, stop_id)
    code = services.reveal_door_code(stop=stop, by=request.user, at=now())
    if not code:
        raise Http404
    template = "crm/_revealed.html" if is_htmx(request) else "scheduling/job_code.html"
    response = render(request, template, {"job": stop.job, "what": "Portkod", "secret": code})
    response["Cache-Control"] = "no-store"
    return response


def _stop(request: Request, stop_id: int) -> JobStop:
    """A stop of a job that a person may see: one of a protected customer only with that permission."""
    jobs = Job.objects.visible_to(request.user)
    stop = get_object_or_404(
        JobStop.objects.select_related("job__customer", "place__customer"), pk=stop_id, job__in=jobs
    )
    customer: Customer | None = stop.job.customer
    if customer is not None and not customer.may_be_reached_by(request.user):
        raise Http404
    return stop


def _do(request: Request, job: Job, act: Callable[[], Job], done: str) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{job.number} {done}.")
    return _back(request, job)


def _ask(request: Request, job: Job, form: ReasonForm, title: str, button: str, words: str) -> HttpResponse:
    context = {
        "crumb": job.number, "page_url": reverse("scheduling:job", args=[job.pk]), "form": form, "title": title,
        "button": button, "words": words, "url": request.path,
    }  # fmt: skip
    template = "scheduling/_job_act.html" if is_htmx(request) else "scheduling/job_act.html"
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)


def _back(request: Request, job: Job) -> HttpResponse:
    return go_to(request, reverse("scheduling:job", args=[job.pk]))
