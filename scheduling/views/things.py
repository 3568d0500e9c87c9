"""Vehicles and equipment in the browser."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.queries import things as queries
from scheduling.queries.staff_parts import parts_of


@require_GET
@requires(Permission.SEE_STAFF)
def vehicles(request: Request) -> HttpResponse:
    """What there is to drive and to bring along."""
    is_all = request.GET.get("visa") == "alla"
    context = {
        "parts": parts_of(request.user, "scheduling:vehicles"), "is_all": is_all,
        "vehicles": queries.vehicles(request.user, today=today(), is_all=is_all),
        "equipment": queries.equipment(request.user, today=today(), is_all=is_all),
    }  # fmt: skip
    return render(request, "scheduling/vehicles.html", context)
