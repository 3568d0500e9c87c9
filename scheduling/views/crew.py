"""A crew's own pages: the day, one job, the week, the time worked, and the rest."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from contracts.states import Unit
from perforia.base.clock import now, today
from perforia.base.maps import MapData, MapPoint, MapSize, straight_through
from scheduling.forms.crew import ActForm
from scheduling.queries import crew as queries
from scheduling.queries import crew_times, crew_work
from scheduling.queries.teams import leaders_of
from scheduling.rules.worktime import day_span, local_date, week_of
from scheduling.states import DeviationKind
from scheduling.views.crew_access import CrewRequest, crew_page

UNITS = [(unit.value, unit.label) for unit in (Unit.PIECE, Unit.HOUR, Unit.AREA, Unit.VOLUME)]
LOOK_BACK = timedelta(days=3)  # for so long a change is told that nobody has said to have seen


@require_GET
@crew_page
def my_day(request: CrewRequest) -> HttpResponse:
    """The jobs of a day in order, today unless another is asked for, and what has changed."""
    day = asked_day(request)
    resource = request.crew.resource
    context = {
        "crew": request.crew, "day": queries.day_of(resource.pk, day), "is_today": day == today(), "tab": "day",
        "changes": queries.unseen_changes(resource.pk, after=now() - LOOK_BACK, language=request.crew.language),
        "coming": queries.next_booking(resource.pk, day_span(day).end), "before": day - timedelta(days=1),
        "after": day + timedelta(days=1), "leaders": leaders_of(resource.pk, day),
    }  # fmt: skip
    return render(request, "scheduling/crew_day.html", context)


@require_GET
@crew_page
def my_job(request: CrewRequest, pk: int) -> HttpResponse:
    """One job, with everything that is done at it."""
    return job_page(request, pk)


def job_page(
    request: CrewRequest, pk: int, *, problem: str = "", codes: Mapping[int, str] | None = None
) -> HttpResponse:
    """The page of a job that the person has been told to do; 404 for any other.

    `problem` is what was wrong with what they sent, `codes` the door codes they may see this once.
    """
    booking = queries.booking_of(request.crew.resource.pk, pk)
    if booking is None:
        raise Http404
    row, resource = queries.crew_job(booking), request.crew.resource
    context = {
        "crew": request.crew, "row": row, "tab": "day", "left": crew_work.left_at(pk, resource.pk),
        "works": crew_work.works_of(booking.job), "elsewhere": queries.running_entry(resource.pk), "problem": problem,
        "codes": codes or {}, "map": map_of(row), "may_see_code": local_date(booking.starts_at) <= today(),
        "typed": {name: request.POST.get(name, "") for name in ActForm.base_fields}, "units": UNITS,
        "deviation_kinds": DeviationKind.choices, "now": now(),
    }  # fmt: skip
    response = render(request, "scheduling/crew_job.html", context)
    if row.is_protected:
        response["Cache-Control"] = "no-store"
    return response


def map_of(row: queries.CrewJob) -> MapData | None:
    """The stops of a job on a strip of map; None without maps, and while nobody knows where they are."""
    if not settings.MAP_LAYERS or not any(stop.point for stop in row.stops):
        return None
    points = tuple(
        MapPoint(stop.row.address, stop.point, number=str(number)) for number, stop in enumerate(row.stops, 1)
    )
    return MapData(
        label=gettext("Karta över uppdraget"), points=points, size=MapSize.STRIP, is_listed=False,
        tiles="scheduling:my_tile",
        lines=straight_through([stop.point for stop in row.stops]),
    )  # fmt: skip


@require_GET
@crew_page
def my_week(request: CrewRequest) -> HttpResponse:
    """Seven days of the person."""
    monday = week_of(asked_day(request))
    context = {
        "crew": request.crew, "days": queries.week_of(request.crew.resource.pk, monday), "monday": monday,
        "tab": "week", "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
    }  # fmt: skip
    return render(request, "scheduling/crew_week.html", context)


@require_GET
@crew_page
def my_times(request: CrewRequest) -> HttpResponse:
    """The time somebody has reported in a week, what became of it, and its sums."""
    monday = week_of(asked_day(request))
    context = {
        "crew": request.crew, "week": crew_times.week_of(request.crew.resource.pk, monday), "tab": "times",
        "running": queries.running_entry(request.crew.resource.pk), "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
    }  # fmt: skip
    return render(request, "scheduling/crew_times.html", context)


def asked_day(request: CrewRequest) -> date:
    """The day in the address, today when there is none that can be read."""
    try:
        return date.fromisoformat(request.GET.get("dag", ""))
    except ValueError:
        return today()
