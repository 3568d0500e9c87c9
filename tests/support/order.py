"""What runs first: journeys, shared out among the workers, so that nobody waits for the last of them."""

import os
from itertools import chain, islice

import pytest

LONG = ("tests/journeys/", "tests/contracts/test_faults.py")
ALONE = "test_accessibility.py"  # its tests are long themselves; those of another module share a house that is warm


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each worker journeys and then its share of the rest; who is done takes over from the others."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    modules: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.nodeid.startswith(LONG):
            modules.setdefault(item.nodeid if item.path.name == ALONE else item.path.name, []).append(item)
    rest = iter([item for item in items if not item.nodeid.startswith(LONG)])
    share = -(-len(items) // workers)
    ordered: list[pytest.Item] = []
    for number in range(workers):
        journeys = list(chain.from_iterable(list(modules.values())[number::workers]))
        ordered += [*journeys, *islice(rest, max(share - len(journeys), 0))]
    items[:] = [*ordered, *rest]
