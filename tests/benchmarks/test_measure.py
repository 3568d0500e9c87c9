"""Costs of child processes, and budgets kept or missed."""

import json
import sys

import pytest

from benchmarks.measure import compare, cost_of
from benchmarks.report import Result


def test_cost_counts_cpu_seconds_of_the_child():
    busy = cost_of([sys.executable, "-S", "-c", "import time\nwhile time.process_time() < 0.15: pass\nprint('done')"])
    assert 0.15 <= busy.cpu_seconds < 1
    assert busy.output == b"done\n"


def test_peak_is_that_of_the_child_and_not_of_the_measuring_process():
    ballast = bytearray(150 * 1024 * 1024)
    ballast[::4096] = b"x" * len(ballast[::4096])
    small = cost_of([sys.executable, "-S", "-c", "pass"])
    large = cost_of([sys.executable, "-S", "-c", "x = b'x' * (64 * 1024 * 1024)"])
    assert small.peak_mb < 40
    assert large.peak_mb > 64


def test_a_failing_command_has_no_cost():
    with pytest.raises(RuntimeError, match="no such thing"):
        cost_of([sys.executable, "-S", "-c", "raise SystemExit('no such thing')"])


def test_compare_alternates_and_takes_the_median():
    order = []
    command = [sys.executable, "-S", "-c", "pass"]

    def run(name):
        order.append(name)
        return cost_of(command)

    costs = compare({"a": lambda: run("a"), "b": lambda: run("b")}, times=2)
    assert order == ["a", "b", "a", "b"]
    assert set(costs) == {"a", "b"}


def test_result_says_which_budget_was_missed():
    result = Result("letters", quick=True)
    result.add("ratio", 4.2, "times", at_least=5)
    result.add("peak", 120, "MB", at_most=300)
    assert "ratio: 4.2 times, budget at least 5 (MISSED)" in result.in_words()
    found = json.loads(result.as_json())
    assert found["kept"] is False
    assert found["figures"]["peak"] == {"value": 120.0, "unit": "MB", "at_most": 300, "kept": True}
