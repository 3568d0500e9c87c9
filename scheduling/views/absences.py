"""Absence in the browser, as the office works with it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.queries import absences as queries
from scheduling.queries.absence_lists import page_of
from scheduling.queries.staff_parts import parts_of


@require_GET
@requires(Permission.SEE_STAFF)
def absences(request: Request) -> HttpResponse:
    """Wishes first, then who is away now and ahead; `visa=tidigare` for what has been."""
    is_past = request.GET.get("visa") == "tidigare"
    context = {
        "parts": parts_of(request.user, "scheduling:absences"), "is_past": is_past,
        "page": page_of(request.user, today=today(), is_past=is_past, cursor=request.GET.dict()),
    }  # fmt: skip
    if not is_past:
        wishes = queries.with_jobs(queries.wishes(request.user))
        context["wishes"] = queries.rows_of(request.user, list(wishes), today=today())
    return render(request, "scheduling/absences.html", context)
