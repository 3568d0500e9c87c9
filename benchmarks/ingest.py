"""Leads a second through the whole stack: gunicorn, the signature, Postgres. Next to a bare view and to pgbench.

The bare view stands in the same server with the same middleware and inserts one lead, without reading or checking what
was posted; another one inserts the body into a plain table, to compare with. Workers are killed while posts come in:
whoever got an answer must have a lead, and nobody two.
"""

import base64
import json
import os
import re
import signal
import statistics
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from benchmarks.lists import own_database
from benchmarks.load import Outcome, hammer
from benchmarks.report import Result
from benchmarks.serving import post, web_server
from crm.readers.signatures import sign
from perforia.base.secrets import encrypt
from script.tools.binaries import find_postgres

LINES = 8
ACCEPTED = 202
WARM_SECONDS = 0.4
SECONDS_BETWEEN_KILLS = 0.8
LEAST_OF_BARE = 0.6
MOST_P99_MS = 150.0
KILLS, KILLS_QUICK = 6, 3
# What a form of the firm's posts: contact, home, wishes, where the visitor came from and what was consented to.
SAID = {
    "stage": "complete", "seq": 1, "service": "Flytt, Flyttstädning", "from_address": "Provvägen 4",
    "from_postcode": "123 45", "from_city": "Storköping", "to_address": "Nyvägen 9", "to_postcode": "543 21",
    "move_date": "2027-01-12", "area_m2": 64, "rooms": 3, "message": "Hiss finns. Ring helst efter fyra.",
    "husdjur": "En katt",
    "attribution": {"gclid": "Cj0KCQiA-FICTITIOUS_gclid-0001", "utm_source": "google", "utm_medium": "cpc"},
    "consent": {"ad_user_data": "granted", "source": "cmp:exempel", "notice_version": "2026-10"},
}  # fmt: skip
SOURCE = """INSERT INTO crm_leadsource (id, name, kind, key, secret, is_signed, origins, mapping, saves_per_field,
    assumes_ad_consent, notice_version, purge_after_days, silent_after_hours, is_active, last_error, created_at)
VALUES (1, 'Prov', 'generic', %s, %s, true, '{}', '{}', false, false, '2026-11', 30, 72, true, '', now())
"""
PGBENCH = """INSERT INTO crm_leadsubmission (source_id, external_id, submission_id, seq, state, content_type, body,
    address_hash, user_agent, score, reasons, received_at, error)
VALUES (1, '', '', 1, 'applied', 'application/json', repeat('x', 900), '', '', 0, '{}', now(), '');
"""


def run(*, quick: bool) -> Result:
    """Measure the highest rates in turn, waiting times at half of ours, and what becomes of posts when workers die."""
    result = Result("ingest", quick)
    with own_database("ingest"):
        sender = _Sender()
        with web_server() as (port, pid):
            turns = _highest(sender, port, rounds=5 if quick else 9, seconds=0.7 if quick else 2.0)
            ours, lead, body = (statistics.median(rates) for rates in zip(*turns, strict=True))
            rows = _pgbench(1 if quick else 5)
            result.add("leads through the hook", ours, "a second")
            result.add("leads through a bare view", lead, "a second")
            result.add("bodies through a bare view", body, "a second")
            result.add("bodies through pgbench", rows, "a second")
            of_lead = statistics.median(turn[0] / turn[1] for turn in turns)
            of_body = statistics.median(turn[0] / turn[2] for turn in turns)
            result.add("hook against the bare view", of_lead, "times", at_least=LEAST_OF_BARE)
            result.add("hook against the bare view of bodies", of_body, "times")
            result.add("hook against pgbench", ours / rows, "times")
            half = hammer(port, sender.posts(), lines=2 * LINES, seconds=3 if quick else 15, rate=ours / 2)
            result.add("half of the highest rate", half.per_second, "a second")
            result.add("wait at half the rate, p50", half.percentile(0.50), "ms")
            result.add("wait at half the rate, p99", half.percentile(0.99), "ms", at_most=MOST_P99_MS)
            killed, kills = _under_fire(sender, port, pid, times=KILLS_QUICK if quick else KILLS)
        _count(result, sender, killed, kills)
    return result


