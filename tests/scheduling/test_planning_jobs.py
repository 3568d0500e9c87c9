"""Jobs are booked and planned; drafts may clash, other rules need a reason, and every change can be taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contracts.models import Offer
from contracts.states import RutWork
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from scheduling.models import Assignment, ChecklistItem, Job, Override, PlanChange
from scheduling.services import jobs, moves, planning
from scheduling.services.jobs import StopDetails
from scheduling.services.plans import NeedsReason, Plan, Seat, StaleVersion
from scheduling.states import AssignmentRole, ChangeSource, JobStatus, Skill
from tests.factories import contracts, crm, world
from tests.factories.scheduling import TUESDAY, act, at, details, job, person, plan, team, vehicle

pytestmark = pytest.mark.django_db


def planner():
    return world.person(Role.PLANNER)


def crew_of(made):
    return {row.resource.name for row in made.assignments.select_related("resource").order_by("pk")}


def test_a_job_is_booked_with_all_its_parts():
    told = details(
        customer=crm.customer(), people=2, skills=[Skill.HEAVY, Skill.HEAVY], volume=Decimal(18),
        hours={RutWork.MOVING: Decimal(6)}, checklist=["Fota skador", " ", "Skydda golv"],
        stops=[StopDetails("Testgränd 7", is_confirmed=True), StopDetails("Mallgatan 40")],
    )  # fmt: skip
    made = jobs.book(details=told, by=planner(), at=now())

    assert made.number == f"U-{1000 + made.pk}"
    assert Job.objects.numbered(made.number.lower().replace("-", "")).get() == made
    assert (made.status, made.skills) == (JobStatus.PLANNED, ["heavy", "heavy"])
    assert [stop.address for stop in made.stops.order_by("position")] == ["Testgränd 7", "Mallgatan 40"]
    assert [stop.confirmed_at is not None for stop in made.stops.order_by("position")] == [True, False]
    assert [item.text for item in made.checklist.order_by("position")] == ["Fota skador", "Skydda golv"]
    assert made.works.get().hours == 6
    assert AuditEvent.objects.filter(verb="job.booked", target_id=made.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "Skriv vad som ska göras"),
        ({"minutes": 0}, "minst 15 minuter"),
        ({"minutes": 3000}, "högst ett dygn"),
        ({"break_minutes": 120}, "Rasten ska vara kortare"),
        ({"people": 0}, "mellan 1 och 30 personer"),
        ({"window_from": at("12:00"), "window_until": at("10:00")}, "slutar innan den börjar"),
        ({"hours": {RutWork.MOVING: Decimal(0)}}, "mer än noll"),
        ({"stops": [StopDetails(" ")]}, "Skriv adressen"),
        ({"skills": [Skill.HEAVY] * 99}, "Fler kompetenser"),
    ],
)
def test_what_cannot_be_is_refused_in_words(wrong, sentence):
    with pytest.raises(DomainError, match=sentence):
        jobs.book(details=details(**wrong), by=planner(), at=now())
    assert not Job.objects.exists()


def test_the_address_of_somebody_else_is_refused():
    theirs = crm.place(crm.customer("Nora Annansson"))
    with pytest.raises(DomainError, match="hör till en annan kund"):
        jobs.book(
            details=details(customer=crm.customer(), stops=[StopDetails("Mallgatan 9", place=theirs)]),
            by=planner(),
            at=now(),
        )


def test_the_contract_or_offer_of_somebody_else_is_refused_and_what_has_ended_is_not_changed():
    theirs = contracts.draft()
    with pytest.raises(DomainError, match="Avtalet hör till en annan kund"):
        jobs.book(details=details(contract=theirs), by=planner(), at=now())
    offer = Offer(customer=theirs.customer)
    with pytest.raises(DomainError, match="Offerten hör till en annan kund"):
        jobs.book(details=details(offer=offer), by=planner(), at=now())
    made = job("08:00")
    moves.cancel(job=made, reason="Prov", by=planner(), at=now())
    with pytest.raises(DomainError, match="har status ”Avbokad” och ändras inte"):
        jobs.change(job=made, details=details(), by=planner(), at=now())


def test_a_job_without_a_time_is_moved_to_one_and_takes_no_team_before():
    made = job()
    with pytest.raises(DomainError, match="Ge uppdraget en tid"):
        planning.assign_team(job=made, team=team("Lag 1", person()), act=act())
    planning.move(job=made, starts_at=at("09:00"), act=act())
    made.refresh_from_db()
    assert (made.starts_at, made.ends_at) == (at("09:00"), at("11:00"))


def test_a_change_keeps_the_plan_the_ticks_and_the_confirmed_address():
    viktor = person()
    made = job("08:00", viktor, checklist=["Fota skador"])
    ChecklistItem.objects.update(done_at=now(), done_by=planner())
    told = details(title="Flytt 4 rum", customer=made.customer, checklist=["Fota skador", "Skydda golv"])
    changed = jobs.change(job=made, details=told, version=made.version, by=planner(), at=now())

    assert (changed.title, changed.starts_at) == ("Flytt 4 rum", at("08:00"))
    assert changed.stops.get().confirmed_at is not None
    assert [item.done_at is not None for item in changed.checklist.order_by("position")] == [True, False]
    with pytest.raises(StaleVersion):
        jobs.change(job=made, details=told, version=made.version, by=planner(), at=now())


def test_an_address_is_confirmed_once_with_where_it_is():
    made = job(stops=[StopDetails("Mallgatan 40")])
    jobs.confirm_address(stop=made.stops.get(), latitude=59.1, longitude=18.1, by=planner(), at=now())
    jobs.confirm_address(stop=made.stops.get(), by=planner(), at=now())

    assert (made.stops.get().latitude, made.stops.get().confirmed_by) == (59.1, planner())
    assert AuditEvent.objects.filter(verb="job.address_confirmed").count() == 1


def test_a_job_is_planned_with_its_crew_and_the_change_is_kept():
    viktor, bil = person(), vehicle()
    made = job()
    told = Plan(
        at("08:00"),
        at("10:00"),
        [Seat(viktor.pk, AssignmentRole.LEAD), Seat(bil.pk, AssignmentRole.THING, at("07:30"), at("10:30"))],
    )
    planned = planning.plan(job=made, plan=told, version=1, act=act())

    assert (planned.version, planned.starts_at) == (2, at("08:00"))
    seats = {row.resource: (row.role, row.starts_at) for row in planned.assignments.order_by("pk")}
    assert seats == {viktor: ("lead", at("08:00")), bil: ("thing", at("07:30"))}
    assert PlanChange.objects.get().old == {"starts_at": None, "ends_at": None, "crew": []}


def test_the_same_plan_twice_is_one_change():
    viktor, made = person(), job()
    for _ in range(2):
        planning.plan(job=made, plan=plan("08:00", viktor), act=act())
    made.refresh_from_db()
    assert (made.version, PlanChange.objects.count()) == (2, 1)


def test_whoever_saw_an_older_plan_is_told_so():
    made = job("08:00", person())
    planning.move(job=made, starts_at=at("09:00"), version=made.version, act=act())
    with pytest.raises(StaleVersion, match="Någon har ändrat uppdraget"):
        planning.move(job=made, starts_at=at("10:00"), version=made.version, act=act())
    assert Job.objects.get().starts_at == at("09:00")


def test_a_move_takes_the_crew_along_each_at_their_own_distance():
    viktor, bil = person(), vehicle()
    made = job("08:00", viktor)
    planning.assign(job=made, resource=bil, act=act())
    Assignment.objects.filter(resource=bil).update(starts_at=at("07:30"), ends_at=at("10:30"))
    planning.move(job=made, starts_at=at("13:00"), minutes=180, act=act())

    made.refresh_from_db()
    assert (made.starts_at, made.ends_at) == (at("13:00"), at("16:00"))
    spans = {row.resource: (row.starts_at, row.ends_at) for row in made.assignments.order_by("pk")}
    assert spans == {viktor: (at("13:00"), at("16:00")), bil: (at("12:30"), at("16:30"))}


def test_somebody_takes_the_place_of_somebody_else_and_is_taken_off():
    viktor, ali, made = person(), person("Ali Demoström"), job()
    with pytest.raises(DomainError, match="Ge uppdraget en tid"):
        planning.assign(job=made, resource=viktor, act=act())
    planning.plan(job=made, plan=plan("08:00", viktor), act=act())
    planning.assign(job=made, resource=ali, replacing=viktor, act=act())
    assert crew_of(made) == {"Ali Demoström"}
    planning.unassign(job=made, resource=ali, act=act())
    planning.unassign(job=made, resource=ali, act=act())
    assert crew_of(made) == set()


def test_a_team_is_planned_as_its_members_of_the_day():
    viktor, ali, made = person(), person("Ali Demoström"), job("08:00")
    both = team("Lag 1", viktor, ali)
    ali.teams.update(valid_until=TUESDAY - timedelta(days=1))
    planning.assign_team(job=made, team=both, act=act())
    assert crew_of(made) == {"Viktor Mallberg"}
    viktor.teams.update(valid_from=TUESDAY + timedelta(days=1))
    with pytest.raises(DomainError, match="Lag 1 har ingen medlem"):
        planning.assign_team(job=made, team=both, act=act())


def test_a_job_is_put_back_among_those_without_a_time():
    made = job("08:00", person())
    planning.unplan(job=made, act=act())
    made.refresh_from_db()
    assert (made.starts_at, made.assignments.count()) == (None, 0)


def test_drafts_may_be_double_booked_while_one_plans():
    viktor = person()
    job("08:00", viktor)
    planning.plan(job=job(), plan=plan("09:00", viktor), act=act(reason=""))
    assert viktor.assignments.count() == 2


def test_a_rule_that_is_broken_needs_a_reason_that_is_kept_and_asked_once():
    viktor, made = person(), job()
    with pytest.raises(NeedsReason, match="Viktor arbetar inte tisdag 8 juni 18:00–20:00") as refused:
        planning.plan(job=made, plan=plan("18:00", viktor), act=act(reason=" "))
    assert [finding.code for finding in refused.value.findings] == ["hours"]
    assert not made.assignments.exists()

    planning.plan(job=made, plan=plan("18:00", viktor), act=act(reason="Kunden kan bara då"))
    kept = Override.objects.get()
    assert (kept.code, kept.reason, kept.resource, kept.by) == ("hours", "Kunden kan bara då", viktor, planner())
    planning.move(job=made, starts_at=at("18:15"), act=act(reason=""))


@pytest.mark.parametrize(
    ("start", "minutes", "sentence"),
    [
        ("10:00", -60, "slutar innan det börjar"),
        ("10:00", 0, "slutar innan det börjar"),
        ("10:00", 1500, "högst ett dygn"),
    ],
)
def test_times_that_cannot_be_are_refused(start, minutes, sentence):
    with pytest.raises(DomainError, match=sentence):
        planning.plan(job=job(), plan=plan(start, minutes=minutes), act=act())


def test_somebody_twice_or_no_longer_there_is_refused():
    viktor, made = person(), job()
    with pytest.raises(DomainError, match="står två gånger"):
        planning.plan(job=made, plan=plan("08:00", viktor, viktor), act=act())
    viktor.active_until = TUESDAY - timedelta(days=1)
    viktor.save(update_fields=["active_until"])
    with pytest.raises(DomainError, match="Viktor Mallberg är inte kvar"):
        planning.plan(job=made, plan=plan("08:00", viktor), act=act())


def test_a_job_that_is_under_way_is_not_planned_anew():
    made = job("08:00", person())
    Job.objects.update(status=JobStatus.ONGOING, started_at=now())
    with pytest.raises(DomainError, match="har status ”Pågår” och kan inte planeras om"):
        planning.move(job=made, starts_at=at("09:00"), act=act())


def test_the_last_change_is_taken_back_whole():
    viktor, ali = person(), person("Ali Demoström")
    first, second = job("08:00", viktor), job("11:00", viktor)
    rows = [
        planning.Proposed(each, each.version, plan(start, ali)) for each, start in ((first, "09:00"), (second, "12:00"))
    ]
    assert planning.accept(rows=rows, act=act()) == 2
    assert set(PlanChange.objects.order_by("-pk")[:2].values_list("source", flat=True)) == {"proposal"}

    planning.undo(by=planner(), at=now())
    assert {(each.starts_at, *crew_of(each)) for each in Job.objects.order_by("pk")} == {
        (at("08:00"), "Viktor Mallberg"), (at("11:00"), "Viktor Mallberg"),
    }  # fmt: skip


def test_a_proposal_is_taken_whole_or_not_at_all():
    viktor = person()
    first, second = job("08:00"), job("11:00")
    rows = [
        planning.Proposed(first, first.version, plan("09:00", viktor)),
        planning.Proposed(second, 99, plan("12:00", viktor)),
    ]
    with pytest.raises(StaleVersion):
        planning.accept(rows=rows, act=act())
    assert not Assignment.objects.exists()


def test_there_is_nothing_to_take_back_or_somebody_has_changed_it_since():
    with pytest.raises(DomainError, match="inget att ångra"):
        planning.undo(by=planner(), at=now())
    made = job()
    planning.plan(job=made, plan=plan("08:00"), act=act())
    planning.move(job=made, starts_at=at("09:00"), act=act(by=world.person(Role.OFFICE)))
    with pytest.raises(DomainError, match="har ändrats sedan dess"):
        planning.undo(by=planner(), at=now())
    assert planning.last_change(by=planner(), at=now() + timedelta(hours=9)) is None
    assert PlanChange.objects.filter(source=ChangeSource.UNDO).count() == 0


def test_a_job_goes_all_the_way_and_back_and_each_move_is_written_down():
    made = job("08:00", person())
    Job.objects.update(status=JobStatus.PUBLISHED)
    by = planner()
    moves.start(job=made, by=by, at=now())
    moves.take_back_start(job=made, by=by, at=now())
    moves.start(job=made, by=by, at=now())
    moves.finish(job=made, by=by, at=now())
    moves.finish(job=made, by=by, at=now())
    moves.reopen(job=made, by=by, at=now())

    assert [move.new for move in made.moves.order_by("pk")] == ["ongoing", "published", "ongoing", "done", "ongoing"]
    made.refresh_from_db()
    assert made.customer is not None
    assert made.customer.last_business_on == now().date()


def test_a_cancelled_job_has_nobody_and_can_be_revived():
    made = job("08:00", person())
    with pytest.raises(DomainError, match="Skriv varför"):
        moves.cancel(job=made, reason=" ", by=planner(), at=now())
    for _ in range(2):
        moves.cancel(job=made, reason="Kunden flyttar inte", by=planner(), at=now())
    made.refresh_from_db()
    assert (made.status, made.cancel_reason, made.assignments.count()) == ("cancelled", "Kunden flyttar inte", 0)

    moves.revive(job=made, by=planner(), at=now())
    made.refresh_from_db()
    assert (made.status, made.cancelled_at, made.starts_at) == ("planned", None, at("08:00"))


def test_a_job_nobody_was_told_of_cannot_begin():
    with pytest.raises(DomainError, match="Det går inte att ändra från ”Planerad” till ”Pågår”"):
        moves.start(job=job("08:00", person()), by=planner(), at=now())
