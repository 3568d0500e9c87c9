"""Approving time: yes, no, put right, written by hand; what was reported stands."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from contracts.states import RutWork
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from scheduling.models import JobPapers, TimeCorrection, TimeEntry
from scheduling.queries import times as queries
from scheduling.rules.hours import Worked
from scheduling.rules.worktime import week_of
from scheduling.services import times
from scheduling.services.times import HandWritten
from scheduling.states import PaperState, TimeState
from tests.factories import scheduling as factory
from tests.factories import times as made
from tests.factories import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def viktor():
    return factory.person()


@pytest.fixture
def job(viktor):
    return made.done(viktor)


def worked(start: str = "07:00", end: str = "11:30", pause: int = 30, work: str = RutWork.MOVING) -> Worked:
    return Worked(factory.at(start, made.WORKED), factory.at(end, made.WORKED), pause, work)


def boss():
    return world.person(Role.PLANNER)


def test_approve_says_yes_once_and_asks_for_the_papers(job, viktor):
    entry = made.reported(job, viktor)

    assert times.approve(entries=[entry], by=boss(), at=now()) == 1
    assert times.approve(entries=[entry], by=boss(), at=now()) == 0

    entry.refresh_from_db()
    assert (entry.state, entry.decided_by) == (TimeState.APPROVED, boss())
    assert JobPapers.objects.get().state == PaperState.WANTED
    assert AuditEvent.objects.filter(verb="time.approved").count() == 1


def test_the_papers_wait_until_every_time_of_the_job_is_decided(job, viktor):
    first, second = made.reported(job, viktor), made.reported(job, factory.person("Ali Demoström"))

    times.approve(entries=[first], by=boss(), at=now())
    assert not JobPapers.objects.exists()

    times.reject(entry=second, reason="Var sjuk den dagen", by=boss(), at=now())
    assert JobPapers.objects.get().job == job


def test_a_job_without_any_approved_time_gets_no_papers(job, viktor):
    times.reject(entry=made.reported(job, viktor), reason="Fel uppdrag", by=boss(), at=now())

    assert not JobPapers.objects.exists()


def test_reject_wants_a_reason(job, viktor):
    entry = made.reported(job, viktor)

    with pytest.raises(DomainError, match="Skriv varför"):
        times.reject(entry=entry, reason="  ", by=boss(), at=now())

    entry.refresh_from_db()
    assert entry.state == TimeState.REPORTED


def test_correct_keeps_what_was_reported(job, viktor):
    entry = made.reported(job, viktor)

    times.correct(entry=entry, worked=worked(), reason="Rasten glömdes", by=boss(), at=now())

    entry.refresh_from_db()
    line = queries.line_of(entry, user=boss())
    assert (entry.ended_at, entry.break_minutes) == (factory.at("12:00", made.WORKED), 0)
    assert (line.counted, line.reported.minutes, line.is_corrected) == (worked(), 300, True)


def test_the_newest_correction_counts(job, viktor):
    entry = made.reported(job, viktor)
    for minutes, end in enumerate(("11:00", "11:15")):
        later = now() + timedelta(minutes=minutes)
        times.correct(entry=entry, worked=worked(end=end, pause=0), reason="Fel slut", by=boss(), at=later)

    assert queries.line_of(entry, user=boss()).counted.minutes == 255
    assert [row.reason for row in queries.corrections_of(entry)] == ["Fel slut", "Fel slut"]


def test_the_database_refuses_to_change_what_was_reported(job, viktor):
    entry = made.reported(job, viktor)

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE scheduling_timeentry SET break_minutes = 5 WHERE id = %s", [entry.pk])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (worked("12:00", "07:00"), "slutar innan den börjar"),
        (worked("07:00", "08:00", 60), "Rasten är lika lång"),
        (worked("07:00", "08:00", -5), "Rasten"),
        (Worked(now() - timedelta(hours=1), now() + timedelta(hours=1)), "inte varit än"),
        (Worked(now() - timedelta(hours=30), now() - timedelta(hours=1)), "högst ett dygn"),
        (worked(work="trolleri"), "Välj ett rutarbete"),
    ],
)
def test_a_time_that_cannot_be_is_told_in_a_sentence(job, viktor, wrong, sentence):
    entry = made.reported(job, viktor)

    with pytest.raises(DomainError, match=sentence):
        times.correct(entry=entry, worked=wrong, reason="Prov", by=boss(), at=now())

    assert not TimeCorrection.objects.exists()


def test_what_is_decided_is_opened_before_it_is_put_right(job, viktor):
    entry = made.reported(job, viktor)
    times.approve(entries=[entry], by=boss(), at=now())
    with pytest.raises(DomainError, match="Öppna den igen"):
        times.correct(entry=entry, worked=worked(), reason="Rasten glömdes", by=boss(), at=now())

    times.reopen(entry=entry, by=boss(), at=now())
    times.correct(entry=entry, worked=worked(), reason="Rasten glömdes", by=boss(), at=now())
    times.approve(entries=[entry], by=boss(), at=now())

    assert queries.line_of(TimeEntry.objects.get(), user=boss()).counted == worked()
    assert JobPapers.objects.get().state == PaperState.WANTED


def test_what_still_runs_is_not_decided(job, viktor):
    running = TimeEntry.objects.create(
        job=job, resource=viktor, started_at=now(), created_at=now(), state=TimeState.RUNNING
    )

    for act in (
        lambda: times.approve(entries=[running], by=boss(), at=now()),
        lambda: times.correct(entry=running, worked=worked(), reason="x", by=boss(), at=now()),
    ):
        with pytest.raises(DomainError, match="Tiden pågår"):
            act()


def test_add_writes_a_forgotten_time_down_as_reported(job, viktor):
    written = HandWritten(worked(), "Telefonen var urladdad")

    entry = times.add(job=job, resource=viktor, written=written, by=boss(), at=now())

    assert (entry.state, entry.is_by_hand, entry.note) == (TimeState.REPORTED, True, "Telefonen var urladdad")


def test_add_refuses_a_second_time_in_the_same_hours(job, viktor):
    entry = made.reported(job, viktor)
    times.correct(entry=entry, worked=worked("13:00", "15:00", 0), reason="Eftermiddag", by=boss(), at=now())

    with pytest.raises(DomainError, match="har redan tid på"):
        times.add(job=job, resource=viktor, written=HandWritten(worked("14:00", "16:00"), "x"), by=boss(), at=now())
    times.add(job=job, resource=viktor, written=HandWritten(worked("07:00", "12:00"), "x"), by=boss(), at=now())

    assert TimeEntry.objects.count() == 2


def test_only_people_have_working_time(job):
    with pytest.raises(DomainError, match="Välj en person"):
        times.add(
            job=job, resource=factory.vehicle(), written=HandWritten(worked(), "x"), by=boss(), at=now()
        )  # fmt: skip


def test_a_week_shows_each_person_beside_the_plan(job, viktor, django_assert_num_queries):
    ali = factory.person("Ali Demoström")
    made.reported(job, viktor, "06:55", "12:10")
    made.reported(job, ali, "07:00", "09:00", work="")
    monday = week_of(made.WORKED)

    user = boss()
    with django_assert_num_queries(2):
        sheets = queries.week_of_times(monday, user=user)

    by_name = {sheet.person.name: sheet for sheet in sheets}
    [line] = by_name["Viktor Mallberg"].lines
    assert (line.apart, line.is_as_planned, by_name["Viktor Mallberg"].is_easy) == (15, True, True)
    assert [each.is_as_planned for each in by_name["Ali Demoström"].lines] == [False]
    assert queries.week_of_times(monday + timedelta(days=7), user=user) == []
    made.reported(job, factory.person("Elin Låtsasberg"), "08:00", "09:00")
    with django_assert_num_queries(2):
        assert len(queries.week_of_times(monday, user=user)) == 3


def test_sums_count_what_is_not_rejected_in_whole_hours(job, viktor):
    made.reported(job, viktor, "07:00", "09:20")
    made.reported(job, viktor, "09:30", "10:45", work=RutWork.CLEANING)
    made.reported(job, viktor, "11:00", "11:30", work="")
    times.reject(entry=made.reported(job, viktor, "13:00", "15:00"), reason="Nej", by=boss(), at=now())

    sums = queries.sums_of(queries.lines_of_job(job, user=boss()))

    assert {(each.work, each.minutes, each.hours) for each in sums} == {
        (RutWork.MOVING.label, 140, 2), (RutWork.CLEANING.label, 75, 1), ("Inte rutarbete", 30, 1),
    }  # fmt: skip
    assert sums[-1].work == "Inte rutarbete"


def test_people_see_their_own_time_alone(job, viktor):
    own = world.person(Role.STAFF)
    viktor.employee.user = own
    viktor.employee.save()
    made.reported(job, viktor)
    made.reported(job, factory.person("Ali Demoström"))

    assert [sheet.person for sheet in queries.week_of_times(week_of(made.WORKED), user=own)] == [viktor]
