"""Addresses of the pages that belong to no single app."""

from django.urls import path

from perforia.home.views import health, start

app_name = "home"
urlpatterns = [
    path("", start.today_page, name="today"),
    path("utseende/", start.change_theme, name="change_theme"),
    path("healthz/", health.show_health, name="health"),
]
