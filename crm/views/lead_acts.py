"""Acts on one lead: its state, owner, next step, and becoming a customer."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from crm.forms.leads import MoveForm, OwnerForm, StepForm
from crm.models import Customer, Lead
from crm.queries.duplicates import duplicates_of_lead
from crm.queries.leads import possible_moves
from crm.rules.bulk import Act
from crm.services import bulk, leads, qualifying
from crm.services.next_steps import Step, finish_step
from crm.states import BulkKind, LeadStatus, LostReason
from crm.views.lead_answers import Dialog, done, get_lead, show
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_LEADS)
def move_lead(request: Request, lead_id: int) -> HttpResponse:
    """Another state: with a reason when it came to nothing, else with a next step where one is missing."""
    lead = get_lead(request, lead_id)
    moves = possible_moves(lead, request.user)
    wanted = request.GET.get("till", "")
    form = MoveForm(posted(request), now=now(), moves=moves, initial={"status": wanted or _next(moves)})
    if request.method == "POST" and form.is_valid():
        status, reason = LeadStatus(form.cleaned_data["status"]), form.cleaned_data["reason"]
        act = Act(
            BulkKind.STATUS, status=status, reason=LostReason(reason) if reason else None,
            note=form.cleaned_data["note"], step=form.step, due_at=form.due_at,
        )  # fmt: skip
        if (answer := _apply(request, lead, act, form, f"{lead}: {status.label.lower()}")) is not None:
            return answer
    return show(request, Dialog("Byt status", "Byt status", "crm/_move_fields.html"), form, lead=lead)


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_LEADS)
def assign_lead(request: Request, lead_id: int) -> HttpResponse:
    """Somebody else answers for it."""
    lead = get_lead(request, lead_id)
    form = OwnerForm(posted(request), initial={"owner": lead.owner_id or ""})
    if request.method == "POST" and form.is_valid():
        if form.owner_id == lead.owner_id:
            return done(request, "Ägaren är densamma.", url=_url(lead))
        act = Act(BulkKind.ASSIGN, owner=form.owner_id)
        name = dict(form.fields["owner"].choices)[form.cleaned_data["owner"]]  # type: ignore[attr-defined]
        if (answer := _apply(request, lead, act, form, f"{lead}: {name}")) is not None:
            return answer
    return show(request, Dialog("Välj ägare", "Tilldela"), form, lead=lead)


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_LEADS)
def step_lead(request: Request, lead_id: int) -> HttpResponse:
    """Plan the next step; `klart` in the address says that the one before is done."""
    lead, is_done = get_lead(request, lead_id), "klart" in request.GET
    initial = {} if is_done else {"next_step": lead.next_step}
    form = StepForm(posted(request), now=now(), initial=initial)
    if request.method == "POST" and form.is_valid() and form.due_at is not None:
        if not is_done:
            act = Act(BulkKind.STEP, step=form.step, due_at=form.due_at)
            if (answer := _apply(request, lead, act, form, "Nästa steg är sparat")) is not None:
                return answer
        else:
            try:
                finish_step(lead=lead, then=Step(form.step, form.due_at), by=request.user, at=now())
            except DomainError as refusal:
                form.add_error(None, refusal.message)
            else:
                return done(request, "Klart. Nästa steg är sparat.", url=_url(lead))
    title = f"Klart: {lead.next_step}. Vad blir nästa steg?" if is_done else "Nästa steg"
    return show(request, Dialog(title, "Spara"), form, lead=lead)


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_LEADS)
def make_customer(request: Request, lead_id: int) -> HttpResponse:
    """A qualified lead becomes a customer with its addresses, or joins one that is known."""
    lead, form = get_lead(request, lead_id), forms.Form(posted(request))
    if request.method == "POST" and form.is_valid():
        chosen = request.POST.get("customer", "")
        known = Customer.objects.visible_to(request.user)
        customer = get_object_or_404(known, pk=chosen) if chosen.isdecimal() else None
        try:
            made = qualifying.to_customer(lead=lead, customer=customer, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{made.name} är kund {made.number}.")
            return go_to(request, reverse("crm:customer_page", args=[made.pk]))
    found = [each for each in duplicates_of_lead(request.user, lead) if each.is_customer]
    return show(
        request, Dialog("Gör till kund", "Gör till kund", "crm/_customer_fields.html"), form, lead=lead, known=found
    )


@require_POST
@requires(Permission.WORK_LEADS)
def archive_lead(request: Request, lead_id: int) -> HttpResponse:
    """Put a lead away, or take it back."""
    lead = get_lead(request, lead_id)
    if lead.archived_at is None:
        leads.archive(lead=lead, by=request.user, at=now())
        messages.success(request, f"{lead.number} är arkiverat.")
    else:
        leads.unarchive(lead=lead, by=request.user, at=now())
        messages.success(request, f"{lead.number} är tillbaka bland leads.")
    return go_to(request, _url(lead))


def _apply(request: Request, lead: Lead, act: Act, form: forms.Form, text: str) -> HttpResponse | None:
    """Do the act so that it can be undone; None when it was refused, which the form then says."""
    why = bulk.refused(lead, act)
    if why:
        form.add_error(None, why)
        return None
    try:
        made = bulk.apply(act=act, ids=[lead.pk], by=request.user, at=now())
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return None
    return done(request, text, url=_url(lead), undo_url=reverse("crm:undo_bulk", args=[made.pk]))


def _next(moves: list[LeadStatus]) -> str:
    return next((move.value for move in moves if move != LeadStatus.LOST), "")


def _url(lead: Lead) -> str:
    return reverse("crm:lead_page", args=[lead.pk])
