"""A plan while it is being searched: one chain of nodes per resource, beginnings as early as they can be, its cost.

Beginnings are the least that satisfy every chain and every link. A change only pushes what stands after it, so that the
cost of putting something in is found by following the push until slack absorbs it.
"""

import math

from scheduling.rules.planning.network import Network

CLOSE = 1e-7
NEVER = -1e9  # beginning of what has none yet
Later = tuple[int, float]  # a node, and when it begins at the earliest
Saved = tuple[list[list[int]], list[list[float]], set[int], tuple[float, float]]


class Routes:
    """Chains, beginnings and cost; `cost` counts everything but the largest lateness, which is `worst` minutes."""

    def __init__(self, network: Network) -> None:
        nodes = network.nodes
        size = len(nodes.release)
        self.network = network
        self.next, self.before = [-1] * size, [-1] * size
        self.start, self.enter, self.leave = list(nodes.release), list(nodes.enter), list(nodes.leave)
        self.leg = [0.0] * size  # travel from a node to its next
        self.holder = [-1] * size  # which resource a node stands with
        self.unplanned = set(range(len(network.units)))
        self.fixed = set(network.heads) | set(network.pinned)
        self.first_tail = size - len(network.tails)
        self.changed: list[tuple[int, float]] = []
        self.cost = self.worst = 0.0
        self.travel, self.latest = network.problem.weights.travel, network.latest
        for number, (head, tail) in enumerate(zip(network.heads, network.tails, strict=True)):
            self.next[head], self.before[tail] = tail, head
            self.holder[head] = self.holder[tail] = number
        for node in sorted(network.pinned, key=lambda node: nodes.release[node]):
            number = network.pinned[node]
            self.link(node, self.before[network.tails[number]], number)
            home = network.out[nodes.leave[node]][nodes.enter[network.tails[number]]]
            back = nodes.release[node] + nodes.minutes[node] + home
            nodes.last[network.tails[number]] = max(nodes.last[network.tails[number]], back)
        self.settle()

    @property
    def total(self) -> float:
        """The whole cost."""
        return self.cost + self.latest * self.worst

    def save(self) -> Saved:
        """What `restore` needs to come back to this plan."""
        whole = [self.next[:], self.before[:], self.enter[:], self.leave[:], self.holder[:]]
        return whole, [self.start[:], self.leg[:]], set(self.unplanned), (self.cost, self.worst)

    def restore(self, saved: Saved) -> None:
        """Come back to a saved plan."""
        self.next, self.before, self.enter, self.leave, self.holder = (each[:] for each in saved[0])
        self.start, self.leg = (each[:] for each in saved[1])
        self.unplanned = set(saved[2])
        self.cost, self.worst = saved[3]

    def link(self, node: int, after: int, resource: int) -> None:
        """Put a node into a chain; beginnings and cost are the caller's business."""
        then = self.next[after]
        self.next[after], self.next[node], self.before[node], self.before[then] = node, then, after, node
        self.holder[node] = resource
        floating = self.network.floating
        if node in floating:
            self.enter[node] = self.leave[node] = self.leave[after]
        while then in floating:
            self.enter[then] = self.leave[then] = self.leave[node]
            self.leg[self.before[then]] = 0.0
            then = self.next[then]
        self._measure(after, node, self.next[node], self.before[then])

    def unlink(self, node: int) -> None:
        """Take a node out of its chain; beginnings and cost are the caller's business."""
        after, then = self.before[node], self.next[node]
        self.next[after], self.before[then], self.holder[node] = then, after, -1
        while then in self.network.floating:
            self.enter[then] = self.leave[then] = self.leave[after]
            then = self.next[then]
        self._measure(after, self.next[after], self.before[then])

    def _measure(self, *nodes: int) -> None:
        for node in nodes:
            if self.next[node] >= 0:
                self.leg[node] = self.network.out[self.leave[node]][self.enter[self.next[node]]]

    def settle(self) -> bool:
        """Beginnings and cost of the chains as they stand, from scratch; answers whether they can be kept at all."""
        nodes, start, leg, before = self.network.nodes, self.start, self.leg, self.before
        minutes, holder = nodes.minutes, self.holder
        planned = sorted([node for node in range(self.network.inner) if holder[node] >= 0], key=start.__getitem__)
        self.start = start = nodes.release[:]
        step, again = self.network.problem.step, []
        for node in planned:
            after = before[node]
            begin = start[after] + minutes[after] + leg[after]
            if begin > start[node] + CLOSE and not (node in self.fixed and after in self.fixed):
                start[node] = -(-(begin - CLOSE) // step) * step if step else begin
            for other, distance in nodes.links[node]:
                if holder[other] >= 0 and start[node] + distance > start[other] + CLOSE:
                    start[other] = start[node] + distance
                    again.append(other)
        for tail in self.network.tails:
            after = before[tail]
            start[tail] = max(start[tail], start[after] + minutes[after] + leg[after])
        pending = [later for node in again for later in self.behind(node)]
        kept = self.push(pending, 0.0, 0.0, math.inf) is not None
        self.changed.clear()
        self._count()
        return kept and all(start[node] <= nodes.last[node] + CLOSE for node in (*planned, *self.network.tails))

    def _count(self) -> None:
        nodes, start, network = self.network.nodes, self.start, self.network
        late, worst, own = 0.0, 0.0, 0.0
        for node in range(network.inner):
            who = self.holder[node]
            if who >= 0:
                own += network.own[node][who]
                over = start[node] - nodes.due[node]
                if over > 0 and node not in network.floating:
                    late += nodes.weight[node] * over
                    worst = max(worst, over)
        for tail in network.tails:
            late += nodes.weight[tail] * max(0.0, start[tail] - nodes.due[tail])
        travel = sum(self.leg[node] for node, then in enumerate(self.next) if then >= 0 and self.holder[node] >= 0)
        missing = sum(network.units[number].penalty for number in self.unplanned)
        self.cost, self.worst = self.travel * travel + late + own + missing, worst

    def push(self, pending: list[Later], cost: float, worst: float, limit: float) -> tuple[float, float] | None:
        """Let nodes begin as late as `pending` says, and what stands behind them as much later as it must.

        Answers the cost so far and the largest lateness, or nothing when something would begin after its last moment or
        the whole cost reaches `limit`. What was moved is noted in `changed` for `undo`; the caller clears it.
        """
        network, start, changed = self.network, self.start, self.changed
        nodes, then, leg, step = network.nodes, self.next, self.leg, network.problem.step
        minutes, links, due, last, weight = nodes.minutes, nodes.links, nodes.due, nodes.last, nodes.weight
        latest, tail, most = self.latest, self.first_tail, len(changed) + 6 * len(start)
        while pending:
            node, begin = pending.pop()
            old = start[node]
            if begin <= old + CLOSE:
                continue
            if step and node < tail and begin > nodes.release[node]:
                begin = -(-(begin - CLOSE) // step) * step
            if begin > last[node] + CLOSE or len(changed) > most:
                return None
            changed.append((node, old))
            start[node] = begin
            over = begin - due[node]
            if over > 0:
                cost += weight[node] * (over if old < due[node] else begin - old)
                if over > worst and node < tail:
                    worst = over
                if cost + latest * worst >= limit:
                    return None
            if node < tail:
                behind = begin + minutes[node] + leg[node]
                if behind > start[then[node]] + CLOSE:
                    pending.append((then[node], behind))
                for other, distance in links[node]:
                    if begin + distance > start[other] + CLOSE:
                        pending.append((other, begin + distance))
        return cost, worst

    def behind(self, node: int) -> list[Later]:
        """When what stands behind a node begins at the earliest."""
        begin = self.start[node]
        follower = (self.next[node], begin + self.network.nodes.minutes[node] + self.leg[node])
        return [follower, *((other, begin + distance) for other, distance in self.network.nodes.links[node])]

    def undo(self) -> None:
        """Take back what `push` moved."""
        start = self.start
        for node, old in reversed(self.changed):
            start[node] = old
        self.changed.clear()
