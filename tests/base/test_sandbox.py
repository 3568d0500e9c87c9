"""A child that opens a hostile file does not outlive the worker that started it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from script.tools import processes

CHILD = """
import os, pathlib, time
from perforia.base.sandbox import apply_limits
apply_limits()
pathlib.Path(%r).write_text(str(os.getpid()))
time.sleep(60)
"""
WORKER = """
import sys
from perforia.base.sandbox import run_limited
run_limited([sys.executable, "-c", %r])
"""


def test_the_child_of_a_killed_worker_ends_too(tmp_path):
    note = tmp_path / "pid"
    root = Path(__file__).resolve().parents[2]
    worker = subprocess.Popen([sys.executable, "-c", WORKER % (CHILD % str(note))], cwd=root, env=dict(os.environ))
    deadline = time.monotonic() + 10
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.01)

    worker.send_signal(signal.SIGKILL)
    worker.wait()

    assert processes.wait_until_gone(int(note.read_text()), 5)
