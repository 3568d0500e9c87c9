"""Real processes against the test database: a broker of their own, a worker, a web server, and their violent ends."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from aiosmtpd.smtp import SMTP, Envelope, Session
from celery import Celery
from django.db import connection

from script.tools.binaries import find_broker
from simulators.smtp import HOST, MailSink

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
PATIENCE = 90.0  # of a test that would fail: programs start slowly where many tests share two cores
STEP = 0.005
A_WHILE = 2.0  # seconds for a worker to end what it has in hand after a test
QUEUES = "default,documents,mail"
SWEEPS = ("archive.sweep", "rut.sweep", "integrations.sweep", "billing.sweep")


def wait_until(is_so: Callable[[], object], what: str) -> None:
    """Look again and again, as a person would; fail with `what` was waited for."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s for {what}"
        time.sleep(STEP)


class Process:
    """One process with children, in a group of its own, that can be frozen and killed."""

    def __init__(self, words: Sequence[str | Path], log: Path, environment: dict[str, str]) -> None:
        self._words, self._log, self.environment = [str(word) for word in words], log, dict(environment)
        self._running: subprocess.Popen[bytes] | None = None

    def start(self, *, until: str) -> None:
        """Start it and wait for words in its log."""
        seen = self._log.stat().st_size if self._log.exists() else 0
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                self._words, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        wait_until(lambda: until in self._said(seen) or not self.is_running, f"“{until}” from {self._words[0]}")
        assert self.is_running, self._said(seen)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Kill it and all its children at once, as a lost machine would; or freeze and thaw them."""
        if self._running is not None and self.is_running:
            os.killpg(self._running.pid, number)
            if number == signal.SIGKILL:
                self._running.wait()

    def says(self, words: str) -> Callable[[], bool]:
        """A question to ask again and again: has it said these words since now?"""
        seen = self._log.stat().st_size
        return lambda: words in self._said(seen)

    def children(self) -> list[int]:
        """The ids of its child processes."""
        assert self._running is not None
        words = Path(f"/proc/{self._running.pid}/task/{self._running.pid}/children").read_text(encoding="ascii")
        return [int(word) for word in words.split()]

    @property
    def is_running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._running is not None and self._running.poll() is None

    def _said(self, since: int = 0) -> str:
        return self._log.read_bytes()[since:].decode(errors="replace")


class StallingSink(MailSink):
    """A mail server that can be made to stop in the middle of a mail."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.stalls_at = ""
        self.is_stalled = threading.Event()

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._stall("recipient")
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        await self._stall("answer")
        return answer

    async def _stall(self, place: str) -> None:
        if self.stalls_at == place:
            self.is_stalled.set()
        while self.stalls_at == place:  # noqa: ASYNC110 - set from another thread
            await asyncio.sleep(STEP)


class LiveHouse:
    """The processes of a product in use, and what the test does to them."""

    def __init__(self, folder: Path, broker: Path, mail: StallingSink) -> None:
        url = f"unix://{folder / 'broker.sock'}"
        self.mail = mail
        self.redis = redis.Redis.from_url(url)
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.live_settings",
            "DATABASE_URL": database_url(),
            "PGAPPNAME": "perforia-live",
            "REDIS_URL": url,
            "EMAIL_URL": f"smtp://{HOST}:{mail.port}",
        }
        self._lost = 0
        self._queue = Celery("tests", set_as_current=False, broker=url.replace("unix://", "redis+socket://"))
        options: list[str | Path] = ["--port", "0", "--unixsocket", folder / "broker.sock", "--dir", folder]
        self.broker = Process([broker, *options, "--save", ""], folder / "broker.log", dict(os.environ))
        words = ["-A", "perforia.celery", "worker", "--queues", QUEUES, "--concurrency", "2", "--loglevel", "INFO"]
        quick = ["--without-gossip", "--without-mingle"]
        self.worker = Process([PROGRAMS / "celery", *words, *quick], folder / "worker.log", self.environment)
        self.port = _free_port()
        bind = ["--bind", f"{HOST}:{self.port}", "--worker-class", "gthread", "--threads", "4", "--no-control-socket"]
        self.web = Process([PROGRAMS / "gunicorn", "perforia.wsgi", *bind], folder / "web.log", self.environment)

    def start_worker(self) -> None:
        """A worker that is ready to take tasks."""
        self.worker.start(until=" ready.")

    def kill_worker(self) -> None:
        """Kill the worker; the broker keeps what it had in hand for as long as its visibility timeout."""
        self.worker.kill()
        self._lost = self.redis.hlen("unacked")

    def mind_worker(self) -> None:
        """What supervises a worker that has lost its broker: it connects again, or ends and is started again."""
        came_back = self.worker.says("Connected to")
        wait_until(lambda: came_back() or not self.worker.is_running, "the worker to come back or to give up")
        if not self.worker.is_running:
            self.start_worker()
        self._lost = self.redis.hlen("unacked")

    def send(self, task: str, queue: str, **ids: int) -> None:
        """Put a task in line, as a receiver does after commit."""
        self._queue.send_task(task, kwargs=ids, queue=queue)

    def sweep(self) -> None:
        """What beat does every minute; claims made before are old by now."""
        time.sleep(0.35)
        for name in SWEEPS:
            self.send(name, "default")

    def come_to_rest(self) -> None:
        """Sweep once more and wait until nothing is in line and nobody works."""
        self.sweep()
        for _ in range(2):
            wait_until(self._is_idle, "the queues to be empty")
            time.sleep(0.1)

    def cut_database(self) -> None:
        """End every connection of the live processes to the database, as a restart of it does."""
        with psycopg.connect(database_url(), autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'perforia-live'"
            )

    def let_go(self) -> None:
        """Take the database from the live processes, idle or not: it is emptied next, which waits for nobody."""
        deadline = time.monotonic() + A_WHILE
        while self._is_up() and not self._is_idle() and time.monotonic() < deadline:
            time.sleep(STEP)
        self.cut_database()

    def stop(self) -> None:
        """End everything."""
        for process in (self.web, self.worker, self.broker):
            process.kill()

    def _is_up(self) -> bool:
        return self.worker.is_running and self.broker.is_running

    def _is_idle(self) -> bool:
        in_line = sum(self.redis.llen(queue) for queue in QUEUES.split(","))
        return in_line == 0 and self.redis.hlen("unacked") <= self._lost


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def database_url(name: str = "") -> str:
    """The address of the database that this test uses, or of another on the same server."""
    named = urlsplit(os.environ["DATABASE_URL"])
    return named._replace(path=f"/{name or connection.settings_dict['NAME']}").geturl()


@pytest.fixture(scope="module")
def live_house(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    """A broker and a worker that run, a web server and a mail server that can; one house for a module of tests."""
    with tempfile.TemporaryDirectory(prefix="live") as folder, StallingSink(tmp_path_factory.mktemp("mail")) as mail:
        house = LiveHouse(Path(folder), find_broker(), mail)
        try:
            house.broker.start(until="eady to accept connections")
            house.start_worker()
            yield house
        finally:
            house.stop()


@pytest.fixture
def live(live_house: LiveHouse, transactional_db: None) -> Iterator[LiveHouse]:
    """The house with a worker that is up and idle, whatever the test before did to it."""
    if not live_house.worker.is_running:
        live_house.start_worker()
    live_house.mail.forget()
    live_house.mail.is_stalled.clear()
    yield live_house
    live_house.mail.stalls_at = ""
    live_house.broker.kill(signal.SIGCONT)
    live_house.web.kill()
    live_house.let_go()
