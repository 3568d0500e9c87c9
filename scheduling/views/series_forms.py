"""Writing down work that comes back, and changing all that is ahead of it, or all from a day on."""

from datetime import date, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx, posted
from scheduling.forms.jobs import initial_of_work
from scheduling.forms.series import SeriesForm, initial_of_series
from scheduling.models import Job, Series
from scheduling.rules.repeating import Choice, Line, rule_of
from scheduling.rules.repeating import lines as lines_of
from scheduling.rules.worktime import local_date, to_local
from scheduling.services import beginnings
from scheduling.services import series as services
from scheduling.services.jobs import JobDetails
from scheduling.services.plans import Seat
from scheduling.services.series import SeriesDetails
from scheduling.states import AssignmentRole, HolidayPolicy, ResourceKind, SeriesScope
from scheduling.views.job_sources import begun_of, by_key
from scheduling.views.series import get_series

UNPROCESSABLE = 422
EIGHT = time(8)


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def new_series(request: Request) -> HttpResponse:
    """Work that comes back: from a job, a contract, an offer, a customer or nothing."""
    job = by_key(Job.objects.visible_to(request.user).filter(series=None), request.GET.get("uppdrag", ""))
    begun = beginnings.from_job(job) if job is not None else begun_of(request)
    form = SeriesForm(
        posted(request), initial=_initial(begun, job), customer=begun.customer, user=request.user, today=today(),
        known_skills=[str(skill) for skill in begun.skills],
    )  # fmt: skip
    if not _is_saving(request) or not form.is_valid():
        return _page(request, form, begun, None)
    try:
        made = services.begin(details=_details(form, begun), first=job, by=request.user, at=now())
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return _page(request, form, begun, None)
    messages.success(request, "Upprepningen är inlagd och de första uppdragen är skapade.")
    return go_to(request, reverse("scheduling:series", args=[made.pk]))


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def edit_series(request: Request, series_id: int) -> HttpResponse:
    """Change all that is ahead, or one day and all that follow it."""
    found = get_series(request, series_id)
    begun = beginnings.from_series(found)
    crew = list(found.members.order_by("pk").values_list("resource_id", flat=True))
    initial = initial_of_work(begun) | initial_of_series(found, crew) | _asked_scope(request)
    form = SeriesForm(
        posted(request), initial=initial, series=found, customer=found.customer, user=request.user, today=today(),
        known_skills=found.skills,
    )  # fmt: skip
    if not _is_saving(request) or not form.is_valid():
        return _page(request, form, begun, found)
    told = form.cleaned_data
    scope = SeriesScope(told["scope"] or SeriesScope.ALL)
    try:
        kept = services.change(
            series=found, details=_details(form, begun), scope=scope, first=told["first"] or today(),
            version=told["version"], by=request.user, at=now(),
        )  # fmt: skip
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return _page(request, form, begun, found)
    messages.success(request, "Upprepningen är ändrad.")
    return go_to(request, reverse("scheduling:series", args=[kept.pk]))


def _details(form: SeriesForm, begun: JobDetails) -> SeriesDetails:
    told = form.cleaned_data
    crew = [
        Seat(row.pk, AssignmentRole.MEMBER if row.kind == ResourceKind.PERSON else AssignmentRole.THING)
        for row in form.chosen_crew()
    ]  # fmt: skip
    work = JobDetails(**form.work(), contract=begun.contract, offer=begun.offer)
    return SeriesDetails(
        work=work, rule=told["rule"], starts_on=told["starts_on"], start_time=told["start_time"], until=told["until"],
        holidays=HolidayPolicy(told["holidays"]), place=form.chosen_place(), crew=crew,
    )  # fmt: skip


def _initial(begun: JobDetails, job: Job | None) -> dict[str, object]:
    start = job.starts_at if job is not None else None
    day = local_date(start) if start else begun.wanted_on or today()
    place = next((stop.place for stop in begun.stops if stop.place is not None), None)
    crew = list(job.assignments.order_by("pk").values_list("resource_id", flat=True)) if job is not None else []
    return initial_of_work(begun) | {
        "starts_on": day, "start_time": to_local(start).time() if start else EIGHT, "days": [str(day.weekday())],
        "place": str(place.pk) if place else "", "crew": [str(pk) for pk in crew], "every": None,
    }  # fmt: skip


def _asked_scope(request: Request) -> dict[str, object]:
    """`?fran=2026-12-08`: that day and all that follow."""
    try:
        return {"scope": SeriesScope.FOLLOWING, "first": date.fromisoformat(request.GET.get("fran", ""))}
    except ValueError:
        return {}


def _is_saving(request: Request) -> bool:
    return request.method == "POST" and request.POST.get("act") != "preview"


def _page(request: Request, form: SeriesForm, begun: JobDetails, found: Series | None) -> HttpResponse:
    """The form, or for htmx alone the first days of what stands in it."""
    is_preview = request.method == "POST" and request.POST.get("act") == "preview"
    lines = form.lines() if form.is_bound else _known_lines(form, found)
    context = {"form": form, "begun": begun, "series": found, "lines": lines}
    if is_preview and is_htmx(request):
        return render(request, "scheduling/_series_preview.html", context)
    if is_preview:
        form.errors.clear()
    return render(request, "scheduling/series_form.html", context, status=UNPROCESSABLE if form.errors else 200)


def _known_lines(form: SeriesForm, found: Series | None) -> list[Line]:
    """The first days of a series as it is, or as a new one begins: every week on the weekday of its first day."""
    if found is not None:
        first = max(found.starts_on, today())
        until = found.until
        return lines_of(
            found.rule, found.starts_on, found.start_time, HolidayPolicy(found.holidays), since=first, until=until
        )
    day, start = form.initial["starts_on"], form.initial["start_time"]
    return lines_of(rule_of(Choice(), day), day, start, HolidayPolicy.SKIP)
