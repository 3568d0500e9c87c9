"""Planera dagen: ask for a proposal, follow it, take it whole or row by row."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to
from scheduling.models import DayProposal
from scheduling.services import proposals


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def propose_day(request: Request, day: date) -> HttpResponse:
    """Ask for a proposal for a day; a worker makes it."""
    made = proposals.ask(day=day, by=request.user, at=now())
    return go_to(request, reverse("scheduling:proposal", args=[made.pk]))


@require_GET
@requires(Permission.PLAN_SCHEDULE)
def proposal_page(request: Request, pk: int) -> HttpResponse:
    """One proposal: how far it is, and then its differences."""
    proposal = get_object_or_404(DayProposal, pk=pk)
    rows = proposal.rows.select_related("job").order_by("pk")
    return render(request, "scheduling/proposal.html", {"proposal": proposal, "rows": rows})
