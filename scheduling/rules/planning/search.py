"""The search: take some visits out, put them in again where they fit best, keep what pays; colder with time."""

import math
import random
from collections.abc import Callable, Collection

from scheduling.rules.planning.budget import Budget
from scheduling.rules.planning.inserting import best_place, put
from scheduling.rules.planning.network import Network
from scheduling.rules.planning.routes import CLOSE, Routes, Saved
from scheduling.rules.planning.ruining import Ruin
from scheduling.rules.planning.spots import OPEN, Blinks

HOT, COLD = 0.05, 0.0001  # shares of the cost of the first plan that a round may lose, at first and at last
BLINKS = 0.03  # how often a resource is overlooked
LARGE_FIRST, EARLY_FIRST, FAR_FIRST = 0.4, 0.6, 0.7  # upper ends of their shares; the rest goes by chance
MOST_TRIALS = 30  # places tried out for one unit in a round; nearly always fewer than ten are
LOOK_UP = 16  # rounds between two looks at the budget
ENTRANCE = 0  # place from which "far" is measured
Heard = Callable[[float, float], None]


def fill(routes: Routes, order: list[int], blinks: Blinks = OPEN, homeless: Collection[int] = ()) -> None:
    """Plan the units in this order, each where it costs least; what has no place, or is not worth it, stays out.

    With blinks, what finds no place is looked at again with open eyes, unless it had none before (`homeless`).
    """
    for number in order:
        unit = routes.network.units[number]
        found = best_place(routes, unit, blinks, most=MOST_TRIALS if blinks.share else None)
        if found is None and blinks.share and number not in homeless:
            found = best_place(routes, unit)
        if found is not None:
            put(routes, number, found.spots)


def greedy_order(network: Network, numbers: set[int]) -> list[int]:
    """The order of the first plan: what must begin first comes first, larger crews before smaller ones."""
    nodes, units = network.nodes, network.units
    return sorted(
        numbers, key=lambda number: (nodes.release[units[number].nodes[0]], -len(units[number].nodes), number)
    )


class Search:
    """Anneals a plan; what it does depends on the seed and on the rounds it is given, on nothing else."""

    def __init__(self, routes: Routes, *, seed: int, heard: Heard | None = None) -> None:
        self.routes, self.network, self.heard = routes, routes.network, heard
        self.chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
        self.blinks = Blinks(BLINKS, self.chance.random)
        self.ruin = Ruin(self.network, self.chance)
        self.best, self.best_total = routes.save(), routes.total
        self.rounds = 0
        units, nodes = self.network.units, self.network.nodes
        self.size = [-len(unit.nodes) for unit in units]
        self.release = [nodes.release[unit.nodes[0]] for unit in units]
        self.far = [-self.network.out[ENTRANCE][nodes.enter[unit.nodes[0]]] for unit in units]

    def run(self, budget: Budget, *, runs: int = 1) -> None:
        """Spend the budget on so many coolings, each from the first plan, and leave the best plan in the routes.

        At last everything that is left out is looked at once more: what is told to have no place has none.
        """
        first, first_total = self.routes.save(), self.routes.total
        missing = sum(self.network.units[number].penalty for number in self.routes.unplanned)
        scale = max(first_total - missing, 1.0)
        spent = budget.spent(0)
        for run in range(runs):
            if run:
                self.routes.restore(first)
            spent = self._cool(budget, scale, (run / runs, (run + 1) / runs), spent)
        self.routes.restore(self.best)
        fill(self.routes, greedy_order(self.network, self.routes.unplanned))

    def _cool(self, budget: Budget, scale: float, phase: tuple[float, float], spent: float) -> float:
        now, now_total = self.routes.save(), self.routes.total
        begins, ends = phase
        heat = 0.0
        while spent < ends and self.ruin.movable:
            if self.rounds % LOOK_UP == 0 or not heat:
                share = max(spent - begins, 0.0) / (ends - begins)
                heat = scale * HOT * (COLD / HOT) ** share
                if self.heard is not None:
                    self.heard(min(spent, 1.0), self.best_total)
            self.rounds += 1
            now, now_total = self._round(now, now_total, heat)
            if self.rounds % LOOK_UP == 0:
                spent = budget.spent(self.rounds)
        return spent

    def _round(self, now: Saved, now_total: float, heat: float) -> tuple[Saved, float]:
        routes, chance = self.routes, self.chance
        homeless = set(routes.unplanned)
        fill(routes, self._order(self.ruin.take(routes)), self.blinks, homeless)
        total = routes.total
        if total >= now_total - heat * math.log(chance.random() or CLOSE):
            routes.restore(now)
            return now, now_total
        saved = routes.save()
        if total < self.best_total - CLOSE:
            self.best, self.best_total = saved, total
        return saved, total

    def _order(self, taken: list[int]) -> list[int]:
        """In what order units are put in again: by chance, large crews first, early first, far first."""
        self.chance.shuffle(taken)
        way = self.chance.random()
        if way < LARGE_FIRST:
            taken.sort(key=self.size.__getitem__)
        elif way < EARLY_FIRST:
            taken.sort(key=self.release.__getitem__)
        elif way < FAR_FIRST:
            taken.sort(key=self.far.__getitem__)
        return taken
