"""Addresses of invoices."""

from django.urls import path

from billing import views

app_name = "billing"
urlpatterns = [
    path("", views.invoices, name="invoices"),
    path("ny/", views.new_invoice, name="new_invoice"),
    path("importera/", views.start_import, name="start_import"),
    path("importera/<int:run_id>/", views.import_page, name="import_page"),
    path("<int:invoice_id>/", views.invoice_page, name="invoice_page"),
    path("<int:invoice_id>/betalning/", views.add_payment, name="add_payment"),
    path("kopare/<int:buyer_id>/personnummer/", views.reveal_buyer, name="reveal_buyer"),
    path("kund/<int:customer_id>/", views.invoices_of_customer, name="invoices_of_customer"),
]
