"""A proposal for a day is worked out by a worker, changes nothing by itself, and is taken whole or row by row."""

from datetime import timedelta
from decimal import Decimal

import pytest

from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from scheduling.models import DayProposal, Job, ProposedJob
from scheduling.queries.findings import findings_of
from scheduling.services import absences, planning, proposals, publishing
from scheduling.services.absences import Away
from scheduling.services.day_problem import day_facts
from scheduling.services.jobs import StopDetails
from scheduling.services.plans import StaleVersion
from scheduling.states import AbsenceKind, Code, ProposalState, Skill
from scheduling.tasks import plan_day
from tests.factories import world
from tests.factories.scheduling import FAR, NEAR, TUESDAY, act, at, job, person, plan, vehicle
from tests.scheduling.facts import span

pytestmark = pytest.mark.django_db


def planner():
    return world.person(Role.PLANNER)


def proposed(seconds=0):
    made = proposals.ask(day=TUESDAY, by=planner(), at=now(), seconds=seconds)
    plan_day(proposal_id=made.pk)
    made.refresh_from_db()
    return made


def crew_of(made):
    return {row.resource.name.split()[0] for row in made.assignments.select_related("resource").order_by("pk")}


def test_what_waits_is_given_to_those_who_can_and_a_double_booking_is_solved():
    viktor = person(skills={Skill.HEAVY: None})
    person("Elin Låtsasberg", skills={Skill.WINDOWS: None})
    job("08:00", viktor, skills=[Skill.HEAVY])
    clash, waiting = job("09:00", viktor), job("13:00", skills=[Skill.WINDOWS])
    made = proposed()

    assert (made.state, made.progress, made.new_cost < made.old_cost) == (ProposalState.READY, 100, True)
    rows = {row.job: row.sentence for row in made.rows.select_related("job").order_by("pk")}
    assert rows[waiting] == "Flytt hos Demosson: Elin 13:00–15:00."
    assert clash in rows
    assert crew_of(clash) == {"Viktor"}  # nothing is changed by itself

    assert proposals.accept(proposal=made, by=planner(), at=now()) == len(rows)
    assert (crew_of(clash), crew_of(waiting)) == ({"Elin"}, {"Elin"})
    assert findings_of([TUESDAY]) == []
    assert proposals.accept(proposal=made, by=planner(), at=now()) == 0
    planning.undo(by=planner(), at=now())
    assert (crew_of(clash), crew_of(waiting)) == ({"Viktor"}, set())


def test_some_rows_are_taken_and_what_has_changed_since_is_refused():
    person()
    first, second = job("08:00"), job("11:00")
    made = proposed()
    assert proposals.accept(proposal=made, job_ids=[first.pk], by=planner(), at=now()) == 1
    planning.move(job=second, starts_at=at("15:00"), act=act())
    with pytest.raises(StaleVersion):
        proposals.accept(proposal=made, by=planner(), at=now())
    assert (crew_of(first), crew_of(second)) == ({"Viktor"}, set())


def test_what_the_crew_was_told_stays_unless_somebody_of_it_is_away():
    viktor = person()
    person("Elin Låtsasberg")
    told = job("08:00", viktor)
    publishing.publish_day(day=TUESDAY, by=None, at=now())
    facts = day_facts(TUESDAY)
    assert [visit.is_pinned for visit in facts.problem.visits] == [True]
    absences.record(resource=viktor, away=Away(AbsenceKind.SICK, TUESDAY, TUESDAY), by=planner(), at=now())
    made = proposed()
    assert [row.sentence for row in made.rows.all()] == ["Flytt hos Demosson: Elin 08:00–10:00."]
    proposals.accept(proposal=made, by=planner(), at=now())
    assert crew_of(told) == {"Elin"}


def test_what_cannot_be_planned_is_told_with_why():
    person()
    job("08:00", skills=[Skill.PIANO])
    job("08:00", volume=Decimal(30))
    made = proposed()
    assert sorted(why for _, why in made.left_out) == [
        "Flytt hos Demosson: ingen som arbetar har Piano och flygel.",
        "Flytt hos Demosson: inget ledigt fordon är stort nog.",
    ]
    assert not made.rows.exists()


def test_a_job_that_is_moved_and_given_to_others_is_told_in_words():
    viktor = person(hours=("07:00", "11:00"))
    person("Elin Låtsasberg", hours=("12:00", "17:00"), skills={Skill.PIANO: None})
    late = job("09:00", viktor, window_from=at("08:00"), window_until=at("15:00"), skills=[Skill.PIANO])
    made = proposed()
    assert made.rows.get(job=late).sentence == ("Flytt hos Demosson: Elin i stället för Viktor, ny tid 12:10–14:10.")
    with pytest.raises(DomainError, match="från ”Klart” till ”Gick inte”"):
        proposals.fail(proposal=made, reason="för sent")


