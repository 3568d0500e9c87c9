"""Money that came in, written down and taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from billing import services
from billing.forms.payments import PaymentForm
from billing.views.invoices import UNPROCESSABLE, get_invoice
from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to


@require_POST
@requires(Permission.EDIT_INVOICES)
def add_payment(request: Request, invoice_id: int) -> HttpResponse:
    """Register money that came in."""
    invoice = get_invoice(request, invoice_id)
    form = PaymentForm(request.POST)
    if not form.is_valid():
        context = {"invoice": invoice, "form": form, "title": "Registrera betalning", "button": "Registrera"}
        return render(request, "billing/small_form.html", context, status=UNPROCESSABLE)
    services.register_payment(invoice=invoice, details=form.details(), by=request.user, at=now())
    return go_to(request, reverse("billing:invoice_page", args=[invoice.pk]))


@require_POST
@requires(Permission.EDIT_INVOICES)
def remove_payment(request: Request, invoice_id: int, payment_id: int) -> HttpResponse:
    """Take back a payment that was written down wrongly."""
    invoice = get_invoice(request, invoice_id)
    payment = get_object_or_404(invoice.payments.select_related("invoice"), pk=payment_id)
    services.remove_payment(payment=payment, by=request.user, at=now())
    messages.success(request, "Betalningen är borttagen.")
    return go_to(request, reverse("billing:invoice_page", args=[invoice.pk]))
