"""What changes in somebody's day is spelled out, and nothing else is."""

from datetime import date
from itertools import starmap

import pytest

from scheduling.queries.crew_words import speech_of
from scheduling.rules.changes import Told, changes_of
from scheduling.states import ChangeKind
from tests.scheduling.facts import TUESDAY, span


def told(job=1, when="13:00-16:00", label="Flyttstädning hos Testberg", day=TUESDAY, **facts):
    return Told(job, span(when, day), label, **({"address": "Skissvägen 2"} | facts))


def sentences(old, new):
    days = ({each.job_id: each for each in side} for side in (old, new))
    return [change.sentence for change in changes_of(*days)]


def test_the_same_day_is_no_change():
    assert sentences([told()], [told()]) == []


def test_something_new_is_told_with_all_there_is_to_know():
    new = told(mates=("Elin", "Nadia"), things=("Bil 2",))
    assert sentences([], [new]) == [
        "Nytt: tisdag 9 juni 13:00–16:00 Flyttstädning hos Testberg, Skissvägen 2, med Elin, Nadia och Bil 2."
    ]


def test_something_taken_away_is_told_without_its_address():
    assert sentences([told()], []) == ["Du är inte längre med på Flyttstädning hos Testberg tisdag 9 juni 13:00–16:00."]


def test_another_time_and_another_day_are_told_apart():
    assert sentences([told()], [told(when="14:00-17:00")]) == [
        "Flyttstädning hos Testberg tisdag 9 juni: ny tid 14:00–17:00 i stället för 13:00–16:00."
    ]
    assert sentences([told()], [told(day=date(2026, 6, 11))]) == [
        "Flyttstädning hos Testberg torsdag 11 juni: flyttat från tisdag 9 juni 13:00–16:00, ny tid 13:00–16:00."
    ]


def test_everything_else_that_changes_is_named():
    old = told(mates=("Elin",), things=("Bil 1",), notes="Ring på")
    new = told(label="Storstädning hos Testberg", address="Provvägen 9", mates=("Nadia",), things=())
    assert sentences([old], [new]) == [
        (
            "Storstädning hos Testberg tisdag 9 juni: ny adress Provvägen 9; Nadia kommer i stället för Elin;"
            " utan Bil 1; hette förut Flyttstädning hos Testberg; ny information om uppdraget."
        )
    ]


def test_company_that_comes_or_goes_is_told():
    assert sentences([told()], [told(mates=("Elin",), things=("Bil 1",), address="")]) == [
        "Flyttstädning hos Testberg tisdag 9 juni: adressen är borttagen; Elin är också med; nu med Bil 1."
    ]
    assert sentences([told(mates=("Elin", "Nadia"))], [told()]) == [
        "Flyttstädning hos Testberg tisdag 9 juni: Elin och Nadia är inte längre med."
    ]


def test_changes_come_in_order_of_time_with_the_days_they_are_about():
    old = {each.job_id: each for each in (told(1), told(2, "08:00-10:00"))}
    new = {each.job_id: each for each in (told(1, day=date(2026, 6, 11)), told(3, "10:00-12:00"))}
    found = changes_of(old, new)
    assert [change.kind for change in found] == [ChangeKind.REMOVED, ChangeKind.ADDED, ChangeKind.MOVED]
    assert found[-1].days == {TUESDAY, date(2026, 6, 11)}


def in_english(old, new):
    days = ({each.job_id: each for each in side} for side in (old, new))
    return [change.sentence_in(speech_of("en")) for change in changes_of(*days)]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            [], [told(mates=("Elin",), things=("Bil 2",))],
            "New: Tuesday 9 June 13:00–16:00 Move-out cleaning at Testberg, Skissvägen 2, with Elin and Bil 2.",
        ),
        ([told()], [], "You are no longer on Move-out cleaning at Testberg Tuesday 9 June 13:00–16:00."),
        (
            [told()], [told(when="22:00-06:00")],
            "Move-out cleaning at Testberg Tuesday 9 June: new time 22:00–06:00 the next day instead of 13:00–16:00.",
        ),
        (
            [told()], [told(day=date(2026, 6, 11))],
            ("Move-out cleaning at Testberg Thursday 11 June: moved from Tuesday 9 June 13:00–16:00,"
            " new time 13:00–16:00."),
        ),
        (
            [told(mates=("Elin",), things=("Bil 1",), notes="Ring på")],
            [told(label="Fönsterputs hos skyddad kund", address="Provvägen 9", mates=("Nadia",))],
            ("Window cleaning at a protected customer Tuesday 9 June: new address Provvägen 9; Nadia instead of Elin;"
            " without Bil 1; was called Move-out cleaning at Testberg before; new information about the job."),
        ),
        (
            [told()], [told(mates=("Elin",), things=("Bil 1", "Bil 2"), address="")],
            ("Move-out cleaning at Testberg Tuesday 9 June: the address has been removed; also with Elin;"
            " now with Bil 1 and Bil 2."),
        ),
        ([told(mates=("Elin",))], [told()], "Move-out cleaning at Testberg Tuesday 9 June: no longer with Elin."),
        (
            [told(label="Kaffe hos mormor")], [told(label="Kaffe hos mormor", when="14:00-16:00")],
            "Kaffe hos mormor Tuesday 9 June: new time 14:00–16:00 instead of 13:00–16:00.",
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_in_english_to_who_reads_that(old, new, sentence):
    assert in_english(old, new) == [sentence]


def test_words_of_lengths_and_names():
    from scheduling.rules import words  # noqa: PLC0415 -- beside what it is about

    assert list(starmap(words.hours, [(45,), (480,), (510,)])) == ["45 min", "8 tim", "8,5 tim"]
    assert words.period(span("22:00-06:00")) == "22:00–06:00 nästa dag"
    assert words.period(span("22:00-00:00")) == "22:00–00:00"
