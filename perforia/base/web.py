"""What every view needs of the web: the typed request, toasts, redirects that htmx understands."""

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

if TYPE_CHECKING:
    from perforia.base.models import User


class Request(HttpRequest):
    """A request of somebody logged in."""

    user: "User"


def is_htmx(request: HttpRequest) -> bool:
    """True when htmx asks for a fragment (not when it restores history or boosts a page)."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def add_toast(response: HttpResponse, text: str, *, tone: str = "ok", undo_url: str = "") -> HttpResponse:
    """Show a toast with the response; `undo_url` adds ”Ångra”, which posts there."""
    trigger = json.loads(response.headers.get("HX-Trigger", "{}"))
    trigger["toast"] = {"text": text, "tone": tone, "undo": undo_url}
    response["HX-Trigger"] = json.dumps(trigger)
    return response


def tell_done(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Show a toast on the next page; `undo_url` adds ”Ångra”, which posts there, without scripts too."""
    messages.success(request, text, extra_tags=undo_url)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to `url`: a plain redirect, or HX-Redirect when htmx asked."""
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is given: what was posted, even if that is nothing; None for a form that is only shown."""
    return request.POST if request.method == "POST" else None


def came_from(request: HttpRequest) -> str:
    """The page of ours that a form was sent from; empty when the browser does not say."""
    page = request.headers.get("Referer", "")
    return page if page.startswith(f"{request.scheme}://{request.get_host()}/") else ""