class _Sender:
    """A server of the firm's that signs what it posts; every post is another person's, with an id of its own."""

    def __init__(self) -> None:
        self._secret, self._key = "whsec_" + base64.b64encode(os.urandom(24)).decode(), f"bench-{os.getpid()}"
        self.sent: list[str] = []
        with connection.cursor() as cursor:
            cursor.execute(SOURCE, [self._key, encrypt(self._secret)])

    def posts(self) -> Iterator[bytes]:
        """Posts without end."""
        while True:
            identity, number = str(uuid.uuid4()), len(self.sent)
            self.sent.append(identity)
            contact = {
                "name": f"Prov Person {number}", "email": f"prov{number}@exempel.se",
                "phone": f"07017406{number % 100:02}",
            }  # fmt: skip
            body = json.dumps({**SAID, "submission_id": identity, "contact": contact}).encode()
            stamp = int(time.time())
            yield post(
                f"/hooks/leads/{self._key}/",
                body,
                f"webhook-id: {identity}\r\nwebhook-timestamp: {stamp}\r\n"
                f"webhook-signature: {sign(self._secret, identity, stamp, body)}\r\n",
            )

    def bare(self, address: str) -> Iterator[bytes]:
        """The same bytes for a bare view."""
        body = json.dumps({**SAID, "contact": {"name": "Prov Person", "phone": "0701740605"}}).encode()
        while True:
            yield post(address, body, "")


def _highest(sender: _Sender, port: int, *, rounds: int, seconds: float) -> list[list[float]]:
    """Answers a second of the hook and of the bare views, turn by turn: a busy machine is unfair to all alike."""
    ways = (sender.posts(), sender.bare("/bare/lead/"), sender.bare("/bare/body/"))
    turns = []
    for turn in range(rounds + 1):
        rates = []
        for posts in ways:
            outcome = hammer(port, posts, lines=LINES, seconds=seconds if turn else WARM_SECONDS)
            _all_taken(outcome)
            rates.append(outcome.per_second)
        turns.append(rates)
    return turns[1:]


def _all_taken(outcome: Outcome) -> None:
    if set(outcome.statuses) != {ACCEPTED} or outcome.broken:
        message = f"the server answered {outcome.statuses}, and {outcome.broken} connections broke"
        raise RuntimeError(message)


def _pgbench(seconds: int) -> float:
    """Rows a second that the database's own tool inserts over as many connections."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(PGBENCH)
        script.flush()
        words = ["-n", "-c", str(LINES), "-j", "1", "-T", str(seconds), "-f", script.name, os.environ["DATABASE_URL"]]
        said = subprocess.run(
            [find_postgres().folder / "pgbench", *words], capture_output=True, text=True, check=True
        ).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    return float(found[1]) if found else 0.0


def _under_fire(sender: _Sender, port: int, pid: int, *, times: int) -> tuple[Outcome, int]:
    """Post without pause while workers are killed one after the other; answers what came of it and how many died."""
    kills = []

    def kill() -> None:
        for _ in range(times):
            time.sleep(SECONDS_BETWEEN_KILLS)
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
            if children:
                os.kill(int(children[0]), signal.SIGKILL)
                kills.append(children[0])

    killer = threading.Thread(target=kill)
    killer.start()
    seconds = (times + 1) * SECONDS_BETWEEN_KILLS
    outcome = hammer(port, sender.posts(), lines=LINES, seconds=seconds, is_stubborn=True)
    killer.join()
    return outcome, len(kills)


def _count(result: Result, sender: _Sender, killed: Outcome, kills: int) -> None:
    """Every post that was made has one lead, one event and one raw post that became it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT submission_id, count(*) FROM crm_lead WHERE submission_id <> '' GROUP BY 1")
        leads = dict(cursor.fetchall())
        cursor.execute(
            "SELECT count(*) FROM crm_lead l WHERE submission_id <> ''"
            " AND ((SELECT count(*) FROM crm_activity a WHERE a.lead_id = l.id) <> 1 OR"
            " (SELECT count(*) FROM crm_leadsubmission s WHERE s.lead_id = l.id AND s.state = 'applied') <> 1)"
        )
        uneven = cursor.fetchone()
    result.add("workers killed", kills, at_least=1)
    result.add("connections broken by it", killed.broken)
    result.add("posts in all", len(sender.sent))
    result.add("posts lost", sum(identity not in leads for identity in sender.sent), at_most=0)
    result.add("posts doubled", sum(count > 1 for count in leads.values()), at_most=0)
    result.add("leads without exactly one event and one post", uneven[0] if uneven else 0, at_most=0)
