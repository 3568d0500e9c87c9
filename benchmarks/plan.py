"""Planning a day: how far from the best known plans of public instances after ten seconds; insertion alone beside it.

Every plan is judged by a checker that shares nothing with the search, and its cost is that of the checker. Each
instance has ten seconds of processor time in a process of its own, so that a busy machine is not unfair.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.report import Result
from scheduling.rules.planning.budget import Seconds
from scheduling.rules.planning.checking import violations
from scheduling.rules.planning.costing import cost_of
from scheduling.rules.planning.problem import Need, Person, Problem, Visit, Weights
from scheduling.rules.planning.proposing import greedy, propose

DATA = Path(__file__).with_name("data") / "hhcrsp"
MOST_GAP = {25: 1.0, 50: 2.5}  # percent of the best known cost, mean of the set
SECONDS = 10.0
SECONDS_QUICK = {25: 2.0, 50: 6.0}
INSTANCES, INSTANCES_QUICK = 10, 2
SIDE_BY_SIDE = 2
SEED, RUNS = 1, 1
THIRD = Weights(travel=1 / 3, late=1 / 3, latest=1 / 3)


@dataclass(frozen=True)
class Outcome:
    """What became of one instance; gaps are in percent of the best known cost."""

    name: str
    is_sound: bool
    gap: float
    greedy_gap: float
    rounds: int
    seconds: float

    def in_words(self) -> str:
        """One line for a person."""
        return (
            f"{self.name}: gap {self.gap:.2f} %, insertion alone {self.greedy_gap:.1f} %,"
            f" {self.rounds} rounds in {self.seconds:.1f} CPU s{'' if self.is_sound else ', NOT SOUND'}"
        )


def run(*, quick: bool) -> Result:
    """Plan the instances of both sets, two at a time where there are two processors."""
    result = Result("plan", quick)
    numbers = range(INSTANCES_QUICK if quick else INSTANCES)
    for size, most in MOST_GAP.items():
        seconds = SECONDS_QUICK[size] if quick else SECONDS
        with ThreadPoolExecutor(min(SIDE_BY_SIDE, os.cpu_count() or 1)) as pool:
            found = list(pool.map(partial(_child, size, seconds), numbers))
        for outcome in found:
            print(outcome.in_words(), flush=True)
        gaps = [outcome.gap for outcome in found]
        sound = sum(outcome.is_sound for outcome in found)
        result.add(f"{size} visits: plans", len(found))
        result.add(f"{size} visits: plans that break nothing", sound, at_least=len(found))
        result.add(f"{size} visits: mean gap", statistics.mean(gaps), "%", at_most=most)
        result.add(f"{size} visits: mean gap, better ones counted as nothing", _mean_above(gaps), "%", at_most=most)
        result.add(f"{size} visits: median gap", statistics.median(gaps), "%")
        result.add(f"{size} visits: largest gap", max(gaps), "%")
        result.add(f"{size} visits: insertion alone, mean gap", statistics.mean(each.greedy_gap for each in found), "%")
        result.add(f"{size} visits: search", statistics.mean(each.seconds for each in found), "CPU seconds a plan")
    return result


def plan_instance(size: int, number: int, seconds: float) -> Outcome:
    """Plan one instance of a set within so many seconds of this process, and have it judged."""
    instance = json.loads((DATA / f"{size}.json").read_text(encoding="utf-8"))[number]
    problem, best = problem_of(instance), float(instance["best"])
    first = greedy(problem)
    begun = time.process_time()
    found = propose(problem, Seconds(seconds, time.process_time, begun), seed=SEED, runs=RUNS)
    spent = time.process_time() - begun
    is_whole = len(found.plan.by_visit()) == len(problem.visits)
    return Outcome(
        instance["name"],
        is_whole and not violations(problem, found.plan) and not violations(problem, first),
        _gap(cost_of(problem, found.plan).total, best),
        _gap(cost_of(problem, first).total, best),
        found.rounds,
        spent,
    )


def problem_of(instance: dict[str, Any]) -> Problem:  # Any: JSON of the compacted instances
    """An instance in the planner's terms."""
    visits = []
    for number, patient in enumerate(instance["visits"], start=1):
        apart = (0.0, 0.0), tuple(map(float, patient.get("apart", (0, 0))))
        needs = tuple(
            Need(minutes, frozenset({service}), (after[0], after[1]))
            for (service, minutes), after in zip(patient["needs"], apart, strict=False)
        )
        earliest, latest = patient["window"]
        visits.append(Visit(number, number, needs, float(earliest), float(latest)))
    people = tuple(Person(f"c{number}", 0, frozenset(able)) for number, able in enumerate(instance["people"], start=1))
    return Problem(tuple(visits), people, _matrix(instance["thousandths"], len(visits) + 1), weights=THIRD)


def _matrix(thousandths: Sequence[int], size: int) -> tuple[tuple[float, ...], ...]:
    rows = [[0.0] * size for _ in range(size)]
    ways = iter(thousandths)
    for one in range(size):
        for other in range(one):
            rows[one][other] = rows[other][one] = next(ways) / 1000
    return tuple(map(tuple, rows))


def _mean_above(gaps: Sequence[float]) -> float:
    """The mean when a plan better than the best known one cannot make up for a worse one."""
    return statistics.mean(max(gap, 0.0) for gap in gaps)


def _gap(cost: float, best: float) -> float:
    return 100 * (cost / best - 1)


def _child(size: int, seconds: float, number: int) -> Outcome:
    cost = measure.cost_of_python("benchmarks.plan", str(size), str(number), str(seconds))
    return Outcome(**json.loads(cost.output))


def main(arguments: Sequence[str] | None = None) -> None:
    """The child: plans one instance and prints what became of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("size", type=int)
    parser.add_argument("number", type=int)
    parser.add_argument("seconds", type=float)
    options = parser.parse_args(arguments)
    print(json.dumps(asdict(plan_instance(options.size, options.number, options.seconds))))


if __name__ == "__main__":
    main()
