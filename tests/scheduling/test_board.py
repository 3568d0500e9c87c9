"""The board shows who does what, what clashes, what is not told yet; in few questions, whatever its size."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perforia.base.clock import now
from perforia.base.permissions import Role
from scheduling.queries import facts, suggestions, tray
from scheduling.queries.board import board_of
from scheduling.queries.board_rows import Filter
from scheduling.queries.findings import findings_of
from scheduling.rules.facts import Span
from scheduling.services import absences, jobs, moves, planning, publishing, staff, things
from scheduling.services.absences import Away
from scheduling.services.jobs import StopDetails
from scheduling.services.things import EquipmentDetails
from scheduling.states import AbsenceKind, Code, PreferenceKind, Skill
from tests.factories import crm, world
from tests.factories.scheduling import FAR, NEAR, TUESDAY, act, at, details, job, person, plan, team, vehicle
from tests.scheduling.facts import span

pytestmark = pytest.mark.django_db
WEEK = [TUESDAY + timedelta(days=day) for day in range(-1, 6)]


def planner():
    return world.person(Role.PLANNER)


def board(days=(TUESDAY,), user=None, **shown):
    return board_of(list(days), user=user or planner(), shown=Filter(**shown))


def row_of(shown, resource):
    (row,) = [row for row in shown.rows if row.resource.id == resource.pk]
    return row


def test_work_that_began_last_night_stands_in_the_morning_with_what_is_left_of_it():
    viktor = person()
    night = job("22:00", viktor, minutes=480, day=TUESDAY - timedelta(days=1))

    shown = board()

    (bar,) = row_of(shown, viktor).cells[0].bars
    assert (bar.row.job_id, bar.is_from_before, bar.road) == (night.pk, True, None)
    assert row_of(shown, viktor).cells[0].planned == 360
    assert shown.changed == set()  # it is published with the day it begins on
    monday, tuesday = row_of(board(WEEK), viktor).cells[:2]
    assert ([each.row.job_id for each in monday.bars], tuesday.bars) == ([night.pk], [])
    assert row_of(board([TUESDAY + timedelta(days=1)]), viktor).cells[0].bars == []


def test_the_board_is_grouped_team_for_team_with_those_of_none_below():
    viktor, ali, car = person(), person("Ali Demoström"), vehicle()
    elin = person("Elin Låtsasberg", group="cleaning")
    team("Flytt 1", viktor, car)
    team("Flytt 2", viktor)  # somebody stands in one row alone
    gone = team("Flytt 0", ali)
    things.retire_team(team=gone, by=planner(), at=now())
    job("08:00", viktor, car)
    with CaptureQueriesContext(connection) as usual:
        board()
    with CaptureQueriesContext(connection) as asked:
        shown = board(is_by_team=True)

    assert [(group.label, [row.resource.id for row in group.rows]) for group in shown.groups] == [
        ("Flytt 1", [viktor.pk, car.pk]), ("Flytt", [ali.pk]), ("Städ", [elin.pk]),
    ]  # fmt: skip
    assert shown.groups[0].planned == 120  # of its people
    assert len(asked) == len(usual) + 1


def test_a_row_has_its_work_with_company_road_and_hours():
    viktor, elin = person(), person("Elin Låtsasberg", group="cleaning")
    job(
        "08:00",
        viktor,
        elin,
        break_minutes=30,
        minutes=240,
        stops=[StopDetails("Skissvägen 2", latitude=NEAR[0], longitude=NEAR[1])],
    )
    job("13:00", viktor, stops=[StopDetails("Provvägen 9", latitude=FAR[0], longitude=FAR[1])])
    shown = board()

    assert [(group.label, [row.resource.name for row in group.rows]) for group in shown.groups] == [
        ("Flytt", ["Viktor Mallberg"]), ("Städ", ["Elin Låtsasberg"]),
    ]  # fmt: skip
    first, second = row_of(shown, viktor).cells[0].bars
    assert (first.row.customer, first.address, first.mates, first.road, second.road) == (
        "Demosson", "Skissvägen 2", ("Elin",), 10, 30,
    )  # fmt: skip
    cell = row_of(shown, viktor).cells[0]
    assert (cell.planned, cell.available) == (210 + 120, 9 * 60 + 30)
    assert (row_of(shown, viktor).share, shown.of_day(0)) == (58, (540, 1140))
    assert cell.free == [Span(at("07:00"), at("08:00")), Span(at("12:00"), at("13:00")), Span(at("15:00"), at("17:00"))]


def test_what_is_double_booked_stands_in_lanes_and_is_told_with_a_way_out():
    viktor = person()
    job("08:00", viktor, minutes=210)
    job("11:00", viktor, minutes=120)
    job("14:00", viktor)
    row = row_of(board(), viktor)
    assert [(bar.level, bar.is_clash) for bar in row.cells[0].bars] == [(0, True), (1, True), (0, False)]
    assert [finding.sentence for finding in board().findings] == ["Viktor är dubbelbokad 11:00–11:30."]
    assert board().findings[0].move_to == at("11:30")


def test_what_the_crew_has_not_been_told_is_a_draft():
    viktor, elin = person(), person("Elin Låtsasberg")
    first, second, third = job("08:00", viktor), job("11:00", viktor), job("13:00", elin)
    assert board().changed == {first.pk, second.pk, third.pk}
    publishing.publish_day(day=TUESDAY, by=None, at=now())
    assert board().changed == set()
    planning.move(job=second, starts_at=at("11:30"), act=act())
    planning.unassign(job=third, resource=elin, act=act())
    shown = board()
    assert shown.changed == {second.pk, third.pk}
    assert [bar.is_draft for bar in row_of(shown, viktor).cells[0].bars] == [False, True]


def test_absence_takes_its_hours_and_says_why_to_those_who_may_know():
    viktor, office = person(), world.person(Role.OFFICE)
    monday = Away(AbsenceKind.SICK, WEEK[0], WEEK[0])
    half = Away(AbsenceKind.CHILD_SICK, TUESDAY, TUESDAY, span("07:00-12:00", TUESDAY))
    for away in (monday, half):
        absences.record(resource=viktor, away=away, by=office, at=now())
    absences.request(resource=viktor, away=Away(AbsenceKind.VACATION, WEEK[2], WEEK[2]), by=None, at=now())

    cells = row_of(board(WEEK), viktor).cells
    assert [cell.available for cell in cells] == [0, 300, 570, 570, 570, 0, 0]
    assert [cell.is_away for cell in cells[:3]] == [True, False, False]
    assert [away.kind for cell in cells for away in cell.aways] == ["sick", "child_sick", "vacation"]
    assert [away.is_asked for cell in cells for away in cell.aways] == [False, False, True]
    seen = row_of(board(WEEK, world.person(Role.READER)), viktor)
    assert {away.kind for cell in seen.cells for away in cell.aways} == {""}


def test_rows_are_those_who_are_there_and_asked_for():
    viktor, elin, bil = person(), person("Elin Låtsasberg", group="cleaning"), vehicle()
    crew = team("Lag 1", viktor, bil)
    staff.retire(resource=person("Borta Längesedan"), last_day=WEEK[0], by=planner(), at=now())
    names = {row.resource.name for row in board().rows}
    assert names == {"Viktor Mallberg", "Elin Låtsasberg", "Bil 1"}
    assert [group.label for group in board().groups] == ["Flytt", "Städ", "Fordon"]
    assert [row.resource.id for row in board(team_id=crew.pk).rows] == [viktor.pk, bil.pk]
    assert [row.resource.id for row in board(groups=("cleaning",)).rows] == [elin.pk]
    assert [row.resource.id for row in board(resource_ids=(bil.pk,)).rows] == [bil.pk]
    job("08:00", viktor)
    assert [len(row_of(board(services=(kind,)), viktor).cells[0].bars) for kind in ("moving", "windows")] == [1, 0]


def test_a_protected_customer_has_neither_name_nor_address_for_those_who_may_not_know():
    viktor = person()
    job("08:00", viktor, customer=crm.protected())
    (bar,) = row_of(board(), viktor).cells[0].bars
    assert (bar.row.customer, bar.address) == ("skyddad kund", "")
    (bar,) = row_of(board(user=world.person(Role.OFFICE)), viktor).cells[0].bars
    assert (bar.row.customer, bar.address) == ("Hemlig", "Skissvägen 2")


def test_a_board_asks_as_often_with_many_as_with_one():
    def count(days):
        with CaptureQueriesContext(connection) as asked:
            board(days)
        return len(asked)

    job("08:00", person(), vehicle())
    planner()
    few = count([TUESDAY])
    for number in range(4):
        job("08:00", person(f"Person {number}"), vehicle(f"Bil {number}"), day=WEEK[number])
    assert count(WEEK * 2) == few <= 8


def test_the_tray_has_what_waits_for_people_or_a_time_the_most_urgent_first():
    viktor = person()
    job("08:00", viktor)
    short = job("13:00", viktor, people=2)
    nobody = job("09:00")
    wished = job(wanted_on=TUESDAY - timedelta(days=1), stops=[StopDetails("Mallgatan 40")])
    any_day = job()
    job("09:00", day=TUESDAY + timedelta(days=9))
    job(wanted_on=TUESDAY + timedelta(days=9))
    moves.cancel(job=job("10:00"), reason="Prov", by=planner(), at=now())

    found = tray.unassigned(TUESDAY, TUESDAY, user=planner())
    assert [each.job for each in found] == [wished, short, nobody, any_day]
    assert [each.missing for each in found] == [1, 1, 1, 1]
    assert (found[0].address, found[0].is_confirmed, found[0].is_late(TUESDAY)) == ("Mallgatan 40", False, True)
    assert tray.unassigned(TUESDAY, TUESDAY, user=planner(), services=["windows"]) == []


def test_the_tray_hides_a_protected_customer():
    job(customer=crm.protected())
    (hidden,) = tray.unassigned(TUESDAY, TUESDAY, user=planner())
    (seen,) = tray.unassigned(TUESDAY, TUESDAY, user=world.person(Role.OFFICE))
    assert (hidden.who, hidden.address, seen.who, seen.address) == ("skyddad kund", "", "Hemlig", "Skissvägen 2")


def test_everything_wrong_with_a_day_is_said_the_gravest_first_and_what_is_passed_over_is_left_out():
    viktor = person()
    jobs.book(
        details=details(people=2, skills=[Skill.PIANO]),
        plan=plan("08:00", viktor),
        by=planner(),
        at=now(),
        reason="Lär sig",
    )
    job("09:00", viktor)
    absences.record(
        resource=viktor, away=Away(AbsenceKind.SICK, TUESDAY, TUESDAY), by=world.person(Role.OFFICE), at=now()
    )
    found = findings_of([TUESDAY])
    assert [finding.code for finding in found] == [Code.OVERLAP, Code.ABSENCE, Code.ABSENCE]
    everything = {finding.code for finding in findings_of([TUESDAY], passed_over=True)}
    assert everything == {Code.OVERLAP, Code.ABSENCE, Code.SKILL, Code.CREW}


def test_who_can_is_answered_from_the_calendars_and_what_is_answered_can_be_planned():
    busy, elin = person("Viktor Mallberg"), person("Elin Låtsasberg", skills={"heavy": None})
    vehicle()
    job("07:00", busy, minutes=600)
    customer = crm.customer("Nora Testgren")
    job("08:00", elin, day=WEEK[0], customer=customer)
    staff.prefer(customer=customer, employee=elin.employee, kind=PreferenceKind.PREFERRED, by=planner(), at=now())
    wanted = job(customer=customer, wanted_on=TUESDAY, skills=[Skill.HEAVY])
    days = suggestions.days_for(wanted, WEEK[0])
    best, *_ = suggestions.who_can(wanted, days, earliest=at("09:00"))

    assert days == [TUESDAY]
    assert (best.people, best.start) == ((elin.pk,), at("09:00"))
    assert {"kunden vill helst ha Elin", "samma som förra gången"} <= set(best.reasons)
    planning.plan(job=wanted, plan=plan(best.start, elin), act=act(reason=""))
    assert findings_of([TUESDAY], passed_over=False) == []


def test_who_can_looks_for_a_vehicle_when_one_is_needed_and_over_two_weeks_when_no_day_is_wished():
    person(skills={"b": None})
    bil = vehicle(volume=Decimal(18))
    wanted = job(volume=Decimal(16))
    days = suggestions.days_for(wanted, TUESDAY)
    assert len(days) == 14
    assert suggestions.who_can(wanted, days, earliest=at("07:00"))[0].vehicles == (bil.pk,)


def test_who_was_there_last_time_is_told_and_a_job_of_nobody_knows_nobody():
    elin, nadia = person("Elin Låtsasberg"), person("Nadia Provsson")
    job("08:00", elin, day=WEEK[0])
    wanted = job(people=2)
    best, *_ = suggestions.who_can(wanted, [TUESDAY], earliest=at("07:00"))
    assert set(best.people) == {elin.pk, nadia.pk}
    assert "Elin var där förra gången" in best.reasons
    later = job("13:00", people=1)
    assert facts.last_crew(later) == {elin.pk}
    nobodys = jobs.book(details=details(title="Visning"), by=planner(), at=now())
    assert (facts.last_crew(nobodys), facts.need_of(nobodys).who) == (set(), "Visning")


def test_equipment_is_planned_like_people_without_hours_or_rest():
    climber = things.add_equipment(details=EquipmentDetails("Trappklättrare"), by=planner(), at=now())
    job("06:00", climber, minutes=600)
    job("15:00", climber, minutes=180)
    assert [finding.sentence for finding in findings_of([TUESDAY])] == ["Trappklättrare är dubbelbokad 15:00–16:00."]
    (group,) = board().groups
    assert (group.label, group.planned, group.available, group.rows[0].share) == ("Utrustning", 780, 600, 130)


def test_why_not_names_what_speaks_against_somebody():
    viktor, wanted = person(), job(skills=[Skill.PIANO])
    job("09:00", viktor)
    found = suggestions.why_not(wanted, viktor, span("10:00-12:00", TUESDAY))
    assert {finding.code for finding in found} == {Code.OVERLAP, Code.SKILL}
    assert suggestions.why_not(job(), person("Elin Låtsasberg"), span("10:00-12:00", TUESDAY)) == []
