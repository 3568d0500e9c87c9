"""The maps of a day: all of its work, and the road of one person; and what is looked through in the morning."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.forms.board_filter import BoardFilterForm
from scheduling.queries.day_map import Pages
from scheduling.queries.day_map import day_map as read_day_map
from scheduling.queries.maps import map_of_person
from scheduling.queries.morning import morning_of

ONE_DAY = timedelta(days=1)
WHO = "vem"


@require_GET
@requires(Permission.SEE_SCHEDULE)
def day_map(request: Request, day: date) -> HttpResponse:
    """All work of a day on a map, with the same in a list beside it; `?vem=12&vem=15` shows some people alone."""
    form = BoardFilterForm(request.GET.dict())
    chosen = [int(pk) for pk in request.GET.getlist(WHO) if pk.isdecimal() and len(pk) < 10]  # noqa: PLR2004 -- a key
    read = read_day_map(
        day, user=request.user, shown=form.shown(), people=chosen, today=today(),
        pages=Pages(reverse("scheduling:job", args=[0]), reverse("scheduling:route", args=[day, 0])),
    )  # fmt: skip
    context = {
        "day": day, "before": day - ONE_DAY, "after": day + ONE_DAY, "form": form, "day_map": read,
        "chosen": {person.id for person in read.people} & set(chosen),
        "used": [(field.name, form.asked(field.name)) for field in form.menu() if form.asked(field.name)],
    }  # fmt: skip
    return render(request, "scheduling/day_map.html", context)


@require_GET
@requires(Permission.SEE_SCHEDULE)
def person_map(request: Request, day: date, resource: int) -> HttpResponse:
    """The road of one person or thing in a day, as a part of the day's page."""
    found = map_of_person(day, resource, request.user)
    if found is None:
        raise Http404
    road = reverse("scheduling:route", args=[day, resource])
    return render(request, "scheduling/_person_map.html", {"day": day, "road": found, "map": found.map.along(road)})


@require_GET
@requires(Permission.SEE_SCHEDULE)
def morning_check(request: Request, day: date) -> HttpResponse:
    """What somebody should mend before the crews of a day leave."""
    morning = morning_of(day, user=request.user, today=today())
    context = {"day": day, "before": day - ONE_DAY, "after": day + ONE_DAY, "morning": morning}
    return render(request, "scheduling/morning_check.html", context)
