"""Addresses of the outbox, and those that the sms gateway calls."""

from django.urls import path

from integrations import views

app_name = "integrations"
urlpatterns = [
    path("", views.outbox_page, name="outbox"),
    path("<int:message_id>/skicka-igen/", views.send_message_again, name="send_message_again"),
    path("<int:message_id>/kom-fram/", views.mark_message_as_sent, name="mark_message_as_sent"),
    path("sms/rapport/", views.report_text, name="report_text"),
    path("sms/svar/", views.receive_text, name="receive_text"),
]
