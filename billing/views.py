"""Invoices in the browser."""

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive.queries import linked_to
from archive.states import LinkKind
from billing import queries, services
from billing.forms import InvoiceForm, PaymentForm
from billing.models import Buyer, ImportRun, Invoice
from billing.rules import Line, warnings
from billing.rules.importing import FIELDS
from billing.services import imports
from billing.states import DeductionKind, LineKind, PaymentMethod
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to

SHOWN = 50
UNPROCESSABLE = 422


@require_GET
@requires(Permission.SEE_INVOICES)
def invoices(request: Request) -> HttpResponse:
    """The invoices that fit what was typed, newest first."""
    text = request.GET.get("q", "").strip()
    found = queries.search_invoices(request.user, text)
    page = Paginator(found.annotate(paid=Sum("payments__amount")).order_by("-issued_on", "-pk"), SHOWN).get_page(
        request.GET.get("sida")
    )
    return render(request, "billing/invoices.html", {"page": page, "text": text})


@require_GET
@requires(Permission.SEE_INVOICES)
def invoice_page(request: Request, invoice_id: int) -> HttpResponse:
    """One invoice: rows, buyers, payments, papers."""
    invoice = _invoice(request, invoice_id)
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
        "paid": queries.paid_amount(invoice), "documents": linked_to(LinkKind.INVOICE, invoice.pk)[:SHOWN],
        "payment_form": PaymentForm(),
    }  # fmt: skip
    return render(request, "billing/invoice.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_INVOICES)
def new_invoice(request: Request) -> HttpResponse:
    """Write down an invoice by hand."""
    form = InvoiceForm(request.POST or None, today=today(), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            invoice = services.record_invoice(details=form.details(), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("number", refusal.message)
        else:
            return go_to(request, reverse("billing:invoice_page", args=[invoice.pk]))
    return render(request, "billing/invoice_form.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@requires(Permission.EDIT_INVOICES)
def add_payment(request: Request, invoice_id: int) -> HttpResponse:
    """Register money that came in."""
    invoice = _invoice(request, invoice_id)
    form = PaymentForm(request.POST)
    if not form.is_valid():
        context = {"invoice": invoice, "payment_form": form}
        return render(request, "billing/payment_form.html", context, status=UNPROCESSABLE)
    services.register_payment(invoice=invoice, details=form.details(), by=request.user, at=now())
    return go_to(request, reverse("billing:invoice_page", args=[invoice.pk]))


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
    return render(request, "billing/_invoices_of_customer.html", {"invoices": found[:SHOWN]})


def _invoice(request: Request, invoice_id: int) -> Invoice:
    return get_object_or_404(Invoice.objects.visible_to(request.user).select_related("customer"), pk=invoice_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT_INVOICES)
def start_import(request: Request) -> HttpResponse:
    """Choose a file; earlier imports below."""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            raise DomainError("Välj en CSV- eller Excelfil.")
        run = imports.start_import(content=file.read(), name=file.name or "fakturor.csv", by=request.user, at=now())
        return go_to(request, reverse("billing:import_page", args=[run.pk]))
    runs = ImportRun.objects.select_related("created_by").order_by("-created_at", "-pk")[:SHOWN]
    return render(request, "billing/import_start.html", {"runs": runs})


@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT_INVOICES)
def import_page(request: Request, run_id: int) -> HttpResponse:
    """Columns, what a try found, import and undo."""
    run = get_object_or_404(ImportRun.objects.select_related("document"), pk=run_id)
    if request.method == "POST":
        _act_on_import(request, run)
        return go_to(request, reverse("billing:import_page", args=[run.pk]))
    table = imports.table_of(run)
    fields = [
        {"name": name, "label": label, "needed": needed, "column": run.columns.get(name)}
        for name, label, needed, _ in FIELDS
    ]
    context = {
        "run": run, "fields": fields, "header": list(enumerate(table.header)), "rows": table.rows[:5],
        "sound_count": run.row_count - len({error.split(":")[0] for error in run.errors}),
    }  # fmt: skip
    return render(request, "billing/import.html", context)


def _act_on_import(request: Request, run: ImportRun) -> None:
    act, by, at = request.POST.get("act", ""), request.user, now()
    if act == "import":
        imports.run_import(run=run, by=by, at=at)
    elif act == "undo":
        imports.undo_import(run=run, by=by, at=at)
    else:
        chosen = {name: request.POST.get(name, "") for name, _, _, _ in FIELDS}
        columns = {name: int(column) for name, column in chosen.items() if column.isdigit()}
        imports.try_import(run=run, columns=columns, at=at)
