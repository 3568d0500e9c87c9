"""Addresses of the schedule, of people and of a crew's day."""

from django.urls import URLPattern, register_converter

from perforia.base.converters import IsoDateConverter

register_converter(IsoDateConverter, "isodate")

app_name = "scheduling"
urlpatterns: list[URLPattern] = []
