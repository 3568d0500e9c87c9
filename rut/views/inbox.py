"""The inbox: dropping letters, seeing them read, and what waits for a person."""

from typing import Any, BinaryIO, cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, add_toast, go_to, is_htmx
from rut.models import Intake
from rut.queries import letters as queries
from rut.services import intake as services
from rut.states import IntakeState


@require_GET
@requires(Permission.SEE_LETTERS)
def inbox(request: Request) -> HttpResponse:
    """The letters of a tab, nearest date first."""
    tab = request.GET.get("flik", "att-granska")
    text = request.GET.get("q", "").strip()
    after, before = request.GET.get("efter", ""), request.GET.get("fore", "")
    letters = queries.letters_in(request.user, tab, text=text, after=after, before=before)
    context = {
        "tab": tab,
        "tabs": queries.TABS,
        "counts": queries.counts(request.user),
        "lines": queries.as_lines(letters.rows) if tab != "olasta" else [],
        "slice": letters,
        "quarantined": queries.unread_files(request.user)[: queries.SHOWN] if tab == "olasta" else [],
        "at_work": list(queries.files_at_work(request.user)[: queries.SHOWN]),
        "text": text,
    }
    return render(request, "rut/inbox.html", context)


@require_GET
@requires(Permission.SEE_LETTERS)
def uploads_progress(request: Request) -> HttpResponse:
    """The files being read; asked for again and again until there are none, then the page is fresh."""
    at_work = list(queries.files_at_work(request.user)[: queries.SHOWN])
    response = render(request, "rut/_inbox_uploads.html", {"at_work": at_work, "results": []})
    if not at_work and is_htmx(request):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@requires(Permission.UPLOAD_LETTERS)
def upload_letters(request: Request) -> HttpResponse:
    """Take in the files of one form; each has its own outcome."""
    files = request.FILES.getlist("files")
    results = [_take_in(request, file) for file in files]
    if not is_htmx(request) and request.headers.get("X-Upload") != "1":
        return go_to(request, reverse("rut:inbox"))
    at_work = list(queries.files_at_work(request.user)[: queries.SHOWN])
    response = render(request, "rut/_inbox_uploads.html", {"at_work": at_work, "results": results})
    if not files:
        add_toast(response, "Välj minst en fil.", tone="bad")
    return response


def _take_in(request: Request, file: Any) -> dict[str, object]:  # Any: Django's uploads are files without saying so
    name = file.name or "brev.pdf"
    try:
        intake = services.receive(
            content=cast("BinaryIO", file), name=name, by=request.user, at=now(), received_on=today()
        )
    except DomainError as refusal:
        return {"name": name, "sentence": refusal.message, "tone": "bad", "intake": None}
    if intake.state in (IntakeState.WAITING, IntakeState.READING):
        return {"name": name, "sentence": "", "tone": "accent", "intake": intake}
    letter = intake.letters.select_related("case").order_by("pk").first()
    return {"name": name, "sentence": "Finns redan", "tone": "", "intake": intake, "letter": letter}


@require_POST
@requires(Permission.UPLOAD_LETTERS)
def retry_file(request: Request, intake_id: int) -> HttpResponse:
    """Read a quarantined file once more."""
    intake = get_object_or_404(Intake.objects.visible_to(request.user), pk=intake_id)
    services.retry(intake=intake, by=request.user, at=now())
    return go_to(request, reverse("rut:inbox"))


@require_POST
@requires(Permission.REVIEW_LETTERS)
def fill_in_by_hand(request: Request, intake_id: int) -> HttpResponse:
    """Make a letter of a file nobody could read."""
    intake = get_object_or_404(Intake.objects.visible_to(request.user), pk=intake_id)
    letter = services.fill_in_by_hand(intake=intake, by=request.user, at=now())
    return go_to(request, reverse("rut:letter_review", args=[letter.pk]))


@require_POST
@requires(Permission.UPLOAD_LETTERS)
def dismiss_file(request: Request, intake_id: int) -> HttpResponse:
    """Put a quarantined file out of sight."""
    intake = get_object_or_404(Intake.objects.visible_to(request.user), pk=intake_id)
    services.dismiss(intake=intake, by=request.user, at=now())
    return go_to(request, f"{reverse('rut:inbox')}?flik=olasta")
