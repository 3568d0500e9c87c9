"""What the database itself refuses, whoever writes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from perforia.base.clock import now
from scheduling.models import Booking, Job, Resource
from scheduling.states import ResourceKind

pytestmark = pytest.mark.django_db
EIGHT = datetime(2026, 6, 9, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def person():
    return Resource.objects.create(kind=ResourceKind.PERSON, name="Viktor Mallberg", created_at=now(), changed_at=now())


def book(resource, starts_at=EIGHT, ends_at=EIGHT + 4 * HOUR, **facts):
    job = Job.objects.create(title="Flytt", minutes=240, created_at=now(), changed_at=now())
    return Booking.objects.create(
        job=job, resource=resource, starts_at=starts_at, ends_at=ends_at, published_at=now(), **facts
    )


@pytest.mark.parametrize(
    ("start", "end"), [(0, 4), (1, 2), (-1, 1), (3, 6), (-2, 8)], ids=["same", "inside", "before", "after", "around"]
)
def test_two_bookings_of_one_person_never_overlap(start, end):
    viktor = person()
    book(viktor)
    with pytest.raises(IntegrityError, match="booking_no_overlap"), transaction.atomic():
        book(viktor, EIGHT + start * HOUR, EIGHT + end * HOUR)


@pytest.mark.parametrize(("start", "end"), [(4, 8), (-4, 0)], ids=["after", "before"])
def test_bookings_may_touch(start, end):
    viktor = person()
    book(viktor)
    book(viktor, EIGHT + start * HOUR, EIGHT + end * HOUR)
    assert Booking.objects.count() == 2


def test_what_is_taken_back_and_others_are_not_in_the_way():
    viktor = person()
    book(viktor, cancelled_at=now())
    book(viktor)
    book(person())
    assert Booking.objects.standing().count() == 2


def test_a_booking_without_length_is_refused():
    with pytest.raises(IntegrityError, match="booking_times_in_order"), transaction.atomic():
        book(person(), EIGHT, EIGHT)
