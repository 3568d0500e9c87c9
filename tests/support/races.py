"""Many at the same moment, each in a thread and a connection of its own."""

import threading
from collections.abc import Callable

from django.db import OperationalError, connection

PATIENCE = 30  # seconds for all of them together


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Do everything at the same moment; answers what went wrong."""
    gate, errors = threading.Barrier(len(acts)), []

    def do(act: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            _with_a_connection(act)
        except Exception as error:  # noqa: BLE001 -- told to the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return errors


def _with_a_connection(act: Callable[[], object]) -> None:
    """Wait for one of the few connections of the pool as long as it takes."""
    while True:
        try:
            act()
        except OperationalError as error:
            if "couldn't get a connection" in str(error):
                continue
            raise
        return
