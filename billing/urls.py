"""Addresses of invoices."""

from django.urls import path

from billing.views import customers, imports, invoices, payments

app_name = "billing"
urlpatterns = [
    path("", invoices.invoices, name="invoices"),
    path("ny/", invoices.new_invoice, name="new_invoice"),
    path("exportera/", invoices.export_invoices, name="export_invoices"),
    path("kundforslag/", invoices.suggest_customers, name="suggest_customers"),
    path("importera/", imports.start_import, name="start_import"),
    path("importera/<int:run_id>/", imports.import_page, name="import_page"),
    path("importera/<int:run_id>/lage/", imports.import_progress, name="import_progress"),
    path("<int:invoice_id>/", invoices.invoice_page, name="invoice_page"),
    path("<int:invoice_id>/andra/", invoices.edit_invoice, name="edit_invoice"),
    path("<int:invoice_id>/kreditera/", invoices.credit_invoice, name="credit_invoice"),
    path("<int:invoice_id>/betalning/", payments.add_payment, name="add_payment"),
    path("<int:invoice_id>/betalning/<int:payment_id>/ta-bort/", payments.remove_payment, name="remove_payment"),
    path("kopare/<int:buyer_id>/personnummer/", invoices.reveal_buyer, name="reveal_buyer"),
    path("kund/<int:customer_id>/", invoices.invoices_of_customer, name="invoices_of_customer"),
    path("kund/<int:customer_id>/avdrag/", customers.deduction_of_customer, name="deduction_of_customer"),
]
