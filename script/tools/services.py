"""`script/services up|down|status`: the private database and broker, unless the environment names others."""

import fcntl
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from script.tools import broker, postgres
from script.tools.console import run_command, say
from script.tools.paths import ROOT, VAR

SERVERS = {"DATABASE_URL": postgres, "REDIS_URL": broker}
ADDRESSES = VAR / "services.env"


@dataclass(frozen=True)
class Running:
    """The addresses to use, and which servers this call has started."""

    addresses: dict[str, str]
    started: tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """Do what the first word says."""
    actions = {"up": _say_up, "down": _say_down, "status": _say_status}
    action = actions.get(arguments[0] if arguments else "status")
    if action is None:
        print("usage: script/services up|down|status", file=sys.stderr)
        return 2
    return action()


def up() -> Running:
    """Start what is needed and not running; safe to call from many commands at once."""
    with _one_at_a_time():
        started = []
        addresses = {}
        for name, server in SERVERS.items():
            if not (address := os.environ.get(name)):
                if server.pid() is None:
                    server.start()
                    started.append(name)
                address = server.url()
            addresses[name] = address
        ADDRESSES.write_text("".join(f"{name}={address}\n" for name, address in addresses.items()))
        return Running(addresses, tuple(started))


def down(names: Sequence[str] = ("DATABASE_URL", "REDIS_URL")) -> None:
    """Stop the private servers behind these addresses and wait until they are gone."""
    with _one_at_a_time():
        for name, server in SERVERS.items():
            if name in names:
                server.stop()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    VAR.mkdir(exist_ok=True)
    with (VAR / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _say_up() -> int:
    for name, address in up().addresses.items():
        say(f"{name}={address}")
    return 0


def _say_down() -> int:
    down()
    say("PostgreSQL and the broker are down.")
    return 0


def _say_status() -> int:
    states = {"PostgreSQL": postgres.pid(), "Broker": broker.pid()}
    for name, pid in states.items():
        say(f"{name}: {f'up, process {pid}' if pid else 'down'}")
    say(f"Addresses: {ADDRESSES.relative_to(ROOT)}")
    return 0 if all(states.values()) else 1


if __name__ == "__main__":
    run_command(main)
