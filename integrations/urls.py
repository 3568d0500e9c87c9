"""Addresses of the outbox."""

from django.urls import path

from integrations import views

app_name = "integrations"
urlpatterns = [
    path("", views.outbox_page, name="outbox"),
    path("<int:message_id>/skicka-igen/", views.send_message_again, name="send_message_again"),
    path("<int:message_id>/kom-fram/", views.mark_message_as_sent, name="mark_message_as_sent"),
]
