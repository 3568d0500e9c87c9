"""What a visitor meets when the quote form cannot take what was written: a sentence, and nothing typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from crm.forms.quote import QuoteForm
from crm.models import LeadSource
from crm.readers.bodies import MOST_BYTES
from crm.views.capture import answer
from perforia.base.models import Firm

View = Callable[[HttpRequest, str], HttpResponse]


@dataclass(frozen=True)
class Why:
    """A reason: its status, its words, and whether trying again helps."""

    status: int
    heading: str
    sentence: str
    may_retry: bool = True


NOT_TAKEN = {
    "away": Why(503, "Det gick inte att skicka just nu", "Vi har ett tillfälligt fel. Försök igen om en stund."),
    "too_many": Why(
        429, "För många på kort tid", "Det har kommit ovanligt många förfrågningar härifrån. Vänta en minut."
    ),
    "too_large": Why(
        413, "Texten är för lång", f"Förfrågan får vara högst {MOST_BYTES // 1024} kB. Korta texten.", may_retry=False
    ),
    "closed": Why(
        410, "Formuläret är stängt", "Här tar vi inte emot förfrågningar längre.", may_retry=False,
    ),
}  # fmt: skip


def keeps_what_was_written(view: View) -> View:
    """Answer 503 with what was written while the database is away, instead of an error page that has lost it."""

    @wraps(view)
    def guarded(request: HttpRequest, key: str) -> HttpResponse:
        try:
            return view(request, key)
        except (OperationalError, InterfaceError):
            return not_taken(request, "away", None)

    return guarded


def not_taken(request: HttpRequest, code: str, source: LeadSource | None) -> HttpResponse:
    """Say why, with what was written, in the form that the visitor's browser asked for."""
    why = NOT_TAKEN[code]
    if wants_json(request):
        return framed(answer({"error": code, "message": f"{why.heading}. {why.sentence}"}, status=why.status), source)
    posted = [] if code == "too_large" or request.method != "POST" else list(request.POST.lists())
    labels = {name: str(field.label) for name, field in QuoteForm.base_fields.items()}
    context = {
        "why": why, "firm": Firm.load() if source else None, "is_embedded": bool(request.GET.get("embed")),
        "posted": [(name, value) for name, values in posted for value in values],
        "written": [(labels[name], ", ".join(values)) for name, values in posted if name in labels and any(values)],
    }  # fmt: skip
    response = HttpResponse(render_to_string("crm/form/not_taken.html", context), status=why.status)
    if why.may_retry:
        response["Retry-After"] = "60"
    return framed(response, source)


def framed(response: HttpResponse, source: LeadSource | None) -> HttpResponse:
    """Let exactly the source's own pages show this in a frame; without a source it holds nothing worth guarding."""
    ancestors = ["*"] if source is None else source.origins or ["'none'"]
    response.xframe_options_exempt = True
    response._csp_replace = {"frame-ancestors": ancestors}  # type: ignore[attr-defined] # noqa: SLF001
    response["Cache-Control"] = "no-store"
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether the form's own script asks."""
    return request.headers.get("Accept") == "application/json"
