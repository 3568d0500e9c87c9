"""Vehicles and equipment in the browser."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted
from scheduling.forms.things import EquipmentForm, VehicleForm
from scheduling.models import Resource
from scheduling.queries import things as queries
from scheduling.queries.staff_parts import parts_of
from scheduling.services import things as services
from scheduling.services.staff import version_of
from scheduling.services.things import EquipmentDetails, VehicleDetails
from scheduling.states import ResourceKind


@require_GET
@requires(Permission.SEE_STAFF)
def vehicles(request: Request) -> HttpResponse:
    """What there is to drive and to bring along; `visa=alla` with what is not used any more."""
    is_all = request.GET.get("visa") == "alla"
    context = {
        "parts": parts_of(request.user, "scheduling:vehicles"), "is_all": is_all,
        "vehicles": queries.vehicles(request.user, today=today(), is_all=is_all),
        "equipment": queries.equipment(request.user, today=today(), is_all=is_all),
    }  # fmt: skip
    return render(request, "scheduling/vehicles.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def new_vehicle(request: Request) -> HttpResponse:
    """One more vehicle."""
    form = VehicleForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_vehicle(details=VehicleDetails(**form.facts), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _saved(request, f"{made.name} finns nu i schemat.")
    return _show(request, form, None, "Nytt fordon")


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def edit_vehicle(request: Request, vehicle_id: int) -> HttpResponse:
    """Correct what is known; what somebody else changed meanwhile is never written over."""
    row = _get(request, vehicle_id, ResourceKind.VEHICLE)
    form = VehicleForm(posted(request), vehicle=row.vehicle, seen=version_of(row))
    if request.method == "POST" and form.is_valid():
        details, seen = VehicleDetails(**form.facts), form.cleaned_data["seen"]
        try:
            services.change_vehicle(resource=row, details=details, seen=seen, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _saved(request, "Sparat.")
    return _show(request, form, row, f"Ändra {row.name}")


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def new_equipment(request: Request) -> HttpResponse:
    """One more thing to bring along."""
    form = EquipmentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = services.add_equipment(details=EquipmentDetails(**form.facts), by=request.user, at=now())
        return _saved(request, f"{made.name} finns nu i schemat.")
    return _show(request, form, None, "Ny utrustning")


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def edit_equipment(request: Request, thing_id: int) -> HttpResponse:
    """Correct what is known of a thing."""
    row = _get(request, thing_id, ResourceKind.EQUIPMENT)
    form = EquipmentForm(posted(request), thing=row.equipment, seen=version_of(row))
    if request.method == "POST" and form.is_valid():
        details, seen = EquipmentDetails(**form.facts), form.cleaned_data["seen"]
        try:
            services.change_equipment(resource=row, details=details, seen=seen, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _saved(request, "Sparat.")
    return _show(request, form, row, f"Ändra {row.name}")


def _get(request: Request, pk: int, kind: ResourceKind) -> Resource:
    rows = Resource.objects.visible_to(request.user).filter(kind=kind).select_related(kind.value)
    return get_object_or_404(rows, pk=pk)


def _saved(request: Request, text: str) -> HttpResponse:
    messages.success(request, text)
    return go_to(request, reverse("scheduling:vehicles"))


def _show(request: Request, form: forms.Form, row: Resource | None, title: str) -> HttpResponse:
    context = {"form": form, "thing": row, "title": title}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "scheduling/vehicle_form.html", context, status=status)
