"""The day's page as an answer: whole, or the part of it that is fetched anew."""

import json
import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from perforia.base.clock import now, today
from perforia.base.permissions import Permission
from perforia.base.web import Request, add_toast, go_to, is_htmx
from scheduling.forms.board_filter import BoardFilterForm
from scheduling.queries.day_page import day_page as read_day
from scheduling.rules.axis import minute_of
from scheduling.rules.words import clock

PART = "scheduling/_day.html"
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def day_page(request: Request, day: date) -> HttpResponse:
    """The page of a day; htmx, and the script that keeps the page fresh, get the part that changes with its tag.

    304 when that part is what the browser has already.
    """
    if not is_htmx(request):
        return render(request, "scheduling/schedule_day.html", facts_of(request, day, request.GET.dict()))
    answer = part(request, day, request.GET.dict())
    answer["ETag"] = quote_etag(sha256(_without_token(answer.content)).hexdigest()[:24])
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def _without_token(content: bytes) -> bytes:
    """The token against forged requests is masked anew each time; it is no change of the day."""
    return _TOKEN.sub(b"", content)


def part(request: Request, day: date, query: Mapping[str, str]) -> HttpResponse:
    """The part of a day's page that changes. The line of the clock is left to the script, which moves it."""
    return render(request, PART, facts_of(request, day, query) | {"now": None})


def renewed(request: Request, text: str, *, day: date | None = None, may_undo: bool = False) -> HttpResponse:
    """Say what was done: on the page of a day it is drawn anew, elsewhere the day it was done on is gone to.

    A page of another kind that asked by htmx is told by the event `schedule-changed`, and fetches itself.
    """
    undo_url = reverse("scheduling:undo") if may_undo else ""
    if not is_htmx(request):
        messages.success(request, text)
        return go_to(request, reverse("scheduling:day_of", args=[day or today()]))
    place = urlsplit(request.headers.get("HX-Current-URL", ""))
    shown = _day_shown(place.path)
    if shown is None:
        answer = HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"schedule-changed": True})})
        return add_toast(answer, text, undo_url=undo_url)
    answer = part(request, shown, QueryDict(place.query).dict())
    answer["HX-Retarget"], answer["HX-Reswap"] = "#day", "outerHTML"
    answer["HX-Trigger"] = json.dumps({"schedule-renewed": True})
    return add_toast(answer, text, undo_url=undo_url)


def _day_shown(path: str) -> date | None:
    """The day that a page of ours shows; None for any other page."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name == "scheduling:day":
        return today()
    return match.kwargs["day"] if match.view_name == "scheduling:day_of" else None


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
        "plan_url": reverse("scheduling:plan_job", args=[0]),
    }  # fmt: skip
