"""Webhooks: who wants to know of a change, signed as documented, tried again on the documented schedule."""

import hashlib
import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from simulators.oneflow.faults import Fault, Faults
from simulators.oneflow.world import Json, World

DELAYS = (1, 5, 10, 30, 60, 300, 600, 1800, 3600)  # seconds after each failed attempt; ten attempts in all
AT_ONCE = 8
OK = 200
HELD_SECONDS = 0.5  # how long a delivery that is to come late waits for another one to overtake it
WAITING, DELIVERED, GIVEN_UP, DROPPED = "waiting", "delivered", "given_up", "dropped"


def signature(callback_id: str, sign_key: str) -> str:
    """Hex of the SHA-1 of the id and the key one after the other; not an HMAC."""
    return hashlib.sha1((callback_id + sign_key).encode()).hexdigest()  # noqa: S324 -- as documented


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:  # Any: urllib's own
        """Never."""


class Hooks:
    """Sends what is due from a thread of its own; a slow receiver keeps no other waiting."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world, self._faults = world, faults
        self._stopped = False
        self._running: set[str] = set()
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._opener = urllib.request.build_opener(_NoRedirect)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Send no more."""
        with self._world.lock:
            self._stopped = True
            self._world.changed.notify_all()
        self._thread.join()
        self._pool.shutdown(cancel_futures=True)

    def announce(self, contract: Json, events: Sequence[Json]) -> list[Json]:
        """One delivery per subscription that wants any of the events of a change."""
        made = []
        for hook in self._world.rows("webhooks", contract["account_id"]):
            wanted = [event for event in events if _wants(hook, contract, event["type"])]
            if wanted:
                made += self._plan(hook, contract, wanted)
        self._world.changed.notify_all()
        return made

    def _plan(self, hook: Json, contract: Json, events: Sequence[Json]) -> list[Json]:
        fault = self._faults.of_hook([event["type"] for event in events])
        callback_id = secrets.token_hex(20)
        body: Json = {"contract": {"id": contract["id"]}, "callback_id": callback_id, "events": list(events)}
        if hook["sign_key"]:
            key = hook["sign_key"] + ("?" if fault and fault.kind == "bad_signature" else "")
            body["signature"] = signature(callback_id, key)
        times = 2 if fault and fault.kind == "duplicate" else 1
        return [self._world.add("deliveries", self._delivery(hook, body, fault)) for _ in range(times)]

    def _delivery(self, hook: Json, body: Json, fault: Fault | None) -> Json:
        wait = 0.0
        if fault and fault.kind in {"delay", "reorder"}:
            wait = fault.number or HELD_SECONDS
        due = self._world.now() + timedelta(seconds=wait)
        return {
            "id": self._world.new_id(), "account_id": hook["account_id"], "webhook_id": hook["id"],
            "url": hook["callback_url"], "callback_id": body["callback_id"], "body": body, "attempts": [],
            "state": DROPPED if fault and fault.kind == "drop" else WAITING, "next_at": due.isoformat(),
        }  # fmt: skip

    def resend(self, delivery: Json) -> None:
        """Send a delivery again now, whatever became of it."""
        delivery |= {"state": WAITING, "next_at": self._world.now().isoformat(), "attempts": []}
        self._world.changed.notify_all()

    def send_now(self, deliveries: Sequence[Json]) -> None:
        """Make the first attempt of deliveries before going on; without the lock."""
        for delivery in deliveries:
            with self._world.lock:
                mine = delivery["state"] == WAITING and str(delivery["id"]) not in self._running
                self._running.add(str(delivery["id"]))
            if mine:
                self._attempt(delivery)

    def settle(self, seconds: float = 10) -> bool:
        """Wait until nothing is on its way that has not failed yet; whether that came true."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self._world.lock:
                fresh = [
                    each
                    for each in self._world.tables["deliveries"].values()
                    if each["state"] == WAITING and not each["attempts"]
                ]
                if not fresh and not self._running:
                    return True
            time.sleep(0.005)
        return False

    def _run(self) -> None:
        while True:
            with self._world.lock:
                if self._stopped:
                    return
                soonest = self._start_due()
                self._world.changed.wait(min(max(soonest, 0.001), 0.5))

    def _start_due(self) -> float:
        """Start what is due; answers the seconds to the next."""
        now, soonest = self._world.now(), 0.5
        for key, delivery in self._world.tables["deliveries"].items():
            if delivery["state"] != WAITING or key in self._running:
                continue
            wait = (datetime.fromisoformat(delivery["next_at"]) - now).total_seconds()
            if wait > 0:
                soonest = min(soonest, wait)
            else:
                self._running.add(key)
                self._pool.submit(self._attempt, delivery)
        return soonest

    def _attempt(self, delivery: Json) -> None:
        status = self._post(delivery["url"], json.dumps(delivery["body"]).encode())
        with self._world.lock:
            tries = delivery["attempts"]
            tries.append({"at": self._world.now().isoformat(), "status": status})
            if status == OK:
                delivery["state"] = DELIVERED
            elif len(tries) > len(DELAYS):
                delivery["state"] = GIVEN_UP
            else:
                wait = DELAYS[len(tries) - 1] / self._world.options.time_scale
                delivery["next_at"] = (self._world.now() + timedelta(seconds=wait)).isoformat()
            self._running.discard(str(delivery["id"]))
            self._world.changed.notify_all()

    def _post(self, url: str, body: bytes) -> int:
        """The status, 0 when nobody answered."""
        request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})  # noqa: S310
        try:
            with self._opener.open(request, timeout=self._world.options.hook_timeout) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            refusal.close()
            return refusal.code
        except (OSError, ValueError):
            return 0


def _wants(hook: Json, contract: Json, kind: str) -> bool:
    """Rules inside a filter must all fit, one filter must; none means everything."""
    group = hook["template_group_id"]
    if group is not None and group != contract["_private_ownerside"]["template_type_id"]:
        return False
    facts = {"EVENT_TYPE": kind, "WORKSPACE": contract["_private"]["workspace_id"]}
    return hook["filters"] is None or any(
        all(facts.get(rule["type"]) in rule["values"] for rule in each["filter_rules"]) for each in hook["filters"]
    )


def is_acceptable(world: World, url: str) -> bool:
    """HTTPS only, unless the simulator is told otherwise."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and world.options.allow_http))
