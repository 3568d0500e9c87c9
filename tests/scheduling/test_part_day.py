"""Who is away for a part of a day is away for that part: everywhere the schedule looks, and no longer."""

from datetime import date, timedelta

import pytest
import time_machine

from integrations.models import Message
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import Notification
from perforia.base.permissions import Role
from scheduling.models import Absence
from scheduling.queries.plan_choices import choices
from scheduling.queries.suggestions import who_can
from scheduling.rules.availability import answer
from scheduling.rules.facts import Worker
from scheduling.rules.planning.budget import Rounds
from scheduling.rules.planning.checking import violations
from scheduling.rules.planning.plan import Rest
from scheduling.rules.planning.proposing import propose
from scheduling.rules.weeks import weeks_of
from scheduling.rules.worktime import part_of_day, to_local
from scheduling.services import absences, publishing
from scheduling.services.absences import Away
from scheduling.services.day_problem import day_facts
from scheduling.services.plans import findings_of
from scheduling.states import AbsenceKind
from tests.factories import world
from tests.factories.scheduling import TUESDAY, job, person, plan, vehicle
from tests.scheduling.facts import span, stint, weekdays
from tests.scheduling.facts import worker as worker_of

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
DAY = timedelta(days=1)


@pytest.fixture
def may():
    with time_machine.travel("2027-05-28T08:00:00+02:00", tick=False):
        yield


def away(of, text, day=TUESDAY, kind=AbsenceKind.CHILD_SICK):
    told = Away(kind, day, day, span(text, day))
    return absences.record(resource=of, away=told, by=world.person(Role.PLANNER), at=now())


def text_of(page):
    return page.content.decode()


# The rules.


@pytest.mark.parametrize(
    ("taken", "part"),
    [("13:00-17:00", "13:00-17:00"), ("00:00-00:00", None), ("22:00-06:00", "22:00-00:00")],
)
def test_a_part_of_a_day_is_told_from_all_of_it(taken, part):
    assert part_of_day(span(taken), date(2026, 6, 9)) == (span(part) if part else None)


@pytest.mark.parametrize(("day", "minutes"), [(SPRING, 120), (AUTUMN, 240), (TUESDAY, 180)])
def test_a_part_of_the_nights_when_clocks_change_is_as_long_as_it_lasts(day, minutes):
    assert span("01:00-04:00", day).minutes == minutes
    shifts = worker_of(hours=weekdays("01:00", "08:00", days=range(7)), absences=[span("01:00-04:00", day)])
    found = weeks_of([], [day - day.weekday() * DAY], agreed=2400, worker=shifts)
    assert found[0].away == minutes


@pytest.mark.parametrize(
    ("asked", "stints", "why"),
    [
        ("08:00-12:00", [], ""),  # it is over by then
        ("12:00-16:00", [], "frånvarande 13:00–16:00"),
        ("13:00-16:00", [], "frånvarande"),
        ("11:00-15:00", ["11:00-12:30"], "frånvarande 13:00–15:00 och Demosson 11:00–12:30"),
        ("17:00-21:00", [], "arbetar 07:00–16:00"),
    ],
)
def test_who_is_asked_for_a_time_is_free_but_for_the_part(asked, stints, why):
    worker = Worker(1, "Viktor", hours=weekdays(), absences=(span("13:00-17:00"),))
    found = answer(worker, [stint(each) for each in stints], span(asked), minutes=span(asked).minutes)
    assert found.why == why


def test_weeks_tell_the_hours_that_are_lost_of_what_is_worked():
    tuesday, hours = date(2026, 6, 9), weekdays("07:00", "16:00", break_minutes=60)
    worker = Worker(1, "Viktor", hours=hours, absences=(span("13:00-17:00"), span("00:00-00:00", tuesday + DAY)))
    week, after = weeks_of([], [tuesday - DAY, tuesday + 6 * DAY], agreed=2400, worker=worker)
    assert (week.away, after.away) == (3 * 60 + 8 * 60, 0)


# The plan.


