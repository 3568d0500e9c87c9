"""How a benchmark measures: CPU seconds and peak memory of child processes, fairly repeated."""

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CHILD = Path(__file__).with_name("child.py")
RSS_PER_MB = 1024 if sys.platform == "linux" else 1024 * 1024  # kilobytes on Linux, bytes on macOS


@dataclass(frozen=True)
class Cost:
    """What one run of a command cost, its own children included."""

    cpu_seconds: float
    wall_seconds: float
    peak_mb: float
    output: bytes = b""

    def per_cpu_second(self, amount: float) -> float:
        """An amount (pages, megabytes) per CPU second."""
        return amount / max(self.cpu_seconds, 1e-6)


def cost_of(command: Sequence[str | Path], *, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command once and measure it; `output` is what it printed.

    The peak is that of the largest single process. Raises RuntimeError with the command's last words when it fails:
    a broken run has no cost.
    """
    reading, writing = os.pipe()
    words = [sys.executable, "-S", "-E", str(CHILD), str(writing), *map(str, command)]
    try:
        done = subprocess.run(words, capture_output=True, check=False, env=environment, pass_fds=[writing])
    finally:
        os.close(writing)
    with os.fdopen(reading) as report:
        figures = report.read().split()
    if done.returncode or not figures or figures[-1] != "0":
        last = done.stderr.decode(errors="replace").strip()[-500:]
        raise RuntimeError(f"{command[0]} failed while being measured: {last}")
    cpu, wall, peak = (float(figure) for figure in figures[:3])
    return Cost(cpu, wall, peak / RSS_PER_MB, done.stdout)


def cost_of_python(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Cost:
    """Run `python -m module` of this environment once and measure it."""
    return cost_of([sys.executable, "-m", module, *arguments], environment=environment)


def median(costs: Sequence[Cost]) -> Cost:
    """The middle of several runs in CPU and wall time, and the highest peak."""
    return Cost(
        statistics.median(cost.cpu_seconds for cost in costs),
        statistics.median(cost.wall_seconds for cost in costs),
        max(cost.peak_mb for cost in costs),
        costs[-1].output,
    )


def compare(runs: Mapping[str, Callable[[], Cost]], *, times: int) -> dict[str, Cost]:
    """Measure several ways in turn, again and again, so that a busy machine is unfair to all of them alike."""
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            costs[name].append(run())
    return {name: median(each) for name, each in costs.items()}
