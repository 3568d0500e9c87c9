"""What surrounds every request: an id for the log, the way through the login and back, refusals in words."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url

from perforia.base.errors import DomainError
from perforia.base.logs import request_id
from perforia.base.web import add_toast, came_from, is_htmx

GetResponse = Callable[[HttpRequest], HttpResponse]
GetBase = Callable[..., HttpResponseBase]
CONFLICT = 409
LOST = "Du hade blivit utloggad, så inget sparades. Logga in, så kommer du tillbaka till sidan."


class RequestIdMiddleware:
    """Gives each request an id that its log lines and its answer carry."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex[:12])
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
        finally:
            request_id.reset(token)
        return response


class LoginMiddleware(LoginRequiredMiddleware):
    """Whose session ended in the middle of a form comes back to the form's page: where it posts shows nothing."""

    def handle_no_permission(self, request: HttpRequest, view_func: GetBase) -> HttpResponseRedirect:
        """Lead to the login, and from there to the page somebody was on."""
        if request.method == "GET" and not is_htmx(request):
            return super().handle_no_permission(request, view_func)
        if request.method == "POST":
            _say_once(request, LOST)
        page = came_from(request).removeprefix(f"{request.scheme}://{request.get_host()}")
        return redirect_to_login(page or request.get_full_path(), self.get_login_url(view_func))


class HtmxLoginMiddleware:
    """A fragment asked for after the session ended leads to the login page, not into the page's middle."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        login = resolve_url(settings.LOGIN_URL)
        location = response.headers.get("Location", "")
        if is_htmx(request) and not request.user.is_authenticated and location.startswith(login):
            return HttpResponse(status=401, headers={"HX-Redirect": location})
        return response


class DomainErrorMiddleware:
    """A refusal that no form caught is told as a toast (htmx) or a message on the page one came from."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn DomainError into words; everything else is a bug and goes on."""
        if not isinstance(exception, DomainError):
            return None
        if is_htmx(request):
            return add_toast(HttpResponse(status=CONFLICT), exception.message, tone="bad")
        if request.method == "POST" and (back := came_from(request)):
            messages.error(request, exception.message)
            return redirect(back)
        return render(request, "errors/refused.html", {"message": exception.message}, status=CONFLICT)


def _say_once(request: HttpRequest, sentence: str) -> None:
    """Tell it on the next page, unless that tells it already: a form and what it asks while one types end together."""
    waiting = messages.get_messages(request)
    is_said = any(each.message == sentence for each in waiting)
    if isinstance(waiting, BaseStorage):
        waiting.used = False  # looked at, still to be shown
    if not is_said:
        messages.error(request, sentence)


class NotAllowedMiddleware:
    """An address that only takes forms, opened as a page, says so instead of being empty."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            page = render(request, "errors/405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response
