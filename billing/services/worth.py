"""What crm is told of an invoice's worth, for what is reported to the ads its customer came by."""

from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Max, Sum
from django.utils import timezone

from billing.models import ImportRun, Invoice
from crm.rules.conversions import without_vat
from crm.services import conversions
from crm.states import FactKind
from perforia.base.models import User

BOTH = (FactKind.INVOICED, FactKind.PAID)


def tell(invoice: Invoice, *, by: User | None, at: datetime) -> None:
    """What an invoice is worth now that it was written, changed, paid or credited; told again it corrects itself.

    Without VAT, and before the deduction: the deduction changes who pays, not what the firm earns.
    """
    if invoice.credits_id is not None or invoice.total <= 0:
        return
    key = _key(invoice.pk)
    credited = invoice.credit_invoices.aggregate(sum=Sum("total"))["sum"] or Decimal(0)
    if invoice.total + credited <= 0:
        conversions.withdraw_facts(keys=[key], kinds=BOTH, by=by, at=at)
        return
    told = conversions.Told(key, without_vat(invoice.total + credited), _morning(invoice.issued_on, at))
    conversions.note_invoice(customer=invoice.customer, told=told, by=by, at=at)
    if invoice.total - invoice.deduction - invoice.paid <= 0:
        last = invoice.payments.aggregate(on=Max("paid_on"))["on"] or invoice.issued_on
        paid = conversions.Told(key, told.amount, _morning(last, at))
        conversions.note_paid(customer=invoice.customer, told=paid, by=by, at=at)
    else:
        conversions.withdraw_facts(keys=[key], kinds=(FactKind.PAID,), by=by, at=at)


def untell_import(run: ImportRun, *, at: datetime) -> None:
    """The invoices of a file are taken away again."""
    keys = [_key(pk) for pk in Invoice.objects.filter(import_run=run).order_by("pk").values_list("pk", flat=True)]
    conversions.withdraw_facts(keys=keys, kinds=BOTH, by=None, at=at)


def _morning(day: date, at: datetime) -> datetime:
    """The midnight a day begins with; of a day to come the present."""
    return min(datetime.combine(day, time(), tzinfo=timezone.get_current_timezone()), at)


def _key(invoice_id: int) -> str:
    return f"invoice:{invoice_id}"
