"""What a person has the right to: all that is kept about them, and to be forgotten."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from crm.documents.personal_data import PersonalData, write_archive
from crm.forms.personal_data import AnonymiseForm
from crm.queries.customer_page import documents_of
from crm.queries.obstacles import kept_until, obstacles_of
from crm.queries.personal_data import everything_about
from crm.services import anonymising, personal_data
from crm.views.customers import get_customer
from crm.views.lead_answers import UNPROCESSABLE
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.models import Firm
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted


@require_GET
@requires(Permission.EXPORT_CUSTOMERS)
def export_personal_data(request: Request, customer_id: int) -> FileResponse:
    """Everything about a customer as a file; who fetched it is written down."""
    customer = get_customer(request, customer_id)
    if not customer.may_be_reached_by(request.user):
        raise Http404
    documents = list(documents_of(request.user, customer).select_related("current_version"))
    data = PersonalData(customer, everything_about(customer), documents, Firm.load().name, now())
    personal_data.note_export(customer=customer, by=request.user, at=now())
    name = f"personuppgifter-{customer.number}.zip"
    return FileResponse(write_archive(data), as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "POST"])
@requires(Permission.ANONYMISE_CUSTOMERS)
def anonymise_customer(request: Request, customer_id: int) -> HttpResponse:
    """What would be forgotten and what keeps it from being, before anything is; then, confirmed in writing, the act."""
    customer = get_customer(request, customer_id)
    if customer.anonymised_at is not None:
        return redirect("crm:customer_page", customer_id=customer.pk)
    form = AnonymiseForm(posted(request), customer=customer)
    if request.method == "POST" and form.is_valid():
        try:
            anonymising.anonymise(customer=customer, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{customer.number} är anonymiserad.")
            return go_to(request, reverse("crm:customer_page", args=[customer.pk]))
    found = obstacles_of(customer, today=today())
    context = {
        "customer": customer, "form": form, "kept_until": kept_until(found),
        "blocking": [each for each in found if each.is_blocking],
        "keeping": [each for each in found if not each.is_blocking],
    }  # fmt: skip
    return render(request, "crm/anonymise.html", context, status=UNPROCESSABLE if form.errors else 200)
