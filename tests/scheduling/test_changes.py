"""What changes in somebody's day is spelled out, and nothing else is."""

from datetime import date
from itertools import starmap

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


def test_words_of_lengths_and_names():
    from scheduling.rules import words  # noqa: PLC0415 -- beside what it is about

    assert list(starmap(words.hours, [(45,), (480,), (510,)])) == ["45 min", "8 tim", "8,5 tim"]
    assert words.period(span("22:00-06:00")) == "22:00–06:00 nästa dag"
    assert words.period(span("22:00-00:00")) == "22:00–00:00"
