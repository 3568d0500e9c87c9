"""A worker that is killed at any moment, again and again: in the end everything is reported, and counted once."""

import os
import random
import signal
import time
from collections import Counter

import pytest
from django.db import connection, connections

from crm.models import Conversion, ConversionRun
from crm.services.conversions_runs import begin
from crm.states import ConversionState
from crm.tasks import work_on_conversions
from perforia.base.clock import now
from tests.factories import conversions as factory
from tests.factories import world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROWS, MOST_DEATHS = 300, 8


def work_in_a_child(run: ConversionRun) -> int:
    """A process of its own that works on the run; nothing of this one's connections is shared with it."""
    connections.close_all()
    connection.close_pool()  # type: ignore[attr-defined]  # of Django's own backend
    child = os.fork()
    if child == 0:
        try:
            work_on_conversions(run_id=run.pk)
        finally:
            os._exit(0)
    return child


def kill_after(child: int, seconds: float) -> bool:
    """Kill it unless it has ended before; answers whether it was killed."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if os.waitpid(child, os.WNOHANG) != (0, 0):
            return False
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def test_killed_at_random_moments_everything_is_accepted_exactly_once(google_ads, settings):
    settings.CLAIM_SECONDS = 0
    factory.account(google_ads.account.info)
    factory.many(ROWS, by=world.person(), made=factory.rule())
    run = begin(by=None, at=now())
    assert run is not None
    chance, deaths = random.Random(), 0
    while ConversionRun.objects.filter(finished_at=None).exists():
        seconds = chance.uniform(0.02, 0.25) if deaths < MOST_DEATHS else 60
        deaths += kill_after(work_in_a_child(run), seconds)

    told = Counter(event["transactionId"] for each in google_ads.state.received for event in each["events"])
    assert deaths > 0
    assert set(Conversion.objects.values_list("state", flat=True)) == {ConversionState.SENT}
    assert set(told) == set(Conversion.objects.values_list("transaction_id", flat=True))
    assert len(google_ads.state.conversions) == ROWS
    assert {row.restated for row in google_ads.state.conversions.values()} == {0}
