"""Work that comes back: its list, its page, writing it down, and one, some or all of its days."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.paging import slice_of
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx, posted, tell_done
from scheduling.forms.job_acts import EndForm, ReasonForm
from scheduling.models import Job, Series
from scheduling.queries import series_page as queries
from scheduling.rules.words import clock, day_of
from scheduling.rules.worktime import local_date
from scheduling.services import plans, skipped
from scheduling.services import series as services

UNPROCESSABLE = 422
ENDED = "avslutade"
SAID = 2  # things that are wrong with a time, told when it is brought back


def get_series(request: Request, series_id: int) -> Series:
    """The series as a person may see it, 404 otherwise."""
    rows = Series.objects.visible_to(request.user).select_related("customer", "place", "contract", "offer", "ended_by")
    return get_object_or_404(rows, pk=series_id)


@require_GET
@requires(Permission.SEE_SCHEDULE)
def all_series(request: Request) -> HttpResponse:
    """Work that comes back, the newest first."""
    is_ended = request.GET.get("visa") == ENDED
    rows = queries.series_of(request.user, is_ended=is_ended, today=today())
    part = slice_of(
        rows, by="-pk", size=queries.PAGE, after=request.GET.get("efter", ""), before=request.GET.get("fore", "")
    )
    tabs = [
        {"label": "Pågår", "url": "?", "is_current": not is_ended, "count": None},
        {"label": "Avslutade", "url": f"?visa={ENDED}", "is_current": is_ended, "count": None},
    ]
    context = {"rows": [(row, queries.words_of(row)) for row in part.rows], "slice": part, "tabs": tabs}
    return render(request, "scheduling/series_list.html", context)


@require_GET
@requires(Permission.SEE_SCHEDULE)
def series(request: Request, series_id: int) -> HttpResponse:
    """One that comes back, with its days ahead."""
    found = get_series(request, series_id)
    is_open = found.customer is None or found.customer.may_be_reached_by(request.user)
    context = {
        "series": found, "words": queries.words_of(found), "days": queries.days_of(found, today=today()),
        "crew": queries.crew_of(found), "is_hidden": not is_open,
        "is_over": Series.objects.over(today()).filter(pk=found.pk).exists(),
        "skipped": queries.skipped_of(found, today=today()),
        "follows": found.follows, "followed_by": found.followed_by.order_by("pk").first(),
    }  # fmt: skip
    return render(request, "scheduling/series.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def skip_occurrence(request: Request, series_id: int, day: date) -> HttpResponse:
    """Nothing is done on one day; why is written down."""
    found = get_series(request, series_id)
    form = ReasonForm(posted(request), wanted="Skriv varför tillfället hoppas över.")
    if request.method == "POST" and form.is_valid():
        try:
            services.skip(series=found, day=day, reason=form.cleaned_data["reason"], by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            back = reverse("scheduling:bring_back_occurrence", args=[found.pk, day])
            tell_done(request, "Tillfället hoppas över.", undo_url=back)
            return go_to(request, reverse("scheduling:series", args=[found.pk]))
    words = f"{day_of(day).capitalize()}. Finns uppdraget redan så avbokas det."
    return _ask(request, found, form, "Hoppa över ett tillfälle", "Hoppa över", words)


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def bring_back_occurrence(request: Request, series_id: int, day: date) -> HttpResponse:
    """A day that was skipped is done after all; who is booked meanwhile is told."""
    found = get_series(request, series_id)
    try:
        job = skipped.bring_back(series=found, day=day, by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _brought_back(job, day))
    return go_to(request, reverse("scheduling:series", args=[found.pk]))


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def end_series(request: Request, series_id: int) -> HttpResponse:
    """Nothing is done after a day; what is made already and not begun is cancelled."""
    found = get_series(request, series_id)
    form = EndForm(posted(request), initial={"last": today()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            services.end(series=found, last=told["last"], reason=told["reason"], by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Upprepningen är avslutad.")
            return go_to(request, reverse("scheduling:series", args=[found.pk]))
    words = "Uppdrag efter den sista dagen avbokas. De som är påbörjade eller klara blir kvar."
    return _ask(request, found, form, "Avsluta upprepningen", "Avsluta", words)


def _brought_back(job: Job | None, day: date) -> str:
    """When it is done, or that it is made later; and what is wrong with it."""
    if job is None or job.starts_at is None:
        return f"Tillfället är tillbaka: {day_of(day)}. Uppdraget skapas av sig självt tio veckor innan."
    when = f"{day_of(local_date(job.starts_at))} {clock(job.starts_at)}"
    wrong = [finding.sentence for finding in plans.findings_of(job, plans.plan_of(job))]
    return " ".join([f"Tillfället är tillbaka: {when}.", *wrong[:SAID]])


def _ask(
    request: Request, found: Series, form: ReasonForm, title: str, button: str, words: str
) -> HttpResponse:  # fmt: skip
    context = {
        "crumb": found.title, "page_url": reverse("scheduling:series", args=[found.pk]), "form": form, "title": title,
        "button": button, "words": words, "url": request.path,
    }  # fmt: skip
    template = "scheduling/_job_act.html" if is_htmx(request) else "scheduling/job_act.html"
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)
