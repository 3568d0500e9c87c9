"""The private Redis or Valkey: started and stopped in var/, on a unix socket, with an append-only file."""

import time

import redis

from script.tools import processes, users
from script.tools.binaries import find_broker
from script.tools.console import Trouble
from script.tools.state import socket_folder, state_folder

START_SECONDS = 20
PROGRAMS = ("valkey", "redis")


def url() -> str:
    """The address in the form that redis-py reads; Celery wants `redis+socket` instead of `unix`."""
    return f"unix://{socket_folder() / 'broker.sock'}"


def pid() -> int | None:
    """The running server of this checkout, None when it is down."""
    home = state_folder() / "broker"
    found = processes.read_pid(home / "server.pid")
    return found if found and processes.serves(found, PROGRAMS, home) else None


def start() -> None:
    """Start the server if it is down and wait until it answers."""
    if pid():
        return
    home = state_folder() / "broker"
    users.own(home)
    settings = {
        "port": "0",
        "unixsocket": str(socket_folder() / "broker.sock"),
        "unixsocketperm": "700",
        "dir": str(home),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "daemonize": "yes",
        "pidfile": str(home / "server.pid"),
        "logfile": str(home / "server.log"),
        "databases": "64",
    }
    options = [word for name, value in settings.items() for word in (f"--{name}", value)]
    users.must_run_as_service([find_broker(), *options], "Starting the broker")
    _wait_until_it_answers()


def stop() -> None:
    """Stop the server and wait until it is gone."""
    if running := pid():
        processes.stop(running)


def _wait_until_it_answers() -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with redis.Redis.from_url(url()) as client:
                client.ping()
        except redis.RedisError as error:
            if time.monotonic() > deadline:
                log = state_folder() / "broker" / "server.log"
                raise Trouble(f"the broker does not start, see {log}: {error}") from error
            time.sleep(0.05)
        else:
            return
