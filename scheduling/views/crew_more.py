"""The rest of a crew's pages: language, calendar, log out, and what a phone needs without coverage."""

import hashlib
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from perforia.base.clock import now, today
from perforia.base.permissions import public
from scheduling.queries import crew_links as queries
from scheduling.queries.crew import ahead_of
from scheduling.rules.worktime import week_of
from scheduling.services import crew_links as services
from scheduling.services.crew_language import choose_language
from scheduling.views.crew_access import KEY, REASON, CrewRequest, crew_page

SCRIPT = "js/crew_worker.js"


@require_GET
@crew_page
def my_more(request: CrewRequest) -> HttpResponse:
    """Language, calendar, absence, log out."""
    return more_page(request)


def more_page(request: CrewRequest, *, address: str = "") -> HttpResponse:
    """The page, once with the new address of the calendar."""
    context = {
        "crew": request.crew, "calendar": queries.open_calendar(request.crew.resource.pk), "address": address,
        "tab": "more", "languages": [("sv", "Svenska"), ("en", "English")],
    }  # fmt: skip
    return render(request, "scheduling/crew_more.html", context)


@require_POST
@crew_page
def my_language(request: CrewRequest) -> HttpResponse:
    """Speak another language with this person from now on."""
    choose_language(employee=request.crew.employee, language=request.POST.get("language", ""), at=now())
    return redirect("scheduling:my_more")


@require_POST
@crew_page
def my_calendar(request: CrewRequest) -> HttpResponse:
    """A new address for the calendar of the phone, shown this once; or none any more."""
    resource, by = request.crew.resource, request.crew.user
    if "remove" in request.POST:
        services.revoke_calendar(resource=resource, by=by, at=now())
        messages.success(request, gettext("Kalenderadressen gäller inte längre."))
        return redirect("scheduling:my_more")
    token = services.renew_calendar(resource=resource, by=by, at=now())
    response = more_page(request, address=f"{settings.BASE_URL}{reverse('scheduling:calendar', args=[token])}")
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@crew_page
def my_log_out(request: CrewRequest) -> HttpResponse:
    """Close this phone: what the browser kept of pages goes too, what waits to be sent stays for the same person."""
    if request.crew.link is not None:
        services.close_phone(link=request.crew.link, by=request.crew.user, at=now())
        request.session.pop(KEY, None)
    logout(request)
    response = redirect("account_login")
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_GET
@crew_page
def my_ahead(request: CrewRequest) -> HttpResponse:
    """The pages that a phone keeps of the week ahead: this week and the next, the days with work, and their jobs."""
    day, monday = today(), week_of(today())
    days, jobs = ahead_of(request.crew.resource.pk, day)
    week, here = reverse("scheduling:my_week"), reverse("scheduling:my_day")
    pages = [week, *(f"{week}?dag={each.isoformat()}" for each in (monday, monday + timedelta(days=7)))]
    pages += [f"{here}?dag={each.isoformat()}" for each in days]
    pages += [reverse("scheduling:my_job", args=[pk]) for pk in jobs]
    response = JsonResponse({"pages": pages})
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@public("a browser fetches the script that keeps pages for when there is no coverage; it holds nothing of anybody")
def my_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """The service worker, from the folder whose pages it may keep."""
    found = finders.find(SCRIPT)
    if not isinstance(found, str):
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    with open(found, "rb") as file:  # noqa: PTH123 -- the finder answers text
        content = file.read()
    response = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return response


@require_GET
@public(REASON)
def my_offline(request: HttpRequest) -> HttpResponse:
    """What is shown without coverage of a page that this phone has not kept."""
    return render(request, "scheduling/crew_offline.html")
