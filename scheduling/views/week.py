"""A week of the schedule, the way to the weeks around it, and letting the crews know it."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from perforia.base.clock import now, today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx
from scheduling.forms.board_filter import BoardFilterForm
from scheduling.queries.week import week_page
from scheduling.rules.worktime import week_of as monday_of
from scheduling.services import week_publishing

WEEK = timedelta(days=7)


@require_GET
@requires(Permission.SEE_SCHEDULE)
def this_week(request: Request) -> HttpResponse:
    """The week of today."""
    return _week(request, today())


@require_GET
@requires(Permission.SEE_SCHEDULE)
def week_of(request: Request, day: date) -> HttpResponse:
    """The week of a day."""
    return _week(request, day)


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def publish_week(request: Request, day: date) -> HttpResponse:
    """Let the crews know what is planned from today to the end of a week, day by day."""
    monday = monday_of(day)
    days = [each for each in (monday + timedelta(days=number) for number in range(7)) if each >= today()]
    outcome = week_publishing.publish_days(days=days, by=request.user, at=now())
    if outcome.published:
        messages.success(request, outcome.sentence)
    for problem in outcome.problems:
        messages.error(request, problem)
    return go_to(request, reverse("scheduling:week_of", args=[monday]))


def _week(request: Request, day: date) -> HttpResponse:
    shown = BoardFilterForm(request.GET)
    week = week_page(day, user=request.user, shown=shown.shown())
    context = {
        "week": week, "filters": shown, "today": today(), "before": week.monday - WEEK, "after": week.monday + WEEK,
        "anchor": today() if week.monday <= today() <= week.sunday else week.monday,
        "may_plan": request.user.has_permission(Permission.PLAN_SCHEDULE),
        "changes": week.to_publish(today()), "is_ahead": week.sunday >= today(),
    }  # fmt: skip
    page = "scheduling/_week.html" if is_htmx(request) else "scheduling/schedule_week.html"
    return render(request, page, context)
