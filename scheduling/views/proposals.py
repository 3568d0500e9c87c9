"""Planera dagen: ask for a proposal, follow it, take it whole or row by row."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx
from scheduling.models import DayProposal
from scheduling.queries import proposals as queries
from scheduling.queries.findings import findings_of
from scheduling.rules import effects
from scheduling.services import proposals
from scheduling.services.plans import NeedsReason
from scheduling.states import Code, ProposalState

UNPROCESSABLE = 422
UNDER_WAY = (ProposalState.WAITING, ProposalState.WORKING)
NOTHING = "Välj minst en ändring att ta in."
LONGEST_KEY = 18


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def propose_day(request: Request, day: date) -> HttpResponse:
    """The proposals for a day; a POST asks for a new one, which a worker makes."""
    if request.method == "POST":
        made = proposals.ask(day=day, by=request.user, at=now())
        return go_to(request, reverse("scheduling:proposal", args=[made.pk]))
    context = {"day": day, "proposals": queries.proposals_of(day)}
    return render(request, "scheduling/proposals.html", context)


@require_GET
@requires(Permission.PLAN_SCHEDULE)
def proposal_page(request: Request, proposal_id: int) -> HttpResponse:
    """One proposal: how far it is, and then its differences."""
    return _page(request, get_object_or_404(DayProposal, pk=proposal_id))


@require_GET
@requires(Permission.PLAN_SCHEDULE)
def proposal_progress(request: Request, proposal_id: int) -> HttpResponse:
    """How far a proposal has come; the page is fresh when it is made."""
    proposal = get_object_or_404(DayProposal, pk=proposal_id)
    is_under_way = proposal.state in UNDER_WAY
    context = {"proposal": proposal, "is_under_way": is_under_way}
    response = render(request, "scheduling/_proposal_progress.html", context)
    if not is_under_way and is_htmx(request):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def accept_proposal(request: Request, proposal_id: int) -> HttpResponse:
    """Take the chosen differences into the plan, as drafts."""
    proposal = get_object_or_404(DayProposal, pk=proposal_id)
    chosen = [int(each) for each in request.POST.getlist("jobb") if each.isdecimal() and len(each) <= LONGEST_KEY]
    if not chosen:
        return _page(request, proposal, problem=NOTHING, chosen=chosen)
    reason = request.POST.get("varfor", "").strip()
    try:
        count = proposals.accept(proposal=proposal, job_ids=chosen, by=request.user, at=now(), reason=reason)
    except DomainError as refusal:
        wants = isinstance(refusal, NeedsReason)
        return _page(request, proposal, problem=refusal.message, chosen=chosen, wants_reason=wants)
    _tell(request, proposal, chosen, count)
    return go_to(request, reverse("scheduling:day_of", args=[proposal.day]))


def _tell(request: Request, proposal: DayProposal, chosen: Sequence[int], count: int) -> None:
    """What was taken in; and who is booked twice by it, mostly because what would free them was left out."""
    words = "1 ändring är" if count == 1 else f"{count} ändringar är"
    taken = f"{words} nu med i planen som utkast. Laget får veta det när du publicerar dagen."
    messages.success(request, taken if count else "Det du valde är redan med i planen.")
    clashes = [each for each in findings_of([proposal.day]) if each.code == Code.OVERLAP]
    if sentences := [each.sentence for each in clashes if set(each.job_ids) & set(chosen)]:
        messages.error(request, f"{' '.join(sentences)} Byt person eller tid.")


def _page(
    request: Request, proposal: DayProposal, *, problem: str = "", chosen: Sequence[int] | None = None,
    wants_reason: bool = False,
) -> HttpResponse:  # fmt: skip
    rows = queries.differences_of(proposal)
    open_rows = [each for each in rows if each.is_open]
    context = {
        "proposal": proposal, "rows": rows, "is_open": bool(open_rows), "problem": problem,
        "wants_reason": wants_reason,
        "chosen": [each.row.job_id for each in open_rows] if chosen is None else chosen,
        "effects": effects.told(proposal.effects), "is_under_way": proposal.state in UNDER_WAY,
        "stands": proposals.STANDS, "others": [each for each in queries.proposals_of(proposal.day) if each != proposal],
    }  # fmt: skip
    return render(request, "scheduling/proposal.html", context, status=UNPROCESSABLE if problem else 200)
