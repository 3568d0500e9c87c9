"""The pages for what went wrong, each with the way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from perforia.base.web import add_toast, is_htmx

STALE = (
    "Sidan är från före din senaste inloggning, så inget sparades. Kopiera det du skrev, ladda om sidan och spara igen."
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """400."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """403."""
    return render(request, "errors/403.html", status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """403 for a form from before somebody logged in anew, mostly in another window: said, and nothing is done."""
    if is_htmx(request):
        return add_toast(HttpResponse(status=403), STALE, tone="bad")
    return render(request, "errors/stale.html", {"message": STALE}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """404, also for what one may not see."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without the shell, which may be what failed."""
    return render(request, "errors/500.html", status=500)