def test_a_vehicle_comes_with_somebody_who_may_drive_it_and_a_day_out_is_a_day_out():
    person("Elin Låtsasberg")
    person(skills={Skill.LICENCE_C: None})
    car = vehicle(licence="c1")
    absences.record(resource=vehicle("Bil 2"), away=Away(AbsenceKind.SERVICE, TUESDAY, TUESDAY), by=planner(), at=now())
    wanted = job("08:00", volume=Decimal(16))
    made = proposed()
    proposals.accept(proposal=made, by=planner(), at=now())
    assert crew_of(wanted) == {"Viktor", "Bil"}
    assert wanted.assignments.get(resource=car).role == "thing"


def test_a_day_as_the_planner_sees_it():
    viktor = person(skills={Skill.LICENCE_C: None, Skill.PIANO: TUESDAY - timedelta(days=1)})
    away = Away(AbsenceKind.CHILD_SICK, TUESDAY, TUESDAY, span("07:00-12:00", TUESDAY))
    absences.record(resource=viktor, away=away, by=planner(), at=now())
    stops = [StopDetails("A", latitude=NEAR[0], longitude=NEAR[1]), StopDetails("B", latitude=FAR[0], longitude=FAR[1])]
    promised = job(window_from=at("13:00"), window_until=at("15:00"), wanted_on=TUESDAY, stops=stops, people=2,
                   skills=[Skill.HEAVY, Skill.HEAVY, Skill.PIANO])  # fmt: skip
    anytime = job("09:00", viktor, is_anytime=True)
    facts = day_facts(TUESDAY)
    visits = {visit.id: visit for visit in facts.problem.visits}

    assert (visits[promised.pk].earliest, visits[promised.pk].latest) == (13 * 60, 15 * 60)
    assert visits[promised.pk].end_place != visits[promised.pk].place
    assert [need.skills for need in visits[promised.pk].needs] == [{"heavy", "piano"}, {"heavy"}]
    assert (visits[anytime.pk].earliest, visits[anytime.pk].latest) == (7 * 60, 16 * 60)
    (worker,) = facts.problem.people
    assert set(worker.skills) == {"b", "c", "c1"}
    assert (worker.begins, worker.ends) == (7 * 60, 17 * 60)
    assert [(rest.earliest, rest.minutes) for rest in facts.problem.breaks] == [(7 * 60, 300)]
    assert [stop.start for stop in facts.problem.given.stops] == [9 * 60]


def test_a_day_is_asked_for_once_and_worked_on_once():
    first, again = (proposals.ask(day=TUESDAY, by=planner(), at=now()) for _ in range(2))
    assert first == again
    with pytest.raises(DomainError, match="inte klart"):
        proposals.accept(proposal=first, by=planner(), at=now())
    assert proposals.due_proposals(now()) == [{"proposal_id": first.pk}]
    claimed = proposals.claim(proposal_id=first.pk, at=now())
    assert claimed is not None
    assert proposals.claim(proposal_id=first.pk, at=now()) is None
    proposals.note_progress(proposal=claimed, share=0.4)
    first.refresh_from_db()
    assert first.progress == 40
    DayProposal.objects.update(claimed_at=now() - timedelta(hours=1))
    assert proposals.due_proposals(now()) == [{"proposal_id": first.pk}]


def test_old_proposals_are_forgotten_and_what_is_under_way_is_left_out():
    viktor = person()
    begun = job("08:00", viktor, people=2)
    Job.objects.filter(pk=begun.pk).update(status="ongoing", started_at=now())
    assert day_facts(TUESDAY).problem.visits == ()
    first = proposals.ask(day=TUESDAY, by=planner(), at=now())
    second = proposals.ask(day=TUESDAY, by=planner(), at=now() + timedelta(days=8))
    assert list(DayProposal.objects.all()) == [second] != [first]


def test_a_proposal_that_cannot_be_made_says_why(monkeypatch):
    person()
    job("08:00")
    monkeypatch.setattr("scheduling.tasks.proposals.propose", lambda *_, **__: (_ for _ in ()).throw(ValueError("nej")))
    made = proposed()
    assert (made.state, made.error) == (ProposalState.FAILED, "Dagen går inte att planera: nej")


def test_an_empty_day_has_nothing_to_propose():
    made = proposed()
    assert (made.state, made.error, made.rows.count()) == (ProposalState.READY, proposals.NOTHING_TO_DO, 0)


def test_those_who_change_places_are_checked_when_both_have_moved():
    viktor, elin = person(), person("Elin Låtsasberg")
    first, second = job("08:00", viktor), job("08:00", elin)
    rows = [
        planning.Proposed(each, each.version, plan("08:00", who)) for each, who in ((first, elin), (second, viktor))
    ]
    assert planning.accept(rows=rows, act=act(reason="")) == 2
    assert findings_of([TUESDAY]) == []
    assert Code.OVERLAP not in {finding.code for finding in findings_of([TUESDAY])}
    assert (ProposedJob.objects.count(), Job.objects.count()) == (0, 2)
