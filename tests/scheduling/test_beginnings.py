"""Jobs begin with what is known of customers, offers and contracts; what is signed waits to be planned, once."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from contracts.models import Contract, Offer, OfferRow
from contracts.states import ContractStatus, OfferStatus, PdfState, RowKind, RutWork, Unit
from crm.models import Customer
from crm.queries.obstacles import obstacles_of
from crm.states import PropertyPurpose, Service
from perforia.base.clock import now, today
from perforia.base.models import Notification
from perforia.base.permissions import Role
from scheduling.models import Booking, EmployeeSkill, Job, JobStop, Notice
from scheduling.queries.customers import jobs_of_customer
from scheduling.services import beginnings, customers, first_jobs, licences, moves, publishing, series
from scheduling.states import StopKind
from scheduling.tasks import forget_customer, open_first_job, remind_of_licences
from tests.factories import contracts, crm, world
from tests.factories.scheduling import TUESDAY, details, job, person

pytestmark = pytest.mark.django_db


def offer(**facts):
    told = {
        "number": "OF-1", "title": "Flytt 3 rum", "customer": crm.customer(), "valid_until": today(), "total": 12500,
        "recipient_name": "Bengt", "created_at": now(), "has_rut": False, "status": OfferStatus.DRAFT,
    }  # fmt: skip
    made = Offer.objects.create(**(told | facts))
    rows = ((RowKind.LABOUR, Unit.HOUR, 15, RutWork.MOVING), (RowKind.LABOUR, Unit.HOUR, 4, RutWork.CLEANING))
    for position, (kind, unit, quantity, work) in enumerate([*rows, (RowKind.MATERIAL, Unit.PIECE, 20, "")]):
        OfferRow.objects.create(
            offer=made, position=position, kind=kind, description="Rad", quantity=quantity, unit=unit, unit_price=500,
            amount=500, work=work,
        )  # fmt: skip
    return made


def signed(**facts):
    made = contracts.draft(**facts)
    Contract.objects.filter(pk=made.pk).update(
        status=ContractStatus.SIGNED, signed_at=now(), signed_on=today(), sent_at=now(), remote_id=4000 + made.pk,
        pdf_state=PdfState.WANTED,
    )  # fmt: skip
    return Contract.objects.get(pk=made.pk)


def test_a_move_goes_from_the_home_one_has_to_the_one_one_gets():
    customer = crm.customer()
    for address, purpose in (("Gamla vägen 1", PropertyPurpose.CURRENT), ("Nya vägen 2", PropertyPurpose.NEXT)):
        crm.place(customer, address, purpose=purpose)
    move, cleaning = (beginnings.from_customer(customer, service=each) for each in (Service.MOVING, Service.WINDOWS))
    assert [(stop.address, stop.kind) for stop in move.stops] == [
        ("Gamla vägen 1", StopKind.LOAD), ("Nya vägen 2", StopKind.UNLOAD),
    ]  # fmt: skip
    assert [(stop.address, stop.kind) for stop in cleaning.stops] == [("Gamla vägen 1", StopKind.WORK)]


def test_a_customer_without_places_has_the_address_of_its_sheet():
    (stop,) = beginnings.from_customer(crm.customer(address="Mallgatan 9", postal_code="123 45")).stops
    assert (stop.address, stop.place) == ("Mallgatan 9", None)


def test_an_offer_says_hours_people_price_and_addresses():
    customer = crm.customer()
    place = crm.place(customer, "Testgränd 7")
    made = offer(
        customer=customer, work_address="testgränd 7, 123 45 Storköping", work_address_to="Mallgatan 40",
        work_on=date(2027, 6, 8),
    )  # fmt: skip
    found = beginnings.from_offer(made)
    assert (found.kind, found.people, found.minutes, found.break_minutes) == (Service.MOVING, 2, 570, 30)
    assert (found.price, found.wanted_on) == (Decimal(12500), date(2027, 6, 8))
    assert found.hours == {RutWork.MOVING: Decimal(15), RutWork.CLEANING: Decimal(4)}
    assert [(stop.place, stop.address, stop.kind) for stop in found.stops] == [
        (place, "Testgränd 7", StopKind.LOAD), (None, "Mallgatan 40", StopKind.UNLOAD),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "stop"),
    [
        ("Skissvägen 2, 124 10 Mellanstad", ("Skissvägen 2", "124 10", "Mellanstad")),
        ("Skissvägen 2, lgh 1102, 12410 Norra Mellanstad", ("Skissvägen 2, lgh 1102", "124 10", "Norra Mellanstad")),
        ("Skissvägen 2, Mellanstad", ("Skissvägen 2, Mellanstad", "", "")),
    ],
)
def test_an_address_in_one_line_is_told_in_its_parts(written, stop):
    (found,) = beginnings.from_offer(offer(work_address=written)).stops
    assert (found.address, found.postal_code, found.city) == stop


@pytest.mark.parametrize(
    ("title", "service"), [("Flyttstädning", Service.MOVE_CLEANING), ("Städning varje vecka", Service.HOME_CLEANING)]
)
def test_an_offer_of_cleaning_alone_is_a_job_of_cleaning(title, service):
    made = offer(title=title)
    OfferRow.objects.exclude(work=RutWork.CLEANING).delete()
    found = beginnings.from_offer(made)
    assert (found.kind, found.people, found.minutes) == (service, 1, 240)


def test_an_offer_without_hours_is_a_usual_job():
    made = offer()
    OfferRow.objects.all().delete()
    found = beginnings.from_offer(made)
    assert (found.kind, found.people, found.minutes, found.hours) == (Service.OTHER, 1, beginnings.USUAL_MINUTES, {})


def test_a_signed_contract_waits_to_be_planned_once_and_those_who_plan_are_told():
    planner = world.person(Role.PLANNER)
    made = signed(customer=crm.customer(address="Mallgatan 9"))
    assert first_jobs.due_contracts(now()) == [{"contract_id": made.pk}]
    for _ in range(2):
        open_first_job(contract_id=made.pk)

    found = Job.objects.get()
    assert (found.contract, found.customer, found.starts_at, found.title) == (made, made.customer, None, made.title)
    assert first_jobs.due_contracts(now()) == []
    (told,) = Notification.objects.filter(user=planner)
    assert told.text == f"{made.number} är signerat. {found.number} {found.title} väntar på att planeras."


def test_a_contract_with_an_offer_becomes_the_job_that_was_offered():
    customer = crm.customer()
    place = crm.place(customer, "Testgränd 7")
    made = signed(customer=customer, place=place)
    Contract.objects.filter(pk=made.pk).update(offer=offer(customer=customer))
    job_of = first_jobs.open_first_job(contract_id=made.pk, at=now())
    assert job_of is not None
    assert (job_of.people, job_of.offer_id is not None, job_of.stops.get().place) == (2, True, place)


def test_what_is_not_signed_or_comes_back_becomes_no_job():
    drafted, recurring = contracts.draft(), signed()
    Contract.objects.filter(pk=recurring.pk).update(kind="recurring")
    for each in (drafted, recurring):
        assert first_jobs.open_first_job(contract_id=each.pk, at=now()) is None
    assert first_jobs.open_first_job(contract_id=10**6, at=now()) is None
    assert first_jobs.due_contracts(now()) == []


def test_a_contract_that_cannot_become_a_job_is_told_and_not_lost():
    planner, made = world.person(Role.PLANNER), signed()
    Contract.objects.filter(pk=made.pk).update(title=" ")
    assert first_jobs.open_first_job(contract_id=made.pk, at=now()) is None
    assert "blev inget uppdrag: Skriv vad som ska göras." in Notification.objects.get(user=planner).text


def test_a_customer_with_work_ahead_is_not_forgotten():
    customer = crm.customer()
    made = job(customer=customer)
    (obstacle,) = obstacles_of(customer, today=today())
    assert obstacle.sentence == f"Uppdraget {made.number} är inte klart. Slutför eller avboka det först."
    moves.cancel(job=made, reason="Prov", by=world.person(), at=now())
    assert obstacles_of(customer, today=today()) == []
    assert list(jobs_of_customer(world.person(Role.PLANNER), customer.pk, today=today())) == [made]


def test_a_customer_with_work_that_comes_back_is_not_forgotten():
    customer = crm.customer()
    work = details(customer=customer, title="Hemstädning")
    told = series.SeriesDetails(work, "FREQ=WEEKLY", TUESDAY, time(8))
    series.begin(details=told, by=world.person(Role.PLANNER), at=now())
    (obstacle,) = obstacles_of(customer, today=today())
    assert obstacle.sentence == "Det återkommande uppdraget ”Hemstädning” pågår. Avsluta det först."


def test_jobs_forget_a_customer_that_is_anonymised():
    customer = crm.customer("Bengt Glömdsson")
    job("08:00", person(), customer=customer, notes="Ring Bengt")
    publishing.publish_day(day=TUESDAY, by=None, at=now())
    assert "Glömdsson" in Notice.objects.get().text
    Customer.objects.filter(pk=customer.pk).update(anonymised_at=now())
    assert customers.due_forgotten(now()) == [{"customer_id": customer.pk}]
    for _ in range(2):
        forget_customer(customer_id=customer.pk)
    found = Job.objects.get()
    assert (found.title, found.notes, JobStop.objects.get().address) == (customers.FORGOTTEN, "", "")
    assert (Notice.objects.get().text, Notice.objects.get().changes, Booking.objects.get().told) == ("", [], {})
    assert customers.due_forgotten(now()) == []
    forget_customer(customer_id=crm.customer("Nora Kvar").pk)


def test_a_licence_that_runs_out_is_told_once_for_each_day_it_runs_out_on():
    office, soon = world.person(Role.OFFICE), today() + timedelta(days=10)
    person(skills={"c": soon, "ykb": today() - timedelta(days=1), "heavy": None, "b": today() + timedelta(days=90)})
    for _ in range(2):
        remind_of_licences()
    told = {
        row.text.partition(":")[2].partition(" går")[0].partition(" gick")[0]
        for row in Notification.objects.filter(user=office)
    }
    assert told == {" Körkort C", " Yrkeskompetensbevis (YKB)"}
    EmployeeSkill.objects.filter(skill="c").update(valid_until=soon + timedelta(days=1))
    assert licences.remind(today=today(), at=now()) == 1
