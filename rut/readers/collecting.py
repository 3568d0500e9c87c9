"""Reading without the search for cycles: a letter makes thousands of words and boxes, and none that holds itself."""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def without_collecting(read: Callable[P, R]) -> Callable[P, R]:
    """Let a function run without the collector, which would look through its words again and again in vain."""

    @wraps(read)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        was_on = gc.isenabled()
        gc.disable()
        try:
            return read(*args, **kwargs)
        finally:
            if was_on:
                gc.enable()

    return run
