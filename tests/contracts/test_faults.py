"""Everything goes wrong at once: in the end every contract is in its true state, exists once, and is filed once.

A real worker and a real web server against Oneflow on loopback, which drops, delays, doubles and reorders what it calls
back with, answers 429, 5xx and HTML, breaks lines before and after it has done as it was asked, while the worker is
killed again and again. `FAULTY_CONTRACTS=500 script/pytest tests/contracts/test_faults.py -n 0 -s` is the long run.
"""

import contextlib
import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Count, F

from archive.models import Document, DocumentLink
from archive.states import DocumentKind, LinkKind
from contracts.models import Contract, ContractEvent, StatusChange
from contracts.states import FOLLOWED, ContractStatus, PdfState, SendState
from crm.models import Activity
from crm.states import ActivityKind
from integrations.clients import esign
from integrations.models import Callback
from integrations.services.connections import EsignDetails, connect_esign, esign_account
from integrations.states import Environment
from perforia.base.clock import now
from perforia.base.secrets import decrypt
from simulators.oneflow import Oneflow, Options
from simulators.oneflow.problems import Problem
from simulators.oneflow.seed import OFFICE
from simulators.smtp import HOST
from tests.factories import crm
from tests.factories.contracts import asked, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HOW_MANY = int(os.environ.get("FAULTY_CONTRACTS", "16"))
SECONDS = 90 + 5 * HOW_MANY  # after which something is not late but lost
TICK = 0.1 if HOW_MANY < 100 else 0.6
KILLS = max(4, HOW_MANY // 10)  # of a child in the middle of a task, every fourth time of the whole worker
LEAST_AGE = timedelta(seconds=1.5)  # of an unknown outcome that is looked into: half a minute, when time runs
CALLS = {
    "status:429": 0.02, "status:500": 0.02, "status:503": 0.02, "html:502": 0.02, "timeout_before": 0.02,
    "timeout_after": 0.03, "slow:60": 0.05,
}  # fmt: skip
HOOKS = {"duplicate": 0.15, "reorder": 0.15, "drop": 0.1, "delay:1": 0.1, "bad_signature": 0.02}
TRUE_STATES = {"signed": ContractStatus.SIGNED, "declined": ContractStatus.DECLINED, "overdue": ContractStatus.EXPIRED}


@pytest.fixture(scope="module", autouse=True)
def there():
    """Oneflow, known to the processes that are started after it."""
    options = Options(pdf_delay=0.5, allow_http=True, rate_limit=10**9, time_scale=20)
    with Oneflow(options) as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEFLOW_TEST_URL", running.url)
        yield running


@pytest.fixture
def faulty(there, live, settings):
    """The product connected to it, called back by it, and nothing that can be relied upon."""
    settings.ONEFLOW_URLS = {"production": there.url, "test": there.url}
    there.reset()
    live.web.start(until="Booting worker")
    details = EsignDetails(user_email=there.email, environment=Environment.TEST, token=there.token, workspace_id=OFFICE)
    row = connect_esign(details=details, by=None, at=now())
    url = f"http://{HOST}:{live.port}/webhooks/oneflow/{row.callback_key}/"
    esign.add_webhook(account(), url=url, sign_key=decrypt(row.callback_secret))
    for mode, chance in CALLS.items():
        there.fail("* /v1/contracts*", mode, times=10**6, chance=chance)
    for mode, chance in HOOKS.items():
        there.fail("HOOK *", mode, times=10**6, chance=chance)
    return there


def account():
    return esign_account()


def test_in_the_end_every_contract_is_in_its_true_state_exists_once_and_is_filed_once(faulty, live):
    customer = crm.customer()
    for number in range(HOW_MANY):
        asked(
            customer=customer, title=f"Avtal {number}", people=[person(f"Kund {number}", f"kund{number}@exempel.test")]
        )

    began = time.monotonic()
    killed = run_until_answered(faulty, live)
    with faulty.world.lock:
        faulty.faults.clear()
    settle(live)

    there = faulty.contracts()
    figures = {**Counter(each["state"] for each in there), **killed, "seconds": round(time.monotonic() - began)}
    print("\n", HOW_MANY, "contracts:", figures)  # noqa: T201 -- the figures of the long run
    assert_each_exists_once(there, faulty.outbox())
    assert_true_states(there)
    assert_filed_once()
    assert_told_once()
    assert killed.total() == KILLS
    assert killed["workers"]


def run_until_answered(oneflow, live):
    """Let the worker work and die while customers open, sign, decline or forget; answers what was killed how often."""
    answered: set[int] = set()
    chance, killed = random.Random(7), Counter(children=0, workers=0)
    began = time.monotonic()
    while len(answered) < HOW_MANY:
        assert time.monotonic() - began < SECONDS, f"{HOW_MANY - len(answered)} contracts were never answered"
        pass_time(live)
        for each in oneflow.contracts():
            if each["state"] == "pending" and chance.random() < 0.5:
                answer(oneflow, each["id"], chance, answered)
        if len(answered) * (KILLS + 1) > HOW_MANY * (killed.total() + 1) and killed.total() < KILLS:
            kill(live, killed)
        time.sleep(TICK)
    return killed


def kill(live, killed):
    """The worker with all it has in hand, or one of its children in the middle of a task."""
    if killed.total() % 4 == 1:
        live.kill_worker()
        live.start_worker()
        killed["workers"] += 1
    else:
        with contextlib.suppress(ProcessLookupError, IndexError):
            os.kill(random.Random(killed.total()).choice(live.worker.children()), signal.SIGKILL)
        killed["children"] += 1


def answer(oneflow, contract_id, chance, answered):
    """What one customer does next."""
    try:
        oneflow.act("visit", contract_id)
        if chance.random() < 0.6:
            what = chance.choices(["sign", "decline", "expire"], [18, 1, 1])[0]
            oneflow.act(what, contract_id)
            answered.add(contract_id)
    except Problem:  # the worker was faster: a draft that was a double is gone
        return


def pass_time(live):
    """Whatever waits has waited long enough, but an unknown outcome is not looked into at once; then beat sweeps."""
    at = now()
    due = Contract.objects.filter(send_state=SendState.WAITING, next_try_at__gt=at)
    due.filter(is_unsure=False).update(next_try_at=at)
    due.filter(is_unsure=True, claimed_at__lt=at - LEAST_AGE).update(next_try_at=at)
    Contract.objects.filter(pdf_state=PdfState.WANTED, pdf_next_at__gt=at).update(pdf_next_at=at)
    Callback.objects.filter(handled_at=None, next_try_at__gt=at + timedelta(seconds=1)).update(next_try_at=at)
    overdue = Contract.objects.filter(status__in=sorted(FOLLOWED), read_at__lt=at - timedelta(seconds=3))
    overdue.filter(next_reading_at__gt=at + timedelta(minutes=6)).update(next_reading_at=at)
    if live.redis.llen("default") < 20:
        live.send("contracts.sweep", "default")
        time.sleep(0.05)


def settle(live):
    """Calm: what is still on its way comes home."""
    began = time.monotonic()
    waiting = [
        Contract.objects.exclude(status__in=sorted(TRUE_STATES.values())),
        Contract.objects.filter(pdf_state__in=[PdfState.WANTED, PdfState.FETCHING]),
        Callback.objects.filter(handled_at=None),
        ContractEvent.objects.filter(told_at=None),
    ]
    while any(rows.exists() for rows in waiting):
        assert time.monotonic() - began < SECONDS, [rows.count() for rows in waiting]
        pass_time(live)
        time.sleep(TICK)


def assert_each_exists_once(there, outbox):
    ids = [
        field["value"] for each in there for field in each["data_fields"]
        if field["_private_ownerside"]["custom_id"] == "arende_id"
    ]  # fmt: skip
    assert sorted(ids) == sorted(str(each) for each in Contract.objects.values_list("uuid", flat=True))
    assert {each["id"] for each in there} == set(Contract.objects.values_list("remote_id", flat=True))
    assert max(Counter(each["contract_id"] for each in outbox).values()) == 1
    assert len(outbox) == HOW_MANY


def assert_true_states(there):
    known = dict(Contract.objects.values_list("remote_id", "status"))
    assert known == {each["id"]: TRUE_STATES[each["state"]] for each in there}
    times = {each["id"]: each["state_updated_time"] for each in there if each["state"] == "signed"}
    signed = Contract.objects.filter(status=ContractStatus.SIGNED)
    assert {each.remote_id: each.signed_at.isoformat() for each in signed if each.signed_at} == times
    twice = StatusChange.objects.values("contract", "new").annotate(times=Count("pk")).filter(times__gt=1)
    assert list(twice) == []


def assert_filed_once():
    signed = Contract.objects.filter(status=ContractStatus.SIGNED)
    assert signed.filter(pdf_state=PdfState.FILED, document_sha256=F("document__current_version__sha256")).count() == (
        signed.count()
    )
    assert Document.objects.filter(kind=DocumentKind.AGREEMENT).count() == signed.count()
    tied = DocumentLink.objects.filter(kind=LinkKind.CONTRACT).values_list("object_id", flat=True)
    assert sorted(tied) == sorted(signed.values_list("pk", flat=True))


def assert_told_once():
    told = Activity.objects.filter(kind=ActivityKind.CONTRACT, title__endswith="är signerat").count()
    assert told == Contract.objects.filter(status=ContractStatus.SIGNED).count()
    assert not Contract.objects.filter(send_state=SendState.STOPPED).exists()
