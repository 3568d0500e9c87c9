"""Moments as people type them, read on Tuesday 24 November 2026 at 10:30 in Stockholm."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crm.rules.when import MISUNDERSTOOD, parse

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tor 14", "2026-11-26 14:00"),
        ("Tors kl 14", "2026-11-26 14:00"),
        ("torsdag 14:15", "2026-11-26 14:15"),
        ("på torsdag kl. 14.15", "2026-11-26 14:15"),
        ("fre", "2026-11-27 09:00"),
        ("fredag eftermiddag", "2026-11-27 14:00"),
        ("fre em", "2026-11-27 14:00"),
        ("fredag på förmiddagen", "2026-11-27 10:00"),
        ("må", "2026-11-30 09:00"),
        ("tis", "2026-12-01 09:00"),
        ("tis 9", "2026-12-01 09:00"),
        ("sön 18", "2026-11-29 18:00"),
        ("idag", "2026-11-24 11:00"),
        ("idag 14", "2026-11-24 14:00"),
        ("i dag kl 14", "2026-11-24 14:00"),
        ("imorgon", "2026-11-25 09:00"),
        ("i morgon 10", "2026-11-25 10:00"),
        ("imorn 8.30", "2026-11-25 08:30"),
        ("imorgon eftermiddag", "2026-11-25 14:00"),
        ("imorgon på eftermiddagen", "2026-11-25 14:00"),
        ("i övermorgon", "2026-11-26 09:00"),
        ("övermorgon 13", "2026-11-26 13:00"),
        ("i eftermiddag", "2026-11-24 14:00"),
        ("i kväll", "2026-11-24 18:00"),
        ("14", None),
        ("14:30", "2026-11-24 14:30"),
        ("kl 9", "2026-11-25 09:00"),
        ("klockan 16", "2026-11-24 16:00"),
        ("v 51", "2026-12-14 09:00"),
        ("v51", "2026-12-14 09:00"),
        ("vecka 3", "2027-01-18 09:00"),
        ("v 48", "2026-11-24 11:00"),
        ("v 47", "2027-11-22 09:00"),
        ("v 53", "2026-12-28 09:00"),
        ("tor v 51", "2026-12-17 09:00"),
        ("tor v 51 14:30", "2026-12-17 14:30"),
        ("v 51 kl 13", "2026-12-14 13:00"),
        ("nästa vecka", "2026-11-30 09:00"),
        ("nästa tis", "2026-12-01 09:00"),
        ("nästa fredag 15", "2026-12-04 15:00"),
        ("nästa månad", "2026-12-01 09:00"),
        ("i helgen", "2026-11-28 09:00"),
        ("12/12", "2026-12-12 09:00"),
        ("12/12 9:30", "2026-12-12 09:30"),
        ("12/12 kl 9", "2026-12-12 09:00"),
        ("3/2", "2027-02-03 09:00"),
        ("3/2 2028", "2028-02-03 09:00"),
        ("3/2/27", "2027-02-03 09:00"),
        ("2026-12-12", "2026-12-12 09:00"),
        ("2026-12-12 16:45", "2026-12-12 16:45"),
        ("20261212", "2026-12-12 09:00"),
        ("12 dec", "2026-12-12 09:00"),
        ("den 12 december kl 9", "2026-12-12 09:00"),
        ("3:e mars", "2027-03-03 09:00"),
        ("1 sept", "2027-09-01 09:00"),
        ("29 feb", "2028-02-29 09:00"),
        ("om 3 dagar", "2026-11-27 09:00"),
        ("om tre dagar kl 15", "2026-11-27 15:00"),
        ("om en vecka", "2026-12-01 09:00"),
        ("om två veckor", "2026-12-08 09:00"),
        ("om 1 månad", "2026-12-24 09:00"),
        ("om 2 timmar", "2026-11-24 12:30"),
        ("om 20 min", "2026-11-24 10:50"),
        ("om en halvtimme", "2026-11-24 11:00"),
        ("om ett år", "2027-11-24 09:00"),
        ("  TOR   14 ", "2026-11-26 14:00"),
        ("nu", "2026-11-24 10:30"),
    ],
)
def test_a_moment_is_understood(text, meant):
    if meant is None:
        with pytest.raises(ValueError, match="Skriv när"):
            parse(text, NOW)
    else:
        assert parse(text, NOW) == datetime.fromisoformat(meant).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "sedan", "snart", "31/2", "32 dec", "tor 25", "kl 24:10", "imorgon 9:75", "v 54", "v 0", "om dagar",
        "om 9999 år", "om 99999999 dagar", "idag 8", "2026-13-01", "för två dagar sen", "'; DROP TABLE", "🙂",
        "tor tor", "om 3 dagar fredag", "0/12",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_answered_by_a_sentence_with_examples(text):
    with pytest.raises(ValueError, match="Skriv när") as refusal:
        parse(text, NOW)
    assert str(refusal.value) == MISUNDERSTOOD


def test_a_day_keeps_its_hour_when_the_clocks_change():
    before = datetime(2026, 10, 24, 12, 0, tzinfo=STOCKHOLM)
    assert parse("om 2 dagar", before).isoformat() == "2026-10-26T09:00:00+01:00"


def test_the_last_day_of_a_long_month_becomes_the_last_of_a_short_one():
    assert parse("om 1 månad", datetime(2027, 1, 31, 8, 0, tzinfo=STOCKHOLM)).date().isoformat() == "2027-02-28"
    assert parse("om 1 månad", datetime(2028, 1, 31, 8, 0, tzinfo=STOCKHOLM)).date().isoformat() == "2028-02-29"


def test_a_week_across_the_new_year_is_the_one_that_is_coming():
    assert parse("v 1", datetime(2026, 12, 30, 8, 0, tzinfo=STOCKHOLM)).date().isoformat() == "2027-01-04"
    assert parse("v 53", datetime(2027, 1, 1, 8, 0, tzinfo=STOCKHOLM)).date().isoformat() == "2027-01-01"


@pytest.mark.parametrize("text", [f"{day} {hour}" for day in ("mån", "lör", "imorgon", "1/1") for hour in range(24)])
def test_no_moment_lies_in_the_past(text):
    assert parse(text, NOW) > NOW
