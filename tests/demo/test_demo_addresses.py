"""The demo firm's addresses are in the invented register, and loading it again changes nothing."""

import pytest

from crm.models import AddressFile, AddressPoint, Property
from perforia.base.clock import now
from perforia.base.permissions import Role
from perforia.demo import addresses, customers
from perforia.demo.ledger import CITIES, STREETS
from tests.factories import crm as factory
from tests.factories import world


@pytest.mark.django_db
def test_the_register_is_read_once_and_knows_where_the_customers_live():
    for _ in range(2):
        addresses.load(at=now())
    assert (AddressFile.objects.count(), AddressPoint.objects.count() > 1500) == (1, True)
    for number in range(6):
        code, city = CITIES[number % len(CITIES)]
        factory.customer(
            f"Kund {number}", personal_number=factory.NUMBERS[0], address=f"{STREETS[number]} {10 + number}",
            postal_code=code, city=city,
        )  # fmt: skip
    office = customers.Office(world.person(Role.OWNER, "Maja Mallgren"), world.person(Role.OFFICE))
    customers.load(office=office, at=now())
    unknown = Property.objects.exclude(verification="verified", latitude__isnull=False)
    assert list(unknown.values_list("address", flat=True)) == ["Dolda stigen 3"]  # one that must be confirmed by hand
    assert Property.objects.count() > 6
