"""Facts about invoices and payments."""

from perforia.base.events import Event

invoice_recorded = Event("billing.invoice_recorded")
payment_registered = Event("billing.payment_registered")
import_requested = Event("billing.import_requested")
