"""Conversions decided, sent to Google and confirmed: 10 000 beside 100 000, against the simulator on loopback.

A process of its own does what a worker does: it looks for leads that were qualified and not decided about, sends them
in batches, and asks half an hour later (the simulator's clock is put forward) what became of every request. Its memory
must stay small, its time must grow with the rows and no faster, and Google must know every one of them, once.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from benchmarks.lists import own_database
from benchmarks.measure import cost_of_python
from benchmarks.report import Result

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parents[1]
SIZES, SIZES_QUICK = (10_000, 100_000), (500, 2_000)
MOST_MB = 200
MOST_CPU, MOST_TIME = 1.35, 2.0  # a row costs as much among many; quadratic would be 10. A busy machine only waits.
PHASES = ("decided", "sent", "confirmed")
SECONDS_TO_START = 20
LEADS = """
INSERT INTO crm_lead (id, source_id, submission_id, seq, field_seqs, step, steps, status, name, email, phone, services,
    address, postal_code, city, to_address, to_postal_code, to_city, message, details, extra, attribution, clicked_at,
    next_step, received_at, changed_at, completed_at, first_contact_at, qualified_at, lost_reason, lost_note, is_test)
SELECT n, 1, 'prov-' || n, 1, '{}', 5, 5, 'qualified', 'Prov ' || n, 'prov' || n || '@exempel.se',
    '+46701' || (100000 + n), '{moving}', '', '', '', '', '', '', '', '{}', '{}',
    jsonb_build_object('gclid', 'SIM_OK-MATNING-' || lpad(n::text, 8, '0'), 'utm_source', 'google'),
    now() - interval '3 days', '', now() - interval '3 days', now(), now() - interval '3 days',
    now() - interval '2 days', now() - interval '2 days', '', '', false
