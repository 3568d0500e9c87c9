"""A warm parent forks a limited child for each file, and neither of them outlives what needs it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from perforia.base.sandbox import ROOT, Limits, Stop
from perforia.base.warm import run_warm
from script.tools import processes

CHILD = "tests.support.child"
WORKER = """
from perforia.base.warm import run_warm
run_warm("tests.support.child", ["linger", %r])
"""


def told(*arguments):
    return json.loads(run_warm(CHILD, ["tell", *arguments]).output)


def test_children_get_their_arguments_from_one_parent_that_stays():
    first, second = told("å", "b"), told()

    assert first["arguments"] == ["å", "b"]
    assert first["parent"] == second["parent"]


def test_a_child_sees_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hemlig")

    assert "hemlig" not in json.dumps(told())


def test_each_thread_has_a_parent_of_its_own():
    parents = [told()["parent"]]
    thread = threading.Thread(target=lambda: parents.append(told()["parent"]))
    thread.start()
    thread.join()

    assert len(set(parents)) == 2


def test_a_parent_that_died_is_replaced():
    before = told()["parent"]
    os.kill(before, signal.SIGKILL)

    assert told()["parent"] != before


def test_what_a_child_does_wrong_is_told_and_the_next_one_works():
    assert run_warm(CHILD, ["fail"]).stop == Stop.CRASH
    assert run_warm(CHILD, ["eat", str(10**9)], limits=Limits(memory_bytes=300 * 1024 * 1024)).stop == Stop.CRASH
    assert run_warm(CHILD, ["shout", "2000"], limits=Limits(output_bytes=1000)).stop == Stop.OUTPUT
    assert run_warm(CHILD, ["shout", "3"]).output == b"xxx"


def test_a_child_that_never_ends_is_killed_with_all_it_started(tmp_path):
    note = tmp_path / "note"
    told()

    done = run_warm(CHILD, ["linger", note], limits=Limits(seconds=0.3))
    time.sleep(0.7)

    assert done.stop == Stop.TIME
    assert note.exists()
    assert not Path(f"{note}-late").exists()
    assert run_warm(CHILD, ["shout", "3"]).output == b"xxx"


def test_the_child_of_a_killed_worker_ends_too(tmp_path):
    note = tmp_path / "pid"
    worker = subprocess.Popen([sys.executable, "-c", WORKER % str(note)], cwd=ROOT, env=dict(os.environ))
    deadline = time.monotonic() + 10
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.01)

    worker.send_signal(signal.SIGKILL)
    worker.wait()

    assert processes.wait_until_gone(int(note.read_text()), 5)
