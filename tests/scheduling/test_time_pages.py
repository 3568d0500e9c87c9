"""Reported time in the browser: a week, one time, by hand, and what goes wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse

from contracts.states import RutWork
from perforia.base.clock import now
from perforia.base.permissions import Role
from scheduling.models import TimeCorrection, TimeEntry
from scheduling.services import times
from scheduling.states import TimeState
from tests.factories import scheduling as factory
from tests.factories import times as made
from tests.factories import world

pytestmark = pytest.mark.django_db
WEEK = f"?vecka={made.WORKED.isoformat()}"


@pytest.fixture
def viktor():
    return factory.person()


@pytest.fixture
def job(viktor):
    return made.done(viktor)


@pytest.fixture
def planner(client):
    user = world.person(Role.PLANNER)
    client.force_login(user)
    return user


def list_url(query: str = WEEK) -> str:
    return reverse("scheduling:times") + query


def written(**facts: str) -> dict[str, str]:
    told = {"day": made.WORKED.isoformat(), "starts": "07:00", "ends": "11:30", "break_minutes": "30"}
    return told | {"work": RutWork.MOVING, "reason": "Rasten glömdes"} | facts


def test_a_week_is_shown_beside_the_plan_with_sums(client, planner, job, viktor):
    made.reported(job, viktor, "07:00", "12:40")

    page = client.get(list_url()).content.decode()

    assert "Tid, vecka 24" in page
    assert "07:00–12:40" in page
    assert "+40 min" in page
    assert "1 att godkänna" in page
    assert "enligt schema" not in page


def test_all_that_is_as_planned_is_approved_at_once(client, planner, job, viktor):
    easy, odd = made.reported(job, viktor, "06:58", "12:05"), made.reported(job, viktor, "13:00", "14:00")

    client.post(reverse("scheduling:approve_times"), {"vecka": made.WORKED.isoformat(), "alla": "1"})

    easy.refresh_from_db()
    odd.refresh_from_db()
    assert (easy.state, odd.state) == (TimeState.APPROVED, TimeState.REPORTED)


def test_marked_times_are_approved_and_nothing_marked_is_said(client, planner, job, viktor):
    entry = made.reported(job, viktor)
    url, day = reverse("scheduling:approve_times"), made.WORKED.isoformat()

    assert "Markera de tider" in client.post(url, {"vecka": day, "tid": ["x", ""]}, follow=True).content.decode()
    page = client.post(url, {"vecka": day, "tid": [entry.pk]}, follow=True)

    entry.refresh_from_db()
    assert entry.state == TimeState.APPROVED
    assert "Tiden är godkänd." in page.content.decode()


def test_a_time_is_put_right_and_both_stand_on_its_page(client, planner, job, viktor):
    entry = made.reported(job, viktor)
    url = reverse("scheduling:time", args=[entry.pk])

    page = client.post(url, written(), follow=True).content.decode()

    assert "07:00–11:30" in page
    assert "07:00–12:00" in page
    assert "Rasten glömdes" in page
    assert TimeCorrection.objects.get().by == planner


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"ends": "07:00"}, "samma klockslag"),
        ({"ends": "kvart i"}, "Skriv ett klockslag"),
        ({"day": "2026-02-30"}, "Skriv ett datum"),
        ({"break_minutes": "-1"}, "Skriv rasten i minuter"),
        ({"break_minutes": "300"}, "Rasten är lika lång"),
        ({"reason": ""}, "Skriv varför tiden rättas"),
        ({"day": "2999-01-01"}, "inte varit än"),
    ],
)
def test_bad_input_is_told_and_kept(client, planner, job, viktor, facts, sentence):
    entry = made.reported(job, viktor)

    answer = client.post(reverse("scheduling:time", args=[entry.pk]), written(**facts))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert all(f'value="{value}"' in page for value in facts.values() if value)
    assert not TimeCorrection.objects.exists()


def test_a_no_wants_a_reason_and_is_shown(client, planner, job, viktor):
    entry = made.reported(job, viktor)
    url = reverse("scheduling:reject_time", args=[entry.pk])

    assert client.post(url, {"reason": ""}).status_code == 422
    page = client.post(url, {"reason": "Var inte där"}, follow=True).content.decode()

    assert "Var inte där" in page
    assert "Underkänd" in page


def test_a_decision_is_taken_back(client, planner, job, viktor):
    entry = made.reported(job, viktor)
    times.approve(entries=[entry], by=planner, at=now())

    page = client.post(reverse("scheduling:reopen_time", args=[entry.pk]), follow=True).content.decode()

    assert "Tiden är öppen igen" in page
    assert TimeEntry.objects.get().state == TimeState.REPORTED


def test_a_forgotten_time_is_written_by_hand_past_midnight(client, planner, job, viktor):
    told = written(person=str(viktor.pk), job=job.number, starts="22:00", ends="02:00", break_minutes="0")

    answer = client.post(reverse("scheduling:new_time"), told)

    entry = TimeEntry.objects.get()
    assert answer.url == reverse("scheduling:time", args=[entry.pk])
    assert entry.ended_at == entry.started_at + timedelta(hours=4)


@pytest.mark.parametrize(
    ("facts", "sentence"), [({"job": "U-1"}, "Inget uppdrag har det numret"), ({"person": "999999"}, "Välj en person")]
)
def test_a_job_or_person_that_is_not_there_is_told(client, planner, job, viktor, facts, sentence):
    told = written(person=str(viktor.pk), job=job.number) | facts

    answer = client.post(reverse("scheduling:new_time"), told)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_the_page_of_a_job_shows_its_time(client, planner, job, viktor):
    made.reported(job, viktor)

    page = client.get(reverse("scheduling:times_of_job", args=[job.pk])).content.decode()

    assert "5:00" in page
    assert RutWork.MOVING.label in page


def test_approved_time_is_taken_out_for_the_pay(client, planner, job, viktor):
    times.approve(entries=[made.reported(job, viktor, break_minutes=30)], by=planner, at=now())
    made.reported(job, viktor, "13:00", "14:00")

    lines = b"".join(client.get(reverse("scheduling:export_times") + WEEK).streaming_content).decode().splitlines()

    assert len(lines) == 2
    assert "4,50" in lines[1] or "4.50" in lines[1]


def test_a_week_costs_as_much_for_three_as_for_one(client, planner, job, viktor, django_assert_max_num_queries):
    made.reported(job, viktor)
    client.get(list_url())  # what is remembered from the first page on
    counts = []
    for name in ("", "Ali Demoström", "Elin Låtsasberg"):
        if name:
            made.reported(job, factory.person(name))
        with django_assert_max_num_queries(20) as asked:
            client.get(list_url())
        counts.append(len(asked))

    assert counts[0] == counts[-1]


@pytest.mark.parametrize("query", ["", "?vecka=nonsens", "?vecka=0001-01-01", "?lage=trolleri"])
def test_a_week_that_cannot_be_read_shows_one_that_can(client, planner, query):
    assert client.get(list_url(query)).status_code == 200


@pytest.mark.parametrize("role", [Role.STAFF, Role.READER, Role.RUT_OFFICER])
def test_others_do_not_decide_time(client, role, job, viktor):
    entry = made.reported(job, viktor)
    client.force_login(world.person(role))

    assert client.get(list_url()).status_code == 403
    assert client.post(reverse("scheduling:approve_time", args=[entry.pk])).status_code == 403
