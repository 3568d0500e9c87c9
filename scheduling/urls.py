"""Addresses of the schedule, of people and of a crew's day."""

from django.urls import URLPattern, path, register_converter

from perforia.base.converters import IsoDateConverter
from scheduling.views import (
    absences,
    availability,
    copying,
    day,
    job_forms,
    jobs,
    month,
    planning,
    proposals,
    publishing,
    staff,
    staff_forms,
    teams,
    things,
    week,
    who_can,
)

register_converter(IsoDateConverter, "isodate")

app_name = "scheduling"
urlpatterns: list[URLPattern] = []
urlpatterns += [
    path("schema/vecka/", week.this_week, name="week"),
    path("schema/vecka/<isodate:day>/", week.week_of, name="week_of"),
    path("schema/vecka/<isodate:day>/publicera/", week.publish_week, name="publish_week"),
    path("schema/vecka/<isodate:day>/kopiera/", copying.copy_week, name="copy_week"),
    path("schema/manad/", month.this_month, name="month"),
    path("schema/manad/<isodate:day>/", month.month_of, name="month_of"),
    path("schema/<isodate:day>/forslag/", proposals.propose_day, name="propose_day"),
    path("schema/forslag/<int:pk>/", proposals.proposal_page, name="proposal"),
    path("schema/forslag/<int:pk>/forlopp/", proposals.proposal_progress, name="proposal_progress"),
    path("schema/forslag/<int:pk>/ta-in/", proposals.accept_proposal, name="accept_proposal"),
]
urlpatterns += [
    path("schema/", day.this_day, name="day"),
    path("schema/<isodate:day>/", day.day_of, name="day_of"),
    path("schema/<isodate:day>/utskrift/", day.print_day, name="print_day"),
    path("schema/<isodate:day>/varningar/", day.day_findings, name="day_findings"),
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
urlpatterns += [
    path("personal/", staff.staff, name="staff"),
    path("personal/ny/", staff_forms.new_employee, name="new_employee"),
    path("personal/<int:person_id>/", staff.employee, name="employee"),
    path("personal/<int:person_id>/andra/", staff_forms.edit_employee, name="edit_employee"),
    path("personal/franvaro/", absences.absences, name="absences"),
    path("personal/tillganglighet/", availability.availability, name="availability"),
    path("personal/arbetstid/", availability.weekly_hours, name="weekly_hours"),
    path("personal/team/", teams.teams, name="teams"),
    path("fordon/", things.vehicles, name="vehicles"),
]
