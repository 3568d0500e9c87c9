"""The calendar of a crew: right in every zone and on every day, with nothing that others should not have."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from perforia.base.clock import now
from perforia.base.permissions import Role
from scheduling.models import CrewLink, Employee
from scheduling.services import crew_limits, crew_links, jobs, planning, publishing
from scheduling.services.jobs import StopDetails
from tests.factories import crm, world
from tests.factories.crew import published
from tests.factories.scheduling import NEAR, TUESDAY, act, at, customer, details, person

pytestmark = [pytest.mark.django_db, pytest.mark.writes_on_get]  # when it was last read is written down


@pytest.fixture
def viktor(time_machine):
    time_machine.move_to(at("07:30"), tick=False)
    return person()


@pytest.fixture
def path(viktor):
    return f"/kalender/schema-{crew_links.renew_calendar(resource=viktor, by=None, at=now())}.ics"


def events(client, path):
    """The events as a calendar reads them."""
    return Calendar.from_ical(client.get(path).content).walk("VEVENT")


def test_an_event_has_its_time_in_utc_and_leads_to_the_page_of_the_job(client, viktor, path):
    made = published("08:00", viktor)
    answer = client.get(path)
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"DTSTART:20270608T060000Z" in answer.content
    assert b"DTEND:20270608T080000Z" in answer.content
    assert (str(event["summary"]), str(event["location"])) == ("Flytt hos Demosson", "Skissvägen 2")
    assert event["geo"].to_ical() == ";".join(map(str, NEAR))
    assert str(event["url"]).endswith(f"/min-dag/{made.pk}/")
    assert (str(event["status"]), event["sequence"]) == ("CONFIRMED", 0)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in answer.content
    assert CrewLink.objects.get(kind="calendar").seen_at == at("07:30")


def test_who_reads_english_has_the_calendar_in_english(client, viktor, path):
    published("08:00", viktor)
    published("12:00", viktor, customer=crm.protected("Hemlig Skyddsson"))
    Employee.objects.filter(resource=viktor).update(language="en")

    said = [str(event["summary"]) for event in events(client, path)]
    assert said == ["Moving at Demosson", "Moving at a protected customer"]


def test_no_codes_no_numbers_and_nothing_of_protected_customers_leaves(client, viktor, path):
    place = crm.place(customer(), address="Testgränd 7", door_code="4711")
    published("08:00", viktor, stops=[StopDetails("Testgränd 7", place=place, is_confirmed=True)], notes="Ring 4711")
    published("12:00", viktor, customer=crm.protected("Hemlig Skyddsson"))
    content = client.get(path).content.decode()

    assert content.count("BEGIN:VEVENT") == 2
    for secret in ("4711", "Hemlig", "Skyddsson", "Skissvägen", "+46"):
        assert secret not in content


def test_a_change_counts_up_and_what_is_taken_back_stays_cancelled_for_a_while(client, viktor, path, time_machine):
    made = published("08:00", viktor)
    planner = world.person(Role.PLANNER)
    planning.move(job=made, starts_at=at("09:00"), act=act(at=at("07:30")))
    publishing.publish_day(day=TUESDAY, by=planner, at=now())
    assert [(event["sequence"], str(event["status"])) for event in events(client, path)] == [(1, "CONFIRMED")]
    planning.unassign(job=made, resource=viktor, act=act(at=at("07:30")))
    publishing.publish_day(day=TUESDAY, by=planner, at=now())

    assert [(event["sequence"], str(event["status"])) for event in events(client, path)] == [(2, "CANCELLED")]
    time_machine.move_to(at("07:30") + timedelta(days=15), tick=False)
    assert events(client, path) == []


def test_a_calendar_that_has_it_already_is_sent_nothing(client, viktor, path):
    made = published("08:00", viktor)
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert first["Last-Modified"]
    jobs.change(
        job=made, details=details(customer=made.customer, notes="Ta filtar"), by=world.person(Role.PLANNER), at=now()
    )
    publishing.publish_day(day=TUESDAY, by=world.person(Role.PLANNER), at=now())

    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("day", "start", "utc"),
    [
        (date(2026, 3, 29), "00:30", datetime(2026, 3, 28, 23, 30, tzinfo=UTC)),
        (date(2026, 3, 29), "08:00", datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),
        (date(2026, 10, 25), "00:30", datetime(2026, 10, 24, 22, 30, tzinfo=UTC)),
        (date(2026, 10, 25), "08:00", datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),
    ],
)
def test_the_days_when_clocks_change_are_right(client, viktor, path, time_machine, day, start, utc):
    time_machine.move_to(at("12:00", day - timedelta(days=2)), tick=False)
    made = published(start, viktor, day=day, minutes=240)
    event = events(client, path)[0]

    assert event["dtstart"].dt == utc
    assert event["dtend"].dt == made.ends_at
    assert made.starts_at == utc


def test_an_address_that_was_renewed_or_taken_back_opens_nothing(client, viktor, path):
    fresh = f"/kalender/schema-{crew_links.renew_calendar(resource=viktor, by=None, at=now())}.ics"
    assert (client.get(path).status_code, client.get(fresh).status_code) == (404, 200)
    crew_links.revoke_calendar(resource=viktor, by=None, at=now())

    assert client.get(fresh).status_code == 404
    assert client.get("/kalender/schema-.ics").status_code == 404


def test_reading_too_often_is_answered_later(client, viktor, path, monkeypatch):
    monkeypatch.setattr(crew_limits, "READS_PER_HOUR", 0)
    answer = client.get(path)

    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
