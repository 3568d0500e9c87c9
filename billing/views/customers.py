"""What invoices tell of a customer, on the customer's page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from billing.queries import deduction_of
from billing.rules import CEILING
from crm.models import Customer
from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request


@require_GET
@requires(Permission.SEE_INVOICES)
def deduction_of_customer(request: Request, customer_id: int) -> HttpResponse:
    """How much deduction a customer has used through the firm this year, as a fragment of the customer's page."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
    used = deduction_of(customer, year=today().year)
    context = {"used": used, "ceiling": CEILING, "year": today().year, "percent": min(int(100 * used / CEILING), 100)}
    return render(request, "billing/_deduction_of_customer.html", context)
