"""A lead that changes in the very moment its report is sent or confirmed: neither side overwrites the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from crm.models import AdAccount, Conversion, ConversionRequest, Lead
from crm.services import conversions_polling, lead_moves
from crm.services.conversions_claiming import claim_batch
from crm.services.conversions_deciding import review
from crm.services.conversions_runs import begin
from crm.states import ConversionAct, ConversionState, LostReason
from crm.tasks import work_on_conversions
from perforia.base.clock import now
from perforia.base.outcomes import Verdicts
from perforia.base.permissions import Role
from tests.factories import conversions as factory
from tests.factories import world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return world.person(Role.OWNER)


def in_a_thread(work):
    """Run something on a connection of its own."""

    def run():
        try:
            return work()
        finally:
            connection.close()

    return ThreadPoolExecutor(1).submit(run)


def test_a_report_whose_lead_is_being_changed_is_not_claimed_meanwhile(by, google_ads):
    factory.account(google_ads.account.info)
    factory.rule()
    lead = factory.qualified(by)
    run, account = begin(by=None, at=now()), AdAccount.objects.get()
    assert run is not None

    def claim():
        return claim_batch(run=run, account=account, act=ConversionAct.REPORT, at=now())

    with transaction.atomic():
        lead_moves.disqualify(lead=lead, reason=LostReason.SPAM, by=by, at=now())
        assert in_a_thread(claim).result(5) is None
    assert factory.the().state == ConversionState.SKIPPED


def test_a_change_waits_for_the_verdict_and_follows_it(by, google_ads):
    factory.account(google_ads.account.info)
    factory.rule()
    lead = factory.qualified(by)
    factory.upload()
    request, begun = ConversionRequest.objects.get(), Event()

    def change():
        begun.set()
        lead_moves.disqualify(lead=lead, reason=LostReason.SPAM, by=by, at=now())

    with transaction.atomic():
        conversions_polling.record_verdicts(request=request, polled=Verdicts({}), at=now())
        changing = in_a_thread(change)
        begun.wait(5)
    changing.result(10)
    row = Conversion.objects.get()
    assert (row.state, row.act) == (ConversionState.WAITING, ConversionAct.RETRACT)


def test_two_workers_at_once_send_everything_once(by, google_ads):
    factory.account(google_ads.account.info)
    factory.many(120, by=by, made=factory.rule())
    run = begin(by=None, at=now())
    assert run is not None
    for working in [in_a_thread(lambda: work_on_conversions(run_id=run.pk)) for _ in range(3)]:
        working.result(20)
    told = [event["transactionId"] for each in google_ads.state.received for event in each["events"]]
    assert (len(told), len(set(told))) == (120, 120)


def test_two_decisions_at_once_make_one_row(by):
    factory.account()
    lead = factory.qualified(by)
    factory.rule()

    def decide():
        with transaction.atomic():
            review(lead=Lead.objects.get(pk=lead.pk), by=by, at=now())

    for deciding in [in_a_thread(decide) for _ in range(2)]:
        deciding.result(10)
    assert Conversion.objects.count() == 1
