"""The day's page shows the day as it is planned, in few questions, and goes where it is asked to."""

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.states import Service
from perforia.base.clock import now
from perforia.base.permissions import Role
from scheduling.models import WorkPattern
from scheduling.queries.board_rows import AwayRow
from scheduling.queries.day_page import changed_jobs
from scheduling.queries.day_rows import away_words
from scheduling.rules.axis import Axis, axis_of, minute_of
from scheduling.rules.facts import Span
from scheduling.rules.worktime import at_local
from scheduling.services import moves, planning, publishing
from scheduling.services.absences import Away, record
from scheduling.services.jobs import StopDetails
from scheduling.states import AbsenceKind
from tests.factories import world
from tests.factories.scheduling import FAR, TUESDAY, act, at, job, person, team, vehicle

PAGE = reverse("scheduling:day_of", args=[TUESDAY])
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # the nights when clocks change


@pytest.fixture
def planner(client, db):
    user = world.person(Role.PLANNER)
    client.force_login(user)
    return user


def text(client, address=PAGE, **headers):
    return client.get(address, headers=headers).content.decode().replace("\xa0", " ")


def bar_of(page, name):
    """The tag of a bar with all its attributes, found by what it is called."""
    (tag,) = [tag for tag in re.findall(r'<a class="p-bar[^>]*>', page) if f'aria-label="{name}' in tag]
    return tag


def test_a_row_has_its_work_road_and_company_where_the_clock_says(client, planner):
    job("07:00", person("Ali Demoström"), person("Jonas Skissgren"), vehicle(), minutes=300, people=2)
    page = text(client)
    bar = bar_of(page, "Flytt Demosson 07:00–12:00, Ali Demoström, utkast")
    assert "--s:420;--l:300" in bar
    assert "is-draft" in bar
    assert "07:00–12:00 Skissvägen 2, lag med Jonas" in page
    assert '<span class="p-travel" style="--s:410;--l:10" title="Restid ca 10 min">10' in page
    assert "Ali och Jonas" in page
    assert "10 av 19 tim" in page
    publishing.publish_day(day=TUESDAY, by=None, at=now())
    assert "is-draft" not in bar_of(text(client), "Flytt Demosson 07:00–12:00, Ali Demoström, publicerad")


def test_a_double_booking_stands_in_lanes_with_two_ways_out(client, planner):
    viktor = person()
    job("08:00", viktor, minutes=210)
    second = job("11:00", viktor, minutes=240, stops=[StopDetails("Provvägen 9", latitude=FAR[0], longitude=FAR[1])])
    page = text(client)
    assert "1 krock, 7,5 tim" in page
    assert '<span class="p-clash" style="--s:660;--l:30">' in page
    assert "Viktor är dubbelbokad 11:00–11:30." in page
    assert re.search(r'name="start" value="12:\d\d">Flytta till 12:\d\d', page)
    assert "Byt person" in page
    (later,) = re.findall(r'value="(12:\d\d)">Flytta till', page)
    form = {"version": second.version, "of": viktor.pk, "day": TUESDAY.isoformat(), "start": later, "proposed": 1}
    client.post(reverse("scheduling:plan_job", args=[second.pk]), form)
    second.refresh_from_db()
    assert second.starts_at == at(later)
    assert second.overrides.latest("pk").reason == "Förslag från Perforia: vägen hinns precis"
    assert "dubbelbokad" not in text(client)


def test_who_is_not_there_is_hatched_with_words(client, planner):
    viktor, nadia = person(), person("Nadia Provsson", hours=("07:00", "14:00"))
    person("Tore Fiktivsson", hours=None)
    record(resource=viktor, away=Away(AbsenceKind.SICK, TUESDAY, TUESDAY), by=planner, at=now())
    page = text(client)
    assert [word in page for word in ("</svg>Sjuk<", "</svg>Slutar 14:00<", "</svg>Arbetar inte<")] == [True] * 3
    WorkPattern.objects.filter(resource=nadia).update(starts=time(10))
    assert "</svg>Börjar 10:00<" in text(client)


