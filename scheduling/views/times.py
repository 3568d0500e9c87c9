"""Reported time in the browser: a week to approve, one time with its history, a job's times, a file for the pay."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from perforia.base.clock import now, today
from perforia.base.converters import read_day
from perforia.base.errors import DomainError
from perforia.base.exports import Listing, export
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, came_from, go_to, posted
from scheduling.documents.pay import HEADING, pay_rows
from scheduling.forms.job_acts import ReasonForm
from scheduling.forms.times import NewTimeForm, TimeFilterForm, WorkedForm
from scheduling.models import TimeEntry
from scheduling.queries import times as queries
from scheduling.queries.times import Sheet
from scheduling.rules.words import days_between
from scheduling.rules.worktime import week_of
from scheduling.services import times as services
from scheduling.services.times import HandWritten
from scheduling.states import TimeState
from scheduling.views.jobs import get_job

UNPROCESSABLE = 422
WEEK = timedelta(days=7)


@require_GET
@requires(Permission.APPROVE_TIME)
def times(request: Request) -> HttpResponse:
    """The times of a week, person by person; `vecka` is a day of it, `lage` one state."""
    monday, form = _monday(request.GET), TimeFilterForm(request.GET)
    sheets = queries.week_of_times(monday, user=request.user, state=form.state)
    lines = [line for sheet in sheets for line in sheet.lines]
    return render(
        request, "scheduling/times.html",
        {
            "sheets": sheets, "form": form, "monday": monday, "words": days_between(monday, monday + 6 * WEEK / 7),
            "number": monday.isocalendar().week, "before": monday - WEEK, "after": monday + WEEK,
            "is_now": monday == week_of(today()), "sums": queries.sums_of(lines),
            "minutes": sum(sheet.minutes for sheet in sheets), "easy": sum(len(_easy(sheet)) for sheet in sheets),
            "waiting": sum(len(sheet.waiting) for sheet in sheets), "most": queries.MOST, "count": len(lines),
        },
    )  # fmt: skip


@require_GET
@requires(Permission.APPROVE_TIME)
def export_times(request: Request) -> StreamingHttpResponse:
    """The approved times of a week for the pay."""
    monday = _monday(request.GET)
    sheets = queries.week_of_times(monday, user=request.user, state=TimeState.APPROVED)
    lines: Iterator[queries.Line] = (line for sheet in sheets for line in sheet.lines)
    return export(request, Listing(f"tid-{monday.isoformat()}", HEADING, pay_rows(lines)), at=now())


@require_POST
@requires(Permission.APPROVE_TIME)
def approve_times(request: Request) -> HttpResponse:
    """Say yes to those that were marked, or, with `alla`, to all of the week that are as planned."""
    monday = _monday(request.POST)
    if "alla" in request.POST:
        sheets = queries.week_of_times(monday, user=request.user, state=TimeState.REPORTED)
        entries = [entry for sheet in sheets for entry in _easy(sheet)]
    else:
        marked = [pk for pk in request.POST.getlist("tid") if pk.isdecimal() and len(pk) < 12]  # noqa: PLR2004 -- a key
        entries = list(TimeEntry.objects.visible_to(request.user).filter(pk__in=marked).order_by("pk"))
    if not entries:
        messages.warning(request, "Markera de tider som ska godkännas.")
    else:
        _do(request, lambda: services.approve(entries=entries, by=request.user, at=now()))
    return go_to(request, _back(request, f"{reverse('scheduling:times')}?vecka={monday.isoformat()}"))


@require_http_methods(["GET", "POST"])
@requires(Permission.APPROVE_TIME)
def time_page(request: Request, entry_id: int) -> HttpResponse:
    """One time: as reported, as planned, as it counts, what was put right; and putting it right."""
    entry = _entry(request, entry_id)
    line = queries.line_of(entry, user=request.user)
    form = WorkedForm(posted(request), initial=WorkedForm.told_of(line), wanted="Skriv varför tiden rättas.")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.correct(entry=entry, worked=form.worked, reason=reason, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Tiden är rättad. Det som rapporterades står kvar bredvid.")
            return go_to(request, reverse("scheduling:time", args=[entry_id]))
    context = {"line": line, "entry": entry, "form": form, "corrections": queries.corrections_of(entry)}
    return render(request, "scheduling/time.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@requires(Permission.APPROVE_TIME)
def approve_time(request: Request, entry_id: int) -> HttpResponse:
    """Say yes to one time."""
    entry = _entry(request, entry_id)
    _do(request, lambda: services.approve(entries=[entry], by=request.user, at=now()))
    return go_to(request, _back(request, reverse("scheduling:time", args=[entry_id])))


@require_http_methods(["GET", "POST"])
@requires(Permission.APPROVE_TIME)
def reject_time(request: Request, entry_id: int) -> HttpResponse:
    """Say no to one time, and why."""
    entry = _entry(request, entry_id)
    form = ReasonForm(posted(request), wanted="Skriv varför tiden inte godkänns.")
    if request.method == "POST" and form.is_valid():
        try:
            services.reject(entry=entry, reason=form.cleaned_data["reason"], by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Tiden är underkänd.")
            return go_to(request, reverse("scheduling:time", args=[entry_id]))
    context = {"line": queries.line_of(entry, user=request.user), "entry": entry, "form": form}
    return render(request, "scheduling/time_reject.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@requires(Permission.APPROVE_TIME)
def reopen_time(request: Request, entry_id: int) -> HttpResponse:
    """Take a decision back."""
    services.reopen(entry=_entry(request, entry_id), by=request.user, at=now())
    messages.success(request, "Tiden är öppen igen.")
    return go_to(request, reverse("scheduling:time", args=[entry_id]))


@require_http_methods(["GET", "POST"])
@requires(Permission.APPROVE_TIME)
def new_time(request: Request) -> HttpResponse:
    """Write a time down for somebody who did not check in; `uppdrag` is the number of a job."""
    known = {"job": request.GET.get("uppdrag", "")[:20], "day": today()}
    form = NewTimeForm(posted(request), initial=known, user=request.user, today=today())
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        written = HandWritten(form.worked, told["reason"])
        try:
            made = services.add(job=told["job"], resource=told["person"], written=written, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Tiden är inlagd och väntar på godkännande.")
            return go_to(request, reverse("scheduling:time", args=[made.pk]))
    return render(request, "scheduling/time_new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@require_GET
@requires(Permission.SEE_SCHEDULE)
def times_of_job(request: Request, pk: int) -> HttpResponse:
    """The part of a job's page that shows its time with sums."""
    job = get_job(request, pk)
    lines = queries.lines_of_job(job, user=request.user)
    context = {"job": job, "lines": lines, "sums": queries.sums_of(lines)}
    return render(request, "scheduling/_times_of_job.html", context)


def _do(request: Request, act: Callable[[], int]) -> None:
    try:
        count = act()
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Tiden är godkänd." if count == 1 else f"{count} tider är godkända.")


def _easy(sheet: Sheet) -> list[TimeEntry]:
    return [line.entry for line in sheet.waiting if line.is_easy]


def _entry(request: Request, pk: int) -> TimeEntry:
    rows = TimeEntry.objects.visible_to(request.user).ended().select_related("resource", "job__customer", "decided_by")
    return get_object_or_404(rows, pk=pk)


def _monday(told: QueryDict) -> date:
    """The Monday of the week that is asked for; this week's when no day is."""
    try:
        return week_of(read_day(told.get("vecka", "")))
    except ValueError:
        return week_of(today())


def _back(request: Request, otherwise: str) -> str:
    return came_from(request) or otherwise
