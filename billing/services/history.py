"""What a customer's timeline is told of invoices and payments, in the transaction of the act itself."""

from datetime import date, datetime, time

from django.utils import timezone

from billing.models import ImportRun, Invoice, Payment
from crm.rules.history import Happening, Source
from crm.services import activities
from crm.states import ActivityKind
from perforia.base.models import User
from perforia.base.templatetags.perforia import kr


def tell_invoice(invoice: Invoice, *, by: User | None, at: datetime) -> None:
    """The invoice on the day it was issued; told again it says what is so now."""
    source = Source(invoice.pk, invoice.number, _key_of_invoice(invoice.pk))
    title = "Skrev kreditfaktura" if invoice.credits_id else "Skrev faktura"
    what = Happening(ActivityKind.INVOICE, title, kr(invoice.total), source=source)
    activities.log(what=what, customer=invoice.customer, by=by, at=_moment(invoice.issued_on, at), written_at=at)


def tell_payment(payment: Payment, *, by: User | None, at: datetime) -> None:
    """The payment on the day it came."""
    invoice = payment.invoice
    source = Source(invoice.pk, invoice.number, _key(payment.pk))
    text = f"{kr(payment.amount)}, {payment.get_method_display().lower()}"
    what = Happening(ActivityKind.INVOICE, "Registrerade betalning av faktura", text, source=source)
    activities.log(what=what, customer=invoice.customer, by=by, at=_moment(payment.paid_on, at), written_at=at)


def untell_payment(payment_id: int) -> None:
    """The payment was written down wrongly."""
    activities.untell(keys=[_key(payment_id)])


def untell_import(run: ImportRun) -> None:
    """The invoices and payments of a file are taken away again."""
    payments = Payment.objects.filter(import_run=run).order_by("pk").values_list("pk", flat=True)
    invoices = Invoice.objects.filter(import_run=run).order_by("pk").values_list("pk", flat=True)
    activities.untell(keys=[*map(_key, payments), *map(_key_of_invoice, invoices)])


def _key(payment_id: int) -> str:
    return f"payment:{payment_id}"


def _key_of_invoice(invoice_id: int) -> str:
    return f"invoice:{invoice_id}"


def _moment(day: date, at: datetime) -> datetime:
    """A day that is not that of the act has no time of its own: its midnight."""
    local = timezone.localtime(at)
    return at if day == local.date() else datetime.combine(day, time(), tzinfo=local.tzinfo)
