"""Addresses of the schedule, of people and of a crew's day."""

from django.urls import URLPattern, path, register_converter

from perforia.base.converters import IsoDateConverter
from scheduling.views import (
    absences,
    availability,
    copying,
    crew,
    crew_acts,
    crew_feed,
    crew_links,
    crew_more,
    day,
    job_acts,
    job_forms,
    jobs,
    maps,
    month,
    planning,
    proposals,
    publishing,
    series,
    series_forms,
    staff,
    staff_forms,
    teams,
    things,
    times,
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
    path("uppdrag/", jobs.jobs, name="jobs"),
    path("uppdrag/nytt/", job_forms.new_job, name="new_job"),
    path("uppdrag/kund/<int:pk>/", jobs.jobs_of_customer, name="jobs_of_customer"),
    path("uppdrag/<int:pk>/", jobs.job, name="job"),
    path("uppdrag/<int:pk>/andra/", job_forms.edit_job, name="edit_job"),
    path("uppdrag/<int:pk>/vem-kan/", who_can.who_can, name="who_can"),
    path("uppdrag/<int:pk>/starta/", job_acts.start_job, name="start_job"),
    path("uppdrag/<int:pk>/inte-startat/", job_acts.take_back_job, name="take_back_job"),
    path("uppdrag/<int:pk>/klart/", job_acts.finish_job, name="finish_job"),
    path("uppdrag/<int:pk>/oppna-igen/", job_acts.reopen_job, name="reopen_job"),
    path("uppdrag/<int:pk>/avboka/", job_acts.cancel_job, name="cancel_job"),
    path("uppdrag/<int:pk>/ta-upp-igen/", job_acts.revive_job, name="revive_job"),
    path("uppdrag/adress/<int:stop_id>/bekrafta/", job_acts.confirm_stop, name="confirm_stop"),
    path("uppdrag/adress/<int:stop_id>/portkod/", job_acts.reveal_stop_code, name="reveal_stop_code"),
    path("uppdrag/kundforslag/", job_forms.suggest_customers, name="suggest_job_customers"),
    path("uppdrag/aterkommande/", series.all_series, name="all_series"),
    path("uppdrag/aterkommande/ny/", series_forms.new_series, name="new_series"),
    path("uppdrag/aterkommande/<int:series_id>/", series.series, name="series"),
    path("uppdrag/aterkommande/<int:series_id>/andra/", series_forms.edit_series, name="edit_series"),
    path("uppdrag/aterkommande/<int:series_id>/hoppa/<isodate:day>/", series.skip_occurrence, name="skip_occurrence"),
    path("uppdrag/aterkommande/<int:series_id>/avsluta/", series.end_series, name="end_series"),
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
urlpatterns += [
    path("min-dag/", crew.my_day, name="my_day"),
    path("min-dag/<int:pk>/", crew.my_job, name="my_job"),
    path("min-dag/<int:pk>/portkod/<int:stop>/", crew_acts.my_code, name="my_code"),
    path("min-dag/gor/", crew_acts.my_act, name="my_act"),
    path("min-dag/bild/<int:pk>/", crew_acts.my_photo, name="my_photo"),
    path("min-dag/vecka/", crew.my_week, name="my_week"),
    path("min-dag/tid/", crew.my_times, name="my_times"),
    path("min-dag/mer/", crew_more.my_more, name="my_more"),
    path("min-dag/mer/sprak/", crew_more.my_language, name="my_language"),
    path("min-dag/mer/kalender/", crew_more.my_calendar, name="my_calendar"),
    path("min-dag/mer/logga-ut/", crew_more.my_log_out, name="my_log_out"),
    path("min-dag/l/<str:token>/", crew_links.my_link, name="my_link"),
    path("min-dag/l/<str:token>/ny/", crew_links.my_new_link, name="my_new_link"),
    path("min-dag/sw.js", crew_more.my_worker, name="my_worker"),
    path("min-dag/utan-tackning/", crew_more.my_offline, name="my_offline"),
    path("kalender/schema-<str:token>.ics", crew_feed.calendar, name="calendar"),
    path("personal/<int:pk>/lank/", crew_links.crew_link, name="crew_link"),
    path("personal/<int:pk>/lank/skicka/", crew_links.send_crew_link, name="send_crew_link"),
    path("personal/<int:pk>/lank/aterkalla/", crew_links.revoke_crew_links, name="revoke_crew_links"),
]
urlpatterns += [
    path("tid/", times.times, name="times"),
    path("tid/export/", times.export_times, name="export_times"),
    path("tid/godkann/", times.approve_times, name="approve_times"),
    path("tid/ny/", times.new_time, name="new_time"),
    path("tid/<int:pk>/", times.time_page, name="time"),
    path("tid/<int:pk>/godkann/", times.approve_time, name="approve_time"),
    path("tid/<int:pk>/underkann/", times.reject_time, name="reject_time"),
    path("tid/<int:pk>/oppna/", times.reopen_time, name="reopen_time"),
    path("tid/uppdrag/<int:pk>/", times.times_of_job, name="times_of_job"),
]
urlpatterns += [
    path("schema/<isodate:day>/karta/", maps.day_map, name="day_map"),
    path("schema/<isodate:day>/karta/<int:resource>/", maps.person_map, name="person_map"),
    path("schema/<isodate:day>/morgonkoll/", maps.morning_check, name="morning_check"),
]
