"""The private PostgreSQL: made, started, stopped and recovered in var/, reachable through a unix socket only."""

import os
import shutil
import signal
import time
from pathlib import Path

import psycopg
from psycopg import sql

from script.tools import processes, users
from script.tools.binaries import Postgres, find_postgres
from script.tools.console import Trouble
from script.tools.state import socket_folder, state_folder

USER = "perforia"
DATABASE = "perforia"
START_SECONDS = 30
PROGRAMS = ("postgres", "postmaster")
BUILTIN_LOCALE_SINCE = 17
SETTINGS = """
# Perforia
jit = off
listen_addresses = ''
max_connections = 200
shared_buffers = 256MB
random_page_cost = 1.1
wal_compression = on
max_wal_size = 2GB
timezone = 'UTC'
log_timezone = 'UTC'
"""


def url(database: str = DATABASE) -> str:
    """The address in the form that libpq and Django both read."""
    return f"postgresql://{USER}@/{database}?host={socket_folder()}"


def pid() -> int | None:
    """The running postmaster of this checkout, None when it is down."""
    for file in state_folder().glob("pg[0-9]*/postmaster.pid"):
        found = processes.read_pid(file)
        if found and processes.serves(found, PROGRAMS, file.parent):
            return found
    return None


def start() -> None:
    """Start the server if it is down, making the cluster the first time; waits until it answers."""
    if pid():
        return
    server = find_postgres()
    if not server.data.exists():
        _create_cluster(server)
    _refuse_foreign_data(server.data)
    _start_cluster(server)
    ensure_database(DATABASE)


def stop() -> None:
    """Stop the server and wait until it is gone; open connections are closed."""
    if running := pid():
        processes.stop(running, soft=signal.SIGINT)


def ensure_database(name: str) -> None:
    """Create a database unless it is there."""
    with psycopg.connect(url("postgres"), autocommit=True) as connection:
        row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if row is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop_database(name: str) -> None:
    """Throw a database away, closing its connections."""
    with psycopg.connect(url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _create_cluster(server: Postgres) -> None:
    """Initialise beside and rename, so that an interrupted first start never looks complete."""
    parent = state_folder() / "new"
    shutil.rmtree(parent, ignore_errors=True)
    users.own(parent)
    made = parent / "cluster"
    locale = ["--locale=C.UTF-8"]
    if server.major >= BUILTIN_LOCALE_SINCE:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--data-checksums", *locale]
    users.must_run_as_service([server.folder / "initdb", "-D", made, *options], "Creating the database cluster")
    with (made / "postgresql.conf").open("a") as configuration:
        configuration.write(SETTINGS)
    made.rename(server.data)
    shutil.rmtree(parent, ignore_errors=True)


def _refuse_foreign_data(data: Path) -> None:
    user = users.service_user()
    if data.stat().st_uid != (user.pw_uid if user else os.geteuid()):
        raise Trouble(f"{data} belongs to another user: run the command as that user, or remove the folder.")


def _start_cluster(server: Postgres) -> None:
    """Start, and keep trying for a while: after a crash the dead server's lock can outlive it for some seconds."""
    options = f"-k {socket_folder()}"
    command: list[str | Path] = [server.folder / "pg_ctl", "-D", server.data, "-w", "-t", str(START_SECONDS)]
    log = server.data / "server.log"
    deadline = time.monotonic() + START_SECONDS
    while users.run_as_service([*command, "-l", log, "-o", options, "start"]).returncode:
        if time.monotonic() > deadline:
            last = log.read_text(errors="replace").strip().splitlines()[-3:] if log.exists() else []
            raise Trouble(f"PostgreSQL does not start, see {log}: {' / '.join(last)}")
        time.sleep(0.5)
