"""The database in tests: pages that only read, lists without an order shuffled, queries counted."""

import os
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connection, models
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from script.tools import template

# What reading may leave behind: the session, who is logged in, and that a paper or a personal sheet was looked at.
WRITES_OF_READING = {"django_session", "usersessions_usersession", "archive_accesslog", "base_auditevent"}
# What follows from the code alone and is the same after every test.
FIXED = {"django_content_type", "auth_permission", "django_migrations"}
WRITE = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"(\w+)\"")


class ReadOnlyClient(Client):
    """A client whose GET and HEAD requests fail when the page writes to the database."""

    may_write_on_get = False

    def request(self, **request: Any) -> Any:  # Any: as in Django
        """Send a request, under guard when it must only read."""
        if request.get("REQUEST_METHOD") not in {"GET", "HEAD"} or self.may_write_on_get:
            return super().request(**request)
        with refuse_writes(request.get("PATH_INFO", "")):
            return super().request(**request)


@contextmanager
def refuse_writes(page: str) -> Iterator[None]:
    """Fail on a statement that changes a table which reading may not change."""

    def guard(execute: Callable[..., Any], sql: Any, *arguments: Any) -> Any:  # Any: as in Django
        if forbidden := set(WRITE.findall(str(sql))) - WRITES_OF_READING:
            raise AssertionError(f"GET {page} writes to {', '.join(sorted(forbidden))}: {sql}")
        return execute(sql, *arguments)

    with connection.execute_wrapper(guard):
        yield


@pytest.fixture
def client(request: pytest.FixtureRequest) -> ReadOnlyClient:
    """Django's test client, with GET views held to reading."""
    guarded = ReadOnlyClient()
    guarded.may_write_on_get = request.node.get_closest_marker("writes_on_get") is not None
    return guarded


@pytest.fixture(autouse=True)
def _unordered_means_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shuffle what a query without an order returns, so that no code leans on luck."""
    fetch = models.QuerySet._fetch_all

    def fetch_and_shuffle(self: models.QuerySet[Any]) -> None:  # Any: every model
        fresh = self._result_cache is None
        fetch(self)
        if fresh and isinstance(self._result_cache, list) and not self.ordered:
            random.shuffle(self._result_cache)

    monkeypatch.setattr(models.QuerySet, "_fetch_all", fetch_and_shuffle)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Test databases are copies of one that is migrated once, and again only when a migration changes."""
    name = template.ensure(os.environ["DATABASE_URL"])
    connection.settings_dict["TEST"] |= {"TEMPLATE": name, "MIGRATE": False}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database as pytest-django makes it; what processes that were killed left open is closed at the end."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True, scope="session")
def _emptied_by_deleting() -> Iterator[None]:
    """After a test with real transactions only the tables it wrote to are emptied.

    Django truncates all of them and then makes every permission anew, which takes longer than most of the tests.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", _delete_rows)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_, **__: None)
        yield


def _delete_rows(operations: DatabaseOperations, style: object, tables: list[str], **options: object) -> list[str]:
    """What empties the tables that hold anything; keys and guards are told to look away meanwhile."""
    del style, options
    names = [operations.quote_name(table) for table in sorted(set(tables) - FIXED)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names))  # noqa: S608 -- names of our own tables
        full = [row[0] for row in cursor.fetchall()]
    return [
        "SET session_replication_role = replica",
        *(f"DELETE FROM {name}" for name in full),  # noqa: S608 -- as above
        "RESET session_replication_role",
    ]


@contextmanager
def _no_more_than(most: int, what: str) -> Iterator[None]:
    with CaptureQueriesContext(connection) as queries:
        yield
    asked = "\n".join(query["sql"] for query in queries.captured_queries)
    assert len(queries) <= most, f"{what}: {len(queries)} queries, at most {most} expected\n{asked}"


@pytest.fixture
def assert_steady_queries() -> Callable[..., None]:
    """Check that a list page asks as often with many rows as with one: `(client, url, add_row, most=…)`."""

    def check(client: Client, url: str, add_row: Callable[[], object], *, most: int) -> None:
        add_row()
        client.get(url)  # warm caches that live as long as the process
        with _no_more_than(most, f"{url} with one row"):
            assert client.get(url).status_code == 200
        add_row()
        add_row()
        with _no_more_than(most, f"{url} with three rows"):
            assert client.get(url).status_code == 200

    return check
