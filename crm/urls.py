"""Addresses of customers, of leads, and of the forms and hooks that leads come through."""

from django.urls import path

from crm.views import capture, customers, quarantine, quote, sources

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
    path("leads/karantan/", quarantine.quarantine_page, name="quarantine"),
    path("leads/karantan/<int:submission_id>/slapp/", quarantine.release_submission, name="release_submission"),
    path("leads/karantan/<int:submission_id>/kasta/", quarantine.discard_submission, name="discard_submission"),
    path("leads/karantan/<int:submission_id>/ater/", quarantine.take_back_submission, name="take_back_submission"),
    path("installningar/kallor/", sources.sources_page, name="sources"),
    path("installningar/kallor/ny/", sources.new_source, name="new_source"),
    path("installningar/kallor/<int:source_id>/", sources.source_page, name="source_page"),
    path("installningar/kallor/<int:source_id>/hemlighet/", sources.reveal_secret, name="reveal_source_secret"),
    path("installningar/kallor/<int:source_id>/ny-hemlighet/", sources.rotate_secret, name="rotate_source_secret"),
    path("installningar/kallor/<int:source_id>/atgardat/", sources.clear_error, name="clear_source_error"),
]
