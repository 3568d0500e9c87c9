"""A week on one page: how full its days are, who does what, what waits, and moving it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from perforia.base.clock import now
from perforia.base.permissions import Role
from scheduling.models import Booking
from scheduling.queries.week import week_page
from scheduling.rules.words import days_between, in_hours
from scheduling.services import absences, publishing, week_publishing
from scheduling.services.absences import Away
from scheduling.states import AbsenceKind
from tests.factories import world
from tests.factories.scheduling import TUESDAY, customer, job, person, team, vehicle

pytestmark = pytest.mark.django_db
MONDAY, WEDNESDAY = TUESDAY - timedelta(days=1), TUESDAY + timedelta(days=1)
ADDRESS = f"/schema/vecka/{TUESDAY}/"


@pytest.fixture
def planner(client, login_as):
    login_as(Role.PLANNER)
    return client


def week(**shown):
    return week_page(TUESDAY, user=world.person(Role.PLANNER), **shown)


def load_of(shown, name):
    return next(line.load for group in shown.groups for line in group.lines if line.resource.name == name)


def test_the_week_of_a_day_begins_on_its_monday_and_leads_to_those_around(planner):
    page = planner.get(ADDRESS)
    assert page.context["week"].monday == MONDAY
    for day in (MONDAY - timedelta(days=7), MONDAY + timedelta(days=7)):
        assert f'href="{reverse("scheduling:week_of", args=[day])}"' in page.text
    assert "Vecka 23" in page.text
    assert planner.get(reverse("scheduling:week")).status_code == 200


def test_days_tell_their_hours_people_theirs_and_things_their_share():
    viktor, elin, bil = person(), person("Elin Låtsasberg", weekly_hours=20), vehicle()
    for day in (MONDAY, TUESDAY):
        job("07:00", viktor, elin, minutes=600, day=day)
    job("07:00", bil, day=MONDAY, minutes=300)
    shown = week()
    assert [(day.planned, day.available, day.tone) for day in shown.days[:3]] == [
        (1200, 1140, "warn"), (1200, 1140, "warn"), (0, 1140, "accent"),
    ]  # fmt: skip
    assert [day.is_closed for day in shown.days] == [False] * 5 + [True] * 2
    assert shown.share == round(100 * 2400 / (1140 * 5))
    assert (load_of(shown, "Viktor Mallberg").words, load_of(shown, "Viktor Mallberg").tone) == ("20 av 40", "accent")
    job("07:00", elin, day=WEDNESDAY)
    assert (load_of(week(), "Elin Låtsasberg").words, load_of(week(), "Elin Låtsasberg").tone) == ("22 av 20", "warn")
    assert load_of(shown, "Bil 1").words == "10 %"


def test_somebody_away_all_week_is_told_by_the_reason_and_holidays_by_name(planner):
    sara = person("Sara Utkastsson")
    away = Away(AbsenceKind.VACATION, MONDAY, MONDAY + timedelta(days=6))
    absences.record(resource=sara, away=away, by=world.person(Role.OFFICE), at=now())
    assert load_of(week(), "Sara Utkastsson").words == "semester"
    job("08:00", sara)
    assert (load_of(week(), "Sara Utkastsson").words, load_of(week(), "Sara Utkastsson").tone) == (
        "2 tim", "warn",
    )  # fmt: skip
    page = planner.get(ADDRESS).text
    assert page.count("Semester") == 5  # the days that would have been worked
    assert "Nationaldagen" in planner.get("/schema/vecka/2027-06-01/").text


def test_what_waits_stands_on_its_day_and_what_has_none_is_counted(planner):
    person()
    job("13:00", people=2, title="Flytt 3 rum")
    job(wanted_on=WEDNESDAY)
    job()
    job("08:00", day=MONDAY - timedelta(days=3))
    shown = week()
    assert [len(day.waiting) for day in shown.days] == [0, 1, 1, 0, 0, 0, 0]
    page = planner.get(ADDRESS).text
    assert "Flytt 3 rum, 2 pers." in page
    assert "1 uppdrag utan dag" in page


def test_clashes_and_drafts_are_marked_and_a_job_is_told_once_a_day(planner):
    viktor, elin = person(), person("Elin Låtsasberg")
    told = job("07:00", elin)
    publishing.publish_day(day=TUESDAY, by=None, at=now())
    job("08:00", viktor, elin)
    job("09:00", viktor, customer=customer("Nora Testgren"))
    shown = week()
    assert (shown.clashes, shown.to_publish(TUESDAY), shown.to_publish(WEDNESDAY)) == (2, 2, 0)
    assert [(len(work.crew), work.is_clash) for work in shown.days[1].works] == [(1, True), (2, True), (1, True)]
    page = planner.get(ADDRESS).text
    assert "2 krockar" in page
    assert "Publicera 2 ändringar" in page
    assert f'data-job="{told.pk}"' in page


def test_the_filters_of_the_day_hold_here_too(planner):
    viktor, elin = person(), person("Elin Låtsasberg", group="cleaning")
    crew = team("Lag 1", viktor)
    job("08:00", viktor)
    job("08:00", elin, kind="windows")
    page = planner.get(ADDRESS, {"team": crew.pk})
    assert [line.resource.name for group in page.context["week"].groups for line in group.lines] == ["Viktor Mallberg"]
    assert "Publicera veckan" in page.text
    page = planner.get(ADDRESS, {"tjanst": "windows"})
    assert [len(day.works) for day in page.context["week"].days] == [0, 1, 0, 0, 0, 0, 0]
    assert "Ingen rad passar" in planner.get(ADDRESS, {"vy": "other"}).text


def test_the_page_asks_as_often_with_many_rows_as_with_one(planner):
    def count(address=ADDRESS):
        with CaptureQueriesContext(connection) as asked:
            planner.get(address)
        return len(asked)

    job("08:00", person(), vehicle())
    job("09:00")
    planner.get(ADDRESS)
    few, shell = count(), count(reverse("home:shortcuts"))
    for number in range(3):
        job("08:00", person(f"Person {number}"), vehicle(f"Bil {number}"), day=MONDAY + timedelta(days=number))
        job("10:00", day=MONDAY + timedelta(days=number))
    assert count() == few <= shell + 15


def test_what_is_dropped_on_another_day_keeps_its_time_and_the_page_fetches_itself(planner):
    viktor, elin = person(), person("Elin Låtsasberg")
    made = job("08:30", viktor)
    values = {"version": made.version, "day": WEDNESDAY, "start": "08:30", "of": viktor.pk, "to": elin.pk}
    sent = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{ADDRESS}"}
    answer = planner.post(reverse("scheduling:plan_job", args=[made.pk]), values, headers=sent)
    assert (answer.status_code, "schedule-changed" in answer.headers["HX-Trigger"]) == (204, True)
    (work,) = week().days[2].works
    assert (work.crew, work.bar.row.starts_at.hour) == (["Elin"], 6)  # half past eight in summer
    part = planner.get(ADDRESS, headers={"HX-Request": "true"}).text
    assert ("<html" in part, 'id="week"' in part) == (False, True)


def test_a_week_is_published_day_by_day_and_a_day_that_cannot_be_stops_no_other(planner):
    viktor = person()
    job("08:00", viktor, day=MONDAY)
    job("08:00", viktor)
    job("09:00", viktor)
    page = planner.post(reverse("scheduling:publish_week", args=[TUESDAY]), follow=True).text
    assert "Publicerat: måndag 7 juni." in page
    assert "Tisdag 8 juni publicerades inte. Viktor är dubbelbokad 09:00–10:00." in page
    assert Booking.objects.count() == 1
    nothing = week_publishing.publish_days(days=[MONDAY], by=None, at=now())
    assert (nothing.published, nothing.problems) == ([], [week_publishing.NOTHING])


def test_days_that_are_past_are_not_published(planner):
    past = date(2026, 6, 9)
    job("08:00", person(), day=past)
    page = planner.get(f"/schema/vecka/{past}/").text
    assert "Publicera" not in page.replace("publicerat", "")
    planner.post(reverse("scheduling:publish_week", args=[past]))
    assert Booking.objects.count() == 0


def test_readers_see_the_week_without_its_acts_and_crews_do_not_see_it(client, login_as):
    job("08:00", person())
    login_as(Role.READER)
    page = client.get(ADDRESS).text
    assert ("Kopiera förra veckan" in page, "data-plan" in page, "Demosson" in page) == (False, False, True)
    assert client.post(reverse("scheduling:publish_week", args=[TUESDAY])).status_code == 403
    login_as(Role.STAFF)
    assert client.get(ADDRESS).status_code == 403


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 6, 8), date(2026, 6, 14), "8–14 juni 2026"),
        (date(2026, 6, 29), date(2026, 7, 5), "29 juni – 5 juli 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 december 2026 – 3 januari 2027"),
    ],
)
def test_the_days_of_a_week_in_words(first, last, words):
    assert days_between(first, last) == words
    assert in_hours(43.5 * 60) == "43,5"
