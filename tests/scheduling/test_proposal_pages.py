"""Planera dagen on the page: asked for, followed, judged row by row, taken as drafts, told why when it goes wrong."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from perforia.base.clock import now
from perforia.base.permissions import Role
from scheduling.models import Booking, DayProposal
from scheduling.rules import effects
from scheduling.services import planning, proposals
from scheduling.states import ProposalState, Skill
from scheduling.tasks import plan_day
from tests.factories import world
from tests.factories.scheduling import TUESDAY, act, at, job, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(client, login_as):
    login_as(Role.PLANNER)
    return client


def ready():
    made = proposals.ask(day=TUESDAY, by=world.person(Role.PLANNER), at=now(), seconds=0)
    plan_day(proposal_id=made.pk)
    return DayProposal.objects.get(pk=made.pk)


def url(name, made):
    return reverse(f"scheduling:{name}", args=[made.pk])


def take(client, made, *jobs, **more):
    return client.post(url("accept_proposal", made), {"jobb": [each.pk for each in jobs]} | more)


def crew_of(made):
    return [row.resource.name for row in made.assignments.select_related("resource").order_by("pk")]


def test_a_proposal_is_asked_for_and_followed_until_it_is_made(planner):
    person()
    job("08:00")
    day = reverse("scheduling:propose_day", args=[TUESDAY])
    answer = planner.post(day)
    made = DayProposal.objects.get()
    assert answer.url == url("proposal", made)
    assert 'hx-trigger="every 1s"' in planner.get(answer.url).text
    proposals.claim(proposal_id=made.pk, at=now())
    proposals.note_progress(proposal=made, share=0.4)
    fragment = planner.get(url("proposal_progress", made), headers={"HX-Request": "true"})
    assert ('aria-valuenow="40"' in fragment.text, "HX-Refresh" in fragment.headers) == (True, False)
    DayProposal.objects.update(state=ProposalState.WAITING, seconds=0)
    plan_day(proposal_id=made.pk)
    fragment = planner.get(url("proposal_progress", made), headers={"HX-Request": "true"})
    assert ("hx-trigger" in fragment.text, fragment.headers["HX-Refresh"]) == (False, "true")
    assert "Klart" in planner.get(day).text


def test_differences_are_told_as_before_and_after_with_what_they_do_to_the_day(planner):
    viktor = person()
    person("Elin Låtsasberg")
    job("08:00", viktor)
    job("09:00", viktor)
    job("13:00")
    page = planner.get(url("proposal", ready()))
    rows = {each.what: (each.before, each.after) for each in page.context["rows"]}
    assert rows["Byte"] == ("09:00–11:00, Viktor", "09:00–11:00, Elin")
    assert rows["Får lag"][0] == "13:00–15:00, otilldelat"
    told = {each.label: (each.before, each.after, each.tone) for each in page.context["effects"]}
    assert told["Uppdrag utan helt lag"] == ("1", "0", "ok")
    assert told["Krockar och brutna regler"][1:] == ("0", "ok")
    assert "Körning" in page.text


def test_chosen_rows_become_drafts_that_nobody_is_told_of(planner):
    person()
    first, second = job("08:00"), job("13:00")
    made = ready()
    assert take(planner, made, first).url == reverse("scheduling:day_of", args=[TUESDAY])
    assert (crew_of(first), crew_of(second), Booking.objects.count()) == (["Viktor Mallberg"], [], 0)
    assert "Intaget" in planner.get(url("proposal", made)).text


def test_what_has_changed_since_is_marked_and_refused_with_a_sentence(planner):
    person()
    first, second = job("08:00"), job("13:00")
    made = ready()
    planning.move(job=second, starts_at=at("14:00"), act=act())
    assert "Inaktuellt" in planner.get(url("proposal", made)).text
    refused = take(planner, made, first, second)
    assert (refused.status_code, "har ändrat uppdraget" in refused.text) == (422, True)
    assert crew_of(first) == []


def test_rules_that_would_be_broken_ask_for_a_reason_and_keep_the_choice(planner):
    viktor = person()
    made_for, other = job("08:00"), job("13:00")
    made = ready()
    job("08:30", viktor, minutes=480)  # since then he is busy until the evening, and starts early the next day
    viktor.patterns.all().delete()
    refused = take(planner, made, made_for)
    assert (refused.status_code, 'name="varfor"' in refused.text) == (422, True)
    assert refused.context["chosen"] == [made_for.pk]
    assert take(planner, made, made_for, varfor="Överenskommet").status_code == 302
    assert (crew_of(made_for), crew_of(other)) == (["Viktor Mallberg"], [])


def test_who_is_booked_twice_by_what_was_taken_is_told_and_taking_it_again_says_that_it_is_there(planner):
    viktor = person()
    wanted = job("08:00")
    made = ready()
    job("08:30", viktor)
    told = take(planner, made, wanted)
    assert "Viktor är dubbelbokad" in planner.get(told.url).text
    assert "redan med i planen" in planner.get(take(planner, made, wanted).url).text


@pytest.mark.parametrize("sent", [[], ["x"], ["9" * 40], ["²"]])
def test_nothing_chosen_is_told(planner, sent):
    made = ready()
    answer = planner.post(url("accept_proposal", made), {"jobb": sent})
    assert (answer.status_code, "Välj minst en ändring" in answer.text) == (422, True)


def test_one_that_failed_says_why_and_can_be_tried_again(planner):
    made = proposals.ask(day=TUESDAY, by=world.person(Role.PLANNER), at=now())
    proposals.claim(proposal_id=made.pk, at=now())
    proposals.fail(proposal=made, reason="Dagen går inte att planera: två tider säger emot varandra")
    page = planner.get(url("proposal", made)).text
    assert "två tider säger emot varandra" in page
    assert "Försök igen" in page
    assert "två tider" in planner.get(reverse("scheduling:propose_day", args=[TUESDAY])).text
    planner.post(reverse("scheduling:propose_day", args=[TUESDAY]))
    assert DayProposal.objects.filter(state=ProposalState.WAITING).count() == 1


def test_what_is_left_without_a_crew_says_why_and_leads_to_who_can(planner):
    person()
    alone = job("08:00", skills=[Skill.PIANO])
    page = planner.get(url("proposal", ready())).text
    assert "ingen som arbetar har Piano och flygel" in page
    assert reverse("scheduling:who_can", args=[alone.pk]) in page
    assert proposals.STANDS in page


def test_a_proposal_asks_as_often_with_many_rows_as_with_one(planner):
    def count(address):
        with CaptureQueriesContext(connection) as asked:
            planner.get(address)
        return len(asked)

    person()
    job("08:00")
    one = url("proposal", ready())
    planner.get(one)
    few, shell = count(one), count(reverse("home:shortcuts"))
    person("Elin Låtsasberg")
    for clock in ("10:30", "13:00"):
        job(clock)
    made = ready()
    assert made.rows.count() == 3
    assert count(url("proposal", made)) == few <= shell + 6


def test_only_planners_propose_and_take(client, login_as):
    made = ready()
    login_as(Role.READER)
    for answer in (
        client.get(url("proposal", made)), client.post(url("accept_proposal", made)),
        client.post(reverse("scheduling:propose_day", args=[TUESDAY])),
    ):  # fmt: skip
        assert answer.status_code == 403


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["travel", 95.0, 60.0], ("Körning", "1,6 tim", "1 tim", "35 min mindre", "ok")),
        (["overtime", 0.0, 20.0], ("Övertid", "0 min", "20 min", "20 min mer", "warn")),
        (["left", 3, 1], ("Uppdrag utan helt lag", "3", "1", "2 färre", "ok")),
        (["faults", 1, 1], ("Krockar och brutna regler", "1", "1", "oförändrat", "")),
    ],
)
def test_effects_are_told_in_words(row, words):
    (told,) = effects.told([row, ["late", 0.2, 0.0]])
    assert (told.label, told.before, told.after, told.difference, told.tone) == words
