"""Who has time: the overview, the question of who is free, and weeks against the rules of working time."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perforia.base.clock import now, today
from perforia.base.permissions import Role
from scheduling.queries import availability as queries
from scheduling.queries.staff import StaffFilters
from scheduling.rules.availability import answer, free_of_day
from scheduling.rules.expiry import expiry_of
from scheduling.rules.facts import Hours, Span, Stint, Worker
from scheduling.rules.hours_words import oddities, period_on, periods
from scheduling.rules.weeks import over_average, weeks_of
from scheduling.services import absences
from scheduling.services.absences import Away
from scheduling.states import AbsenceKind
from tests.factories import world
from tests.factories.scheduling import TUESDAY, job, person, vehicle
from tests.scheduling.facts import span

URL, WEEKS = "/personal/tillganglighet/", "/personal/arbetstid/"
MONDAY, DAY = TUESDAY - timedelta(days=1), timedelta(days=1)
VIKTOR = Worker(1, "Viktor Mallberg", hours=tuple(Hours(day, time(7), time(16), 60) for day in range(5)))


def text_of(page):
    return page.content.decode()


def stint(times, who="Demosson", day=TUESDAY):
    return Stint(1, 1, span(times, day), who)


# The rules.


def test_what_is_free_of_a_day_is_what_work_and_absence_leave_of_the_shifts():
    away = Worker(1, "Viktor", hours=VIKTOR.hours, absences=(span("07:00-09:00", TUESDAY),))
    assert free_of_day(away, [stint("10:00-12:00")], TUESDAY) == [
        span("09:00-10:00", TUESDAY), span("12:00-16:00", TUESDAY),
    ]  # fmt: skip
    assert free_of_day(VIKTOR, [], TUESDAY + 4 * DAY) == []


@pytest.mark.parametrize(
    ("asked", "minutes", "stints", "absence", "why", "times"),
    [
        ("08:00-12:00", 240, [], None, "", "08:00–12:00"),
        ("08:00-12:00", 60, ["09:00-11:00"], None, "", "08:00–09:00 och 11:00–12:00"),
        ("08:00-12:00", 240, ["09:00-11:00"], None, "Demosson 09:00–11:00", ""),
        ("08:00-12:00", 120, ["08:00-09:00", "10:00-11:30"], None, "Demosson 08:00–09:00 och Demosson 10:00–11:30", ""),
        ("08:00-12:00", 240, [], "00:00-23:00", "frånvarande", ""),
        ("16:00-20:00", 240, [], None, "arbetar 07:00–16:00", ""),
        ("14:00-20:00", 120, [], None, "", "14:00–16:00"),
    ],
)
def test_whether_somebody_has_time_is_told_with_why_not(asked, minutes, stints, absence, why, times):
    worker = Worker(1, "Viktor", hours=VIKTOR.hours, absences=(span(absence, TUESDAY),) if absence else ())
    found = answer(worker, [stint(each) for each in stints], span(asked, TUESDAY), minutes=minutes)
    assert (found.why, found.times, found.is_free) == (why, times, not why)


def test_who_does_not_work_that_day_is_told_so_and_a_shift_of_the_night_before_counts():
    saturday = TUESDAY + 4 * DAY
    assert answer(VIKTOR, [], span("08:00-12:00", saturday), minutes=60).why == "arbetar inte den dagen"
    guard = Worker(1, "Natt", hours=[Hours(1, time(22), time(6))])
    assert answer(guard, [], span("00:00-05:00", TUESDAY + DAY), minutes=300).is_free


@pytest.mark.parametrize(
    ("until", "words", "tone"),
    [
        (None, "", ""),
        (TUESDAY - DAY, "gick ut 7 juni", "bad"),
        (TUESDAY, "går ut idag", "warn"),
        (TUESDAY + DAY, "går ut imorgon", "warn"),
        (TUESDAY + 20 * DAY, "går ut om 20 dagar", "warn"),
        (date(2028, 11, 3), "till 3 november 2028", ""),
    ],
)
def test_when_something_runs_out_is_told_in_words(until, words, tone):
    found = expiry_of(until, TUESDAY)
    assert (found.words, found.tone) == (words, tone)


def test_working_hours_are_told_by_days_and_by_weeks_of_a_rota():
    rota = [Hours(day, time(7), time(16), 60, MONDAY, None, 2, 0) for day in (0, 1, 2, 4)]
    rota += [Hours(2, time(22), time(6), 30, MONDAY, None, 2, 1)]
    (found,) = periods(rota)
    assert found.weeks == (
        (("mån–ons", "07:00–16:00, rast 60 min"), ("fre", "07:00–16:00, rast 60 min")),
        (("ons", "22:00–06:00, rast 30 min"),),
    )
    assert (found.minutes, period_on(rota, MONDAY - DAY)) == ((4 * 480 + 450) // 2, None)


@pytest.mark.parametrize(
    ("hours", "agreed", "sentence"),
    [
        ([Hours(day, time(7), time(16), 60) for day in range(5)], 2400, ""),
        ([Hours(day, time(7), time(17), 60) for day in range(5)], 2400, "45 tim i veckan är mer än 40 tim"),
        ([Hours(0, time(7), time(16), 60)], 1800, "Arbetstiden är 8 tim i veckan, avtalet säger 30 tim"),
        ([Hours(0, time(7), time(13))], 360, "längre än 5 tim utan rast"),
        ([Hours(0, time(14), time(22), 30), Hours(1, time(6), time(12), 30)], 780, "mindre än 11 tim vila"),
        ([Hours(0, time(7), time(10)), Hours(0, time(17), time(20))], 360, ""),  # a split shift
    ],
)
def test_odd_working_hours_are_named(hours, agreed, sentence):
    found = oddities(periods(hours)[0], agreed)
    assert any(sentence in each for each in found) if sentence else found == []


def test_weeks_are_warned_of_at_forty_and_forty_eight_hours_and_on_average():
    mondays = [MONDAY + 7 * number * DAY for number in range(4)]
    week = [stint("07:00-16:00", day=MONDAY + number * DAY) for number in range(5)]
    long = [stint("07:00-19:00", day=mondays[1] + number * DAY) for number in range(5)]
    found = weeks_of([*week, *long], mondays, agreed=2400)
    assert [(each.planned // 60, each.tone) for each in found] == [(45, "warn"), (60, "bad"), (0, ""), (0, "")]
    assert over_average(found) == ""
    every = [stint("07:00-16:00", day=monday + number * DAY) for monday in mondays for number in range(5)]
    assert over_average(weeks_of(every, mondays, agreed=2400)) == (
        "Vecka 23–26 blir i snitt 45 tim, över 40 tim i veckan."
    )


# The pages.


def cells(page, name="Viktor Mallberg"):
    rows = [row for _, rows in page.context["overview"].groups for row in rows]
    return {cell.day: cell for row in rows if row.row.resource.name == name for cell in row.cells}


@pytest.mark.django_db
def test_the_overview_tells_free_hours_absence_and_work_of_two_to_four_weeks(client, office):
    viktor = person()
    vehicle()
    job("08:00", viktor, minutes=240)
    absences.record(
        resource=viktor, away=Away(AbsenceKind.SICK, TUESDAY + DAY, TUESDAY + DAY), by=office, at=now()
    )  # fmt: skip
    page = client.get(f"{URL}?fran={TUESDAY}")
    found = cells(page)
    days = (MONDAY, TUESDAY, TUESDAY + DAY, MONDAY + 6 * DAY)
    assert [(found[day].state, found[day].free) for day in days] == [
        ("free", 570), ("part", 330), ("away", 0), ("off", 0),
    ]  # fmt: skip
    assert found[TUESDAY].words == "ledig 5,5 tim, planerad 4 tim"
    assert (len(found), len(cells(client.get(f"{URL}?fran={TUESDAY}&veckor=4")))) == (14, 28)
    assert "Bil 1" not in text_of(page)


@pytest.mark.django_db
def test_the_overview_shows_those_who_fit(client, office):
    person(skills={"c": None})
    person("Elin Låtsasberg", group="cleaning")
    assert "Elin" not in text_of(client.get(f"{URL}?grupp=moving"))
    assert cells(client.get(f"{URL}?kompetens=b")).keys()
    assert "Ingen passar" in text_of(client.get(f"{URL}?kompetens=ce"))
    for asked in ("fran=9999-99-99&veckor=99&grupp=%00", "fran=0001-01-01", "fran=9999-12-31&dag=0001-01-01"):
        assert client.get(f"{URL}?{asked}").status_code == 200, asked
        assert client.get(f"{WEEKS}?{asked}").status_code == 200, asked


@pytest.mark.django_db
def test_who_is_free_on_a_morning_is_answered_with_why_not(client, office):
    viktor, elin = person(), person("Elin Låtsasberg")
    job("09:00", viktor)
    page = client.get(f"{URL}?dag={TUESDAY}&tid=formiddag")
    assert [(each.worker.name, each.why) for each in page.context["answers"]] == [
        (elin.name, ""), (viktor.name, "Demosson 09:00–11:00"),
    ]  # fmt: skip
    assert f"tisdag {TUESDAY.day} juni" in text_of(page)
    short = client.get(f"{URL}?dag={TUESDAY}&kl=08:00&till=12:00&minst=60").context["answers"]
    assert [each.times for each in short] == ["08:00–12:00", "08:00–09:00 och 11:00–12:00"]
    for asked in (f"dag={TUESDAY}&kl=12:00&till=08:00", "dag=2027-13-01"):
        assert "Ändra och försök igen" in text_of(client.get(f"{URL}?{asked}")), asked


@pytest.mark.django_db
def test_a_sick_colleague_is_only_away(client, login_as):
    viktor = person()
    away = Away(AbsenceKind.SICK, TUESDAY, TUESDAY)
    absences.record(resource=viktor, away=away, by=world.person(Role.PLANNER), at=now())
    login_as(Role.READER)
    page = text_of(client.get(f"{URL}?dag={TUESDAY}"))
    assert ("frånvarande" in page, "Sjuk" in page) == (True, False)


@pytest.mark.django_db
def test_the_overview_and_the_question_cost_a_fixed_number_of_questions(office):
    asked = Span(span("08:00-12:00", TUESDAY).start, span("08:00-12:00", TUESDAY).end)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            queries.overview(office, monday=MONDAY, weeks=4, filters=StaffFilters(), today=today())
            queries.answers(office, asked, minutes=60, filters=StaffFilters(), today=today())
        with CaptureQueriesContext(connection) as weeks:
            queries.week_rows(office, [MONDAY], filters=StaffFilters(), today=today())
        return len(seen), len(weeks)

    job("08:00", person())
    first = cost()
    for number in range(2):
        job("08:00", person(f"Person {number}"))
    assert cost() == first
    assert first <= (15, 10)


@pytest.mark.django_db
def test_weeks_that_break_the_rules_are_named_with_the_person(client, office):
    viktor = person(hours=("05:00", "23:00"))
    for number in range(5):
        job("07:00", viktor, minutes=600, day=MONDAY + number * DAY, break_minutes=60)
    job("05:00", viktor, minutes=600, day=TUESDAY + 8 * DAY, break_minutes=60)
    job("20:00", viktor, minutes=120, day=TUESDAY + 7 * DAY)
    page = text_of(client.get(f"{WEEKS}?fran={TUESDAY}"))
    assert "Viktor får 45 tim vecka 23, över 40 tim" in page
    assert "dygnsvilan ska vara minst 11 tim" in page
    assert "Viktor får" not in text_of(client.get(f"{WEEKS}?fran=2027-01-04"))


@pytest.mark.django_db
def test_pages_without_people_say_so(client, office):
    with time_machine.travel("2027-06-01T08:00:00Z", tick=False):
        client.force_login(office)
        assert "Ingen passar" in text_of(client.get(URL))
        assert "Ingen passar" in text_of(client.get(WEEKS))
