"""The day's page as an answer: whole, or the part of it that is fetched anew."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from perforia.base.clock import now, today
from perforia.base.permissions import Permission
from perforia.base.web import Request
from scheduling.forms.board_filter import BoardFilterForm
from scheduling.queries.day_page import day_page as read_day
from scheduling.rules.axis import minute_of
from scheduling.rules.words import clock


def day_page(request: Request, day: date) -> HttpResponse:
    """The page of a day."""
    return render(request, "scheduling/schedule_day.html", facts_of(request, day, request.GET.dict()))


def facts_of(request: Request, day: date, query: Mapping[str, str]) -> dict[str, object]:
    """Everything the templates of a day take; `query` are the filters of its address."""
    form = BoardFilterForm(query)
    address = reverse("scheduling:job", args=[0])
    page = read_day(day, user=request.user, shown=form.shown(), today=today(), address=address)
    at = now()
    is_today = at.date() == day and page.axis.first <= minute_of(at, day) <= page.axis.last
    return {
        "page": page, "form": form, "is_planner": request.user.has_permission(Permission.PLAN_SCHEDULE),
        "now": (str(minute_of(at, day)), clock(at)) if is_today else None,
        "links": {name: _link(name, day) for name in ("day_map", "morning_check")},
    }  # fmt: skip


def _link(name: str, day: date) -> str:
    try:
        return reverse(f"scheduling:{name}", args=[day])
    except NoReverseMatch:
        return ""
