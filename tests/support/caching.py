"""One cache for all tests, yet none sees what another left: every test has its own prefix."""

import uuid

import pytest

_prefix = {"now": "none"}


def make_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION in tests; all threads of a test share its prefix."""
    return f"{_prefix['now']}:{key_prefix}:{version}:{key}"


@pytest.fixture(autouse=True)
def _own_cache() -> None:
    """Begin with an empty cache."""
    _prefix["now"] = uuid.uuid4().hex
