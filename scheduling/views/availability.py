"""Who has time, and whether weeks keep the rules of working time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.forms.availability import AvailabilityForm, PeopleForm
from scheduling.queries import availability as queries
from scheduling.queries.staff_parts import parts_of
from scheduling.rules.weeks import AVERAGED, mondays_around
from scheduling.rules.worktime import week_of


@require_GET
@requires(Permission.SEE_STAFF)
def availability(request: Request) -> HttpResponse:
    """People by day with what is free of their hours; with a day in the address, who is free then."""
    form = AvailabilityForm(request.GET)
    filters, asked = form.filters(), form.question()
    monday = week_of(form.day("fran") or form.day("dag") or today())
    context = {
        "parts": parts_of(request.user, "scheduling:availability"), "form": form, "asked": asked,
        "overview": queries.overview(request.user, monday=monday, weeks=form.weeks, filters=filters, today=today()),
        "is_wrong": asked is None and bool(request.GET.get("dag")),
    }  # fmt: skip
    if asked is not None:
        minutes = form.minutes(asked)
        context["answers"] = queries.answers(
            request.user, asked, minutes=minutes, filters=filters, today=today()
        )  # fmt: skip
    return render(request, "scheduling/availability.html", context)


@require_GET
@requires(Permission.SEE_STAFF)
def weekly_hours(request: Request) -> HttpResponse:
    """Planned hours by week against what the employment says, and what the rules of working time say."""
    form = PeopleForm(request.GET)
    monday = week_of(form.day("fran") or today())
    mondays = mondays_around(monday, before=0, after=AVERAGED - 1)
    rows = queries.week_rows(request.user, mondays, filters=form.filters(), today=today())
    context = {
        "parts": parts_of(request.user, "scheduling:weekly_hours"), "form": form, "rows": rows, "mondays": mondays,
        "trouble": [row for row in rows if row.findings or row.average],
        "earlier": mondays_around(monday, before=AVERAGED, after=0)[0],
        "later": mondays_around(monday, before=0, after=AVERAGED)[-1],
    }  # fmt: skip
    return render(request, "scheduling/weekly_hours.html", context)
