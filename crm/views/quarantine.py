"""Posts that looked scripted: a person lets them through or calls them skräp."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from crm.models import LeadSubmission
from crm.queries.sources import discarded, quarantined
from crm.readers.bodies import UnreadableBodyError
from crm.rules.spam import in_words
from crm.services import quarantine as services
from crm.services.reading import read_again
from crm.states import SubmissionState
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.paging import slice_of
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, add_toast, go_to, is_htmx

SHOWN = 25
LONGEST_SHOWN = 300


@require_GET
@requires(Permission.SEE_LEADS)
def quarantine_page(request: Request) -> HttpResponse:
    """What waits, the newest first, with why it was stopped; or what was called skräp."""
    is_discarded = request.GET.get("flik") == "skrap"
    rows = (discarded if is_discarded else quarantined)(request.user)
    after, before = request.GET.get("efter", ""), request.GET.get("fore", "")
    page = slice_of(rows.order_by(), by="-received_at", size=SHOWN, after=after, before=before)
    context = {
        "slice": page, "rows": [_shown(row) for row in page.rows], "is_discarded": is_discarded,
        "count": quarantined(request.user).count(),
    }  # fmt: skip
    return render(request, "crm/quarantine.html", context)


@require_POST
@requires(Permission.WORK_LEADS)
def release_submission(request: Request, submission_id: int) -> HttpResponse:
    """Make a lead of it after all."""
    row = get_object_or_404(quarantined(request.user), pk=submission_id)
    others = _others(row)
    lead = services.release(submission=row, by=request.user, at=now())
    return _gone(request, others, f"{lead} är nu ett lead.")


@require_POST
@requires(Permission.WORK_LEADS)
def discard_submission(request: Request, submission_id: int) -> HttpResponse:
    """Call it skräp; it can be taken back."""
    row = get_object_or_404(quarantined(request.user), pk=submission_id)
    others = _others(row)
    services.discard(submission=row, by=request.user, at=now())
    return _gone(request, others, "Kastat.", undo=reverse("crm:take_back_submission", args=[row.pk]))


@require_POST
@requires(Permission.WORK_LEADS)
def take_back_submission(request: Request, submission_id: int) -> HttpResponse:
    """Put it back into quarantine."""
    row = get_object_or_404(discarded(request.user), pk=submission_id)
    services.take_back(submission=row, by=request.user, at=now())
    messages.success(request, "Tillbaka i karantän.")
    return go_to(request, reverse("crm:quarantine"))


def _others(row: LeadSubmission) -> list[int]:
    """The posts that follow this one, as they are of the same submission."""
    same = LeadSubmission.objects.filter(
        source_id=row.source_id, submission_id=row.submission_id, state=SubmissionState.QUARANTINED
    )
    return list(same.exclude(pk=row.pk).order_by("pk").values_list("pk", flat=True)) if row.submission_id else []


def _gone(request: Request, others: list[int], words: str, *, undo: str = "") -> HttpResponse:
    if is_htmx(request):
        context = {"others": others, "count": quarantined(request.user).count()}
        return add_toast(render(request, "crm/_quarantine_gone.html", context), words, undo_url=undo)
    messages.success(request, words)
    return go_to(request, reverse("crm:quarantine"))


def _shown(row: LeadSubmission) -> dict[str, object]:
    """A post in the words of a lead; unreadable ones as they came."""
    try:
        post = read_again(submission=row)
    except (UnreadableBodyError, DomainError):
        return {"row": row, "reasons": in_words(row.reasons), "text": row.body[:LONGEST_SHOWN]}
    values = post.values
    return {
        "row": row, "reasons": in_words(row.reasons), "name": values.get("name") or "Inget namn",
        "phone": values.get("phone", ""), "email": values.get("email", ""),
        "text": str(values.get("message", ""))[:LONGEST_SHOWN],
        "may_release": post.has_contact and row.state == SubmissionState.QUARANTINED,
    }  # fmt: skip
