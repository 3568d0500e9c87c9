"""Many at once: whoever comes first has the booking, the others are told what is in the way."""

import threading
import time

import pytest
from django.db import transaction

from perforia.base.clock import now
from perforia.base.errors import DomainError
from scheduling.models import Booking, Job
from scheduling.services import planning, publishing
from scheduling.services.plans import StaleVersion
from scheduling.states import JobStatus
from tests.factories.scheduling import act, at, job, person, plan
from tests.support.races import PATIENCE, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ATTEMPTS = 200


def test_of_two_hundred_who_book_one_person_at_once_one_wins_and_the_rest_hear_who_is_in_the_way():
    viktor, template = person(), job("08:00")
    same = {"title": "Flytt", "minutes": 120, "customer": template.customer, "starts_at": at("08:00"),
            "ends_at": at("10:00"), "created_at": now(), "changed_at": now()}  # fmt: skip
    made = Job.objects.bulk_create(Job(**same) for _ in range(ATTEMPTS))
    rows = [{"resource": viktor, "starts_at": at("08:00"), "ends_at": at("10:00"), "created_at": now()} for _ in made]
    viktor.assignments.model.objects.bulk_create(
        viktor.assignments.model(job=each, **row) for each, row in zip(made, rows, strict=True)
    )
    moment = now()
    errors = at_once(*(lambda each=each: publishing.publish_jobs(jobs=[each], by=None, at=moment) for each in made))

    booking = Booking.objects.get()
    assert Job.objects.get(status=JobStatus.PUBLISHED) == booking.job
    assert len(errors) == ATTEMPTS - 1
    clash = f"Viktor Mallberg är redan bokad tisdag 8 juni 08:00–10:00: {booking.job.number} Flytt hos Demosson."
    assert {str(error) for error in errors} == {f"{clash} Byt tid eller välj någon annan."}
    assert {type(error) for error in errors} == {publishing.Clash}


def test_one_who_writes_past_the_services_is_stopped_by_the_database_all_the_same():
    viktor = person()
    first, second = job("08:00", viktor), job("09:00", viktor)
    inserted, done = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            Booking.objects.create(
                job=first, resource=viktor, starts_at=at("08:00"), ends_at=at("10:00"), published_at=now(),
                told={"label": "Flytt hos Demosson"},
            )  # fmt: skip
            inserted.set()
            done.wait(0.2)  # the other looks, sees nothing, and waits at the constraint for what becomes of this

    def publish() -> None:
        inserted.wait(5)
        publishing.publish_jobs(jobs=[second], by=None, at=now())

    (error,) = at_once(write, publish)
    assert isinstance(error, publishing.Clash)
    assert "Viktor Mallberg är redan bokad tisdag 8 juni 08:00–10:00" in error.message


def test_crews_that_cross_each_other_are_published_without_a_deadlock():
    viktor, elin = person(), person("Elin Låtsasberg")
    pairs = [job(f"{hour:02}:00", *crew, minutes=60) for hour in range(8, 14) for crew in [(viktor, elin)]]
    errors = at_once(*(lambda each=each: publishing.publish_jobs(jobs=[each], by=None, at=now()) for each in pairs))
    assert errors == []
    assert Booking.objects.standing().count() == 12


def test_of_two_who_move_the_same_job_one_is_told_that_it_has_changed():
    made = job("08:00", person())
    began = time.monotonic()
    by = act()
    errors = at_once(
        *(
            lambda start=start: planning.plan(job=made, plan=plan(start), version=made.version, act=by)
            for start in ("09:00", "10:00")
        )
    )
    assert [type(error) for error in errors] == [StaleVersion]
    assert isinstance(errors[0], DomainError)
    assert time.monotonic() - began < PATIENCE
