"""The minutes between places: what a router has answered where it has, the straight line elsewhere."""

from scheduling.rules.facts import Travel
from scheduling.rules.travel import straight_line


def travel_times() -> Travel:
    """A function of two points that answers minutes on the road at once, without asking anybody."""
    return straight_line
