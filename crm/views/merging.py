"""Two that may be one: side by side, merged, taken apart again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.models import Customer, Lead, Merge
from crm.queries.duplicates import duplicates_of_customer
from crm.rules.contact import pretty_phone
from crm.services import merging as services
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.templatetags.perforia import kr
from perforia.base.web import Request, go_to

UNPROCESSABLE = 422
COMPARED = {
    "name": "Namn", "status": "Status", "owner": "Ägare", "phone": "Telefon", "email": "E-post", "address": "Adress",
    "postal_code": "Postnummer", "city": "Ort", "organisation_number": "Organisationsnummer",
    "personal_number_masked": "Personnummer", "wanted_on": "Önskat datum", "value": "Värde", "next_step": "Nästa steg",
    "message": "Meddelande", "received_at": "Inkom", "created_at": "Upplagd",
}  # fmt: skip
WAYS = {"phone", "email", "address", "postal_code", "city"}  # how to reach somebody, hidden for the protected
PAGES = {"lead": "crm:lead_page", "customer": "crm:customer_page"}


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_LEADS)
def merge_leads(request: Request, lead_id: int, other_id: int) -> HttpResponse:
    """Compare two leads; the one of the address first is kept."""
    leads = Lead.objects.visible_to(request.user).select_related("owner", "customer")
    return _merge(request, get_object_or_404(leads, pk=lead_id), get_object_or_404(leads, pk=other_id), "lead")


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def merge_customers(request: Request, customer_id: int, other_id: int) -> HttpResponse:
    """Compare two customers; the one of the address first is kept."""
    customers = Customer.objects.visible_to(request.user)
    kept, gone = get_object_or_404(customers, pk=customer_id), get_object_or_404(customers, pk=other_id)
    return _merge(request, kept, gone, "customer")


@require_GET
@requires(Permission.SEE_CUSTOMERS)
def customer_duplicates(request: Request, customer_id: int) -> HttpResponse:
    """Who may be the same as a customer, and who has been merged into it: a part of the customer's page."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
    context = {
        "customer": customer,
        "duplicates": duplicates_of_customer(request.user, customer),
        "merges": Merge.objects.filter(target="customer", kept_id=customer.pk, undone_at=None).order_by("-pk"),
    }
    return render(request, "crm/_customer_duplicates.html", context)


@require_POST
@requires(Permission.WORK_LEADS)
def undo_merge(request: Request, merge_id: int) -> HttpResponse:
    """Take two apart again."""
    done = get_object_or_404(Merge, pk=merge_id)
    if done.target == "customer" and not request.user.has_permission(Permission.EDIT_CUSTOMERS):
        raise Http404
    try:
        services.unmerge(done=done, by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "De är två igen.")
    return go_to(request, reverse(PAGES[done.target], args=[done.kept_id]))


def _merge(request: Request, kept: Lead | Customer, gone: Lead | Customer, target: str) -> HttpResponse:
    if request.method == "POST":
        try:
            services.merge(kept=kept, gone=gone, by=request.user, at=now())
        except DomainError as refusal:
            return _compare(request, kept, gone, target, refusal=refusal.message)
        messages.success(request, f"{gone.number} är ihopslaget med {kept.number}.")
        return go_to(request, reverse(PAGES[target], args=[kept.pk]))
    return _compare(request, kept, gone, target)


def _compare(
    request: Request, kept: Lead | Customer, gone: Lead | Customer, target: str, *, refusal: str = ""
) -> HttpResponse:
    is_hidden = not request.user.has_permission(Permission.SEE_PROTECTED) and _is_protected(kept, gone)
    hidden = WAYS if is_hidden else set()
    rows = [
        (label, _shown(kept, name), _shown(gone, name))
        for name, label in COMPARED.items()
        if hasattr(kept, name) and name not in hidden and (getattr(kept, name) or getattr(gone, name))
    ]
    swapped = reverse(f"crm:merge_{target}s", args=[gone.pk, kept.pk])
    context = {"kept": kept, "gone": gone, "rows": rows, "swapped": swapped, "refusal": refusal, "target": target}
    return render(request, "crm/merge.html", context, status=UNPROCESSABLE if refusal else 200)


def _is_protected(*rows: Lead | Customer) -> bool:
    customers = (row.customer if isinstance(row, Lead) else row for row in rows)
    return any(customer is not None and customer.is_protected for customer in customers)


def _shown(row: Lead | Customer, name: str) -> object:
    value = getattr(row, name)
    if name == "phone":
        return pretty_phone(row.phone)
    if name == "value" and value is not None:
        return kr(value)
    return row.get_status_display() if name == "status" and isinstance(row, Lead) else value
