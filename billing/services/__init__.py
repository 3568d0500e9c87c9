"""Writes of invoices, payments and imports."""

from billing.rules.details import BuyerDetails, InvoiceDetails, LineDetails, PaymentDetails
from billing.services.invoices import (
    change_invoice,
    credit_invoice,
    due_documents,
    match_document,
    record_invoice,
    register_payment,
    remove_payment,
    reveal_buyer,
)

__all__ = [
    "BuyerDetails", "InvoiceDetails", "LineDetails", "PaymentDetails", "change_invoice", "credit_invoice",
    "due_documents",
    "match_document", "record_invoice", "register_payment", "remove_payment", "reveal_buyer",
]  # fmt: skip
