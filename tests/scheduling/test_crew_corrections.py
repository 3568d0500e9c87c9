"""Somebody puts an own time right on the phone: what was reported stays, and nothing goes through that cannot be."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from perforia.base.permissions import Role
from scheduling.models import CrewAct, TimeCorrection, TimeEntry
from scheduling.queries import times as queries
from scheduling.rules.hours import Worked
from scheduling.services import times
from scheduling.states import ActState, TimeState
from tests.factories import world
from tests.factories.crew import on_the_phone, published, send
from tests.factories.scheduling import TUESDAY, at, person

pytestmark = pytest.mark.django_db
DAY = TUESDAY.isoformat()
PHONE = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def viktor(client, time_machine):
    time_machine.move_to(at("12:00"), tick=False)
    return on_the_phone(client)


@pytest.fixture
def job(viktor):
    return published("08:00", viktor)


def worked(who, job, start="08:00", end="10:00"):
    """A time that is reported."""
    send("check_in", who, job, at(start), work="moving")
    send("check_out", who, job, at(end))
    return TimeEntry.objects.latest("pk")


def told(entry, **facts):
    """What is sent to put it right: half an hour earlier, with a break."""
    return {
        "entry": entry.pk, "starts": f"{DAY}T07:30", "ends": f"{DAY}T10:00", "break_minutes": 15,
        "text": "Hämtade bilen först",
    } | facts  # fmt: skip


def ask(client, entry, *, script=False, **facts):
    """Send it as the page does, with or without its script."""
    facts = {"kind": "correct", "uuid": str(uuid4()), "job": entry.job_id} | told(entry, **facts)
    return client.post(reverse("scheduling:my_act"), facts, **(PHONE if script else {}))


def line(entry):
    return queries.line_of(entry, user=world.person(Role.PLANNER, "Pia Planerare"))


def test_the_new_time_counts_once_and_what_was_reported_stands_beside_it(viktor, job):
    entry, name = worked(viktor, job), uuid4()
    first, done = (
        send("correct", viktor, job, at("11:00"), received=at("12:00"), uuid=name, **told(entry)) for _ in range(2)
    )

    assert (done.pk, done.state) == (first.pk, ActState.APPLIED)
    assert done.sentence == "Tiden är rättad. Kontoret ser både den nya och den du rapporterade."
    made = TimeCorrection.objects.get()
    assert (made.reason, made.by, made.at) == ("Hämtade bilen först", None, at("12:00"))
    assert line(entry).counted == Worked(at("07:30"), at("10:00"), 15, "moving")
    assert line(entry).reported == Worked(at("08:00"), at("10:00"), 0, "moving")
    assert line(entry).is_own_correction
    entry.refresh_from_db()
    assert entry.state == TimeState.REPORTED


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"ends": f"{DAY}T07:00"}, "Tiden slutar innan den börjar. Ändra från eller till."),
        ({"break_minutes": 150}, "Rasten är lika lång som tiden, eller längre. Ändra rasten."),
        ({"starts": "2027-06-06T08:00"}, "En tid kan vara högst ett dygn. Dela upp den."),
        ({"ends": f"{DAY}T23:00"}, "Tiden har inte varit än. Ändra från eller till."),
        ({"starts": "halv åtta"}, "Skriv dag och klockslag, till exempel 2026-06-09 07:00."),
        ({"starts": "0001-01-01T00:00"}, "Skriv dag och klockslag, till exempel 2026-06-09 07:00."),
        ({"ends": ""}, "Skriv både när du började och när du slutade."),
        ({"text": "  "}, "Skriv varför tiden ska rättas."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(client, viktor, job, facts, sentence):
    entry = worked(viktor, job)
    page = ask(client, entry, **facts)
    text = page.content.decode()

    assert page.status_code == 422
    assert text.count(f"<span>{sentence}</span>") == 1
    for typed in ({**told(entry), **facts}[name] for name in ("starts", "ends", "break_minutes", "text")):
        assert f'value="{str(typed).strip()}"' in text
    assert ask(client, entry, script=True, **facts).json() == {"state": "refused", "sentence": sentence}
    assert not TimeCorrection.objects.exists()


def test_a_time_over_another_of_ones_own_is_refused_with_where_it_is(client, viktor, job):
    first, other = worked(viktor, job, "08:00", "09:00"), published("10:30", viktor)
    second = worked(viktor, other, "10:30", "11:00")
    text = ask(client, first, ends=f"{DAY}T10:45").content.decode()

    assert f"Du har redan tid på {other.number} från 10:30. Ändra så att tiderna inte går över varandra." in text
    assert f'value="{DAY}T10:45"' in text
    times.reject(entry=second, reason="Dubbel", by=world.person(), at=at("12:00"))
    assert ask(client, first, script=True, ends=f"{DAY}T10:45").json()["state"] == "applied"


def test_the_same_time_as_before_is_no_correction(client, viktor, job):
    send("check_in", viktor, job, at("08:00") + timedelta(seconds=20))
    send("check_out", viktor, job, at("10:00") + timedelta(seconds=40))
    answer = ask(client, TimeEntry.objects.get(), script=True, starts=f"{DAY}T08:00", break_minutes=0)

    assert answer.json() == {"state": "applied", "sentence": "Tiden är redan så."}
    assert not TimeCorrection.objects.exists()


def test_what_the_office_has_said_is_asked_of_the_office(client, viktor, job):
    entry, boss = worked(viktor, job), world.person()
    times.correct(entry=entry, worked=Worked(at("08:00"), at("09:45")), reason="Lunch", by=boss, at=at("11:30"))
    late = send("correct", viktor, job, at("11:00"), received=at("12:00"), **told(entry))
    assert late.sentence == "Kontoret har rättat tiden efter dig. Öppna uppdraget och se efter."
    times.approve(entries=[entry], by=boss, at=at("11:40"))
    approved = ask(client, entry)
    times.reject(entry=entry, reason="Fel", by=boss, at=at("11:50"))

    assert approved.status_code == 422
    assert "Tiden är redan godkänd. Be kontoret rätta den." in approved.content.decode()
    assert ask(client, entry, script=True).json()["sentence"] == "Kontoret har underkänt tiden. Ring kontoret."
    assert TimeCorrection.objects.count() == 1


def test_somebody_elses_time_and_one_that_runs_are_not_put_right(client, viktor, job):
    elin = person("Elin Låtsasberg")
    theirs = worked(elin, published("08:00", elin))
    send("check_in", viktor, job, at("11:00"))
    running = TimeEntry.objects.running().get()

    told_of_theirs = ask(client, TimeEntry(pk=theirs.pk, job=job), script=True).json()
    assert told_of_theirs["sentence"] == "Tiden finns inte längre. Ring kontoret."
    assert ask(client, running, script=True).json()["sentence"] == "Tiden pågår. Checka ut först."


def test_the_job_shows_ones_times_with_the_way_to_put_them_right_until_they_are_approved(client, viktor, job):
    entry, path = worked(viktor, job), f"/min-dag/{job.pk}/"
    before = client.get(path).content.decode()
    ask(client, entry)
    after, week = client.get(path).content.decode(), client.get("/min-dag/tid/").content.decode()
    times.approve(entries=[entry], by=world.person(), at=at("12:00"))
    decided = client.get(path).content.decode()

    assert "08:00–10:00" in before
    assert f'value="{DAY}T08:00"' in before
    assert "07:30–10:00" in after
    assert "Rapporterat 08:00–10:00" in after
    assert "rättad av dig" in week
    assert "rättad av kontoret" not in week
    assert "Rätta tiden" in after
    assert "Rätta tiden" not in decided


def test_the_office_sees_both_where_it_approves_and_is_not_led_past_it(client, viktor, job):
    entry = worked(viktor, job, "08:40", "10:00")
    ask(client, entry, starts=f"{DAY}T08:00", break_minutes=0)
    client.force_login(world.person(Role.PLANNER, "Pia Planerare"))
    week = client.get(reverse("scheduling:times"), {"vecka": DAY}).content.decode()
    page = client.get(reverse("scheduling:time", args=[entry.pk])).content.decode()

    for said in ("08:00–10:00", "rapporterat 08:40–10:00", "Hämtade bilen först", "rättad av den som arbetade"):
        assert said in week
    assert "enligt schema" not in week
    for said in ("Rapporterat</dt><dd>08:40–10:00", "Viktor Mallberg, i Min dag"):
        assert said in page


def test_a_refusal_of_a_correction_is_kept_for_the_office_alone(client, viktor, job):
    entry = worked(viktor, job)
    times.approve(entries=[entry], by=world.person(), at=at("11:00"))
    ask(client, entry, script=True)

    assert CrewAct.objects.latest("pk").state == ActState.REFUSED
    assert "Be kontoret rätta den" not in client.get(f"/min-dag/{job.pk}/").content.decode()
    client.force_login(world.person(Role.PLANNER, "Pia Planerare"))
    left = client.get(reverse("scheduling:crew_left", args=[job.pk])).content.decode()
    assert "Tiden är redan godkänd. Be kontoret rätta den. ”Hämtade bilen först”" in left
