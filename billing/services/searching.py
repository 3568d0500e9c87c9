"""Writes what invoices are found by, in the transaction of every change of theirs."""

from billing.models import Invoice
from billing.rules.searching import invoice_tokens
from perforia.base.searching import as_vector


def index_invoice(invoice: Invoice) -> None:
    """Make an invoice findable by its number in part, its customer, buyers, job and address. Idempotent."""
    texts = [invoice.customer.name, invoice.work_address, *(buyer.name for buyer in invoice.buyers.all())]
    words = invoice_tokens(invoice.number, invoice.job_reference, texts)
    Invoice.objects.filter(pk=invoice.pk).update(search=as_vector(words))
