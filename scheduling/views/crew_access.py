"""Who stands at a crew's page: somebody logged in, or a phone that a personal link has opened.

A phone that a link opened is nobody's login: it reaches the crew's pages and nothing else, whatever the person may do
elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext

from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.permissions import Permission, public
from perforia.base.web import came_from
from scheduling.models import CrewLink, Employee, Resource
from scheduling.queries import crew_links
from scheduling.queries.crew_words import HOME, LANGUAGES
from scheduling.services.crew_links import note_read

P = ParamSpec("P")
KEY = "crew_link"
REASON = "crews come in by login or by a personal link, which this page itself asks for"


@dataclass(frozen=True)
class Crew:
    """The person whose day it is; `user` if there is a login, `link` if a personal link opened this phone."""

    resource: Resource
    employee: Employee
    user: User | None
    link: CrewLink | None

    @property
    def language(self) -> str:
        return self.employee.language if self.employee.language in LANGUAGES else HOME


class CrewRequest(HttpRequest):
    """A request of a crew's page."""

    crew: Crew


View = Callable[Concatenate[CrewRequest, P], HttpResponseBase]


def crew_page(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in those who have a day of their own, speak their language, and send all others to the log-in page.

    A person who is logged in but has no day is told so; a script is answered 401.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        crew = crew_of(request)
        if crew is None:
            return _kept_out(request)
        request.crew = crew  # type: ignore[attr-defined]
        if crew.link is not None and request.method == "POST":
            note_read(link=crew.link, at=now())
        with translation.override(crew.language):
            try:
                response = view(request, *args, **kwargs)  # type: ignore[arg-type]
            except (DomainError, Http404) as refusal:
                response = _refused(request, refusal)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache"
        return response

    return public(REASON)(guarded)


def crew_of(request: HttpRequest) -> Crew | None:
    """The person of a request: whoever is logged in, else whom the link of this phone belongs to."""
    user = request.user
    if isinstance(user, User):
        employee = crew_links.employee_of(user, today()) if user.has_permission(Permission.WORK_OWN_JOBS) else None
        return None if employee is None else Crew(employee.resource, employee, user, None)
    number = request.session.get(KEY)
    link = crew_links.open_link(number, at=now()) if number else None
    if link is None:
        return None
    employee = link.resource.employee
    return Crew(link.resource, employee, employee.user, link)


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's own script asks."""
    return "application/json" in request.headers.get("Accept", "")


def _refused(request: HttpRequest, refusal: DomainError | Http404) -> HttpResponse:
    """What no form has told, in the language of the person."""
    is_gone = isinstance(refusal, Http404)
    sentence = gettext("Sidan finns inte. Uppdraget kan ha gått till någon annan.") if is_gone else str(refusal)
    status = HTTPStatus.NOT_FOUND if is_gone else HTTPStatus.CONFLICT
    if wants_json(request):
        return JsonResponse({"state": "refused", "sentence": sentence}, status=status)
    if not is_gone and request.method == "POST" and (back := came_from(request)):
        messages.error(request, sentence)
        return redirect(back)
    return render(request, "scheduling/crew_refused.html", {"sentence": sentence}, status=status)


def _kept_out(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"state": "closed"}, status=HTTPStatus.UNAUTHORIZED)
    if request.user.is_authenticated:
        return render(request, "scheduling/crew_nobody.html", status=HTTPStatus.FORBIDDEN)
    return redirect_to_login(request.get_full_path())
