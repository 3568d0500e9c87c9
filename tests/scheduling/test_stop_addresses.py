"""Jobs ahead are ready to be planned as soon as the address they were made with is confirmed, by whomever."""

from datetime import timedelta

import pytest

from crm import events as crm_events
from crm.queries.address_register import REGISTER
from crm.services import addresses, properties
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from scheduling.models import Job, JobStop
from scheduling.queries.job_history import history_of
from scheduling.services import jobs, moves, stops
from scheduling.services.jobs import StopDetails
from scheduling.tasks import confirm_stops
from tests.factories import crm, world
from tests.factories.addresses import HERE, register
from tests.factories.scheduling import customer, person
from tests.factories.scheduling import job as job_of

pytestmark = pytest.mark.django_db
WHOLE = {"postal_code": "123 45", "city": "Storköping"}
LINE = "Testgränd 14, 123 45 Storköping"


def place(**facts):
    return crm.place(customer(), "Testgränd 14", **(WHOLE | facts))


def job(at, *people, day=None, **facts):
    """A job at a customer's address, as its form copies it."""
    told = StopDetails(at.address, postal_code=at.postal_code, city=at.city, place=at)
    return job_of("08:00", *people, stops=[told], day=day or today() + timedelta(days=1), **facts)


def stop(of):
    return JobStop.objects.get(job=of)


def planner():
    return world.person(Role.PLANNER)


def by_the_register(of):
    register(LINE)
    addresses.recheck(at=now())


def by_a_person(of):
    addresses.confirm(place=of, by=planner(), at=now())


def by_a_pin(of):
    addresses.place_pin(place=of, kind="main", point=HERE, by=planner(), at=now())


def by_writing_it_once_more(of):
    register(LINE)
    told = properties.PropertyDetails(address=of.address, postal_code=of.postal_code, city=of.city)
    properties.change_property(place=of, details=told, by=planner(), at=now())


@pytest.fixture
def news():
    """The addresses that were announced as confirmed."""
    told: list[int] = []

    def listen(property_id: int, **_: object) -> None:
        told.append(property_id)

    crm_events.address_confirmed.connect(listen)
    yield told
    crm_events.address_confirmed.disconnect(listen)


@pytest.mark.parametrize("confirm", [by_the_register, by_a_person, by_a_pin, by_writing_it_once_more])
def test_jobs_ahead_follow_their_address_however_it_is_confirmed(confirm, news, django_capture_on_commit_callbacks):
    here = place()
    made = job(here, person())
    assert stop(made).confirmed_at is None

    with django_capture_on_commit_callbacks(execute=True):
        confirm(here)
    assert news == [here.pk]
    for property_id in news:
        confirm_stops(property_id=property_id)

    here.refresh_from_db()
    found = stop(made)
    assert (found.confirmed_at, found.confirmed_by) == (here.verified_at, here.verified_by)
    assert (found.latitude, found.longitude) == (here.latitude, here.longitude)
    who = here.verified_by.name if here.verified_by else "Perforia"
    assert [entry.who for entry in history_of(made) if entry.what == "bekräftade adressen"] == [who]
    version = Job.objects.get(pk=made.pk).version
    assert version == made.version  # whoever has the plan open may save it


def test_what_is_corrected_after_the_register_is_corrected_in_jobs_too():
    register(LINE)
    here = place(city="Lillköping")
    made = job(here)
    found = REGISTER.resolve(here.provider_ref, session="")
    assert found
    addresses.take_over(place=here, found=found, by=planner(), at=now())
    confirm_stops(property_id=here.pk)
    row = stop(made)
    assert (row.city, row.confirmed_at is not None, row.latitude) == ("Storköping", True, HERE[0])


def test_a_pin_placed_later_is_where_a_confirmed_stop_is_found():
    here = place()
    by_a_person(here)
    made = job(here)
    jobs.confirm_address(stop=stop(made), by=planner(), at=now())
    by_a_pin(here)
    stops.confirm_stops(property_id=here.pk, at=now())
    assert (stop(made).latitude, stop(made).longitude) == HERE


def _written_by_hand(made):
    JobStop.objects.filter(job=made).update(address="Testgränd 14, gårdshuset")


def _moved_by_hand(made):
    JobStop.objects.filter(job=made).update(latitude=59.5, longitude=18.5, confirmed_at=now())


def _past(made):
    Job.objects.filter(pk=made.pk).update(starts_at=now() - timedelta(hours=5), ends_at=now() - timedelta(hours=3))


def _cancelled(made):
    moves.cancel(job=made, reason="Sjuk kund", by=planner(), at=now())


def _begun(made):
    Job.objects.filter(pk=made.pk).update(status="ongoing", started_at=now())


@pytest.mark.parametrize("change", [_written_by_hand, _moved_by_hand, _past, _cancelled, _begun])
def test_what_has_been_or_was_changed_by_hand_is_left_alone(change):
    here = place()
    made = job(here)
    change(made)
    before = JobStop.objects.filter(job=made).values().get()
    by_the_register(here)
    assert stops.due_stops(now()) == []
    assert stops.confirm_stops(property_id=here.pk, at=now()) == 0
    assert JobStop.objects.filter(job=made).values().get() == before


def test_the_old_address_of_somebody_who_moved_stays_unconfirmed():
    register("Nygatan 1, 456 78 Lillköping")
    here = place()
    made = job(here)
    told = properties.PropertyDetails(address="Nygatan 1", postal_code="456 78", city="Lillköping")
    properties.change_property(place=here, details=told, by=planner(), at=now())
    assert stops.confirm_stops(property_id=here.pk, at=now()) == 0
    assert (stop(made).address, stop(made).confirmed_at) == ("Testgränd 14", None)


def test_lost_news_is_found_by_the_sweep_and_told_once():
    here = place()
    made = job_of(
        stops=[StopDetails(here.address, postal_code=here.postal_code, city=here.city, place=here)]
    )  # without a time it waits to be planned
    by_the_register(here)
    assert stops.due_stops(now()) == [{"property_id": here.pk}]
    assert [stops.confirm_stops(property_id=here.pk, at=now()) for _ in range(2)] == [1, 0]
    assert stops.due_stops(now()) == []
    assert stop(made).confirmed_at is not None


def test_an_address_that_is_not_confirmed_confirms_nothing():
    here = place()
    job(here)
    assert stops.confirm_stops(property_id=here.pk, at=now()) == 0
    assert stops.due_stops(now()) == []


def test_roads_are_measured_to_where_the_address_is_now():
    here = place()
    made = job(here, person())
    by_the_register(here)
    later = now() + timedelta(minutes=5)
    stops.confirm_stops(property_id=here.pk, at=later)
    assert Job.objects.get(pk=made.pk).changed_at == later


def test_the_jobs_page_says_by_whom_and_how_exactly(client, office):
    here = place()
    made = job(here, person())
    by_the_register(here)
    stops.confirm_stops(property_id=here.pk, at=now())
    page = client.get(f"/uppdrag/{made.pk}/").content.decode()
    assert "Kontrollerad mot registret" in page
    assert "Bekräfta adressen" not in page
