"""The demo firm has reported to Google Ads for some weeks: most went well, and nothing is made twice."""

from decimal import Decimal

import pytest

from crm.models import AdAccount, Conversion, ConversionRule, ConversionRun, LeadFact
from crm.services import lead_moves, leads
from crm.services.leads import LeadDetails
from crm.states import ConversionState
from perforia.base.clock import now
from perforia.base.permissions import Role
from perforia.demo import conversions
from tests.factories import conversions as factory
from tests.factories import crm, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return world.person(Role.OWNER)


def test_some_weeks_of_leads_have_been_reported_with_what_they_were_worth(by):
    for number in range(3):
        lead = factory.qualified(by, f"EXEMPEL-Cj0KCQ{number:06}", at=now() - 9 * factory.DAY)
        leads.change_lead(lead=lead, details=LeadDetails(name="Anna", value=Decimal(12_500)), by=by, at=now())
        type(lead).objects.filter(pk=lead.pk).update(customer=crm.customer(f"Kund {number}"))
        lead_moves.win(lead=lead, by=by, at=now() - 5 * factory.DAY)
    for _ in range(2):
        conversions.load(by=by, at=now())

    assert (AdAccount.objects.count(), ConversionRule.objects.count(), ConversionRun.objects.count()) == (1, 2, 2)
    assert Conversion.objects.filter(state=ConversionState.WAITING).count() == 0
    assert Conversion.objects.count() == 6
    assert set(LeadFact.objects.filter(kind="signed").values_list("amount", flat=True)) == {10_000}


def test_where_google_is_the_real_one_nothing_is_loaded(by, settings):
    settings.GOOGLE_DATA_MANAGER_URL = "https://datamanager.googleapis.com"
    conversions.load(by=by, at=now())
    assert not AdAccount.objects.exists()
