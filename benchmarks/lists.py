"""Lists at a million rows next to the same lists at a hundred: every page asked for as a browser would, in one run.

A benchmark gives its pages and how to fill its tables; the database is made for it and dropped afterwards.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import django
import psycopg
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from psycopg import sql

from benchmarks.report import Result
from perforia.base.permissions import Role
from script.tools.template import ensure

FEW, MANY, QUICK_MANY = 100, 1_000_000, 100_000
TIMES, TIMES_QUICK = 15, 9
MOST_OF_FEW = 2.0  # "feels like": at most twice the time, which on these pages nobody notices
PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
PASSWORD = "only-for-this-measurement"  # noqa: S105 -- of a user in a database that is dropped


def measure(
    result: Result, *, fill: Callable[[int, int], None], pages: Mapping[str, str], start: Callable[[], Client]
) -> None:
    """Add the figures of `pages` (name to address) at a hundred and at a million rows.

    `start` makes what the rows need and answers a client that is logged in; `fill(first, last)` adds the rows numbered
    `first` to `last`, both included. `pages` are asked for in turn, again and again, and the middle time counts.
    """
    many, times = (QUICK_MANY, TIMES_QUICK) if result.quick else (MANY, TIMES)
    client = start()
    _fill(fill, 1, FEW)
    few = _time(client, pages, times)
    _fill(fill, FEW + 1, many)
    after = _time(client, pages, times)
    result.add("rows", many)
    for name in pages:
        result.add(f"{name}, {FEW} rows", few[name] * 1000, "ms")
        result.add(f"{name}, {many} rows", after[name] * 1000, "ms")
        result.add(f"{name}, many against few", after[name] / few[name], "times", at_most=MOST_OF_FEW)


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """Django set up on an empty, migrated database beside the product's; it is dropped at the end."""
    address = os.environ["DATABASE_URL"]
    template = ensure(address)
    made = f"bench_{name}_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(words.format(sql.Identifier(made), sql.Identifier(template)))
    os.environ["DATABASE_URL"] = urlsplit(address)._replace(path=f"/{made}").geturl()
    os.environ["ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
    try:
        django.setup()
        settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_FILES}}  # nothing is collected here
        yield
    finally:
        connection.close()
        os.environ["DATABASE_URL"] = address
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(made)))


def owner_client() -> Client:
    """A client logged in as an owner."""
    user = get_user_model().objects.create_user(
        email="matning@exempel.test", name="Mätning", role=Role.OWNER, password=PASSWORD
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _fill(fill: Callable[[int, int], None], first: int, last: int) -> None:
    """Rows without the history and the checks that every single change has: it is reading that is measured."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        fill(first, last)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def _time(client: Client, pages: Mapping[str, str], times: int) -> dict[str, float]:
    """The middle of the seconds each page took; raises RuntimeError for a page that does not answer."""
    seconds: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(times + 1):
        for name, address in pages.items():
            began = time.perf_counter()
            response = client.get(address)
            if response.status_code != 200:  # noqa: PLR2004 -- the one answer that counts
                message = f"{address} answered {response.status_code}"
                raise RuntimeError(message)
            if turn:  # the first one only warms up
                seconds[name].append(time.perf_counter() - began)
    return {name: statistics.median(each) for name, each in seconds.items()}
