"""Callbacks of the e-signing service through the whole stack: gunicorn, the signature, Postgres, the queue.

Two hundred a second come in, some of them twice, as Oneflow sends them when an answer of ours got lost; beside them
the highest rate in turn with that of a bare view, which inserts one callback and neither checks nor announces it.
"""

import json
import os
import secrets
import statistics
from collections.abc import Iterator

import redis
from django.conf import settings
from django.db import connection

from benchmarks.lists import own_database
from benchmarks.load import Outcome, hammer
from benchmarks.report import Result
from benchmarks.serving import post, web_server

LINES = 8
RATE = 200.0
MOST_P99_MS = 100.0
LEAST_OF_BARE = 0.5
WARM_SECONDS = 2.5  # until both workers have read their code
REPEATED_EVERY = 20
OK, FORBIDDEN = 200, 403
QUEUE = 15  # a database of the broker where no worker listens
KEY, SIGN_KEY = "bench-key-nobody-guesses", "bench-sign-key"


def run(*, quick: bool) -> Result:
    """Answer 200 callbacks a second, count what became of them, and compare the highest rate with a bare view's."""
    result = Result("contracts", quick)
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].partition('?')[0]}?db={QUEUE}"
    with own_database("contracts"):
        sender = _Sender()
        try:
            with web_server() as (port, _):
                hammer(port, sender.callbacks(), lines=LINES, seconds=WARM_SECONDS)
                steady = hammer(
                    port, sender.callbacks(repeated=True), lines=4 * LINES, seconds=8 if quick else 30, rate=RATE
                )
                bare = hammer(port, sender.bare(), lines=4 * LINES, seconds=3 if quick else 10, rate=RATE)
                rounds, seconds = (5, 0.7) if quick else (9, 2.0)
                turns = [_turn(port, sender, seconds) for _ in range(rounds)]
                forged = hammer(port, sender.forged(), lines=LINES, seconds=1.0)
        finally:
            redis.Redis.from_url(settings.REDIS_URL).flushdb()
        result.add("wait at a bare view at the same rate, p99", bare.percentile(0.99), "ms")
        _add(result, steady, turns)
        _count(result, sender, forged)
    return result


class _Sender:
    """Oneflow, which signs what it posts."""

    def __init__(self) -> None:
        from integrations.models import Connection  # noqa: PLC0415 -- only once Django is set up
        from perforia.base.clock import now  # noqa: PLC0415 -- the same
        from perforia.base.secrets import encrypt  # noqa: PLC0415 -- the same

        Connection.objects.create(
            service="oneflow", callback_key=KEY, callback_secret=encrypt(SIGN_KEY), created_at=now()
        )
        self.sent: list[str] = []

    def callbacks(self, *, repeated: bool = False) -> Iterator[bytes]:
        """Callbacks without end; every twentieth is posted a second time."""
        while True:
            identity = secrets.token_hex(20)
            self.sent.append(identity)
            made = _callback(identity, SIGN_KEY)
            yield made
            if repeated and len(self.sent) % REPEATED_EVERY == 0:
                yield made

    def forged(self) -> Iterator[bytes]:
        """Callbacks that somebody else signed."""
        while True:
            yield _callback(secrets.token_hex(20), "some other key")

    def bare(self) -> Iterator[bytes]:
        """The same bytes for the bare view."""
        while True:
            yield _callback(secrets.token_hex(20), SIGN_KEY, "/bare/callback/")


def _callback(identity: str, key: str, path: str = f"/webhooks/oneflow/{KEY}/") -> bytes:
    from integrations.readers.callbacks import esign_signature  # noqa: PLC0415 -- only once Django is set up

    told = {
        "contract": {"id": 9911001}, "callback_id": identity,
        "events": [{"id": 66100234, "type": "contract:sign", "created_time": "2026-11-22T18:04:11+00:00"}],
        "signature": esign_signature(identity, key),
    }  # fmt: skip
    return post(path, json.dumps(told).encode())


def _turn(port: int, sender: _Sender, seconds: float) -> tuple[float, float]:
    """Answers a second of ours and of the bare view, one after the other: a busy machine is unfair to both alike."""
    ours = hammer(port, sender.callbacks(), lines=LINES, seconds=seconds)
    bare = hammer(port, sender.bare(), lines=LINES, seconds=seconds)
    for outcome in (ours, bare):
        if set(outcome.statuses) != {OK} or outcome.broken:
            message = f"the server answered {outcome.statuses}, and {outcome.broken} connections broke"
            raise RuntimeError(message)
    return ours.per_second, bare.per_second


def _add(result: Result, steady: Outcome, turns: list[tuple[float, float]]) -> None:
    result.add("callbacks at a steady rate", steady.per_second, "a second", at_least=0.95 * RATE)
    result.add("wait, p50", steady.percentile(0.50), "ms")
    result.add("wait, p99", steady.percentile(0.99), "ms", at_most=MOST_P99_MS)
    others = sum(count for status, count in steady.statuses.items() if status != OK) + steady.broken
    result.add("answers that were not 200", others, at_most=0)
    result.add("callbacks at most", statistics.median(ours for ours, _ in turns), "a second")
    result.add("callbacks through a bare view", statistics.median(bare for _, bare in turns), "a second")
    ratio = statistics.median(ours / bare for ours, bare in turns)
    result.add("door against the bare view", ratio, "times", at_least=LEAST_OF_BARE)


def _count(result: Result, sender: _Sender, forged: Outcome) -> None:
    """Every callback that was posted is there once, none that was forged, and all of them wait for a worker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT external_id, count(*) FROM integrations_callback WHERE handled_at IS NULL GROUP BY 1")
        kept = dict(cursor.fetchall())
        cursor.execute("SELECT refused_callbacks FROM integrations_connection")
        refused = cursor.fetchone()
    result.add("callbacks in all", len(sender.sent))
    result.add("callbacks lost", sum(identity not in kept for identity in sender.sent), at_most=0)
    result.add("callbacks doubled", sum(count > 1 for count in kept.values()), at_most=0)
    result.add("callbacks nobody posted", len(kept.keys() - set(sender.sent)), at_most=0)
    result.add("forged ones kept", forged.statuses.get(OK, 0), at_most=0)
    result.add(
        "forged ones counted", (refused[0] if refused else 0) / max(forged.statuses.get(FORBIDDEN, 0), 1), at_least=1
    )
