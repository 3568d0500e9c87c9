"""Keeps the parts of a running product together: starts them, says when one dies, ends them all."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from script.tools import processes
from script.tools.console import Trouble, say
from script.tools.paths import ROOT, VAR

LOGS = VAR / "log"
PIDS = VAR / "server.pids"
PROGRAMS = ("python", "gunicorn", "celery")
MOST_RESTARTS = 3
LONG_LIFE_SECONDS = 300  # after such a life a death is the first again
LOOK_SECONDS = 0.5
STOP_SECONDS = 12
LAST_LINES = 8


@dataclass
class Part:
    """One process of the product: how it is started, and how often it has died in a row."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    born_at: float = 0.0

    @property
    def log(self) -> Path:
        """Where its words go."""
        return LOGS / f"{self.name}.log"


@dataclass
class Supervisor:
    """Runs parts until told to stop; a part that keeps dying ends everything, with its last words."""

    environment: Mapping[str, str]
    parts: list[Part]
    watch: Callable[[], None]
    stopping: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Start every part and listen for Ctrl-C and polite kills."""
        LOGS.mkdir(parents=True, exist_ok=True)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        for part in self.parts:
            self._launch(part)

    def look(self) -> None:
        """One look: whoever died is named, and started again a few times."""
        for part in self.parts:
            if part.process is not None and (code := part.process.poll()) is not None:
                self._restart(part, code)
        self.watch()

    def run(self) -> None:
        """Look again and again until told to stop."""
        while not self.stopping.wait(LOOK_SECONDS):
            self.look()

    def stop(self) -> None:
        """End every part, last started first, and wait for it; what does not end is killed with its children."""
        for part in reversed(self.parts):
            if part.process and part.process.poll() is None:
                part.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for part in reversed(self.parts):
            if part.process:
                _end(part.process, deadline)
        PIDS.unlink(missing_ok=True)

    def _launch(self, part: Part) -> None:
        part.born_at = time.monotonic()
        with part.log.open("ab") as log:
            part.process = subprocess.Popen(
                part.command,
                cwd=ROOT,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        running = [str(os.getpid()), *(str(each.process.pid) for each in self.parts if each.process)]
        PIDS.write_text("\n".join(running))

    def _restart(self, part: Part, code: int) -> None:
        lived = time.monotonic() - part.born_at
        part.deaths = 1 if lived > LONG_LIFE_SECONDS else part.deaths + 1
        say(f"{part.name} stopped by itself ({_reason(code)}). Its last words, from {part.log.relative_to(ROOT)}:")
        say(last_words(part.log))
        if part.deaths > MOST_RESTARTS:
            raise Trouble(f"{part.name} does not stay up, so everything is stopped.")
        say(f"{part.name} is started again ({part.deaths} of {MOST_RESTARTS}).")
        self._launch(part)


def _end(process: subprocess.Popen[bytes], deadline: float) -> None:
    try:
        process.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _reason(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def last_words(log: Path) -> str:
    """The last lines of a log, indented."""
    lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:] if log.exists() else []
    return "\n".join(f"    {line}" for line in lines)


def end_leftovers() -> None:
    """Refuse to start twice; end what a killed supervisor left running."""
    if not PIDS.exists():
        return
    supervisor, *parts = (int(line) for line in PIDS.read_text().split())
    if processes.serves(supervisor, PROGRAMS, ROOT):
        raise Trouble(f"it runs already in this folder (process {supervisor}); stop it with Ctrl-C there.")
    for pid in parts:
        if processes.serves(pid, PROGRAMS, ROOT):
            say(f"Ending process {pid}, left over from a server that was killed.")
            processes.stop(pid)
    PIDS.unlink(missing_ok=True)
