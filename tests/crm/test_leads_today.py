"""Idag: who must be called now, how fast new leads are answered; and the clock behind it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm.models import Lead
from crm.queries.leads_today import Pace, leads_to_call, pace_of
from crm.rules.call_clock import call_by, clock_of, working_seconds
from crm.services import lead_contacts
from crm.states import CallOutcome
from perforia.base.clock import now
from perforia.base.paging import Count
from perforia.base.permissions import Role
from tests.factories.leads import lead, step

HOME = ZoneInfo("Europe/Stockholm")


def at(day, hour, minute=0):
    """A moment in the second week of June 2026, Monday the 8th."""
    return datetime(2026, 6, 7 + day, hour, minute, tzinfo=HOME)


MONDAY, FRIDAY, SATURDAY = 1, 5, 6


@pytest.mark.parametrize(
    ("received", "by"),
    [
        (at(MONDAY, 9, 38), at(MONDAY, 9, 43)),
        (at(MONDAY, 6), at(MONDAY, 8, 5)),
        (at(MONDAY, 23), at(MONDAY + 1, 8, 5)),
        (at(FRIDAY, 17, 58), at(FRIDAY + 3, 8, 3)),
        (at(SATURDAY, 12), at(SATURDAY + 2, 8, 5)),
        (datetime(2026, 6, 19, 10, tzinfo=HOME), datetime(2026, 6, 22, 8, 5, tzinfo=HOME)),  # midsummer's eve
    ],
)
def test_a_lead_is_called_within_five_minutes_of_working_time(received, by):
    assert call_by(received) == by


@pytest.mark.parametrize(
    ("received", "moment", "short", "words", "tone"),
    [
        (at(MONDAY, 9, 38), at(MONDAY, 9, 38), "5:00", "Ring inom 5 min", "accent"),
        (at(MONDAY, 9, 38), at(MONDAY, 9, 41 ) + timedelta(seconds=12), "1:48", "Ring inom 2 min", "warn"),
        (at(MONDAY, 9, 38), at(MONDAY, 9, 55) + timedelta(seconds=48), "+12 m", "Ring nu, 12 min sen", "bad"),
        (at(MONDAY, 9, 38), at(MONDAY, 9, 45) + timedelta(seconds=8), "+2:08", "Ring nu, 2 min sen", "bad"),
        (at(MONDAY, 9, 38), at(MONDAY, 12, 50), "+3 t", "Ring nu, 3 tim sen", "bad"),
        (at(MONDAY, 9, 38), at(MONDAY + 1, 9, 50), "+1 d", "Ring nu, 1 dag sen", "bad"),
        (at(MONDAY, 23), at(MONDAY, 23, 10), "08:05", "Ring tis 08:05", "accent"),
        (at(SATURDAY, 12), at(SATURDAY, 13), "08:05", "Ring mån 08:05", "accent"),
    ],
)  # fmt: skip
def test_the_clock_counts_down_and_then_up_while_the_office_is_open(received, moment, short, words, tone):
    clock = clock_of(received.astimezone(UTC), moment)

    assert (clock.short, clock.words, clock.tone) == (short, words, tone)
    assert 0 <= clock.percent <= 100


def test_working_time_leaves_nights_and_weekends_out():
    assert working_seconds(at(FRIDAY, 17), at(FRIDAY + 3, 9)) == 2 * 3600
    assert working_seconds(at(MONDAY, 9), at(MONDAY, 9)) == 0


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, "–"), (220, "3 min 40 s"), (4800, "1 tim 20 min")]
)  # fmt: skip
def test_the_pace_is_told_in_words(seconds, words):
    pace = Pace(seconds, Count(38, is_capped=False), Count(44, is_capped=False))

    assert (pace.words, pace.more, pace.fewer) == (words, -6, 6)


def test_the_last_hours_leads_stand_first_by_who_has_waited_longest_then_the_older(seller):
    ages = {"Igår": timedelta(days=1), "Nyss": timedelta(minutes=2), "Strax": timedelta(minutes=8)}
    for name, age in ages.items():
        lead(name, at=now() - age)
    called = lead("Ringd")
    lead_contacts.log_call(
        lead=called, call=lead_contacts.Call(CallOutcome.NO_ANSWER), step=step(), by=seller, at=now()
    )
    calls = leads_to_call(seller, at=now())
    assert calls is not None

    assert [row.lead.name for row in calls.rows] == ["Strax", "Nyss", "Igår"]
    assert calls.count.number == 3


def test_the_pace_is_the_middle_of_todays_first_calls(seller):
    moment = at(MONDAY, 15)
    for minutes in (2, 4, 60):
        made = lead(at=at(MONDAY, 10))
        Lead.objects.filter(pk=made.pk).update(first_contact_at=at(MONDAY, 10) + timedelta(minutes=minutes))
    lead(at=at(MONDAY, 11))
    lead(at=at(MONDAY - 7, 11))
    pace = pace_of(seller, at=moment)
    assert pace is not None

    assert (pace.words, pace.this_week.number, pace.week_before.number) == ("4 min 0 s", 4, 1)


def test_idag_shows_them_with_a_clock_and_a_number_to_press(client, seller):
    made = lead(at=now())
    page = client.get("/").content.decode()
    part = client.get("/leads/att-ringa/").content.decode()

    for text in (page, part):
        assert f'id="call-{made.pk}"' in text
        assert 'href="tel:+46701740612"' in text
    assert "1 lead att ringa" in page
    assert "<html" not in part


def test_a_form_that_was_not_finished_stands_among_those_to_call(client, seller):
    made = lead()
    Lead.objects.filter(pk=made.pk).update(status="started", step=3, steps=5, completed_at=None)

    assert "Ofullständig 3 av 5" in client.get("/").content.decode()


def test_who_does_not_work_with_leads_is_not_asked_to_call(client, login_as):
    lead()
    reader = login_as(Role.READER)

    assert "Ring nu" not in client.get("/").content.decode()
    assert client.get("/leads/att-ringa/").status_code == 403
    assert (leads_to_call(reader, at=now()), pace_of(reader, at=now())) == (None, None)
