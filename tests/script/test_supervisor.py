"""What `script/server` does when one of its parts dies, and that nothing outlives it."""

import os
import sys
import time

import pytest

from script.tools import processes, supervisor
from script.tools.console import Trouble
from script.tools.supervisor import Part, Supervisor


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "ROOT", tmp_path)
    monkeypatch.setattr(supervisor, "LOGS", tmp_path / "log")
    monkeypatch.setattr(supervisor, "PIDS", tmp_path / "server.pids")
    return tmp_path


@pytest.fixture
def run(folder):
    """Start parts that run a line of Python; all are ended afterwards."""
    started = []

    def start(**lines):
        parts = [Part(name, [sys.executable, "-c", line]) for name, line in lines.items()]
        house = Supervisor(dict(os.environ), parts, watch=lambda: None)
        for part in parts:
            house.stopping.clear()
            supervisor.LOGS.mkdir(exist_ok=True)
            house._launch(part)
        started.append(house)
        return house

    yield start
    for house in started:
        house.stop()


def wait_for_death(part):
    processes.wait_until_gone(part.process.pid, 5)


SLEEPS = "import time; time.sleep(60)"


def test_a_part_that_dies_is_named_with_its_last_words_and_started_again(run, capsys):
    house = run(web="print('no more paper'); raise SystemExit(3)", worker=SLEEPS)
    wait_for_death(house.parts[0])

    house.look()

    said = capsys.readouterr().out
    assert "web stopped by itself (exit code 3)" in said
    assert "no more paper" in said
    assert "web is started again (1 of 3)" in said
    assert house.parts[1].deaths == 0


def test_a_part_that_was_killed_is_named_with_the_signal(run, capsys):
    house = run(worker=SLEEPS)
    house.parts[0].process.kill()
    wait_for_death(house.parts[0])

    house.look()

    assert "worker stopped by itself (signal SIGKILL)" in capsys.readouterr().out
    assert house.parts[0].process.poll() is None


def test_a_part_that_does_not_stay_up_ends_everything_with_one_sentence(run):
    house = run(beat="raise SystemExit(1)")

    with pytest.raises(Trouble, match="beat does not stay up, so everything is stopped"):  # noqa: PT012 - it may take a while
        for _ in range(10):
            wait_for_death(house.parts[0])
            house.look()


def test_deaths_after_a_long_life_do_not_add_up(run):
    house = run(web="raise SystemExit(1)")
    part = house.parts[0]
    part.deaths, part.born_at = supervisor.MOST_RESTARTS, time.monotonic() - supervisor.LONG_LIFE_SECONDS - 1
    wait_for_death(part)

    house.look()

    assert part.deaths == 1


def test_nothing_is_left_after_the_end(run, folder):
    house = run(web=SLEEPS, worker=SLEEPS)
    ids = [part.process.pid for part in house.parts]

    house.stop()

    assert not any(processes.is_alive(pid) for pid in ids)
    assert not (folder / "server.pids").exists()


def test_a_second_start_is_refused_while_the_first_runs(run, folder, monkeypatch):
    monkeypatch.setattr(processes, "serves", lambda *_: True)
    (folder / "server.pids").write_text(f"{os.getpid()}\n1")

    with pytest.raises(Trouble, match="it runs already"):
        supervisor.end_leftovers()


def test_what_a_killed_supervisor_left_is_ended(run, folder, monkeypatch, capsys):
    house = run(web=SLEEPS)
    left = house.parts[0].process.pid
    monkeypatch.setattr(processes, "serves", lambda pid, *_: pid == left)
    (folder / "server.pids").write_text(f"1\n{left}")

    supervisor.end_leftovers()

    assert f"Ending process {left}" in capsys.readouterr().out
    assert house.parts[0].process.wait(5) is not None
