"""Processes: are they alive, are they ours, and how they are ended."""

import os
import signal
import time
from pathlib import Path

STEP_SECONDS = 0.05


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie that nobody has reaped yet counts as dead."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return _answers_signals(pid)
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def _answers_signals(pid: int) -> bool:
    """Where there is no /proc: ask the kernel."""
    if Path("/proc/self").exists():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def serves(pid: int, programs: tuple[str, ...], folder: Path) -> bool:
    """Whether a process id from a file is still that server, and not a stranger that got its number later."""
    if not is_alive(pid):
        return False
    try:
        name = Path(f"/proc/{pid}/comm").read_text().strip()
        works_in = Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return not Path("/proc/self").exists()
    return name.startswith(programs) and works_in == folder.resolve()


def read_pid(path: Path) -> int | None:
    """The process id on the first line of a pid file, None when there is none."""
    try:
        return int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def wait_until_gone(pid: int, seconds: float) -> bool:
    """Wait for a process to end; False when it is still there afterwards."""
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(STEP_SECONDS)
    return True


def stop(pid: int, *, soft: signal.Signals = signal.SIGTERM, seconds: float = 15) -> None:
    """Ask a process to end and wait; after `seconds` it is killed."""
    try:
        os.kill(pid, soft)
        if not wait_until_gone(pid, seconds):
            os.kill(pid, signal.SIGKILL)
            wait_until_gone(pid, seconds)
    except ProcessLookupError:
        return