def test_the_tray_says_how_urgent_each_job_is(client, planner):
    job("13:00", title="Idag", people=2)
    job("08:00", day=TUESDAY + timedelta(days=1), title="Imorgon")
    job(wanted_on=TUESDAY + timedelta(days=3), title="Sedan")
    job(title="Någon gång", stops=[StopDetails("Mallgatan 40")])
    with time_machine.travel(at("07:00"), tick=False):
        client.force_login(planner)
        page = text(client)
    due = re.findall(r'<span class="p-due" data-tone="(\w*)"><svg.*?</svg>([^<]+)</span>', page)
    assert due[:4] == [("bad", "idag 13:00"), ("warn", "imorgon 08:00"), ("", "fre"), ("", "utan dag")]
    assert "obekräftad adress" in page


def test_the_filters_stand_in_the_address_and_go_along_to_other_days(client, planner):
    viktor, nadia, bil = person(), person("Nadia Provsson", group="cleaning"), vehicle()
    crew = team("Lag 1", viktor)
    job("08:00", viktor)
    job("08:00", nadia, kind=Service.WINDOWS)
    assert "Nadia Provsson" not in text(client, f"{PAGE}?team={crew.pk}")
    assert f"/schema/2027-06-09/?team={crew.pk}" in text(client, f"{PAGE}?team={crew.pk}")
    things = text(client, f"{PAGE}?vy=fordon")
    assert (bil.name in things, "Viktor Mallberg" in things) == (True, False)
    assert len(re.findall('<a class="p-bar', text(client, f"{PAGE}?tjanst=windows"))) == 1
    assert "Viktor Mallberg" in text(client, f"{PAGE}?team=skräp&vy=skräp&tjanst=")
    assert "Ingen passar" in text(client, f"{PAGE}?vy=windows")


def test_a_day_is_fetched_anew_only_when_it_has_changed(client, planner):
    viktor = person()
    planned = job("08:00", viktor)
    first = client.get(PAGE, headers={"HX-Request": "true"})
    assert first.content.lstrip().startswith(b'<div class="p-day" id="day"')
    again = {"HX-Request": "true", "If-None-Match": first["ETag"]}
    assert client.get(PAGE, headers=again).status_code == 304
    planning.move(job=planned, starts_at=at("09:00"), act=act())
    assert client.get(PAGE, headers=again).status_code == 200


def test_the_page_asks_as_often_for_three_as_for_one_and_seldom(client, planner):
    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE, headers={"HX-Request": "true"}).status_code == 200
        return sum("scheduling_" in each["sql"] for each in asked.captured_queries)

    job("08:00", person(), vehicle())
    job("13:00")
    count()
    few = count()
    for number in range(2):
        job("08:00", person(f"Person {number}"), vehicle(f"Bil {number}"))
        job("13:00")
    assert count() == few <= 15


def test_what_is_odd_is_told_by_name_and_what_was_passed_over_with_its_reason(client, planner):
    viktor = person()
    job("18:00", viktor)
    page = text(client, reverse("scheduling:day_findings", args=[TUESDAY]))
    assert re.search(r"Utanför arbetstid</span> Viktor arbetar inte.*?”Prov”", page, re.DOTALL)
    record(resource=viktor, away=Away(AbsenceKind.SICK, TUESDAY, TUESDAY), by=planner, at=now())
    part = text(client, reverse("scheduling:day_findings", args=[TUESDAY]), **{"HX-Request": "true"})
    assert re.search(
        r'Varningar <span class="p-count">1</span>.*Frånvaro</span> Viktor är frånvarande', part, re.DOTALL
    )


def test_a_day_is_printed_as_lists_of_what_each_is_to_do(client, planner):
    job("08:00", person(), vehicle())
    page = text(client, reverse("scheduling:print_day", args=[TUESDAY]))
    assert re.search(r"Viktor Mallberg.*08:00–10:00.*Flytt.*Demosson.*Skissvägen 2", page, re.DOTALL)


