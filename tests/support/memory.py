"""What is loaded before the first test stays: looking through it for garbage again and again costs a tenth of a run."""

import gc

MANY = 50_000  # new things between two looks through the young ones; Python's own figure is 700


def pytest_collection_finish() -> None:
    """Leave modules, models and tests out of every later search."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MANY, 20, 50)
