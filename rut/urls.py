"""Addresses of letters, cases and answers."""

from django.urls import URLPattern

app_name = "rut"
urlpatterns: list[URLPattern] = []
