"""The demo firm has weeks behind it, a day under way with a clash, weeks ahead with gaps, and is planned once."""

from datetime import timedelta

import pytest
import time_machine

from crm.states import PropertyPurpose
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from perforia.demo import schedule
from scheduling.models import Absence, CrewAct, Job, Notice, Resource, Series, TimeEntry
from scheduling.queries import tray
from scheduling.queries.board import board_of
from scheduling.queries.publishing import unpublished
from scheduling.rules.facts import DAY
from scheduling.rules.worktime import week_of
from scheduling.services.copying import week_copy
from scheduling.states import ActState, JobStatus, TimeState
from tests.factories import crm, world
from tests.factories.scheduling import TUESDAY, at


@pytest.mark.django_db
def test_the_schedule_is_believable_and_loaded_once(monkeypatch):
    monkeypatch.setattr(schedule, "BACK", 1)
    monkeypatch.setattr(schedule, "AHEAD", 3)
    for number in range(6):
        customer = crm.customer(f"Kund Nummer{number}son")
        crm.place(customer, f"Gatan {number}")
        if number % 2:
            crm.place(customer, f"Nya vägen {number}", purpose=PropertyPurpose.NEXT)
    planner = world.person(Role.PLANNER, "Ali Demoström")
    with time_machine.travel(at("09:42", TUESDAY), tick=False):
        for _ in range(2):
            schedule.load(by=planner, at=now())
        day = today()
        shown = board_of([day], user=planner)

        assert Resource.objects.count() == 12
        assert {row["status"] for row in Job.objects.values("status").distinct()} == {
            JobStatus.DONE, JobStatus.ONGOING, JobStatus.PUBLISHED, JobStatus.PLANNED,
        }  # fmt: skip
        assert [finding.sentence for finding in shown.findings] == ["Viktor är dubbelbokad 11:00–11:30."]
        assert unpublished(day) == 4
        assert [each.job.title for each in tray.unassigned(day, day + timedelta(days=3), user=planner)] == [
            "Flyttstädning 78 m²", "Flytt 3 rum", "Fönsterputs", "Packhjälp 40 lådor",
        ]  # fmt: skip
        assert Absence.objects.waiting().count() == 2
        assert Series.objects.count() == 4
        assert [each.crew for each in week_copy(week_of(day + 7 * DAY), at=now()).copies] == [("Elin Låtsasberg",)]
        assert Notice.objects.exists()
        assert {row["state"] for row in TimeEntry.objects.values("state").distinct()} == {
            TimeState.RUNNING, TimeState.REPORTED,
        }  # fmt: skip
        assert not CrewAct.objects.exclude(state=ActState.APPLIED).exists()
