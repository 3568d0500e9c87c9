"""Addresses of the pages that belong to no single app."""

from django.urls import path, re_path

from perforia.home.views import health, links, settings, start

app_name = "home"
urlpatterns = [
    path("", start.today_page, name="today"),
    path("sok/", start.search, name="search"),
    path("dokument/<int:document_id>/koppla/", links.link_targets, name="link_targets"),
    path("dokument/<int:document_id>/koppla/till/", links.link_document, name="link_document"),
    path("aviseringar/", start.notifications, name="notifications"),
    path("aviseringar/lasta/", start.mark_notifications_read, name="mark_notifications_read"),
    path("aviseringar/<int:notification_id>/", start.open_notification, name="open_notification"),
    path("kortkommandon/", start.shortcuts, name="shortcuts"),
    path("installningar/", settings.settings_page, name="settings"),
    path("installningar/foretag/", settings.firm_settings, name="firm_settings"),
    path("installningar/anvandare/", settings.user_settings, name="user_settings"),
    path("installningar/anvandare/bjud-in/", settings.invite_user, name="invite_user"),
    path("installningar/anvandare/<int:user_id>/", settings.person_page, name="person_page"),
    re_path(
        r"^installningar/anvandare/(?P<user_id>\d+)/(?P<act>stang|oppna|tvasteg|bjud-in)/$",
        settings.change_access,
        name="change_access",
    ),
    path("utseende/", start.change_look, name="change_look"),
    path("healthz/", health.show_health, name="health"),
]
