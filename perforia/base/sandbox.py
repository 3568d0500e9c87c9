"""One child process per hostile file: limits on time, memory and output, and nothing of our own environment."""

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PR_SET_PDEATHSIG = 1  # prctl(2)


class Stop(StrEnum):
    """Why a child did not finish its work."""

    TIME = "time"
    OUTPUT = "output"
    CRASH = "crash"


@dataclass(frozen=True)
class Limits:
    """What one child may use; the memory and CPU of each process of its own are bounded alike."""

    seconds: float = 240.0
    cpu_seconds: int = 60
    memory_bytes: int = 1024 * 1024 * 1024
    file_bytes: int = 512 * 1024 * 1024
    output_bytes: int = 64 * 1024 * 1024

    @property
    def told(self) -> str:
        """What a child has to know of them, for its environment."""
        return f"{self.cpu_seconds} {self.memory_bytes} {self.file_bytes}"


@dataclass(frozen=True)
class Finished:
    """What a child printed, and how it ended; `stop` is None when it ended by itself with code 0."""

    output: bytes
    stop: Stop | None = None


DEFAULT = Limits()


def run_limited(words: Sequence[str | Path], *, limits: Limits = DEFAULT) -> Finished:
    """Run a command in a session of its own and kill all of it when it takes too long.

    The child must call `apply_limits` first thing; programs it starts inherit them. Never raises for what the child
    does: whatever goes wrong is told by `stop`.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=bare_environment() | {"TMPDIR": folder, "PERFORIA_LIMITS": limits.told},
            start_new_session=True,
        )
        try:
            code = child.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            return Finished(b"", Stop.TIME)
        finally:
            _kill(child)
        size = output.seek(0, os.SEEK_END)
        if size > limits.output_bytes:
            return Finished(b"", Stop.OUTPUT)
        output.seek(0)
        return Finished(output.read(), None if code == 0 else Stop.CRASH)


def apply_limits() -> None:
    """Bound this process and all it starts by what `run_limited` asked for; does nothing outside it."""
    asked = os.environ.get("PERFORIA_LIMITS")
    if asked is None:
        return
    cpu, memory, file = (int(number) for number in asked.split())
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 2))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    die_with_parent()


def bare_environment() -> dict[str, str]:
    """What a child may know of ours: where programs are, and no secret."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        environment["TESSDATA_PREFIX"] = prefix
    return environment


def die_with_parent() -> None:
    """Ask Linux for a kill when the worker is killed, who could not end us any more."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child and everything it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
