"""The form of a job's plan, and the drags that post to it: planned, refused in words, or asked for a reason."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from perforia.base.clock import now
from perforia.base.permissions import Role
from scheduling.models import Assignment, Override, Resource
from scheduling.services import jobs, moves, planning, publishing
from scheduling.services.absences import Away, record
from scheduling.states import AbsenceKind, ChangeSource
from tests.factories import crm, world
from tests.factories.scheduling import TUESDAY, act, at, details, job, person, plan, team, vehicle

pytestmark = pytest.mark.django_db
DAY = TUESDAY.isoformat()


@pytest.fixture(autouse=True)
def planner(client):
    user = world.person(Role.PLANNER, "Oskar Provlund")
    client.force_login(user)
    return user


def post(client, planned, **values):
    """Send the form of a job as a browser without scripts does."""
    told = {"version": planned.version, "day": DAY} | values
    return client.post(reverse("scheduling:plan_job", args=[planned.pk]), told)


def write(client, planned, *people, start="08:00", end="10:00", **values):
    seats = {f"person_{number}": who.pk for number, who in enumerate(people)}
    return post(client, planned, **({"start": start, "end": end, "team": ""} | seats | values))


def drag(client, planned, **values):
    """Drop a bar as the script of the day does."""
    told = {"version": planned.version, "day": DAY} | values
    page = "http://testserver" + reverse("scheduling:day_of", args=[TUESDAY])
    headers = {"HX-Request": "true", "HX-Current-URL": page}
    return client.post(reverse("scheduling:plan_job", args=[planned.pk]), told, headers=headers)


def crew_of(planned):
    return set(Assignment.objects.filter(job=planned).values_list("resource__name", flat=True))


def text(response):
    return response.content.decode().replace("\xa0", " ")


def test_the_form_gives_a_job_its_time_and_crew_and_says_so_on_the_day(client):
    viktor, bil, waits = person(skills={"b": None}), vehicle(), job(people=1)
    form = text(
        client.get(reverse("scheduling:plan_job", args=[waits.pk]) + f"?dag={DAY}&tid=09:30&person={viktor.pk}")
    )
    assert 'value="09:30"' in form
    assert 'value="11:30"' in form
    assert f'<option value="{viktor.pk}" selected>' in form
    answer = write(client, waits, viktor, role_0="lead", thing_0=bil.pk, start="09:30", end="11:30")
    assert answer.url == reverse("scheduling:day_of", args=[TUESDAY])
    waits.refresh_from_db()
    assert (waits.starts_at, waits.ends_at) == (at("09:30"), at("11:30"))
    assert set(waits.assignments.values_list("resource__name", "role")) == {
        ("Viktor Mallberg", "lead"),
        ("Bil 1", "thing"),
    }
    assert "Flytt hos Demosson: tisdag 8 juni 09:30–11:30, Viktor Mallberg och Bil 1." in text(client.get(answer.url))


def test_a_vehicle_that_leaves_before_a_job_still_does_when_the_job_is_moved(client):
    viktor, bil = person(), vehicle()
    seats = plan("08:00", viktor)
    planned = jobs.book(
        details=details(customer=crm.customer("Bo Alm")), plan=seats, by=world.person(), at=now(), reason="x"
    )
    planning.assign(job=planned, resource=bil, act=act())
    Assignment.objects.filter(resource=bil).update(starts_at=at("07:40"), ends_at=at("10:20"))
    write(client, planned.__class__.objects.get(pk=planned.pk), viktor, thing_0=bil.pk, start="11:00", end="14:00")
    moved = Assignment.objects.get(resource=bil)
    assert (moved.starts_at, moved.ends_at) == (at("10:40"), at("14:20"))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"start": "12:00", "end": "10:00"}, "Sluttiden ligger före starttiden."),
        ({"start": "25:99"}, "Skriv en tid, till exempel 07:30."),
        ({"start": "snart"}, "Skriv en tid, till exempel 07:30."),
        ({"end": ""}, "Skriv en tid, till exempel 07:30."),
        ({"day": "2027-02-30"}, "Skriv ett datum, till exempel 2026-06-09."),
        ({"day": ""}, "Välj ett datum."),
        ({"person_0": "999999"}, "finns inte kvar den dagen. Välj någon annan."),
        ({"overnight": "on", "start": "08:00", "end": "09:00"}, "högst ett dygn"),
    ],
)
def test_what_makes_no_sense_is_told_and_what_was_written_stays(client, values, sentence):
    viktor, planned = person(), job("08:00", person("Nadia Provsson"))
    answer = write(client, planned, viktor, thing_0="", **values)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert f'value="{values.get("start", "08:00")}"' in text(answer)
    if "person_0" not in values:
        assert f'<option value="{viktor.pk}" selected>' in text(answer)
    planned.refresh_from_db()
    assert planned.starts_at == at("08:00")


def test_who_has_left_is_no_choice_and_is_named_when_they_are_on_the_job_still(client):
    gone = person("Borta Längesedan")
    planned = job("08:00", gone)
    Resource.objects.filter(pk=gone.pk).update(active_until=TUESDAY.replace(day=1))
    answer = write(client, planned, gone, start="09:00", end="11:00")
    assert answer.status_code == 422
    assert "Borta Längesedan är inte kvar den dagen. Välj någon annan." in text(answer)


def test_a_broken_rule_asks_for_a_reason_and_keeps_it(client):
    viktor, planned = person(), job("08:00", person("Nadia Provsson"))
    record(resource=viktor, away=Away(AbsenceKind.SICK, TUESDAY, TUESDAY), by=world.person(Role.OFFICE), at=now())
    asked = write(client, planned, viktor, start="09:00", end="11:00")
    assert asked.status_code == 422
    assert "Viktor är frånvarande tisdag 8 juni men står på Demosson." in text(asked)
    assert 'name="reason"' in text(asked)
    assert crew_of(planned) == {"Nadia Provsson"}
    assert write(client, planned, viktor, start="09:00", end="11:00", reason="Frisk igen").status_code == 302
    assert crew_of(planned) == {"Viktor Mallberg"}
    assert Override.objects.filter(reason="Frisk igen", resource=viktor).exists()


def test_somebody_elses_change_is_told_with_both_and_either_may_be_kept(client):
    viktor, planned = person(), job("08:00", person("Nadia Provsson"))
    planning.move(job=planned, starts_at=at("12:00"), act=act(by=world.person(Role.PLANNER, "Elin Låtsasberg")))
    answer = write(client, planned, viktor, start="09:00", end="11:00")
    assert answer.status_code == 412
    assert "Elin ändrade det här" in text(answer)
    assert "12:00–14:00, Nadia Provsson" in text(answer)
    assert 'value="09:00"' in text(answer)
    planned.refresh_from_db()
    assert f'name="version" id="id_version" value="{planned.version}"' in text(answer)
    assert write(client, planned, viktor, start="09:00", end="11:00").status_code == 302
    assert crew_of(planned) == {"Viktor Mallberg"}


def test_a_team_is_added_to_those_who_are_on_the_job(client):
    viktor, nadia, bil = person(skills={"b": None}), person("Nadia Provsson"), vehicle()
    planned, crew = job("08:00", viktor), team("Lag 1", nadia, bil)
    assert write(client, planned, viktor, team=crew.pk).status_code == 302
    assert crew_of(planned) == {"Viktor Mallberg", "Nadia Provsson", "Bil 1"}


def test_a_drag_moves_everybody_and_answers_with_the_day_drawn_anew(client, planner):
    viktor, nadia = person(), person("Nadia Provsson")
    planned = job("08:00", viktor, nadia, people=2)
    answer = drag(client, planned, of=viktor.pk, start="09:15")
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#day")
    assert '"undo": "/schema/angra/"' in answer["HX-Trigger"]
    planned.refresh_from_db()
    assert {row.starts_at for row in planned.assignments.all()} == {at("09:15")}
    assert planned.changes.get(version=planned.version).source == ChangeSource.DRAG
    assert "09:15–11:15" in text(answer)


def test_a_drag_to_another_row_changes_who_and_the_end_of_a_bar_how_long(client):
    viktor, nadia = person(), person("Nadia Provsson")
    planned = job("08:00", viktor)
    drag(client, planned, of=viktor.pk, to=nadia.pk, start="08:00")
    assert crew_of(planned) == {"Nadia Provsson"}
    planned.refresh_from_db()
    drag(client, planned, of=nadia.pk, start="08:00", end="11:00")
    planned.refresh_from_db()
    assert (planned.starts_at, planned.ends_at) == (at("08:00"), at("11:00"))


def test_a_crew_is_dragged_to_a_job_one_by_one_but_written_too_small_with_a_reason(client):
    viktor, nadia, waits = person(), person("Nadia Provsson"), job(people=2)
    assert drag(client, waits, to=viktor.pk, start="13:30").status_code == 200
    waits.refresh_from_db()
    assert drag(client, waits, to=nadia.pk).status_code == 200
    assert crew_of(waits) == {"Viktor Mallberg", "Nadia Provsson"}
    waits.refresh_from_db()
    assert "Demosson behöver 2 personer, men 1 är planerad." in text(write(client, waits, viktor))


def test_a_job_from_the_tray_gets_the_time_and_person_it_is_dropped_on(client):
    viktor, waits = person(), job()
    assert drag(client, waits, to=viktor.pk, start="13:30").status_code == 200
    waits.refresh_from_db()
    assert (waits.starts_at, waits.ends_at, crew_of(waits)) == (at("13:30"), at("15:30"), {"Viktor Mallberg"})


def test_a_job_without_a_time_cannot_be_given_to_somebody_without_one(client):
    viktor, waits = person(), job()
    answer = drag(client, waits, to=viktor.pk)
    assert (answer.status_code, "Välj en tid för uppdraget." in text(answer)) == (409, True)


def test_two_who_were_on_a_job_become_one_when_one_is_dragged_onto_the_other(client):
    viktor, nadia = person(), person("Nadia Provsson")
    planned = job("08:00", viktor, nadia)
    drag(client, planned, of=viktor.pk, to=nadia.pk)
    assert crew_of(planned) == {"Nadia Provsson"}


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 2), (date(2027, 10, 31), 4)])
def test_in_the_nights_when_clocks_change_work_ends_when_the_clock_says(client, day, hours):
    viktor, waits = person(hours=None), job()
    write(client, waits, viktor, day=day.isoformat(), start="01:00", end="04:00", reason="Nattflytt")
    waits.refresh_from_db()
    assert (waits.starts_at, waits.ends_at) == (at("01:00", day), at("04:00", day))
    assert waits.starts_at is not None
    assert waits.ends_at == waits.starts_at + timedelta(hours=hours)


def test_a_seat_of_its_own_times_that_would_vanish_gets_the_times_of_the_job(client):
    viktor, bil = person(skills={"b": None}), vehicle()
    planned = job("08:00", viktor, bil)
    Assignment.objects.filter(resource=bil).update(starts_at=at("08:00"), ends_at=at("08:30"))
    write(client, planned, viktor, thing_0=bil.pk, start="08:00", end="09:00")
    kept = Assignment.objects.get(resource=bil)
    assert (kept.starts_at, kept.ends_at) == (at("08:00"), at("09:00"))


def test_what_a_drag_breaks_is_asked_for_in_the_form_as_it_was_meant(client):
    viktor, nadia = person(), person("Nadia Provsson", hours=("07:00", "12:00"))
    planned = job("08:00", viktor)
    answer = drag(client, planned, of=viktor.pk, to=nadia.pk, start="13:00")
    assert answer.status_code == 422
    assert "Nadia arbetar inte tisdag 8 juni 13:00–15:00" in text(answer)
    assert f'<option value="{nadia.pk}" selected>' in text(answer)
    assert 'value="13:00"' in text(answer)
    assert crew_of(planned) == {"Viktor Mallberg"}


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({"start": "nu"}, 422, "Skriv en tid"),
        ({"to": "999999"}, 422, "finns inte kvar"),
        ({"start": "10:00", "end": "09:00"}, 409, "slutar innan det börjar"),
        ({"version": 1, "start": "10:00"}, 412, "ändrade det här"),
        ({"act": "replace", "of": "other"}, 409, "är inte längre på uppdraget"),
        ({"of": "other", "start": "10:00"}, 409, "är inte längre på uppdraget"),
    ],
)
def test_a_drop_that_cannot_be_is_refused_in_words(client, values, status, sentence):
    viktor, nadia = person(), person("Nadia Provsson")
    planned = job("08:00", viktor)
    planning.move(job=planned, starts_at=at("08:30"), act=act())
    planned.refresh_from_db()
    meant = {name: nadia.pk if value == "other" else value for name, value in values.items()}
    answer = drag(client, planned, **({"of": viktor.pk} | meant))
    assert (answer.status_code, sentence in text(answer)) == (status, True)
    planned.refresh_from_db()
    assert planned.starts_at == at("08:30")


def test_somebody_who_is_free_stands_in_at_once_and_when_nobody_is_that_is_said(client):
    viktor, nadia = person(), person("Nadia Provsson")
    job("08:00", viktor)
    clash = job("09:00", viktor)
    drag(client, clash, act="replace", of=viktor.pk)
    assert crew_of(clash) == {"Nadia Provsson"}
    clash.refresh_from_db()
    record(resource=viktor, away=Away(AbsenceKind.SICK, TUESDAY, TUESDAY), by=world.person(Role.OFFICE), at=now())
    answer = drag(client, clash, do=f"replace-{nadia.pk}")
    assert (answer.status_code, "Ingen annan kan ta jobbet 09:00–11:00" in text(answer)) == (409, True)


def test_people_are_taken_off_and_jobs_put_back_among_those_that_wait(client):
    viktor, nadia = person(), person("Nadia Provsson")
    planned = job("08:00", viktor, nadia, people=2)
    assert drag(client, planned, do=f"off-{viktor.pk}").status_code == 200
    assert crew_of(planned) == {"Nadia Provsson"}
    planned.refresh_from_db()
    assert drag(client, planned, act="unplan", start="skräp").status_code == 200
    planned.refresh_from_db()
    assert (planned.starts_at, crew_of(planned)) == (None, set())


def test_the_last_change_is_taken_back_and_when_there_is_none_that_is_said(client, planner):
    viktor = person()
    planned = job("08:00", viktor)
    drag(client, planned, of=viktor.pk, start="10:00")
    answer = client.post(reverse("scheduling:undo"))
    assert answer.status_code == 302
    planned.refresh_from_db()
    assert planned.starts_at == at("08:00")
    refused = client.post(reverse("scheduling:undo"), headers={"HX-Request": "true"})
    assert (refused.status_code, "Det finns inget att \\u00e5ngra." in refused["HX-Trigger"]) == (409, True)


def test_a_job_that_is_done_is_not_planned_again(client):
    viktor = person()
    planned = job("08:00", viktor)
    publishing.publish_jobs(jobs=[planned], by=None, at=now())
    moves.finish(job=planned, by=None, at=now())
    planned.refresh_from_db()
    answer = write(client, planned, viktor, start="11:00", end="13:00")
    assert (answer.status_code, "har status ”Klar”" in text(answer)) == (422, True)


def test_who_only_looks_plans_nothing(client):
    client.force_login(world.person(Role.READER))
    assert client.get(reverse("scheduling:plan_job", args=[job().pk])).status_code == 403
