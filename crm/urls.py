"""Addresses of customers, of leads, and of the forms and hooks that leads come through."""

from django.urls import path

from crm.views import capture, customers, quote

app_name = "crm"
urlpatterns = [
    path("kunder/", customers.customers, name="customers"),
    path("kunder/ny/", customers.new_customer, name="new_customer"),
    path("kunder/<int:customer_id>/", customers.customer_page, name="customer_page"),
    path("kunder/<int:customer_id>/andra/", customers.edit_customer, name="edit_customer"),
    path("kunder/<int:customer_id>/personnummer/", customers.reveal_personal_number, name="reveal_personal_number"),
    path("offert/<str:key>/", quote.quote_form, name="quote_form"),
    path("offert/<str:key>/tack/", quote.quote_done, name="quote_done"),
    path("offert/<str:key>/personuppgifter/", quote.quote_privacy, name="quote_privacy"),
    path("hooks/leads/<str:key>/", capture.lead_hook, name="lead_hook"),
]
