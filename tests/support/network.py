"""No test reaches the world: sockets open to this machine only, names resolve to this machine only."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

LOOPBACK = "127.0.0.1"
LOCAL_NAMES = {"localhost", "testserver", "", None}


class NetworkClosedError(RuntimeError):
    """A test tried to leave this machine."""


def is_local(host: object) -> bool:
    """Whether an address or name stays on this machine."""
    if host in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def refuse_remote(host: object) -> None:
    """Raise unless the host is this machine."""
    if not is_local(host):
        raise NetworkClosedError(f"A test tried to reach {host!r}; only this machine may be reached from tests.")


@pytest.fixture(scope="session", autouse=True)
def _closed_network() -> Iterator[None]:
    """Guard the two doors that every Python client goes through."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:  # Any: as in socket
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            refuse_remote(address[0])
        connect(self, address)

    def guarded_resolve(host: Any, *arguments: Any, **options: Any) -> Any:  # Any: as in socket
        refuse_remote(host.decode() if isinstance(host, bytes) else host)
        return resolve(host, *arguments, **options)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket, "getaddrinfo", guarded_resolve)
    yield
    patch.undo()
