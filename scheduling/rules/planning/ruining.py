"""What is taken out of a plan to be put in again: neighbours in place and time, strings of a day, what is late."""

import random

from scheduling.rules.planning.network import Network
from scheduling.rules.planning.routes import Routes

MEAN = 7.0  # units taken out at a time, on average
LATE_SEEDS = 0.4  # how often a removal begins at something late
STRINGS = 0.7  # how often strings of several days go, else the nearest neighbours
NEIGHBOURS = 0.6  # how often a near neighbour goes
MOST_HOMELESS = 4  # of what has no place, so many are looked at again in a round
BREAK_APART = 60.0  # minutes that a break counts as far from everything


class Ruin:
    """Takes units out of a plan; every choice comes from the random numbers handed in."""

    def __init__(self, network: Network, chance: random.Random, mean: float = MEAN) -> None:
        self.network, self.chance, self.mean = network, chance, mean
        self.movable = list(range(len(network.units)))
        self.near = {number: self._neighbours(number) for number in self.movable}

    def _neighbours(self, number: int) -> list[int]:
        unit = self.network.units[number]
        if unit.is_break:
            return [number]
        nodes, travel = self.network.nodes, self.network.out
        one = unit.nodes[0]

        def distance(other: int) -> float:
            two = self.network.units[other].nodes[0]
            if two in self.network.floating:
                return BREAK_APART
            way = travel[nodes.leave[one]][nodes.enter[two]] + travel[nodes.leave[two]][nodes.enter[one]]
            apart = max(nodes.release[one] - nodes.due[two], nodes.release[two] - nodes.due[one], 0.0)
            return way / 2 + apart / 4

        return sorted(self.movable, key=lambda other: (other != number, distance(other), other))

    def take(self, routes: Routes) -> list[int]:
        """Take some units out; answers what to put in: those, and some that had no place before. Times are settled."""
        homeless = sorted(routes.unplanned)
        if len(homeless) > MOST_HOMELESS:
            homeless = self.chance.sample(homeless, MOST_HOMELESS)
        taken: list[int] = []
        planned = [number for number in self.movable if number not in routes.unplanned]
        if planned:
            seed = self._seed(routes, planned)
            wanted = 1 + int(self.chance.random() * (2 * self.mean - 1))
            chosen = (
                self._strings(routes, seed, wanted)
                if self.chance.random() < STRINGS
                else self._near(routes, seed, wanted)
            )
            taken = sorted(chosen)
            for number in taken:
                for node in self.network.units[number].nodes:
                    routes.unlink(node)
                routes.unplanned.add(number)
            routes.settle()
        return [*taken, *homeless]

    def _seed(self, routes: Routes, planned: list[int]) -> int:
        if self.chance.random() < LATE_SEEDS:
            nodes, start = self.network.nodes, routes.start
            late = [
                number
                for number in planned
                if any(start[node] > nodes.due[node] for node in self.network.units[number].nodes)
            ]
            if late:
                return self.chance.choice(late)
        return self.chance.choice(planned)

    def _near(self, routes: Routes, seed: int, wanted: int) -> list[int]:
        found = []
        for number in self.near[seed]:
            if number not in routes.unplanned and self.chance.random() < NEIGHBOURS:
                found.append(number)
                if len(found) == wanted:
                    break
        return found

    def _strings(self, routes: Routes, seed: int, wanted: int) -> list[int]:
        found: dict[int, None] = {}
        touched: set[int] = set()
        length = 1 + int(self.chance.random() * 4)
        for number in self.near[seed]:
            if number in routes.unplanned or number in found:
                continue
            for node in self.network.units[number].nodes:
                holder = routes.holder[node]
                if holder in touched or len(found) >= wanted:
                    continue
                touched.add(holder)
                back = int(self.chance.random() * length)
                at = node
                while back and routes.before[at] < self.network.inner:
                    at, back = routes.before[at], back - 1
                for _ in range(length):
                    if at >= self.network.inner or len(found) >= wanted:
                        break
                    unit = self.network.unit_of.get(at)
                    if unit is not None:
                        found[unit] = None
                    at = routes.next[at]
            if len(found) >= wanted:
                break
        return list(found)
