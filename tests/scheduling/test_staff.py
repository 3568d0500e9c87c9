"""People, vehicles, teams and absence as the office writes them down."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent, Notification
from perforia.base.permissions import Role
from scheduling.models import Absence, Employee, Resource, StaffPreference, WorkPattern
from scheduling.queries import facts
from scheduling.queries.absences import absences_of, jobs_without, wishes
from scheduling.rules.worktime import working_minutes
from scheduling.services import absences, staff, things
from scheduling.services.absences import Away
from scheduling.services.staff import EmployeeDetails, HoursChange, HoursDetails, SkillDetails
from scheduling.services.things import EquipmentDetails, MemberDetails, VehicleDetails
from scheduling.states import AbsenceKind, AbsenceState, PreferenceKind, Skill, StaffGroup
from tests.factories import crm, world
from tests.factories.scheduling import TUESDAY, at, job, person, vehicle
from tests.scheduling.facts import span

pytestmark = pytest.mark.django_db
MONDAY = TUESDAY - timedelta(days=1)


def office():
    return world.person(Role.OFFICE)


def test_somebody_begins_with_skills_and_a_telephone_in_one_form():
    told = EmployeeDetails("  Ali Demoström ", phone="070-174 06 05", weekly_hours=Decimal(30))
    made = staff.add_employee(details=told, skills=[SkillDetails(Skill.LICENCE_C, TUESDAY)], by=office(), at=now())

    employee = Employee.objects.get(resource=made)
    assert (made.name, made.initials, employee.phone) == ("Ali Demoström", "AD", "+46701740605")
    (worker,) = facts.workers(Resource.objects.filter(pk=made.pk), first=MONDAY, last=TUESDAY).values()
    assert (worker.skills, worker.week_minutes) == ({"c": TUESDAY}, 1800)
    assert AuditEvent.objects.filter(verb="employee.added").exists()


@pytest.mark.parametrize(
    ("facts_of", "sentence"),
    [
        ({"name": " "}, "Skriv ett namn"),
        ({"name": "Ali", "phone": "123"}, "Telefonnumret finns inte"),
        ({"name": "Ali", "weekly_hours": Decimal(99)}, "mellan 0 och 60"),
    ],
)
def test_somebody_who_cannot_be_is_refused(facts_of, sentence):
    with pytest.raises(DomainError, match=sentence):
        staff.add_employee(details=EmployeeDetails(**facts_of), by=office(), at=now())


def test_an_account_belongs_to_one_person():
    user = world.person(Role.STAFF, "Ali Demoström")
    staff.add_employee(details=EmployeeDetails("Ali", user=user), by=office(), at=now())
    with pytest.raises(DomainError, match="hör redan till en annan"):
        staff.add_employee(details=EmployeeDetails("Elin", user=user), by=office(), at=now())


def test_a_change_is_refused_to_one_who_saw_an_older_row():
    viktor = person()
    seen = staff.version_of(viktor)
    staff.change_employee(resource=viktor, details=EmployeeDetails("Viktor M"), seen=seen, by=office(), at=now())
    with pytest.raises(DomainError, match="Någon har ändrat uppgifterna"):
        staff.change_employee(resource=viktor, details=EmployeeDetails("V"), seen=seen, by=office(), at=now())
    viktor.refresh_from_db()
    assert viktor.name == "Viktor M"


def test_skills_are_set_whole_and_none_stands_twice():
    viktor = person(skills={"heavy": None, "piano": None})
    staff.set_skills(resource=viktor, skills=[SkillDetails(Skill.PIANO, TUESDAY)], by=office(), at=now())
    assert list(viktor.employee.skills.values_list("skill", "valid_until")) == [("piano", TUESDAY)]
    with pytest.raises(DomainError, match="står två gånger"):
        staff.set_skills(resource=viktor, skills=[SkillDetails(Skill.PIANO)] * 2, by=office(), at=now())


def test_new_hours_end_the_old_ones_the_day_before_and_can_be_set_twice():
    viktor = person(hours=("07:00", "16:00"))
    change = HoursChange(TUESDAY, [HoursDetails(1, time(9), time(17)), HoursDetails(2, time(22), time(6))])
    for _ in range(2):
        staff.set_hours(resource=viktor, change=change, by=office(), at=now())
    hours = facts.workers(Resource.objects.all(), first=MONDAY, last=TUESDAY)[viktor.pk].hours
    minutes = [working_minutes(hours, MONDAY + timedelta(days=day)) for day in (0, 1, 2, 3)]
    assert minutes == [9 * 60 - 30, 7.5 * 60, 7.5 * 60, 0]
    assert WorkPattern.objects.filter(resource=viktor, valid_from=TUESDAY).count() == 2


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (HoursDetails(7, time(9), time(17)), "Välj veckodag"),
        (HoursDetails(1, time(9), time(17), cycle_weeks=2, cycle_week=2), "Välj veckodag"),
        (HoursDetails(1, time(9), time(10), break_minutes=90), "Rasten är längre"),
    ],
)
def test_hours_that_cannot_be_are_refused(row, sentence):
    with pytest.raises(DomainError, match=sentence):
        staff.set_hours(resource=person(), change=HoursChange(TUESDAY, [row]), by=office(), at=now())


def test_nobody_leaves_while_jobs_are_planned_with_them():
    viktor = person()
    planned = job("08:00", viktor)
    with pytest.raises(DomainError, match=f"Viktor Mallberg är planerad på {planned.number}"):
        staff.retire(resource=viktor, last_day=MONDAY, by=office(), at=now())
    staff.retire(resource=viktor, last_day=TUESDAY, by=office(), at=now())
    viktor.refresh_from_db()
    assert (viktor.is_active(TUESDAY), viktor.is_active(TUESDAY + timedelta(days=1))) == (True, False)
    assert not Resource.objects.on(TUESDAY + timedelta(days=1)).exists()
    staff.retire(resource=viktor, last_day=None, by=office(), at=now())
    assert Resource.objects.on(TUESDAY + timedelta(days=1)).exists()


def test_nobody_leaves_before_they_came():
    viktor = person()
    Resource.objects.update(active_from=TUESDAY)
    with pytest.raises(DomainError, match="före första"):
        staff.retire(resource=viktor, last_day=MONDAY, by=office(), at=now())


def test_a_customer_wants_somebody_and_the_plan_knows():
    viktor, customer = person(), crm.customer()
    made = job(customer=customer)
    for kind in (PreferenceKind.PREFERRED, PreferenceKind.BLOCKED):
        staff.prefer(customer=customer, employee=viktor.employee, kind=kind, by=office(), at=now())
    assert facts.need_of(made).blocked == {viktor.pk}
    staff.prefer(customer=customer, employee=viktor.employee, kind=None, by=office(), at=now())
    assert not StaffPreference.objects.exists()


def test_a_vehicle_has_a_number_of_its_own_and_a_licence():
    told = VehicleDetails("Bil 1", "abc 123", Decimal(18), Skill.LICENCE_C1)
    made = things.add_vehicle(details=told, by=office(), at=now())
    assert (made.vehicle.registration, made.initials, made.hue) == ("ABC123", "1", 0)
    with pytest.raises(DomainError, match="ABC123 finns redan"):
        things.add_vehicle(details=VehicleDetails("Bil 2", "ABC123"), by=office(), at=now())
    with pytest.raises(DomainError, match="Skriv registreringsnumret"):
        things.add_vehicle(details=VehicleDetails("Bil 2", " "), by=office(), at=now())
    with pytest.raises(DomainError, match="Välj vilket körkort"):
        things.add_vehicle(details=VehicleDetails("Bil 2", "ABC124", licence=Skill.PIANO), by=office(), at=now())
    changed = VehicleDetails("Lastbilen", "ABC123", Decimal(20))
    things.change_vehicle(resource=made, details=changed, seen=staff.version_of(made), by=office(), at=now())
    made.refresh_from_db()
    assert (made.name, made.vehicle.volume) == ("Lastbilen", Decimal(20))


def test_a_thing_is_kept_and_renamed():
    made = things.add_equipment(details=EquipmentDetails("Trappklättrare"), by=office(), at=now())
    seen, renamed = staff.version_of(made), EquipmentDetails("Klättraren", "K1")
    things.change_equipment(resource=made, details=renamed, seen=seen, by=office(), at=now())
    made.refresh_from_db()
    assert (made.name, made.equipment.serial) == ("Klättraren", "K1")
    with pytest.raises(DomainError, match="Någon har ändrat"):
        things.change_equipment(resource=made, details=EquipmentDetails("X"), seen=seen, by=office(), at=now())


def test_a_team_is_saved_whole_and_its_name_is_its_own():
    viktor, bil = person(), vehicle()
    made = things.save_team(
        team=None, name="Lag 1", group=StaffGroup.MOVING, members=[MemberDetails(viktor), MemberDetails(bil)],
        by=office(), at=now(),
    )  # fmt: skip
    again = {"group": StaffGroup.MOVING, "members": [MemberDetails(viktor)], "by": office(), "at": now()}
    things.save_team(team=made, name="Lag ett", **again)
    assert facts.teams_on(TUESDAY, TUESDAY) == [frozenset({viktor.pk})]
    with pytest.raises(DomainError, match="redan ett team"):
        things.save_team(team=None, name="lag ETT", **again)
    things.retire_team(team=made, by=office(), at=now())
    assert facts.teams_on(TUESDAY, TUESDAY) == []


def vacation(first=TUESDAY, last=TUESDAY, kind=AbsenceKind.VACATION, **facts_of):
    return Away(kind, first, last, **facts_of)


def test_a_wish_to_be_away_waits_for_an_answer_which_is_told():
    mine, asker = person(), world.person(Role.STAFF, "Viktor Mallberg")
    office()
    made = absences.request(resource=mine, away=vacation(), by=asker, at=now())
    assert made.state == AbsenceState.REQUESTED
    assert "vill vara ledig från tisdag 8 juni" in Notification.objects.get(user=office()).text
    absences.approve(absence=made, by=office(), at=now())
    absences.approve(absence=made, by=office(), at=now())
    assert [each.text for each in Notification.objects.filter(user=asker)] == [
        "Din frånvaro från tisdag 8 juni: godkänd."
    ]
    assert facts.workers(Resource.objects.all(), first=TUESDAY, last=TUESDAY)[mine.pk].absences == [
        absences.Away(AbsenceKind.OTHER, TUESDAY, TUESDAY).time
    ]


def test_sickness_stands_at_once_leaves_the_plan_alone_and_says_how_much_needs_somebody_else():
    viktor = person()
    job("08:00", viktor)
    office()
    made = absences.request(resource=viktor, away=vacation(kind=AbsenceKind.SICK), by=None, at=now())
    assert (made.state, viktor.assignments.count()) == (AbsenceState.APPROVED, 1)
    told = Notification.objects.get(user=office()).text
    assert told == "Viktor Mallberg är borta från tisdag 8 juni. 1 uppdrag behöver någon annan."


def test_what_waits_who_is_away_and_which_jobs_need_somebody_else_are_listed():
    viktor = person()
    planned = job("08:00", viktor)
    job("08:00", viktor, day=TUESDAY + timedelta(days=1))
    made = absences.request(resource=viktor, away=vacation(), by=None, at=now())
    assert list(wishes(office())) == [made]
    assert list(absences_of(office(), first=MONDAY, last=TUESDAY)) == [made]
    assert list(absences_of(office(), first=MONDAY, last=MONDAY)) == []
    assert list(jobs_without(made)) == [planned]
    absences.reject(absence=made, answer="Full vecka", by=office(), at=now())
    assert [list(wishes(office())), list(absences_of(office(), first=TUESDAY, last=TUESDAY))] == [[], []]


def test_a_no_needs_a_reason_and_can_become_a_yes():
    made = absences.request(resource=person(), away=vacation(), by=None, at=now())
    with pytest.raises(DomainError, match="Skriv varför"):
        absences.reject(absence=made, answer=" ", by=office(), at=now())
    absences.reject(absence=made, answer="Full vecka", by=office(), at=now())
    absences.approve(absence=made, by=office(), at=now())
    absences.withdraw(absence=made, by=office(), at=now())
    with pytest.raises(DomainError, match="från ”Återtagen” till ”Godkänd”"):
        absences.approve(absence=made, by=office(), at=now())


@pytest.mark.parametrize(
    ("away", "sentence"),
    [
        (vacation(TUESDAY, MONDAY), "slutar innan den börjar"),
        (vacation(last=date(2031, 1, 1)), "högst två år"),
        (vacation(kind=AbsenceKind.SERVICE), "Service gäller fordon"),
    ],
)
def test_absence_that_cannot_be_is_refused(away, sentence):
    with pytest.raises(DomainError, match=sentence):
        absences.record(resource=person(), away=away, by=office(), at=now())


def test_nobody_is_away_twice_at_once_but_a_part_of_a_day_is_a_time_of_its_own():
    viktor = person()
    absences.record(resource=viktor, away=vacation(span=span("07:00-12:00", TUESDAY)), by=office(), at=now())
    absences.record(resource=viktor, away=vacation(span=span("13:00-15:00", TUESDAY)), by=office(), at=now())
    with pytest.raises(DomainError, match="är redan borta tisdag 8 juni 07:00–12:00"):
        absences.record(resource=viktor, away=vacation(), by=office(), at=now())
    assert Absence.objects.filter(is_whole_days=False).count() == 2


def test_somebody_comes_back_earlier_than_was_said():
    made = absences.record(
        resource=person(), away=vacation(TUESDAY, TUESDAY + timedelta(days=5)), by=office(), at=now()
    )
    absences.end(absence=made, last=TUESDAY, by=office(), at=now())
    made.refresh_from_db()
    assert made.ends_at == at("00:00", TUESDAY + timedelta(days=1))
    with pytest.raises(DomainError, match="före första"):
        absences.end(absence=made, last=MONDAY, by=office(), at=now())
    absences.withdraw(absence=made, by=office(), at=now())
    with pytest.raises(DomainError, match="gäller inte"):
        absences.end(absence=made, last=TUESDAY, by=office(), at=now())


def test_a_vehicle_at_the_workshop_is_away():
    made = absences.record(resource=vehicle(), away=vacation(kind=AbsenceKind.SERVICE), by=office(), at=now())
    assert absences.jobs_in(made) == 0


def test_the_office_sees_everybody_and_others_themselves():
    mine = person("Ali Demoström", user=world.person(Role.STAFF, "Ali Demoström"))
    other = person()
    for resource in (mine, other):
        absences.record(resource=resource, away=vacation(), by=office(), at=now())
    user = world.person(Role.STAFF, "Ali Demoström")
    assert Employee.objects.visible_to(office()).count() == 2
    assert Employee.objects.visible_to(user).get() == mine.employee
    assert Absence.objects.visible_to(user).get().resource == mine
    assert (Resource.objects.visible_to(user).count(), Resource.objects.visible_to(office()).count()) == (0, 2)
