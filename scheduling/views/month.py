"""A month of the schedule: how full its days are."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.queries.month import month_page


@require_GET
@requires(Permission.SEE_SCHEDULE)
def this_month(request: Request) -> HttpResponse:
    """The month of today."""
    return _month(request, today())


@require_GET
@requires(Permission.SEE_SCHEDULE)
def month_of(request: Request, day: date) -> HttpResponse:
    """The month of a day."""
    return _month(request, day)


def _month(request: Request, day: date) -> HttpResponse:
    month = month_page(day)
    is_now = (today().year, today().month) == (month.first.year, month.first.month)
    context = {"month": month, "today": today(), "anchor": today() if is_now else month.first}
    return render(request, "scheduling/schedule_month.html", context)
