"""Oneflow on loopback, as its public documentation describes it: `python -m simulators.oneflow`.

Strict: what the vendor would refuse is refused here. What it does not document is a choice of the simulator's, and can
be turned with SIM_* variables (see Options).
"""

from simulators.oneflow.server import Oneflow
from simulators.oneflow.world import Options

__all__ = ["Oneflow", "Options"]
