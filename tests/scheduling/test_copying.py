"""Copying last week: whoever did it then does it now, when they can; shown first, one act, one undo."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from scheduling.models import Job
from scheduling.rules.copying import Piece, pairs
from scheduling.services import absences, copying, planning, staff
from scheduling.services.absences import Away
from scheduling.services.plans import NeedsReason
from scheduling.states import AbsenceKind, JobStatus, Skill
from tests.factories import world
from tests.factories.scheduling import TUESDAY, act, at, customer, job, person, vehicle

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
MONDAY = TUESDAY - timedelta(days=1)
LAST = TUESDAY - WEEK


def planner():
    return world.person(Role.PLANNER)


def looked():
    return copying.week_copy(MONDAY, at=at("06:00", MONDAY))


def copied(*copies):
    return copying.copy_week(monday=MONDAY, keys=[each.key for each in copies], by=planner(), at=at("06:00", MONDAY))


def crew_of(made):
    return sorted(row.resource.name for row in made.assignments.select_related("resource").order_by("pk"))


@pytest.mark.parametrize(
    ("wanted", "before", "found"),
    [
        ([Piece(1, 7, 3, "home", 1)], [Piece(8, None, 3, "home", 1), Piece(9, 7, 3, "home", 4)], {1: 9}),
        ([Piece(1, None, 3, "home", 1)], [Piece(8, None, 3, "moving", 1), Piece(9, None, 4, "home", 1)], {}),
        ([Piece(1, None, 3, "home", 1)], [Piece(8, None, 3, "home", 3), Piece(9, None, 3, "home", 1)], {1: 9}),
        ([Piece(1, None, 3, "home", 1, 800)], [Piece(8, 1, 3, "home", 1, 480), Piece(9, 1, 3, "home", 1, 780)], {1: 9}),
        ([Piece(1, None, 3, "home", 0), Piece(2, None, 3, "home", 1)], [Piece(8, None, 3, "home", 1)], {2: 8}),
        ([Piece(1, None, None, "home", 0)], [Piece(8, None, None, "home", 0)], {}),
    ],
)
def test_a_job_is_like_that_of_its_series_then_of_its_customer_then_of_its_weekday(wanted, before, found):
    assert pairs(wanted, before) == found


def test_the_crew_of_last_week_is_copied_as_one_act_that_is_taken_back_whole():
    elin, bil = person("Elin Låtsasberg", skills={Skill.LICENCE_B: None}), vehicle()
    before = job("08:00", elin, day=LAST)
    planning.assign(job=before, resource=bil, act=act())
    other = job("13:00", elin, day=LAST, customer=customer("Nora Testgren"))
    timed, wished = job("09:00"), job(wanted_on=TUESDAY, customer=customer("Nora Testgren"))

    found = looked()
    assert [(each.job, each.crew) for each in found.copies] == [
        (timed, ("Elin Låtsasberg", "Bil 1")), (wished, ("Elin Låtsasberg",)),
    ]  # fmt: skip
    assert (crew_of(timed), found.left) == ([], [])
    assert copied(*found.copies) == 2
    wished.refresh_from_db()
    assert (crew_of(timed), wished.starts_at, wished.status) == (
        ["Bil 1", "Elin Låtsasberg"], at("13:00"), JobStatus.PLANNED,
    )  # fmt: skip
    assert crew_of(other) == ["Elin Låtsasberg"]
    planning.undo(by=planner(), at=at("06:01", MONDAY))
    wished.refresh_from_db()
    assert (crew_of(timed), crew_of(wished), wished.starts_at) == ([], [], None)


def test_whoever_leaves_early_with_the_vehicle_does_so_again():
    elin = person("Elin Låtsasberg")
    before = job("08:00", elin, day=LAST)
    before.assignments.update(starts_at=at("07:40", LAST), ends_at=at("10:20", LAST))
    made = job("09:00")
    copied(*looked().copies)
    row = made.assignments.get()
    assert (row.starts_at, row.ends_at) == (at("08:40"), at("11:20"))


def test_what_cannot_be_copied_is_told_with_why_and_left_alone():
    viktor, elin, gone = person(), person("Elin Låtsasberg"), person("Borta Längesedan")
    customers = [customer(name) for name in ("Anna Ettgren", "Bo Tvågren", "Cia Tregren", "Disa Fyrgren")]
    for crew, each in zip(((viktor,), (elin,), (gone,), ()), customers, strict=True):
        job("08:00", *crew, day=LAST, customer=each)
    for each in customers:
        job("08:00", customer=each)
    new = job("10:00", customer=customer("Eva Nygren"))
    job("08:30", viktor, customer=customer("Upptagen Redangren"))
    absences.record(resource=elin, away=Away(AbsenceKind.SICK, TUESDAY, TUESDAY), by=planner(), at=now())
    staff.retire(resource=gone, last_day=LAST, by=planner(), at=now())

    found = looked()
    why = {each.label.rsplit(maxsplit=1)[-1]: each.why for each in found.left}
    assert found.copies == []
    assert found.manned == 1
    assert why["Ettgren"].startswith("Viktor är dubbelbokad 08:30–10:00.")
    assert why["Tvågren"].startswith("Elin")
    assert why["Tregren"] == "Borta Längesedan är inte kvar."
    assert (why["Fyrgren"], why["Nygren"]) == (copying.NOBODY, copying.UNLIKE)
    assert [each.job for each in found.left][-1] == new


def test_one_who_is_copied_to_a_job_is_busy_for_the_next():
    elin, nora = person("Elin Låtsasberg"), customer("Nora Testgren")
    job("08:00", elin, day=LAST)
    job("13:00", elin, day=LAST, customer=nora)
    first, second = job("08:00"), job("09:00", customer=nora)
    found = looked()
    assert [each.job for each in found.copies] == [first]
    assert [each.job for each in found.left] == [second]


def test_a_crew_that_cannot_do_it_is_not_copied():
    elin = person("Elin Låtsasberg")
    job("08:00", elin, day=LAST)
    job("13:00", elin, day=LAST, customer=customer("Nora Testgren"))
    job("08:00", skills=[Skill.PIANO])
    job("13:00", customer=customer("Nora Testgren"), volume=Decimal(18))
    assert [each.why for each in looked().left] == [
        "Ingen i laget hos Demosson har Piano och flygel.", "Testgren behöver 18 m³, men inget fordon är planerat.",
    ]  # fmt: skip


def test_a_lesser_warning_is_shown_and_asks_for_a_reason():
    elin = person("Elin Låtsasberg")
    job("08:00", elin, day=LAST)
    made = job("08:00", people=2)
    (copy,) = looked().copies
    assert copy.warnings == ("Demosson behöver 2 personer, men 1 är planerad.",)
    with pytest.raises(NeedsReason):
        copied(copy)
    copying.copy_week(monday=MONDAY, keys=[copy.key], by=planner(), at=at("06:00", MONDAY), reason="En till kommer")
    assert crew_of(made) == ["Elin Låtsasberg"]


def test_what_is_past_or_cancelled_is_no_part_of_it():
    elin = person("Elin Låtsasberg")
    job("08:00", elin, day=LAST)
    job("08:00")
    Job.objects.filter(starts_at__lt=at("00:00", LAST + WEEK)).update(status=JobStatus.CANCELLED, cancelled_at=now())
    assert [each.why for each in looked().left] == [copying.UNLIKE]
    assert copying.week_copy(MONDAY, at=at("12:00")).left == []


def test_a_job_that_has_changed_since_it_was_shown_and_an_empty_choice_are_refused():
    elin = person("Elin Låtsasberg")
    job("08:00", elin, day=LAST)
    made = job("09:00")
    found = looked()
    planning.move(job=made, starts_at=at("11:00"), act=act())
    for keys, words in (([each.key for each in found.copies], "ändrats"), (["1-1", "x"], "ändrats"), ([], "minst ett")):
        with pytest.raises(DomainError, match=words):
            copying.copy_week(monday=MONDAY, keys=keys, by=planner(), at=at("06:00", MONDAY))
    assert crew_of(made) == []


def test_looking_asks_as_often_for_many_jobs_as_for_one():
    def count():
        with CaptureQueriesContext(connection) as asked:
            looked()
        return len(asked)

    job("08:00", person(), day=LAST)
    job("08:00")
    few = count()
    for number in range(3):
        who = customer(f"Kund {number}gren")
        job("13:00", person(f"Person {number}"), day=LAST, customer=who)
        job("13:00", customer=who)
    assert len(looked().copies) == 4
    assert count() == few <= 20


@pytest.fixture
def office(client, login_as):
    login_as(Role.PLANNER)
    return client


def test_the_page_shows_what_will_be_copied_and_copies_what_is_chosen(office):
    elin = person("Elin Låtsasberg")
    job("08:00", elin, day=LAST)
    first, second = job("09:00"), job("11:00", customer=customer("Eva Nygren"))
    address = reverse("scheduling:copy_week", args=[TUESDAY])
    page = office.get(address)
    assert "Elin Låtsasberg" in page.text
    assert copying.UNLIKE in page.text
    refused = office.post(address, {"jobb": []})
    assert (refused.status_code, copying.NOTHING in refused.text) == (422, True)
    Job.objects.filter(pk=first.pk).update(people=2)
    asked = office.post(address, {"jobb": [f"{first.pk}-{first.version}"]})
    assert (asked.status_code, 'name="varfor"' in asked.text, "checked" in asked.text) == (422, True, True)
    Job.objects.filter(pk=first.pk).update(people=1)
    done = office.post(address, {"jobb": [f"{first.pk}-{first.version}"]}, follow=True)
    assert "1 uppdrag" in done.text
    assert (crew_of(first), crew_of(second)) == (["Elin Låtsasberg"], [])


def test_those_who_only_see_the_schedule_copy_nothing(client, login_as):
    login_as(Role.READER)
    assert client.get(reverse("scheduling:copy_week", args=[TUESDAY])).status_code == 403