@pytest.mark.django_db
@pytest.mark.usefixtures("may")
class TestPlan:
    def test_a_warning_names_the_part_and_the_rest_of_the_day_has_none(self):
        viktor = person()
        away(viktor, "13:00-17:00")
        made = job()
        (found,) = findings_of(made, plan("12:00", viktor))
        assert found.sentence == "Viktor är frånvarande tisdag 8 juni 13:00–17:00 men står på Demosson."
        assert findings_of(made, plan("10:00", viktor)) == []

    def test_the_form_of_the_plan_names_every_part(self):
        viktor = person()
        for text in ("07:00-08:00", "15:00-17:00"):
            away(viktor, text)
        (told,) = [words for _, words in choices(TUESDAY, job=job()).people]
        assert told == "Viktor Mallberg (borta 07:00–08:00 och 15:00–17:00)"

    def test_who_can_take_a_job_is_answered_with_the_rest_of_the_day(self):
        viktor = person(hours=("13:00", "17:00"))
        found = [who_can(job(minutes=180), [TUESDAY], earliest=now())]
        away(viktor, "16:00-17:00")
        found += [who_can(job(minutes=minutes), [TUESDAY], earliest=now()) for minutes in (180, 240)]
        assert [[f"{to_local(each.start):%H:%M}" for each in each] for each in found] == [["13:00"], ["13:00"], []]

    def test_the_planner_plans_a_car_around_its_hour_at_the_workshop(self):
        person(skills={"b": None}), vehicle()
        car = vehicle("Bil 2", volume=30)
        away(car, "08:00-10:00", kind=AbsenceKind.SERVICE)
        made = job(volume=25, is_anytime=True, wanted_on=TUESDAY)
        problem = day_facts(TUESDAY).problem
        assert [(rest.person, rest.earliest, rest.minutes) for rest in problem.breaks] == [(car.pk, 480.0, 120.0)]
        assert problem.given.rests == (Rest(0, 480.0),)
        found = propose(problem, Rounds(30)).plan
        assert violations(problem, found) == []
        assert {stop.start >= 600 or stop.start + 120 <= 480 for stop in found.stops} == {True}
        assert {stop.visit for stop in found.stops} == {made.pk}

    def test_a_car_at_the_workshop_all_day_is_not_planned(self):
        car = vehicle()
        away(car, "06:00-19:00", kind=AbsenceKind.SERVICE)
        assert day_facts(TUESDAY).problem.vehicles == ()

    def test_what_a_crew_was_told_stays_while_its_car_is_away_another_part_of_the_day(self):
        viktor, car = person(), vehicle()
        made = job("13:00", viktor, car, volume=10)
        publishing.publish_jobs(jobs=[made], by=None, at=now())
        away(car, "08:00-10:00", kind=AbsenceKind.SERVICE)
        (visit,) = day_facts(TUESDAY).problem.visits
        assert visit.is_pinned


# The pages.


