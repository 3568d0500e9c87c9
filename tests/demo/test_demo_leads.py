"""The demo firm's leads."""

from datetime import timedelta

import pytest

from crm.models import Lead
from crm.states import LeadStatus
from perforia.base.clock import now
from perforia.base.permissions import Role
from perforia.demo import leads
from tests.factories import world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_leads_are_in_every_state_with_steps_values_and_some_just_in_and_are_loaded_once():
    sellers, at = leads.Sellers(world.person(Role.OWNER, "Maja Mallgren"), world.person(Role.OFFICE)), now()
    for _ in range(2):
        leads.load(sellers=sellers, at=at)
    rows = Lead.objects.all()

    assert set(rows.values_list("status", flat=True)) == set(LeadStatus.values)
    assert rows.count() > 150
    assert rows.filter(received_at__gt=at - timedelta(minutes=10)).count() == 4
    assert rows.open().filter(next_step_at__lt=at).count() > 2
    assert rows.open().filter(next_step_at__gt=at).count() > 10
    assert rows.filter(completed_at=None).count() > 5
    assert rows.exclude(value=None).count() > 100
