"""Reading without the collector leaves it as it was."""

import gc

import pytest

from rut.readers.collecting import without_collecting


@without_collecting
def _is_collecting(*, fails: bool = False) -> bool:
    if fails:
        raise ValueError
    return gc.isenabled()


def test_a_reading_runs_without_the_collector_which_goes_on_afterwards():
    assert gc.isenabled()
    assert not _is_collecting()
    assert gc.isenabled()


def test_a_reading_that_fails_lets_the_collector_go_on():
    with pytest.raises(ValueError, match=r"^$"):
        _is_collecting(fails=True)

    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off():
    gc.disable()
    try:
        _is_collecting()
        assert not gc.isenabled()
    finally:
        gc.enable()
