"""A week of the schedule, and the way to the weeks around it."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.queries.week import week_page

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


def _week(request: Request, day: date) -> HttpResponse:
    week = week_page(day, user=request.user)
    context = {
        "week": week, "today": today(), "before": week.monday - WEEK, "after": week.monday + WEEK,
    }  # fmt: skip
    return render(request, "scheduling/schedule_week.html", context)
