"""Kopiera förra veckan: what would be copied and what not, then copying what is chosen."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to
from scheduling.rules.worktime import week_of
from scheduling.services import copying
from scheduling.services.plans import NeedsReason

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def copy_week(request: Request, day: date) -> HttpResponse:
    """The crews of last week for this week's jobs that wait for people; a POST plans those that are chosen."""
    monday, problem, chosen, wants_reason = week_of(day), "", request.POST.getlist("jobb"), False
    if request.method == "POST":
        try:
            reason = request.POST.get("varfor", "").strip()
            count = copying.copy_week(monday=monday, keys=chosen, by=request.user, at=now(), reason=reason)
        except DomainError as refusal:
            problem, wants_reason = refusal.message, isinstance(refusal, NeedsReason)
        else:
            messages.success(request, f"Förra veckans lag är kopierat till {count} uppdrag.")
            return go_to(request, reverse("scheduling:week_of", args=[monday]))
    found = copying.week_copy(monday, at=now())
    context = {
        "found": found, "problem": problem, "number": monday.isocalendar().week,
        "crumb": f"Vecka {monday.isocalendar().week}",
        "chosen": chosen if request.method == "POST" else [each.key for each in found.copies if not each.warnings],
        "wants_reason": wants_reason, "has_warnings": any(each.warnings for each in found.copies),
    }  # fmt: skip
    return render(request, "scheduling/copy_week.html", context, status=UNPROCESSABLE if problem else 200)
