"""Invoices in the browser: the list, one invoice, writing and crediting them."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive.queries import linked_to
from archive.states import LinkKind
from billing import queries, services
from billing.forms.invoices import CreditForm, InvoiceForm, with_more_rows
from billing.forms.lists import FilterForm
from billing.forms.payments import PaymentForm
from billing.models import Buyer, Invoice
from billing.rules import Line, warnings
from billing.states import DeductionKind, LineKind, PaymentMethod
from crm.queries.customers import search_customers
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.exports import Listing, export
from perforia.base.paging import count_of, slice_of
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted

SHOWN, SUGGESTED, MOST_EXPORTED = 50, 8, 100_000
UNPROCESSABLE = 422
HEADING = ("Nummer", "Kund", "Datum", "Förfaller", "Uppdrag", "Tjänst", "Summa", "Avdrag", "Betalt", "Kvar")


@require_GET
@requires(Permission.SEE_INVOICES)
def invoices(request: Request) -> HttpResponse:
    """The invoices that were asked for, newest first."""
    form = FilterForm(request.GET)
    found = queries.filtered_invoices(request.user, form.filters(), today=today())
    after, before = request.GET.get("efter", ""), request.GET.get("fore", "")
    page = slice_of(found, by="-issued_on", size=SHOWN, after=after, before=before)
    context = {"slice": page, "form": form, "filters": form.filters(), "count": count_of(found), "today": today()}
    return render(request, "billing/invoices.html", context)


@require_GET
@requires(Permission.SEE_INVOICES)
def export_invoices(request: Request) -> StreamingHttpResponse:
    """The listed invoices as a file for a spreadsheet."""
    found = queries.filtered_invoices(request.user, FilterForm(request.GET).filters(), today=today())
    rows = (
        (
            invoice.number, invoice.customer.name, invoice.issued_on, invoice.due_on, invoice.job_reference,
            invoice.get_service_kind_display(), invoice.total, invoice.deduction, invoice.paid, invoice.remaining,
        )
        for invoice in found.order_by("-issued_on", "-pk")[:MOST_EXPORTED].iterator()
    )  # fmt: skip
    return export(request, Listing("fakturor", HEADING, rows), at=now())


@require_GET
@requires(Permission.SEE_INVOICES)
def invoice_page(request: Request, invoice_id: int) -> HttpResponse:
    """One invoice: rows, buyers, payments, papers."""
    invoice = get_invoice(request, invoice_id)
    lines, buyers = list(invoice.lines.order_by("position")), list(invoice.buyers.order_by("pk"))
    payments = list(invoice.payments.order_by("paid_on", "pk"))
    found = warnings(
        kind=DeductionKind(invoice.deduction_kind),
        lines=[Line(LineKind(line.kind), line.amount) for line in lines],
        shares=[buyer.deduction for buyer in buyers],
        deduction=invoice.deduction,
        day=payments[0].paid_on if payments else invoice.issued_on,
        methods=[PaymentMethod(payment.method) for payment in payments],
    )
    context = {
        "invoice": invoice, "lines": lines, "buyers": buyers, "payments": payments, "warnings": found,
        "credit": invoice.credit_invoices.order_by("pk").first(), "today": today(),
        "documents": linked_to(LinkKind.INVOICE, invoice.pk)[:SHOWN], "payment_form": PaymentForm(),
    }  # fmt: skip
    return render(request, "billing/invoice.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_INVOICES)
def new_invoice(request: Request) -> HttpResponse:
    """Write down an invoice by hand."""
    return _write(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_INVOICES)
def edit_invoice(request: Request, invoice_id: int) -> HttpResponse:
    """Correct an invoice; what somebody else changed meanwhile is never written over."""
    return _write(request, get_invoice(request, invoice_id))


def _write(request: Request, invoice: Invoice | None) -> HttpResponse:
    data = posted(request)
    if data is not None and "mer" in data:
        form = InvoiceForm(with_more_rows(data), user=request.user, today=today(), invoice=invoice)
        return render(request, "billing/invoice_form.html", {"form": form, "invoice": invoice})
    form = InvoiceForm(data, user=request.user, today=today(), invoice=invoice)
    if request.method == "POST" and form.is_valid():
        try:
            if invoice is None:
                invoice = services.record_invoice(details=form.details(), by=request.user, at=now())
            else:
                seen = form.head.seen_at()
                services.change_invoice(invoice=invoice, details=form.details(), by=request.user, at=now(), seen=seen)
        except DomainError as refusal:
            form.head.add_error(None, refusal.message)
        else:
            return go_to(request, reverse("billing:invoice_page", args=[invoice.pk]))
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "billing/invoice_form.html", {"form": form, "invoice": invoice}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_INVOICES)
def credit_invoice(request: Request, invoice_id: int) -> HttpResponse:
    """Take an invoice back by a credit invoice."""
    invoice = get_invoice(request, invoice_id)
    form = CreditForm(posted(request), initial={"number": f"{invoice.number}K"[:30], "issued_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.credit_invoice(invoice=invoice, by=request.user, at=now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Faktura {invoice.number} är krediterad.")
            return go_to(request, reverse("billing:invoice_page", args=[made.pk]))
    context = {"invoice": invoice, "form": form, "title": "Kreditera fakturan", "button": "Skapa kreditfakturan"}
    return render(request, "billing/small_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_GET
@requires(Permission.EDIT_INVOICES)
def suggest_customers(request: Request) -> HttpResponse:
    """Customers that fit what is being typed, as options of the field."""
    text = request.GET.get("customer", "").strip()
    found = search_customers(request.user, text, today=today()).order_by("name", "pk")
    return render(request, "billing/_customers.html", {"customers": found[:SUGGESTED] if text else []})


@require_POST
@requires(Permission.REVEAL_PERSONAL_NUMBERS)
def reveal_buyer(request: Request, buyer_id: int) -> HttpResponse:
    """Show a buyer's whole personal number once; who asked is written down."""
    visible = Invoice.objects.visible_to(request.user)
    buyer = get_object_or_404(Buyer.objects.select_related("invoice"), pk=buyer_id, invoice__in=visible)
    number = services.reveal_buyer(buyer=buyer, by=request.user, at=now())
    response = render(request, "billing/revealed.html", {"buyer": buyer, "number": number})
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@requires(Permission.SEE_INVOICES)
def invoices_of_customer(request: Request, customer_id: int) -> HttpResponse:
    """A customer's invoices, as a fragment of the customer's page."""
    found = Invoice.objects.visible_to(request.user).filter(customer_id=customer_id).order_by("-issued_on", "-pk")
    return render(request, "billing/_invoices_of_customer.html", {"invoices": found[:SHOWN], "today": today()})


def get_invoice(request: Request, invoice_id: int) -> Invoice:
    """The invoice, 404 when one may not see it."""
    visible = Invoice.objects.visible_to(request.user).select_related("customer", "credits")
    return get_object_or_404(visible, pk=invoice_id)
