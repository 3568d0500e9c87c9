"""Children that need not start anew: a process that has its imports behind it forks one for each hostile file.

Starting Python and importing what reads a letter costs more than ten times what reading it does. `python -m
perforia.base.warm MODULE` imports the module and waits; each line on its standard input asks for one fork, which runs
`MODULE.main(*arguments)` under limits. It answers with the child's number and then with how it ended.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from perforia.base.sandbox import DEFAULT, ROOT, Finished, Limits, Stop, apply_limits, bare_environment, die_with_parent

_local = threading.local()


def run_warm(module: str, arguments: Sequence[str | Path], *, limits: Limits = DEFAULT) -> Finished:
    """Run `MODULE.main(*arguments)` in a limited child that is forked from a warm process of this thread.

    What the child prints is its answer. Never raises for what the child does: whatever goes wrong is told by `stop`,
    and nothing that the child has started goes on running.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as output:
        request = json.dumps(
            {
                "arguments": [str(argument) for argument in arguments],
                "output": output.name,
                "folder": folder,
                "limits": asdict(limits),
            }
        )
        code = _ask(module, request.encode() + b"\n", limits.seconds)
        if code is None:
            return Finished(b"", Stop.TIME)
        size = output.seek(0, os.SEEK_END)
        if size > limits.output_bytes:
            return Finished(b"", Stop.OUTPUT)
        output.seek(0)
        return Finished(output.read(), None if code == 0 else Stop.CRASH)


def _ask(module: str, request: bytes, seconds: float) -> int | None:
    """How the child ended; None when its time was up. A parent that has died meanwhile is replaced once."""
    for is_new in (False, True):
        parent = _parent(module, is_new=is_new)
        with contextlib.suppress(BrokenPipeError):
            cast("IO[bytes]", parent.stdin).write(request)
        number = _answer(parent, time.monotonic() + seconds)
        if number is None:
            continue
        code = _answer(parent, time.monotonic() + seconds)
        for kill in (os.killpg, os.kill):  # what it started, and itself if it was too young to lead a group
            with contextlib.suppress(ProcessLookupError):
                kill(number, signal.SIGKILL)
        if code is None and parent.poll() is None:
            _answer(parent, time.monotonic() + seconds)  # of the child just killed
            return None
        return 1 if code is None else code
    return 1


def _answer(parent: subprocess.Popen[bytes], deadline: float) -> int | None:
    """The next number a parent tells; None when it tells none in time or has died."""
    answers = cast("IO[bytes]", parent.stdout)
    ready, _, _ = select.select([answers], [], [], max(deadline - time.monotonic(), 0))
    line = answers.readline() if ready else b""
    return int(line) if line.endswith(b"\n") else None


def _parent(module: str, *, is_new: bool = False) -> subprocess.Popen[bytes]:
    """This thread's warm process for a module; a forked copy of this process does not share it."""
    if getattr(_local, "owner", None) != os.getpid():
        _local.owner, _local.parents = os.getpid(), {}
    parent: subprocess.Popen[bytes] | None = _local.parents.get(module)
    if parent is None or is_new or parent.poll() is not None:
        if parent is not None:
            _end(parent)
        parent = _local.parents[module] = subprocess.Popen(
            [sys.executable, "-m", "perforia.base.warm", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=ROOT,
            env=bare_environment(),
            start_new_session=True,
        )
        atexit.register(_end, parent)
    return parent


def _end(parent: subprocess.Popen[bytes]) -> None:
    with parent:  # closes its pipes and waits for it
        parent.kill()


def main(module: str) -> None:
    """Fork a child for each line of standard input until it ends."""
    die_with_parent()
    work = importlib.import_module(module).main
    gc.freeze()  # what is imported stays shared with the children instead of being copied when theirs is collected
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            _work(work, request)
        _tell(child)
        _, status = os.waitpid(child, 0)
        _tell(os.waitstatus_to_exitcode(status))


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _work(work: Callable[..., None], request: dict[str, Any]) -> None:  # Any: what a line of JSON holds
    """The child: a session, limits and an output of its own, then the work; never returns."""
    code = 1
    try:
        os.setsid()
        os.environ["TMPDIR"] = request["folder"]
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(os.open(request["output"], os.O_WRONLY), 1)
        apply_limits(Limits(**request["limits"]))
        die_with_parent()
        work(*request["arguments"])
        sys.stdout.flush()
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1])
