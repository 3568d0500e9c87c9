"""The demo firm's customers are of every kind, and loading them again changes nothing."""

import pytest

from crm.models import Consent, Contact, Customer, Property, RutPerson
from crm.states import CustomerKind
from perforia.base.clock import now
from perforia.base.permissions import Role
from perforia.demo import customers
from tests.factories import crm as factory
from tests.factories import world


@pytest.mark.django_db
def test_customers_of_every_kind_are_described_once():
    for number in range(4):
        factory.customer(f"Kund {number}", personal_number=factory.NUMBERS[0], address=f"Gatan {number}")
    factory.association(address="Torget 1")
    office = customers.Office(world.person(Role.OWNER, "Maja Mallgren"), world.person(Role.OFFICE))
    for _ in range(2):
        customers.load(office=office, at=now())
    assert set(Customer.objects.values_list("kind", flat=True)) == set(CustomerKind)
    assert Customer.objects.filter(is_protected=True).count() == 1
    assert Customer.objects.get(name="Exempelhissar AB").contacts.count() == 1
    assert (Contact.objects.count(), RutPerson.objects.count()) == (5, 3)
    assert Property.objects.exclude(retired_at=None).count() == 1
    assert Consent.objects.exists()
