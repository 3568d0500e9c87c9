"""How long roads take and where they run: the router that is connected, asked for parts it can take."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product

from django.conf import settings

from integrations.clients.geo_guard import guarded, tested
from integrations.clients.routing_ors import Ors
from integrations.clients.routing_osrm import Osrm
from integrations.clients.routing_valhalla import Valhalla
from integrations.clients.routing_words import CAR, Route, Router, Table, Vehicle
from perforia.base.errors import ProviderBadRequest
from perforia.base.geography import Point

HALF = 50  # of the hundred places that a question may have: half from where, half to where
ROUTE_MOST = 50  # stops of a day
TESTED: Sequence[Point] = ((59.3293, 18.0686), (59.8586, 17.6389))

_MADE: Mapping[str, Callable[[], Router]] = {
    "osrm": lambda: Osrm(settings.ROUTER_URL, settings.ROUTER_KEY),
    "valhalla": lambda: Valhalla(settings.ROUTER_URL, settings.ROUTER_KEY),
    "ors": lambda: Ors(settings.ROUTER_URL, settings.ROUTER_KEY),
}


def router() -> Router | None:
    """The router of the settings; None when roads are estimated."""
    made = _MADE.get(settings.ROUTER)
    return made() if made else None


def table(asked: Router, sources: Sequence[Point], destinations: Sequence[Point], *, vehicle: Vehicle) -> Table:
    """Seconds and metres from each place to each, in as many questions as that takes; None for no way.

    Raises as `route`.
    """
    cells: Table = [[None] * len(destinations) for _ in sources]
    for top, left in product(range(0, len(sources), HALF), range(0, len(destinations), HALF)):
        rows, columns = sources[top : top + HALF], destinations[left : left + HALF]
        part = guarded(asked.name, "table", "", partial(asked.table, rows, columns, vehicle))
        for number, row in enumerate(part):
            cells[top + number][left : left + len(columns)] = row
    return cells


def route(asked: Router, points: Sequence[Point], *, vehicle: Vehicle) -> Route | None:
    """The way through some places in order; None when there is none.

    Raises the Provider… of perforia.base.errors, RuntimeError inside a transaction.
    """
    if len(points) > ROUTE_MOST:
        raise ProviderBadRequest("En rutt kan ha högst 50 stopp.")
    return guarded(asked.name, "route", "", lambda: asked.route(points, vehicle))


def check() -> str:
    """Test the connected router with a road everybody knows; raises as `route`, KeyError when there is none."""
    asked = router()
    if asked is None:
        raise KeyError(settings.ROUTER)
    found = tested(asked.name, lambda: asked.route(TESTED, CAR))
    return f"Stockholm–Uppsala {round(found.seconds / 60)} min" if found else "Svarar, men hittar ingen väg"
