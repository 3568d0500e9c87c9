"""The day of the schedule, on the screen and on paper."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, is_htmx
from scheduling.queries.day_findings import rows_of
from scheduling.views import day_answers


@require_GET
@requires(Permission.SEE_SCHEDULE)
def this_day(request: Request) -> HttpResponse:
    """The day of today."""
    return day_answers.day_page(request, today())


@require_GET
@requires(Permission.SEE_SCHEDULE)
def day_of(request: Request, day: date) -> HttpResponse:
    """One day."""
    return day_answers.day_page(request, day)


@require_GET
@requires(Permission.SEE_SCHEDULE)
def print_day(request: Request, day: date) -> HttpResponse:
    """A day on one sheet: what each is to do, in order."""
    return render(request, "scheduling/schedule_print.html", day_answers.facts_of(request, day, request.GET.dict()))


@require_GET
@requires(Permission.SEE_SCHEDULE)
def day_findings(request: Request, day: date) -> HttpResponse:
    """What is odd about a day, with what has been passed over and why: a part of the day's page, or one of its own."""
    waiting, passed = rows_of(day)
    is_planner = request.user.has_permission(Permission.PLAN_SCHEDULE)
    context = {"day": day, "waiting": waiting, "passed": passed, "is_planner": is_planner}
    template = "scheduling/_day_findings.html" if is_htmx(request) else "scheduling/day_findings.html"
    return render(request, template, context)
