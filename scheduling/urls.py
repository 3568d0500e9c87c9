"""Addresses of the schedule, of people and of a crew's day."""

from django.urls import URLPattern, path, register_converter

from perforia.base.converters import IsoDateConverter
from scheduling.views import day, job_forms, jobs, month, planning, proposals, publishing, week, who_can

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
urlpatterns += [
    path("schema/", day.this_day, name="day"),
    path("schema/<isodate:day>/", day.day_of, name="day_of"),
    path("schema/<isodate:day>/utskrift/", day.print_day, name="print_day"),
    path("schema/<isodate:day>/publicera/", publishing.publish_day, name="publish_day"),
    path("schema/angra/", planning.undo, name="undo"),
    path("uppdrag/<int:pk>/planera/", planning.plan_job, name="plan_job"),
]
urlpatterns += [
    path("uppdrag/", jobs.jobs, name="jobs"),
    path("uppdrag/nytt/", job_forms.new_job, name="new_job"),
    path("uppdrag/kund/<int:pk>/", jobs.jobs_of_customer, name="jobs_of_customer"),
    path("uppdrag/<int:pk>/", jobs.job, name="job"),
    path("uppdrag/<int:pk>/andra/", job_forms.edit_job, name="edit_job"),
    path("uppdrag/<int:pk>/vem-kan/", who_can.who_can, name="who_can"),
]