@pytest.mark.django_db
@pytest.mark.usefixtures("may")
class TestPages:
    def test_the_overview_counts_only_the_part_and_says_when(self, client, office):
        away(person(), "13:00-17:00")
        page = client.get(f"/personal/tillganglighet/?fran={TUESDAY}")
        (cell,) = [
            cell for _, rows in page.context["overview"].groups for row in rows for cell in row.cells
            if cell.day == TUESDAY
        ]  # fmt: skip
        assert (cell.state, cell.free, cell.words) == ("part", 360, "ledig 6 tim, borta 13:00–17:00")

    def test_the_day_draws_it_as_a_part_of_the_row(self, client, office):
        away(person(), "13:00-17:00")
        shown = text_of(client.get(f"/schema/{TUESDAY}/"))
        assert 'style="--s:780;--l:240" title="Vab, 13:00–17:00"' in shown

    def test_the_week_the_person_and_the_weekly_hours_tell_it(self, client, office):
        viktor = person()
        away(viktor, "13:00-17:00", day=date(2027, 5, 28))
        assert "Vab 13:00–17:00" in text_of(client.get("/schema/vecka/2027-05-28/"))
        own = text_of(client.get(f"/personal/{viktor.pk}/"))
        assert "Frånvarande 13:00–17:00" in own
        assert "borta 4 tim" in own
        assert "idag 13:00–17:00" in text_of(client.get("/personal/"))
        assert "borta 4" in text_of(client.get("/personal/arbetstid/?fran=2027-05-28"))

    def test_a_car_is_in_use_but_for_the_hours_at_the_workshop(self, client, office):
        car = vehicle()
        away(car, "15:00-16:00", day=date(2027, 5, 28), kind=AbsenceKind.SERVICE)
        shown = text_of(client.get("/fordon/"))
        assert "15:00–16:00" in shown
        assert "Inte i drift" not in shown

    def test_a_part_is_told_with_its_hours_to_who_asked_and_to_who_plans(self, client, login_as):
        ali = person("Ali Demoström", user=login_as(Role.STAFF))
        planner = world.person(Role.PLANNER)
        told = {"kind": "other", "first": "2027-06-08", "last": "", "starts": "08:00", "ends": "10:00"}
        assert client.post("/min-dag/franvaro/", told).status_code == 302
        made = Absence.objects.get()
        assert (made.is_whole_days, made.resource) == (False, ali)
        asked = Notification.objects.get(user=planner)
        assert asked.text == "Ali Demoström vill vara ledig tisdag 8 juni 08:00–10:00."
        absences.approve(absence=made, by=planner, at=now())
        assert "frånvaro 8/6 08:00–10:00: godkänd" in Message.objects.get().body
        answered = Notification.objects.get(user=ali.employee.user)
        assert answered.text == "Din frånvaro tisdag 8 juni 08:00–10:00: godkänd."
        with pytest.raises(DomainError, match=r"är redan borta tisdag 8 juni 08:00–10:00"):
            away(ali, "09:00-11:00")

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"starts": "08:00"}, "Skriv båda tiderna"),
            ({"ends": "10:00"}, "Skriv båda tiderna"),
            ({"starts": "10:00", "ends": "08:00"}, "slutar innan den börjar"),
            ({"starts": "08:00", "ends": "10:00", "last": "2027-06-09"}, "Klockslag gäller en enda dag"),
            ({"starts": "åtta", "ends": "10:00"}, "Skriv en tid, till exempel 08:00"),
        ],
    )
    def test_hours_that_cannot_be_are_told_on_the_phone_and_stay_typed(self, client, login_as, more, sentence):
        person("Ali Demoström", user=login_as(Role.STAFF))
        answer = client.post("/min-dag/franvaro/", {"kind": "other", "first": "2027-06-08", "last": ""} | more)
        shown = text_of(answer)
        assert (answer.status_code, sentence in shown, Absence.objects.count()) == (422, True, 0)
        assert '<details class="p-awaypart" open>' in " ".join(shown.split())
        for typed in more.values():
            assert f'value="{typed}"' in shown

    def test_a_time_that_the_clock_skips_is_told_and_a_night_of_two_is_counted_right(self, client, office):
        viktor = person()
        told = {"resource": viktor.pk, "kind": "sick", "first": SPRING.isoformat(), "last": "", "note": ""}
        with time_machine.travel("2027-03-20T08:00:00+01:00", tick=False):
            client.force_login(office)
            skipped = client.post("/personal/franvaro/ny/", told | {"starts": "02:30", "ends": "03:00"})
            assert (skipped.status_code, "slutar innan den börjar" in text_of(skipped)) == (422, True)
            client.post("/personal/franvaro/ny/", told | {"starts": "01:00", "ends": "04:00"})
        made = Absence.objects.get()
        assert made.ends_at - made.starts_at == timedelta(hours=2)


@pytest.mark.django_db
def test_hours_beyond_their_day_are_refused():
    told = Away(AbsenceKind.OTHER, TUESDAY, TUESDAY, span("13:00-15:00", TUESDAY + DAY))
    with pytest.raises(DomainError, match="Klockslag gäller en enda dag"):
        absences.record(resource=person(), away=told, by=world.person(Role.PLANNER), at=now())
