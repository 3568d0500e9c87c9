"""Addresses of the outbox, and those that the sms gateway calls."""

from django.urls import path

from integrations.views import gateway, outbox

app_name = "integrations"
urlpatterns = [
    path("", outbox.outbox_page, name="outbox"),
    path("<int:message_id>/skicka-igen/", outbox.send_message_again, name="send_message_again"),
    path("<int:message_id>/kom-fram/", outbox.mark_message_as_sent, name="mark_message_as_sent"),
    path("sms/rapport/", gateway.report_text, name="report_text"),
    path("sms/svar/", gateway.receive_text, name="receive_text"),
]
