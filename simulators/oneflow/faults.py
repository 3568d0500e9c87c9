"""Trouble on demand: which calls or webhooks go wrong, how, how often, and with what chance."""

import random
from dataclasses import dataclass
from fnmatch import fnmatchcase

from simulators.oneflow.problems import Problem
from simulators.oneflow.world import Json

CALLS = ("status", "html", "timeout_before", "timeout_after", "slow", "before_response")
HOOKS = ("duplicate", "reorder", "drop", "bad_signature", "delay")
CUT = frozenset({"timeout_before", "timeout_after"})


@dataclass
class Fault:
    """`match` as "POST /v1/contracts/create" or "HOOK contract:sign", with * for anything; `mode` as "status:500"."""

    match: str
    mode: str
    times: int = 1
    chance: float = 1.0

    @property
    def kind(self) -> str:
        """The mode without its number."""
        return self.mode.partition(":")[0]

    @property
    def number(self) -> float:
        """The number of the mode: a status, milliseconds or seconds."""
        return float(self.mode.partition(":")[2] or 0)


class Faults:
    """The faults that are planned; the first that fits is used up."""

    def __init__(self, seed: int = 1) -> None:
        self._planned: list[Fault] = []
        self._random = random.Random(seed)  # noqa: S311 -- the same trouble each time

    def plan(self, told: Json) -> None:
        """Add one; 400 for a mode there is none of."""
        fault = Fault(
            str(told.get("match", "*")), str(told.get("mode", "")), int(told.get("times", 1)),
            float(told.get("chance", 1.0)),
        )  # fmt: skip
        if fault.kind not in {*CALLS, *HOOKS}:
            raise Problem(400, f"There is no mode {fault.mode}.")
        self._planned.append(fault)

    def clear(self) -> None:
        """No more trouble."""
        self._planned.clear()

    def of_call(self, called: str) -> Fault | None:
        """What goes wrong with a call."""
        return self._take(called, CALLS)

    def of_hook(self, kinds: list[str]) -> Fault | None:
        """What goes wrong with a webhook that tells of events."""
        return next((fault for kind in kinds if (fault := self._take(f"HOOK {kind}", HOOKS))), None)

    def _take(self, name: str, kinds: tuple[str, ...]) -> Fault | None:
        for fault in self._planned:
            fits = fault.kind in kinds and fault.times > 0 and fnmatchcase(name, fault.match)
            if fits and self._random.random() < fault.chance:
                fault.times -= 1
                return fault
        return None
