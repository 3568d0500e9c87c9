"""The day of the schedule, on the screen and on paper."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.forms.board_filter import BoardFilterForm
from scheduling.queries.day_page import day_page


@require_GET
@requires(Permission.SEE_SCHEDULE)
def this_day(request: Request) -> HttpResponse:
    """The day of today."""
    return _day(request, today())


@require_GET
@requires(Permission.SEE_SCHEDULE)
def day_of(request: Request, day: date) -> HttpResponse:
    """One day."""
    return _day(request, day)


@require_GET
@requires(Permission.SEE_SCHEDULE)
def print_day(request: Request, day: date) -> HttpResponse:
    """A day on one sheet: what each is to do, in order."""
    form = BoardFilterForm(request.GET.dict())
    page = day_page(day, user=request.user, shown=form.shown())
    return render(request, "scheduling/schedule_print.html", {"page": page, "form": form})


def _day(request: Request, day: date) -> HttpResponse:
    form = BoardFilterForm(request.GET.dict())
    page = day_page(day, user=request.user, shown=form.shown())
    return render(request, "scheduling/schedule_day.html", {"page": page, "form": form})
