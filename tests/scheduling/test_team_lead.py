"""A team has one who leads it, if it has been decided: told on the board, on the team's page and to its crew."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from scheduling.models import Resource, Team, TeamMember
from scheduling.queries import board
from scheduling.queries.board_rows import Filter
from scheduling.queries.teams import leaders_of, team_rows
from scheduling.services import staff, things
from scheduling.services.things import MemberDetails
from scheduling.states import StaffGroup
from tests.factories import crew, world
from tests.factories.scheduling import TUESDAY, job, person, team, vehicle

pytestmark = pytest.mark.django_db
TEAMS, OWN = "/personal/team/", "/min-dag/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _june():
    with time_machine.travel("2027-06-01T08:00:00+02:00", tick=False):
        yield


def planner():
    return world.person(Role.PLANNER)


def save(members: list[MemberDetails], *, of: Team | None = None, name: str = "Flytt 1") -> Team:
    return things.save_team(team=of, name=name, group=StaffGroup.MOVING, members=members, by=planner(), at=now())


def led(lead: Resource, *others: Resource, name="Flytt 1", **days: date) -> Team:
    """A team and who leads it; `days` are those of the one who does."""
    return save([MemberDetails(lead, is_lead=True, **days), *(MemberDetails(each) for each in others)], name=name)


def posted(*members: Resource, lead: Resource | None = None, name="Flytt 1"):
    told = {"name": name, "group": "moving", "lead": str(lead.pk) if lead else ""}
    return told | {f"in_{row.pk}": "on" for row in members}


def text_of(page):
    return page.content.decode()


def test_another_takes_over_and_there_is_never_more_than_one():
    elin, ali = person("Elin Låtsasberg"), person("Ali Demoström")
    made = led(elin, ali)
    save([MemberDetails(elin), MemberDetails(ali, is_lead=True)], of=made)
    assert TeamMember.objects.get(is_lead=True).resource == ali
    with pytest.raises(DomainError, match="Ett team har en arbetsledare"):
        save([MemberDetails(elin, is_lead=True), MemberDetails(ali, is_lead=True)], of=made)
    with pytest.raises(DomainError, match="Välj en person som arbetsledare"):
        save([MemberDetails(vehicle(), is_lead=True)], of=made)
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamMember.objects.update(is_lead=True)


@pytest.mark.parametrize(
    ("days", "leads"),
    [({}, True), ({"valid_until": TUESDAY - DAY}, False), ({"valid_from": TUESDAY + DAY}, False)],
)
def test_who_leads_does_so_while_they_belong_to_it(days, leads):
    elin, ali = person("Elin Låtsasberg"), person("Ali Demoström")
    led(elin, ali, **days)
    assert leaders_of(ali.pk, TUESDAY) == (["Elin Låtsasberg"] if leads else [])
    (row,) = team_rows(planner(), today=TUESDAY)
    assert row.lead == (elin if leads else None)
    shown = board.board_of([TUESDAY], user=planner(), shown=Filter(is_by_team=True))
    assert shown.groups[0].lead == ("Elin Låtsasberg" if leads else "")


def test_who_has_left_leads_nobody():
    elin, ali = person("Elin Låtsasberg"), person("Ali Demoström")
    led(elin, ali)
    staff.retire(resource=elin, last_day=TUESDAY - DAY, by=planner(), at=now())
    assert leaders_of(ali.pk, TUESDAY) == []
    assert team_rows(planner(), today=TUESDAY)[0].lead is None
    shown = board.board_of([TUESDAY], user=planner(), shown=Filter(is_by_team=True))
    assert shown.groups[0].lead == ""


def test_the_board_names_who_leads_also_when_they_stand_in_another_row(client, office):
    elin, ali = person("Elin Låtsasberg"), person("Ali Demoström")
    led(elin, name="Flytt 1")
    led(elin, ali, name="Flytt 2")
    for address in (f"/schema/{TUESDAY}/?vy=team", f"/schema/vecka/{TUESDAY}/?vy=team"):
        shown = text_of(client.get(address))
        assert shown.count("Arbetsledare: Elin Låtsasberg") == 2, address
    assert "Arbetsledare" not in text_of(client.get(f"/schema/{TUESDAY}/"))
    assert "Arbetsledare: Elin Låtsasberg" in text_of(client.get(f"/schema/{TUESDAY}/utskrift/?vy=team"))


def test_the_teams_page_and_form_have_one_chosen_among_the_members(client, office):
    elin, ali, car = person("Elin Låtsasberg"), person("Ali Demoström"), vehicle()
    client.post(f"{TEAMS}nytt/", posted(elin, ali, car, lead=elin))
    made = Team.objects.get()
    (row,) = client.get(TEAMS).context["teams"]
    assert (row.lead, [each.resource for each in row.others]) == (elin, [ali, car])
    form = client.get(f"{TEAMS}{made.pk}/").context["form"]
    assert form.initial["lead"] == str(elin.pk)
    assert str(car.pk) not in dict(form.fields["lead"].choices)
    client.post(f"{TEAMS}{made.pk}/", posted(elin, ali, car))
    assert not TeamMember.objects.filter(is_lead=True).exists()


def test_a_lead_who_is_taken_out_of_the_team_leads_it_no_longer_and_that_is_said(client, office):
    elin, ali = person("Elin Låtsasberg"), person("Ali Demoström")
    made = led(elin, ali)
    answer = client.post(f"{TEAMS}{made.pk}/", posted(ali, lead=elin), follow=True)
    assert "Elin Låtsasberg är inte med längre, så Flytt 1 har ingen arbetsledare." in text_of(answer)
    assert not TeamMember.objects.filter(is_lead=True).exists()


def test_one_who_is_not_in_the_team_cannot_be_chosen_and_what_was_typed_stays(client, office):
    elin, ali = person("Elin Låtsasberg"), person("Ali Demoström")
    made = led(elin, ali)
    answer = client.post(f"{TEAMS}{made.pk}/", posted(elin, lead=ali, name="Nya namnet"))
    assert answer.status_code == 422
    assert "Kryssa i Ali Demoström, eller välj någon annan" in text_of(answer)
    assert "Nya namnet" in text_of(answer)
    assert TeamMember.objects.get(is_lead=True).resource == elin
    gone = client.post(f"{TEAMS}{made.pk}/", posted(elin) | {"lead": "999999"})
    assert (gone.status_code, "finns inte längre" in text_of(gone)) == (422, True)


def test_a_crew_is_told_on_its_day_who_leads_unless_it_is_oneself(client):
    elin, ali = person("Elin Låtsasberg"), person("Ali Demoström")
    led(elin, ali)
    crew.published("08:00", ali, day=TUESDAY)
    crew.log_in(client, ali)
    assert "Arbetsledare: Elin Låtsasberg" in text_of(client.get(f"{OWN}?dag={TUESDAY}"))
    crew.log_in(client, elin)
    assert "Arbetsledare" not in text_of(client.get(f"{OWN}?dag={TUESDAY}"))


def test_who_leads_is_told_in_english_to_those_who_speak_it(client):
    elin, ali = person("Elin Låtsasberg"), person("Ali Demoström", language="en")
    led(elin, ali)
    crew.log_in(client, ali)
    assert "Team leader: Elin Låtsasberg" in text_of(client.get(f"{OWN}?dag={TUESDAY}"))


def test_the_person_and_the_last_day_say_which_teams_are_led(client, office):
    elin = person("Elin Låtsasberg")
    led(elin, person("Ali Demoström"))
    assert "Arbetsledare" in text_of(client.get(reverse("scheduling:employee", args=[elin.pk])))
    address = reverse("scheduling:last_day", args=[elin.pk])
    answer = client.post(address, {"last_day": "2027-06-30"}, follow=True)
    assert "Välj en ny arbetsledare till Flytt 1." in text_of(answer)


def test_the_board_of_teams_asks_no_more_for_who_leads(client, office, assert_steady_queries):
    job("08:00", person("Elin Låtsasberg"))
    more = lambda: team(f"Lag {Team.objects.count()}", person(f"Person {Team.objects.count()}"))  # noqa: E731 -- one act
    assert_steady_queries(client, f"/schema/{TUESDAY}/?vy=team", more, most=45)
