"""The calendar feed: right by RFC 5545, secret, taken back, and silent about people."""

from datetime import UTC, timedelta

import icalendar
import pytest

from crm.documents.calendar import Entry, calendar, without_numbers
from crm.models import CalendarFeed
from crm.services import feeds, followups
from crm.states import Subject
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import followups as made
from tests.factories import world


@pytest.fixture
def office(db):
    return made.seller()


def address(user):
    return f"/kalender/{feeds.renew(user=user, at=now())}.ics"


def events(response):
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def test_a_calendar_fetches_what_waits_without_logging_in(client, office):
    todo = made.follow_up("Ring om pris", lead=made.lead())
    response = client.get(address(office))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = events(response)
    assert event["SUMMARY"] == f"Ring om pris, L-{todo.lead_id}"
    assert event["DTSTART"].dt == todo.due_at.replace(microsecond=0)
    assert event["DTEND"].dt > event["DTSTART"].dt
    assert event["URL"].endswith(f"/leads/{todo.lead_id}/")


def test_it_is_right_by_the_rules_of_calendars():
    at = now().astimezone(UTC)
    text = "Lång, med; tecken\\ och å ä ö " * 6 + "\nny rad"
    content = calendar([Entry("uppgift-1@exempel.se", text, at, at, "https://exempel.se/")], name="Att göra")
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")
    for name in (b"PRODID:", b"VERSION:2.0", b"UID:", b"DTSTAMP:", b"DTSTART:"):
        assert any(line.startswith(name) for line in lines)
    assert all(line.endswith(b"Z") for line in lines if line.startswith((b"DTSTAMP", b"DTSTART", b"DTEND")))
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event["SUMMARY"] == text


def test_it_says_no_names_numbers_or_anything_of_somebody_protected(client, office):
    made.follow_up("Ring 070-174 06 12 eller astrid@exempel.se", customer=made.customer("Astrid Exempelsson"))
    made.follow_up("Hämta på Hemliga gatan 1", customer=made.customer("Karin Dold", is_protected=True))
    made.follow_up("Ring handläggaren", subject=Subject.CASE, subject_id=7, label="RUT-0142")
    content = client.get(address(office)).content.decode()
    for secret in ("Astrid", "070", "astrid@", "Hemliga", "Karin"):
        assert secret not in content
    assert "K-1002" in content
    assert "RUT-0142" in content


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ring 070-174 06 12 nu", "Ring … nu"),
        ("+46 8 465 004 00", "…"),
        ("19880101-2397 saknas", "… saknas"),
        ("mejla a.b@exempel.se", "mejla …"),
        ("3 rum, 78 m², F-10475", "3 rum, 78 m², F-10475"),
    ],
)
def test_numbers_of_people_are_left_out_of_what_is_said(text, left):
    assert without_numbers(text) == left


def test_what_is_done_or_somebody_elses_is_not_in_it(client, office):
    done, other = made.follow_up("gjort"), made.customer()
    followups.finish(follow_up=done, by=office, at=now())
    made.follow_up("annans", owner=world.person(Role.OWNER, "Maja Mallgren"), customer=other)
    assert not events(client.get(address(office)))


def test_an_unchanged_calendar_is_not_sent_again_and_a_changed_one_is(client, office):
    todo = made.follow_up()
    url = address(office)
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    followups.snooze(follow_up=todo, until=now() + timedelta(days=3), by=office, at=now() + timedelta(minutes=1))
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    before, after = events(first)[0], events(changed)[0]
    assert before["UID"] == after["UID"]
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert client.head(url).status_code == 200


def test_a_new_address_ends_the_old_one_and_a_revoked_one_opens_nothing(client, office):
    old = address(office)
    new = address(office)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    feeds.revoke(user=office, at=now())
    feeds.revoke(user=office, at=now())
    assert client.get(new).status_code == 404
    assert client.get("/kalender/.ics").status_code == 404


def test_somebody_who_has_left_has_no_calendar(client, office):
    url = address(office)
    office.is_active = False
    office.save(update_fields=["is_active"])
    assert client.get(url).status_code == 404


def test_the_address_is_shown_once_and_only_its_hash_is_kept(client, office):
    client.force_login(office)
    assert "Skapa adress" in client.get("/installningar/kalender/").content.decode()
    page = client.post("/installningar/kalender/ny/")
    assert page["Cache-Control"] == "no-store"
    token = page.context["address"].rsplit("/", 1)[1].removesuffix(".ics")
    assert token in page.content.decode()
    assert token not in CalendarFeed.objects.get().token_hash
    assert token not in client.get("/installningar/kalender/").content.decode()
    assert client.post("/installningar/kalender/ta-bort/").status_code == 302
    assert not CalendarFeed.objects.exists()


def test_whoever_has_nothing_to_do_here_has_no_calendar_to_make(client, login_as):
    login_as(Role.STAFF)
    assert client.post("/installningar/kalender/ny/").status_code == 403