@pytest.mark.parametrize("address", ["/schema/2027-02-30/", "/schema/2027-6-1/", "/schema/2027-13-01/utskrift/"])
def test_a_day_that_does_not_exist_is_no_page(client, planner, address):
    assert client.get(address).status_code == 404


def test_who_only_looks_is_offered_nothing_to_change(client, db):
    client.force_login(world.person(Role.READER))
    job("08:00", person())
    page = text(client)
    assert not re.search(r"data-planner|Publicera|uppdrag/nytt|Planera</a>", page)
    client.force_login(world.person(Role.STAFF))
    assert client.get(PAGE).status_code == 403


def test_what_differs_from_what_was_told_is_counted_on_both_days(db):
    viktor = person()
    stays, moved, gone = job("08:00", viktor), job("11:00", viktor), job("14:00", viktor)
    publishing.publish_day(day=TUESDAY, by=None, at=now())
    assert changed_jobs(TUESDAY) == set()
    planning.move(job=moved, starts_at=at("08:00", TUESDAY + timedelta(days=1)), act=act())
    moves.cancel(job=gone, reason="Prov", by=world.person(), at=now())
    assert changed_jobs(TUESDAY) == {moved.pk, gone.pk}
    assert changed_jobs(TUESDAY + timedelta(days=1)) == {moved.pk}
    assert stays.pk


@pytest.mark.parametrize(
    ("start", "end", "axis"),
    [
        ("07:00", "17:00", (360, 1080)),
        ("04:40", "12:00", (240, 1080)),
        ("12:00", "18:05", (360, 1140)),
        ("22:00", "06:00", (360, 1440)),
    ],
)
def test_the_axis_holds_the_work_of_its_day(start, end, axis):
    begins, ends = at(start), at(end)
    span = Span(begins, ends if ends > begins else ends + timedelta(days=1))
    found = axis_of(TUESDAY, [span])
    assert (found.first, found.last) == axis
    assert found.place(span) == (
        minute_of(span.start, TUESDAY),
        min(minute_of(span.end, TUESDAY), 1440) - minute_of(begins, TUESDAY),
    )


@pytest.mark.parametrize(("day", "start", "end", "place"), [
    (SPRING, time(1), time(4), (60, 180)), (SPRING, time(8), time(12), (480, 240)),
    (AUTUMN, time(1), time(4), (60, 180)), (AUTUMN, time(8), time(12), (480, 240)),
])  # fmt: skip
def test_in_the_nights_when_clocks_change_work_stands_where_the_clock_says(day, start, end, place):
    span = Span(at_local(day, start), at_local(day, end))
    assert Axis(day, 0, 1440).place(span) == place


@pytest.mark.parametrize(
    ("first", "last", "whole", "told"),
    [
        (0, 0, True, "Semester"),
        (-1, 0, True, "Semester sedan igår"),
        (-4, 10, True, "Semester till 18 juni"),
        (0, 1, True, "Semester till imorgon"),
    ],
)
def test_absence_is_told_as_people_say_it(first, last, whole, told):
    start = at_local(TUESDAY + timedelta(days=first), time())
    away = AwayRow(1, "vacation", start, at_local(TUESDAY + timedelta(days=last + 1), time()), whole, is_asked=False)
    assert away_words(away, TUESDAY) == told


def test_a_part_of_a_day_away_says_until_when_and_never_why_to_those_who_must_not_know():
    def told(kind, start, end, **facts):
        return away_words(
            AwayRow(1, kind, at(start), at(end), is_whole_days=False, **({"is_asked": False} | facts)), TUESDAY
        )

    assert told("child_sick", "06:00", "12:00") == "Vab till 12:00"
    assert told("", "10:00", "12:00") == "Frånvarande 10:00–12:00"
    assert told("training", "13:00", "18:00", is_asked=True) == "Utbildning, begärd"
