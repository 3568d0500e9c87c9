"""Addresses of the schedule, of people and of a crew's day."""

from django.urls import URLPattern, path, register_converter

from perforia.base.converters import IsoDateConverter
from scheduling.views import month, proposals, week

register_converter(IsoDateConverter, "isodate")

app_name = "scheduling"
urlpatterns: list[URLPattern] = []
urlpatterns += [
    path("schema/vecka/", week.this_week, name="week"),
    path("schema/vecka/<isodate:day>/", week.week_of, name="week_of"),
    path("schema/manad/", month.this_month, name="month"),
    path("schema/manad/<isodate:day>/", month.month_of, name="month_of"),
    path("schema/<isodate:day>/forslag/", proposals.propose_day, name="propose_day"),
    path("schema/forslag/<int:pk>/", proposals.proposal_page, name="proposal"),
]
