"""The programs that read pages: started with a short leash, their words taken from standard output."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from perforia.base.sandbox import bare_environment

SECONDS = 120


@dataclass(frozen=True)
class Done:
    """What a program printed and complained of; a code below 0 means that it was stopped."""

    code: int
    output: bytes = b""
    complaint: bytes = b""


@cache
def find(name: str) -> str | None:
    """The place of a program on this machine, None when it is missing."""
    return shutil.which(name)


def run(words: Sequence[str | Path], *, seconds: float = SECONDS) -> Done:
    """Run a program to its end or to the end of its time. One thread: on a page more of them only slow it down."""
    try:
        done = subprocess.run(
            [str(word) for word in words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=bare_environment(),
            close_fds=False,  # ours are closed to children anyway, and without this starting one is far cheaper
        )
    except (subprocess.TimeoutExpired, OSError):
        return Done(-1)
    return Done(done.returncode, done.stdout, done.stderr)
