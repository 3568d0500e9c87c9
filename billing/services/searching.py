"""Writes what invoices are found by, in the transaction of every change of theirs."""

from billing.models import Invoice
from perforia.base.searching import as_vector, tokens


def index_invoice(invoice: Invoice) -> None:
    """Make an invoice findable by its number in part, its customer, buyers, job and address. Idempotent."""
    number, job = invoice.number, invoice.job_reference
    texts = [
        number, _in_one_word(number), job, _in_one_word(job), invoice.customer.name, invoice.work_address,
        *(buyer.name for buyer in invoice.buyers.all()),
    ]  # fmt: skip
    words = tokens(texts, numbers=[number, job])
    Invoice.objects.filter(pk=invoice.pk).update(search=as_vector(words))


def _in_one_word(number: str) -> str:
    return "".join(sign for sign in number if sign.isalnum())
