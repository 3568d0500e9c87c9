"""Work that comes back is made ahead; one time, those that follow or all of them are changed, and nothing is lost."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from contracts.states import RutWork
from crm.states import Verification
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from scheduling.models import Job, Series
from scheduling.rules import recurrence
from scheduling.rules.worktime import to_local
from scheduling.services import jobs, moves, planning, publishing, series, staff
from scheduling.services.plans import Seat, StaleVersion
from scheduling.services.series import SeriesDetails
from scheduling.states import HolidayPolicy, JobStatus, SeriesScope
from scheduling.tasks import extend_series
from tests.factories import crm, world
from tests.factories.scheduling import act, at, details, person

pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 1)  # a Tuesday
TUESDAYS = [TODAY + timedelta(weeks=week) for week in range(11)]


@pytest.fixture(autouse=True)
def _june():
    with time_machine.travel(at("06:00", TODAY), tick=False):
        yield


def planner():
    return world.person(Role.PLANNER)


def confirmed(place):
    """An address that somebody has vouched for."""
    place.verification = Verification.MANUAL
    place.save(update_fields=["verification"])
    return place


def told(*crew, days=(1,), every=1, clock=time(8), **facts):
    customer = crm.customer("Nora Testgren")
    place = facts.pop("place", None) or confirmed(crm.place(customer))
    work = details(
        title="Hemstädning",
        customer=customer,
        stops=[],
        checklist=["Badrum"],
        hours={RutWork.CLEANING: Decimal(2)},
        **facts.pop("work", {}),
    )
    seats = [Seat(each.pk) for each in crew]
    kept: dict[str, Any] = {"starts_on": TODAY, "holidays": HolidayPolicy.SKIP} | facts
    return SeriesDetails(work, recurrence.weekly(days, every=every), start_time=clock, place=place, crew=seats, **kept)


def begin(*crew, **facts):
    return series.begin(details=told(*crew, **facts), by=planner(), at=now())


def change_all(of, to, **facts):
    chosen: dict[str, Any] = {"scope": SeriesScope.ALL, "first": TODAY} | facts
    return series.change(series=of, details=to, by=planner(), at=now(), **chosen)


def planned(of=None):
    rows = Job.objects.filter(series=of) if of else Job.objects.all()
    starts = rows.order_by("starts_at", "pk").values_list("starts_at", flat=True)
    return [f"{to_local(each):%m-%d %H:%M}" for each in starts if each is not None]


def test_jobs_are_made_ten_weeks_ahead_with_all_their_parts_and_crew():
    elin = person("Elin Låtsasberg")
    made = begin(elin)
    found = list(Job.objects.order_by("starts_at"))

    assert [each.occurrence_on for each in found] == TUESDAYS
    assert planned()[0] == "06-01 08:00"
    first = found[0]
    assert (first.title, first.checklist.get().text, first.works.get().hours) == ("Hemstädning", "Badrum", Decimal(2))
    assert (first.stops.get().address, first.assignments.get().resource) == ("Mallgatan 9", elin)
    assert (first.is_detached, made.horizon_on) == (False, TODAY + series.HORIZON)


def test_making_jobs_again_makes_none_and_a_week_later_one_more():
    made = begin()
    assert series.extend(series=made, at=now()) == 0
    assert series.due_series(now()) == []
    with time_machine.travel(at("06:00", TODAY + timedelta(weeks=1)), tick=False):
        (due,) = series.due_series(now())
        assert due == {"series_id": made.pk}
        for _ in range(2):
            extend_series(**due)
        assert Job.objects.count() == 12
        assert series.due_series(now()) == []


def test_a_moved_job_is_not_made_anew():
    begin()
    moved = Job.objects.get(occurrence_on=TUESDAYS[1])
    planning.move(job=moved, starts_at=at("10:00", TUESDAYS[1] + timedelta(days=1)), act=act())
    assert series.extend(series=Series.objects.get(), at=now()) == 0
    moved.refresh_from_db()
    assert moved.is_detached


def test_holidays_are_left_out_or_moved():
    begin(days=[4])  # the 25th of June is midsummer eve
    assert "06-25 08:00" not in planned()
    series.begin(details=told(days=[4], holidays=HolidayPolicy.PREVIOUS), by=planner(), at=now())
    assert "06-24 08:00" in planned()


def test_one_is_skipped_also_before_it_is_made():
    made = begin()
    far = TODAY + timedelta(weeks=12)
    for day in (TUESDAYS[2], far, far):
        series.skip(series=made, day=day, reason="Bortrest", by=planner(), at=now())
    assert Job.objects.get(occurrence_on=TUESDAYS[2]).status == JobStatus.CANCELLED
    with time_machine.travel(at("06:00", TODAY + timedelta(weeks=3)), tick=False):
        series.extend(series=made, at=now())
    assert not Job.objects.filter(occurrence_on=far).exists()


def test_one_cannot_be_changed_through_its_series():
    with pytest.raises(DomainError, match="Öppna tillfället"):
        series.change(series=begin(), details=told(), scope=SeriesScope.ONE, first=TODAY, by=planner(), at=now())


def test_all_that_are_ahead_are_changed_and_those_changed_alone_stay():
    elin, made = person("Elin Låtsasberg"), begin()
    alone = Job.objects.get(occurrence_on=TUESDAYS[1])
    planning.move(job=alone, starts_at=at("15:00", TUESDAYS[1]), act=act())
    begun = Job.objects.get(occurrence_on=TODAY)
    Job.objects.filter(pk=begun.pk).update(status=JobStatus.DONE, done_at=now())
    changed = change_all(made, told(elin, clock=time(9, 30)), version=1)

    assert changed == made
    assert planned()[:3] == ["06-01 08:00", "06-08 15:00", "06-15 09:30"]
    assert Job.objects.get(occurrence_on=TUESDAYS[2]).assignments.get().resource == elin
    with pytest.raises(StaleVersion):
        series.change(
            series=made, details=told(), scope=SeriesScope.ALL, first=TODAY, version=1, by=planner(), at=now()
        )


def test_this_and_all_that_follow_become_a_series_of_their_own():
    made = begin()
    series.skip(series=made, day=TUESDAYS[4], reason="Bortrest", by=planner(), at=now())
    alone = Job.objects.get(occurrence_on=TUESDAYS[3])
    jobs.change(job=alone, details=details(title="Fönster", customer=alone.customer), by=planner(), at=now())
    following = {"scope": SeriesScope.FOLLOWING, "first": TUESDAYS[2]}
    split = change_all(made, told(days=[1, 3], clock=time(10)), **following)
    made.refresh_from_db()

    assert (split.follows, made.until, made.ended_at is not None) == (made, TUESDAYS[2] - timedelta(days=1), True)
    assert planned(made) == ["06-01 08:00", "06-08 08:00"]
    assert planned(split)[:4] == ["06-15 10:00", "06-17 10:00", "06-22 08:00", "06-24 10:00"]
    alone.refresh_from_db()
    assert (alone.series, alone.title) == (split, "Fönster")
    assert Job.objects.get(occurrence_on=TUESDAYS[4]).status == JobStatus.CANCELLED


@pytest.mark.parametrize("facts", [{"scope": SeriesScope.FOLLOWING}, {"scope": SeriesScope.ALL}])
def test_what_was_split_off_far_ahead_is_not_split_off_or_grown_into_again(facts):
    made, first = begin(), TODAY + timedelta(weeks=20)
    change_all(made, told(clock=time(10)), scope=SeriesScope.FOLLOWING, first=first)
    made.refresh_from_db()
    assert made.ended_at is None

    with pytest.raises(DomainError, match="Ändra den som fortsätter"):
        change_all(made, told(clock=time(10)), first=first, **facts)
    change_all(made, told(clock=time(11), until=made.until))

    assert Series.objects.count() == 2


def test_a_job_the_crew_was_told_of_is_cancelled_and_not_lost_when_its_day_falls_away():
    elin = person("Elin Låtsasberg")
    made = begin(elin)
    publishing.publish_day(day=TUESDAYS[1], by=None, at=now())
    told_of = Job.objects.get(occurrence_on=TUESDAYS[1])
    change_all(made, told(elin, days=[2]))

    told_of.refresh_from_db()
    assert (told_of.status, told_of.series) == (JobStatus.CANCELLED, None)
    assert set(planned(made)) == {f"{day + timedelta(days=1):%m-%d} 08:00" for day in TUESDAYS[:10]}


def test_a_series_ends_and_what_is_ahead_is_cancelled():
    made = begin()
    for _ in range(2):
        series.end(series=made, last=TUESDAYS[1], reason="Kunden flyttar", by=planner(), at=now())
    states = list(Job.objects.order_by("occurrence_on").values_list("status", flat=True))
    assert states == [JobStatus.PLANNED] * 2 + [JobStatus.CANCELLED] * 9
    made.refresh_from_db()
    assert series.extend(series=made, at=now()) == 0
    with pytest.raises(DomainError, match="Upprepningen är avslutad"):
        change_all(made, told())


def test_a_series_that_ends_far_ahead_goes_on_until_then():
    made = begin()
    last = TUESDAYS[0] + timedelta(weeks=15)
    series.end(series=made, last=last, reason="Kunden flyttar i höst", by=planner(), at=now())
    assert (made in Series.objects.going_on(TODAY), Job.objects.filter(status=JobStatus.CANCELLED).exists()) == (
        True,
        False,
    )

    later = now() + timedelta(weeks=12)
    assert series.due_series(later) == [{"series_id": made.pk}]
    series.extend(series=made, at=later)
    assert Job.objects.latest("occurrence_on").occurrence_on == last
    assert list(Series.objects.over(last + timedelta(days=1))) == [made]
    assert series.due_series(later + timedelta(weeks=5)) == []


def test_a_series_with_a_last_day_makes_nothing_after_it():
    begin(until=TUESDAYS[1])
    assert Job.objects.count() == 2
    assert series.occurrences(Series.objects.get(), first=TUESDAYS[3], last=TUESDAYS[4]) == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [({"until": TODAY - timedelta(days=1)}, "slutar innan den börjar"), ({"work": {"minutes": 5}}, "minst 15 minuter")],
)
def test_what_cannot_come_back_is_refused(facts, sentence):
    with pytest.raises(DomainError, match=sentence):
        begin(**facts)


def test_a_nonsense_rule_is_refused_in_swedish():
    good = told()
    with pytest.raises(DomainError, match="går inte att förstå"):
        series.begin(details=SeriesDetails(good.work, "FREQ=NONSENS", TODAY, time(8)), by=planner(), at=now())


def test_those_who_have_left_are_not_planned_and_what_is_wrong_stays_to_be_seen():
    elin, viktor = person("Elin Låtsasberg"), person(hours=("12:00", "20:00"))
    staff.retire(resource=elin, last_day=TUESDAYS[3], by=planner(), at=now())
    begin(elin, viktor)
    assert Job.objects.get(occurrence_on=TUESDAYS[4]).assignments.get().resource == viktor
    from scheduling.queries.findings import findings_of  # noqa: PLC0415 -- of this test alone

    assert {finding.code for finding in findings_of([TUESDAYS[4]])} == {"hours"}


def test_a_cancelled_time_stays_cancelled():
    made = begin()
    moves.cancel(job=Job.objects.get(occurrence_on=TUESDAYS[2]), reason="Sjuk kund", by=planner(), at=now())
    change_all(made, told(clock=time(9)))
    assert Job.objects.get(occurrence_on=TUESDAYS[2]).status == JobStatus.CANCELLED