FROM generate_series(%s, %s) AS n
"""
CONSENTS = """
INSERT INTO crm_consent (lead_id, kind, state, source, text_version, page, at)
SELECT n, 'ad_user_data', 'granted', 'form', '2026-11', '', now() - interval '3 days' FROM generate_series(%s, %s) AS n
"""


def run(*, quick: bool) -> Result:
    """Measure both sizes, the small one first, in one database."""
    result = Result("conversions", quick)
    small, large = SIZES_QUICK if quick else SIZES
    with own_database("conversions"), _google() as (url, key):
        _set_up(key)
        few = _measure(result, url, 1, small)
        many = _measure(result, url, small + 1, small + large)
        for phase in PHASES:
            for kind, most in (("CPU", MOST_CPU), ("time", MOST_TIME)):
                of_few = many[f"{phase}, {kind}"] / large / (few[f"{phase}, {kind}"] / small)
                result.add(f"{phase}, {kind} a row, {large} against {small}", of_few, "times", at_most=most)
        told = _ask(url, "counts")
        result.add("conversions that Google knows", told["conversions"], at_least=small + large)
        result.add("told of more than once", told["repeated"], at_most=0)
        result.add("requests", told["requests"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM crm_conversion WHERE state <> 'confirmed'")
            left = cursor.fetchone()
        result.add("rows not confirmed", left[0] if left else 0, at_most=0)
    return result


def _measure(result: Result, url: str, first: int, last: int) -> dict[str, float]:
    count = last - first + 1
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")  # nobody waits for these
        cursor.execute(LEADS, [first, last])
        cursor.execute(CONSENTS, [first, last])
        cursor.execute("RESET ALL")
        cursor.execute("ANALYZE")
    cost = cost_of_python("benchmarks.conversions", url, environment=_environment(url))
    seconds: dict[str, float] = json.loads(cost.output.decode().splitlines()[-1])
    for phase, took in seconds.items():
        result.add(f"{count} rows {phase}", took, "s")
    result.add(f"peak memory, {count} rows", cost.peak_mb, "MB", at_most=MOST_MB)
    return seconds


def work(url: str) -> dict[str, float]:
    """What a worker does with everything that is due; answers what each part took, seconds of CPU and of time."""
    import django  # noqa: PLC0415 -- this process sets Django up for itself

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db.models.functions import Now  # noqa: PLC0415

    from crm.models import ConversionRequest, ConversionRun  # noqa: PLC0415
    from crm.services.conversions_polling import due_requests  # noqa: PLC0415
    from crm.services.conversions_runs import look_for_missed  # noqa: PLC0415
    from crm.tasks import conversions as tasks  # noqa: PLC0415
    from perforia.base.clock import now  # noqa: PLC0415

    settings.ADS_REQUESTS_A_MINUTE, tasks.PORTION_SECONDS = 0, 24 * 3600
    made = ConversionRun.objects.create(started_at=now())
    marks = [(time.process_time(), time.monotonic())]
    while look_for_missed(run=made, at=now()):
        pass
    marks.append((time.process_time(), time.monotonic()))
    tasks.work_on_conversions(run_id=made.pk)
    marks.append((time.process_time(), time.monotonic()))
    _ask(url, "clock", {"advance_s": 1860})
    ConversionRequest.objects.filter(done_at=None).update(poll_at=Now())
    while due := due_requests(now()):
        for each in due:
            tasks.poll_conversions(**each)
    marks.append((time.process_time(), time.monotonic()))
    kinds = ("CPU", "time")
    return {
        f"{phase}, {kind}": marks[n + 1][which] - marks[n][which]
        for n, phase in enumerate(PHASES) for which, kind in enumerate(kinds)
    }  # fmt: skip


def _set_up(key: str) -> None:
    """An account, a rule that is older than every lead, and the source that they came from."""
    from datetime import timedelta  # noqa: PLC0415 -- Django is set up by now
    from decimal import Decimal  # noqa: PLC0415

    from crm.services.ad_accounts import AccountDetails, RuleDetails, save_rule, set_up  # noqa: PLC0415
    from crm.services.sources import SourceDetails, add_source  # noqa: PLC0415
    from crm.states import Milestone, SourceKind  # noqa: PLC0415
    from perforia.base.clock import now  # noqa: PLC0415
    from simulators.google_ads_state import CUSTOMER, QUALIFIED  # noqa: PLC0415

    made = add_source(details=SourceDetails(name="Prov", kind=SourceKind.GENERIC), by=None, at=now())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE crm_leadsource SET id = 1 WHERE id = %s", [made.pk])
    set_up(details=AccountDetails(CUSTOMER, key_file=key), by=None, at=now())
    rule = RuleDetails(Milestone.QUALIFIED, QUALIFIED, "Kvalificerat lead", amount=Decimal(2400))
    save_rule(rule=None, details=rule, by=None, at=now() - timedelta(days=365))


@contextmanager
def _google() -> Iterator[tuple[str, str]]:
    """The simulator as a process of its own; answers its address and the service account's file."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "key.json"
        words = [sys.executable, "-m", "simulators.google_ads", "--port", str(port), "--key", str(key)]
        running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield f"http://{HOST}:{port}", key.read_text(encoding="utf-8")
        finally:
            running.kill()
            running.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    message = "the simulator does not start"
    raise RuntimeError(message)


def _environment(url: str) -> dict[str, str]:
    return {
        **os.environ, "GOOGLE_DATA_MANAGER_URL": url, "GOOGLE_ADS_URL": url, "GOOGLE_TOKEN_URL": f"{url}/token",
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "perforia.settings"),
    }  # fmt: skip


def _ask(url: str, what: str, told: dict[str, int] | None = None) -> dict[str, int]:
    data = None if told is None else json.dumps(told).encode()
    with urllib.request.urlopen(f"{url}/_sim/{what}", data=data, timeout=60) as answer:  # noqa: S310 -- our own
        found: dict[str, int] = json.loads(answer.read())
    return found


if __name__ == "__main__":
    print(json.dumps(work(sys.argv[1])))
