"""A personal link: opened on a phone, asked for anew; and what the office sends, takes back and is left."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.views.capture import client_address
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import Firm
from perforia.base.permissions import Permission, public, requires
from perforia.base.web import Request
from scheduling.models import CrewLink, Job, Resource
from scheduling.queries import crew_links as queries
from scheduling.queries import crew_work
from scheduling.queries.crew_words import in_language, worded
from scheduling.services import crew_limits
from scheduling.services import crew_links as services
from scheduling.states import ResourceKind
from scheduling.views.crew_access import KEY, REASON, crew_of

SECONDS = int(services.OPEN.total_seconds())


@require_http_methods(["GET", "HEAD", "POST"])
@public(REASON)
def my_link(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at a link changes nothing, so that programs which fetch links do not use it up; the button does."""
    address = client_address(request)
    link = queries.link_of(token) if crew_limits.may_look(address=address) else None
    if link is None:
        return _unknown(request, address)
    with translation.override(link.resource.employee.language):
        crew = crew_of(request)
        if crew is not None and crew.resource.pk == link.resource_id:
            return redirect("scheduling:my_day")
        why = services.closed_because(link, at=now())
        if request.user.is_authenticated and why is None:
            why = gettext("Du är inloggad som någon annan. Logga ut först, eller öppna länken på telefonen.")
        if why is not None or request.method != "POST":
            return _page(request, link, why)
        return _open(request, link)


@require_POST
@public(REASON)
def my_new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new link to the person of an old one: to the number the firm has, wherever the wish comes from."""
    link = queries.link_of(token) if crew_limits.may_look(address=client_address(request)) else None
    if link is None or link.revoked_at is not None:
        return _unknown(request, client_address(request))
    with translation.override(link.resource.employee.language):
        if not crew_limits.may_ask(resource_id=link.resource_id):
            sentence = gettext("Du har fått flera länkar idag. Öppna den senaste, eller ring kontoret.")
            return _page(request, link, sentence, HTTPStatus.TOO_MANY_REQUESTS)
        try:
            services.send(resource=link.resource, by=None, at=now())
        except DomainError as refusal:
            return _page(request, link, refusal.message)
        return _page(request, link, gettext("En ny länk är på väg till dig."), is_sent=True)


def _open(request: HttpRequest, link: CrewLink) -> HttpResponse:
    try:
        opened = services.open_phone(link=link, at=now())
    except DomainError as refusal:  # somebody was faster
        return _page(request, link, refusal.message)
    request.session.flush()
    request.session[KEY] = opened.pk
    request.session.set_expiry(SECONDS)
    return HttpResponseRedirect(reverse("scheduling:my_day"))


def _page(
    request: HttpRequest, link: CrewLink, why: str | None, status: int | None = None, *, is_sent: bool = False
) -> HttpResponse:
    context = {
        "link": link, "why": why, "firm": Firm.load(), "is_sent": is_sent, "may_ask": link.revoked_at is None,
        "token": request.resolver_match.kwargs["token"] if request.resolver_match else "",
    }  # fmt: skip
    usual = HTTPStatus.OK if why is None or is_sent else HTTPStatus.GONE
    return _private(render(request, "scheduling/crew_link.html", context, status=status or usual))


def _unknown(request: HttpRequest, address: str) -> HttpResponse:
    is_guessing = not crew_limits.note_miss(address=address)
    status = HTTPStatus.TOO_MANY_REQUESTS if is_guessing else HTTPStatus.NOT_FOUND
    why = worded("Länken finns inte. Öppna den senaste länken du har fått, eller be kontoret om en ny.")
    context = {
        "link": None, "why": why, "why_en": in_language(why, "en"), "firm": Firm.load(), "is_sent": False,
        "may_ask": False, "token": "",
    }  # fmt: skip
    return _private(render(request, "scheduling/crew_link.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


@require_GET
@requires(Permission.MANAGE_STAFF)
def crew_link(request: Request, pk: int) -> HttpResponse:
    """What is open to one person, as a part of their page."""
    resource = _person(pk)
    context = {"resource": resource, "links": queries.links_of(resource.pk, at=now())}
    return render(request, "scheduling/_crew_access.html", context)


@require_POST
@requires(Permission.MANAGE_STAFF)
def send_crew_link(request: Request, pk: int) -> HttpResponse:
    """Send somebody a link to their day."""
    resource = _person(pk)
    message = services.send(resource=resource, by=request.user, at=now())
    messages.success(request, f"Länken skickas till {message.to}.")
    return redirect("scheduling:employee", pk)


@require_POST
@requires(Permission.MANAGE_STAFF)
def revoke_crew_links(request: Request, pk: int) -> HttpResponse:
    """Close everything that is open to somebody without a login."""
    resource = _person(pk)
    count = services.revoke(resource=resource, by=request.user, at=now())
    told = f"Återkallat: {count} st. {resource.name} kommer bara in med inloggning eller en ny länk."
    messages.success(request, told if count else "Det fanns inget att återkalla.")
    return redirect("scheduling:employee", pk)


@require_GET
@requires(Permission.SEE_SCHEDULE)
def crew_left(request: Request, pk: int) -> HttpResponse:
    """What the crew has left at a job, as a part of its page."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    left = crew_work.left_at(job.pk)
    return render(request, "scheduling/_crew_left.html", {"left": left, "is_empty": left.is_empty})


def _person(pk: int) -> Resource:
    rows = Resource.objects.filter(kind=ResourceKind.PERSON).select_related("employee")
    return get_object_or_404(rows, pk=pk)
