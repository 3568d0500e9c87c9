"""One child process per hostile file: limits on time, memory and output, and nothing of our own environment."""

import ctypes
import os
import resource
import signal
import sys
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


@dataclass(frozen=True)
class Finished:
    """What a child printed, and how it ended; `stop` is None when it ended by itself with code 0."""

    output: bytes
    stop: Stop | None = None


DEFAULT = Limits()


def apply_limits(limits: Limits) -> None:
    """Bound this process and all it starts, for good."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 2))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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
