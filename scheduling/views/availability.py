"""Who has time, and whether weeks keep the rules of working time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.forms.staff_lists import AvailabilityForm
from scheduling.queries import availability as queries
from scheduling.queries.staff_parts import parts_of
from scheduling.rules.worktime import week_of


@require_GET
@requires(Permission.SEE_STAFF)
def availability(request: Request) -> HttpResponse:
    """People by day for some weeks, with what is free of their hours."""
    form = AvailabilityForm(request.GET)
    monday = week_of(form.day("fran") or today())
    found = queries.overview(
        request.user, monday=monday, weeks=form.weeks, filters=form.filters(), today=today()
    )  # fmt: skip
    context = {"parts": parts_of(request.user, "scheduling:availability"), "form": form, "overview": found}
    return render(request, "scheduling/availability.html", context)


@require_GET
@requires(Permission.SEE_STAFF)
def weekly_hours(request: Request) -> HttpResponse:
    """Planned hours by week against what the employment says."""
    return render(
        request, "scheduling/weekly_hours.html", {"parts": parts_of(request.user, "scheduling:weekly_hours")}
    )  # fmt: skip
