"""The calendar of a person: its settings, and the feed that calendars of others fetch."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET, require_POST, require_safe

from crm.documents.calendar import Entry, calendar
from crm.models import CalendarFeed, FollowUp
from crm.queries import feeds as queries
from crm.services import feeds as services
from perforia.base.clock import now
from perforia.base.models import Firm
from perforia.base.permissions import Permission, public, requires
from perforia.base.web import Request


@require_GET
@requires(Permission.WORK_FOLLOW_UPS)
def calendar_settings(request: Request) -> HttpResponse:
    """Whether there is a feed, and the ways to make or end it."""
    feed = CalendarFeed.objects.filter(user=request.user).first()
    return render(request, "crm/calendar.html", {"feed": feed, "address": ""})


@require_POST
@requires(Permission.WORK_FOLLOW_UPS)
def renew_calendar(request: Request) -> HttpResponse:
    """Make a new address and show it this once."""
    token = services.renew(user=request.user, at=now())
    address = request.build_absolute_uri(reverse("crm:calendar_feed", args=[token]))
    feed = CalendarFeed.objects.filter(user=request.user).first()
    response = render(request, "crm/calendar.html", {"feed": feed, "address": address})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires(Permission.WORK_FOLLOW_UPS)
def revoke_calendar(request: Request) -> HttpResponse:
    """End the feed."""
    services.revoke(user=request.user, at=now())
    messages.success(request, "Kalenderadressen gäller inte längre.")
    return redirect("crm:calendar_settings")


@require_safe
@public("calendars cannot log in: the address itself is the secret, and can be taken back")
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a person has to do, for a calendar to fetch again and again."""
    user = queries.owner_of(token)
    if user is None:
        raise Http404
    entries = [_entry(follow_up, said) for follow_up, said in queries.entries_of(user)]
    content = calendar(entries, name=f"Att göra, {Firm.load().name}")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="att-gora.ics"'
    response["X-Robots-Tag"] = "noindex"
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _entry(follow_up: FollowUp, said: str) -> Entry:
    if follow_up.lead_id is not None:
        path = reverse("crm:lead_page", args=[follow_up.lead_id])
    elif follow_up.customer_id is not None:
        path = reverse("crm:customer_page", args=[follow_up.customer_id])
    else:
        path = reverse("crm:follow_ups")
    changed_at = follow_up.changed_at or follow_up.created_at
    uid = f"uppgift-{follow_up.pk}@{settings.BASE_URL.partition('://')[2].partition(':')[0].partition('/')[0]}"
    return Entry(uid, said, follow_up.due_at, changed_at, f"{settings.BASE_URL}{path}")
