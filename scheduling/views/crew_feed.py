"""The calendar of a person, for phones to fetch again and again."""

import hashlib
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from crm.views.capture import client_address
from perforia.base.clock import now
from perforia.base.models import Firm
from perforia.base.permissions import public
from scheduling.documents import calendar as documents
from scheduling.queries import crew_links
from scheduling.queries.feed import feed_of
from scheduling.services import crew_limits
from scheduling.services.crew_links import note_read

SECONDS = 3600


@require_safe
@public("calendars cannot log in: the address itself is the secret, and can be taken back")
def calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a person has been told to do, from two weeks back to two months ahead; 404 when it is taken back."""
    address = client_address(request)
    if not crew_limits.may_read(address=address):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(SECONDS)})
    link = crew_links.calendar_of(token, at=now())
    if link is None:
        crew_limits.note_miss(address=address)
        raise Http404
    note_read(link=link, at=now())
    entries = feed_of(link.resource_id, at=now(), language=link.resource.employee.language)
    host = settings.BASE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    content = documents.calendar(
        entries, name=f"{link.resource.name}, {Firm.load().name}", host=host, base_url=settings.BASE_URL
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="schema.ics"'
    response["X-Robots-Tag"] = "noindex"
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    changed = documents.changed_at(entries)
    if changed is not None:
        response["Last-Modified"] = http_date(changed.timestamp())
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
