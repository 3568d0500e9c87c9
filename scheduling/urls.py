"""Addresses of the schedule, of people and of a crew's day."""

from django.urls import URLPattern

app_name = "scheduling"
urlpatterns: list[URLPattern] = []
