"""The demo firm's sources: one of each health, posts in quarantine, and nothing twice."""

import pytest

from crm.models import Lead, LeadSource, LeadSubmission
from crm.queries.sources import health_of, silent_sources
from crm.states import SourceKind, SubmissionState
from perforia.base.clock import now
from perforia.base.permissions import Role
from perforia.demo import sources
from tests.factories import world
from tests.factories.leads import source

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_sources_work_are_silent_and_broken_and_are_loaded_once():
    owner, at = world.person(Role.OWNER, "Maja Mallgren"), now()
    source("Offertformulär", kind=SourceKind.OWN_FORM)
    for _ in range(2):
        sources.load(by=owner, at=at)
    found = {each.source.name: each for each in health_of(list(LeadSource.objects.all()), at=at)}

    assert found["WordPress-sidan"].week >= 4
    assert [each.name for each in silent_sources(owner, at=at)] == ["Landningssida flyttstäd"]
    assert "signatur" in found["Partnerportalen"].source.last_error
    assert not found["Gamla kampanjsidan"].source.is_active
    assert Lead.objects.count() == 9 + 6 + 4
    assert Lead.objects.to_call().count() == 1
    assert Lead.objects.filter(extra__has_key="Partnerns pris").count() == 4
    waiting = LeadSubmission.objects.filter(state=SubmissionState.QUARANTINED)
    assert (waiting.count(), LeadSubmission.objects.filter(state=SubmissionState.DISCARDED).count()) == (3, 1)
