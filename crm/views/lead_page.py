"""One lead: its page, and the lead written down or corrected by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from crm.forms.leads import DETAILS, LeadForm, NewLeadForm
from crm.models import Lead
from crm.queries import duplicates, lead_facts, lead_lists
from crm.queries.conversion_panel import panel_of
from crm.queries.leads import neighbours, place_among, possible_moves
from crm.rules.duplicates import Person
from crm.services import leads as services
from crm.services.next_steps import Step
from crm.views.lead_answers import UNPROCESSABLE, get_lead
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted


@require_GET
@requires(Permission.SEE_LEADS)
def lead_page(request: Request, lead_id: int) -> HttpResponse:
    """Everything known of a lead; one that was merged is where the other is."""
    lead = get_lead(request, lead_id)
    if lead.merged_into_id is not None:
        return redirect("crm:lead_page", lead_id=lead.merged_into_id)
    before, after = neighbours(request.user, lead)
    context = {
        "lead": lead, "ring": lead_lists.RINGS[lead.status], "before": before, "after": after,
        "place": place_among(request.user, lead), "clock": lead_lists.call_clock(lead, now()),
        "is_late": lead.next_step_at is not None and lead.next_step_at < now(),
        "is_hidden": lead.customer is not None and not lead.customer.may_be_reached_by(request.user),
        "moves": possible_moves(lead, request.user),
        "duplicates": duplicates.duplicates_of_lead(request.user, lead),
        "conversions": panel_of(request.user, lead, at=now()),
        **lead_facts.facts_of(lead),
    }  # fmt: skip
    return render(request, "crm/lead.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_LEADS)
def new_lead(request: Request) -> HttpResponse:
    """Write down somebody who called."""
    form = NewLeadForm(posted(request), now=now(), initial={"owner": request.user.pk})
    if request.method == "POST" and form.is_valid():
        step = Step(form.step, form.due_at) if form.due_at else None
        lead = services.record_lead(
            details=services.LeadDetails(**form.facts), step=step, owner=_person(form.cleaned_data["owner"]),
            by=request.user, at=now(),
        )  # fmt: skip
        messages.success(request, f"{lead.number} är inlagt.")
        return go_to(request, reverse("crm:lead_page", args=[lead.pk]))
    context = {"form": form, "title": "Nytt lead", "lead_id": 0}
    return render(request, "crm/lead_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_LEADS)
def edit_lead(request: Request, lead_id: int) -> HttpResponse:
    """Correct or fill in what is known."""
    lead = get_lead(request, lead_id)
    form = LeadForm(posted(request), initial=_initial(lead))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_lead(lead=lead, details=services.LeadDetails(**form.facts), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Sparat.")
            return go_to(request, reverse("crm:lead_page", args=[lead.pk]))
    context = {"form": form, "title": f"Ändra {lead}", "lead": lead, "lead_id": lead.pk}
    return render(request, "crm/lead_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_GET
@requires(Permission.SEE_LEADS)
def lead_duplicates(request: Request) -> HttpResponse:
    """Who may be the same as the one being written, while it is written."""
    asked = request.GET
    person = Person(*(asked.get(name, "")[:160] for name in ("name", "phone", "email", "address")))
    own = asked.get("lead", "0")
    found = duplicates.duplicates_of(request.user, person, but_lead=int(own) if own.isdecimal() else 0)
    return render(request, "crm/_duplicates.html", {"duplicates": found, "lead": None})


def _initial(lead: Lead) -> dict[str, object]:
    names = [name for name in LeadForm.base_fields if name not in DETAILS]
    return {name: getattr(lead, name) for name in names} | {name: lead.details.get(name, "") for name in DETAILS}


def _person(pk: str) -> User | None:
    return User.objects.filter(pk=pk).first() if pk else None
