"""Who can take a job: the best first with reasons, why not for somebody named, booked with one press by the rules."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from perforia.base.permissions import Role
from scheduling.models import Override
from scheduling.services import absences, moves
from scheduling.services.absences import Away
from scheduling.states import AbsenceKind
from tests.factories import world
from tests.factories.scheduling import TUESDAY, at, job, person, team, vehicle

pytestmark = pytest.mark.django_db
MONDAY = TUESDAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at("06:00", MONDAY), tick=False):
        yield


def url(of, tail=""):
    return reverse("scheduling:who_can", args=[of.pk]) + tail


def hidden(shown, name):
    return shown.split(f'name="{name}" value="')[1].split('"')[0]


def press(client, of, shown):
    """Book the first suggestion of a page."""
    told = {name: hidden(shown, name) for name in ("start", "crew", "version")}
    return client.post(reverse("scheduling:book_suggestion", args=[of.pk]), told)


def test_the_best_come_first_with_reasons_in_words(client, office):
    ali, elin = person("Ali Demoström", skills={"b": None}), person("Elin Låtsasberg")
    team("Lag 1", ali, elin)
    vehicle()
    made = job(people=2, volume=18, minutes=240, wanted_on=TUESDAY, hours={})
    shown = client.get(url(made)).content.decode()

    assert "Ali Demoström" in shown
    assert "Imorgon" in shown
    assert "07:00–11:00" in shown
    for reason in ("arbetar i samma team", "slutar 11:00", "Bil 1 är ledig"):
        assert reason in shown, reason
    assert "4 tim, 2 personer, fordon minst 18 m³" in shown


def test_a_suggestion_is_booked_as_a_draft_with_one_press_and_breaks_no_rule(client, office):
    ali = person("Ali Demoström")
    made = job()

    answer = press(client, made, client.get(url(made)).content.decode())

    made.refresh_from_db()
    assert answer.url == reverse("scheduling:job", args=[made.pk])
    assert [row.resource for row in made.assignments.all()] == [ali]
    assert (made.starts_at, made.status) == (at("07:00", MONDAY), "planned")
    assert Override.objects.count() == 0


def test_one_that_somebody_else_has_taken_is_refused_in_words_and_nothing_is_lost(client, office):
    ali = person("Ali Demoström")
    made = job()
    shown = client.get(url(made)).content.decode()
    job("07:00", ali, day=MONDAY)
    absences.record(resource=ali, away=Away(AbsenceKind.SICK, MONDAY, MONDAY), by=office, at=at("06:00", MONDAY))

    answer = press(client, made, shown)

    assert (answer.status_code, "Ali är frånvarande" in answer.content.decode()) == (422, True)
    made.refresh_from_db()
    assert made.starts_at is None


@pytest.mark.parametrize(
    "told",
    [
        {}, {"start": "snart", "crew": "1", "version": "1"},
        {"start": "2027-06-08T08:00:00+02:00", "crew": "x", "version": "1"},
        {"start": "2027-06-08T08:00:00+02:00", "crew": "999", "version": "1"},
    ],
)  # fmt: skip
def test_what_is_no_suggestion_is_refused_in_words(client, office, told):
    made = job()
    answer = client.post(reverse("scheduling:book_suggestion", args=[made.pk]), told)
    assert (answer.status_code, "går inte att boka längre" in answer.content.decode()) == (422, True)


def test_a_named_person_is_answered_with_why_not_and_when_instead(client, office):
    ali = person("Ali Demoström")
    job("08:00", ali)
    made = job("09:00")
    shown = client.get(url(made, f"?person={ali.pk}&fran={TUESDAY}&dagar=3")).content.decode()

    assert "Ali Demoström, tisdag 8 juni 09:00" in shown
    assert "Ali är dubbelbokad 09:00–10:00." in shown
    assert "Då kan Ali Demoström" in shown


def test_a_named_person_whom_nothing_stops_is_said_to_be_free(client, office):
    ali = person("Ali Demoström")
    made = job(wanted_on=TUESDAY)
    assert "Inget talar emot" in client.get(url(made, f"?person={ali.pk}&klockan=10:00")).content.decode()


def test_when_nobody_can_it_is_said_what_to_try(client, office):
    made = job(wanted_on=TUESDAY)
    shown = client.get(url(made)).content.decode()
    assert "Ingen kan då" in shown
    assert "Visa två veckor" in shown


def test_one_that_is_under_way_has_no_suggestions(client, office):
    made = job()
    moves.cancel(job=made, reason="Prov", by=world.person(Role.PLANNER), at=at("06:00", MONDAY))
    assert "planeras inte om" in client.get(url(made)).content.decode()


def test_nonsense_in_the_address_asks_for_nothing(client, office):
    made = job()
    assert client.get(url(made, "?person=x&fran=snart&dagar=99999&klockan=25:70")).status_code == 200


def test_only_planners_ask(client, login_as):
    made = job()
    login_as(Role.READER)
    assert client.get(url(made)).status_code == 403
