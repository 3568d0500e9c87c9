"""Documents at a million: list, folders, filters, search and one document as fast as at a hundred, and near the floor.

The floor is the bare query that reads the fifty newest rows by their index, in the same run on the same table.
"""

import base64
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from benchmarks.lists import MANY, QUICK_MANY, measure, own_database, owner_client
from benchmarks.report import Result

FOLDERS, TOPS = 20_000, 10  # as many cases as leave a million papers, in ten folders at the top
BEGAN, STEP = datetime(2016, 1, 1, tzinfo=UTC), timedelta(minutes=5)
TIMES = 15
MOST_OF_FLOOR = 6.0  # the page's queries join and count, the floor reads one index; both as many times
IN_QUICK = {
    "list", "list by name", "one folder", "search for one number", "search for a common word",
    "search for nothing there is", "one document",
}  # fmt: skip
FOLDER_ROWS = """
INSERT INTO archive_folder (id, name, path, parent_id)
SELECT n, 'Mapp ' || n, CASE WHEN n <= %s THEN 'Mapp ' || n ELSE 'Mapp ' || 1 + n %% %s || '/Mapp ' || n END,
    CASE WHEN n <= %s THEN NULL ELSE 1 + n %% %s END
FROM generate_series(1, %s) AS n
"""
# Every paper has its number and its part of common words; one in fifty lies in the trash; kinds and people vary.
DOCUMENTS = """
INSERT INTO archive_document (id, title, kind, folder_id, current_version_id, created_at, changed_at, created_by_id,
    trashed_at, trashed_by_id, retain_until, search)
SELECT n, 'Faktura F-' || 1000000 + n || '.pdf',
    (ARRAY['invoice', 'payment_proof', 'time_record', 'photo', 'letter'])[1 + n %% 5], 11 + n %% (%s - 11), n,
    timestamptz '2016-01-01 00:00+00' + n * interval '5 minutes',
    timestamptz '2016-01-01 00:00+00' + n * interval '5 minutes', 1,
    CASE WHEN n %% 50 = 7 THEN now() END, CASE WHEN n %% 50 = 7 THEN 1 END, date '2033-12-31',
    array_to_tsvector(ARRAY['faktura', 'faktur', 'pdf', (1000000 + n)::text, substr((1000000 + n)::text, 2),
        substr((1000000 + n)::text, 3), substr((1000000 + n)::text, 4), 'betalning', 'betaln', 'flyttstädning',
        'flyttstädn', 'kund' || n %% 5000, 'gata' || n %% 900])
FROM generate_series(%s, %s) AS n
"""
VERSIONS = """
INSERT INTO archive_documentversion (id, document_id, number, sha256, size, content_type, storage_key, original_name,
    note, uploaded_at, uploaded_by_id, text_state, attempts, text, page_count, quarantine_reason, preview_state,
    preview_attempts, preview_key)
SELECT n, n, 1, md5(n::text) || md5((-n)::text), 20000, 'application/pdf', 'documents/aa/' || n, 'f.pdf', '', now(), 1,
    'read', 1, 'Betalning av faktura F-' || 1000000 + n || ' för flyttstädning, kund' || n %% 5000 || ', gata' ||
    n %% 900 || ', enligt överenskommelse med kunden.', 1, '', 'none', 0, ''
FROM generate_series(%s, %s) AS n
"""
LINKS = """
INSERT INTO archive_documentlink (document_id, kind, object_id, label, created_at)
SELECT n, (ARRAY['invoice', 'customer', 'case'])[1 + n %% 3], n / 3, 'F-' || n / 3, now()
FROM generate_series(%s, %s) AS n
"""


@dataclass(frozen=True)
class Spent:
    """Time in the database, and in how many queries."""

    seconds: float
    queries: int


def run(*, quick: bool) -> Result:
    """Ask for every page at both sizes, then measure the list's own queries against the floor."""
    result = Result("archive", quick)
    with own_database("archive"):
        pages = {name: page for name, page in _pages().items() if not quick or name in IN_QUICK}
        measure(result, fill=_fill, pages=pages, start=owner_client)
        _against_floor(result, QUICK_MANY if quick else MANY)
    return result


def _pages() -> dict[str, str]:
    deep = _cursor(60)
    return {
        "list": "/dokument/",
        "list, next to the last page": f"/dokument/?efter={deep}",
        "list by name": "/dokument/?ordning=namn",
        "one folder": "/dokument/?mapp=53",
        "one kind": "/dokument/?typ=photo",
        "tied to cases, in some years": "/dokument/?hor=case&fran=2016-01-01&till=2030-01-01",
        "uploaded by one": "/dokument/?av=1",
        "trash": "/dokument/?mapp=papperskorg",
        "search for one number": "/dokument/?q=1000042",
        "search for a part of a number": "/dokument/?q=000042",
        "search for a common word": "/dokument/?q=betalningar",
        "search for two words": "/dokument/?q=faktura+flyttst%C3%A4dningar",
        "search in a folder": "/dokument/?q=betalning&mapp=3",
        "search for nothing there is": "/dokument/?q=zebra",
        "one document": "/dokument/42/",
    }


def _fill(first: int, last: int) -> None:
    with connection.cursor() as cursor:
        if first == 1:
            cursor.execute(FOLDER_ROWS, [TOPS, TOPS, TOPS, TOPS, FOLDERS])
        cursor.execute(DOCUMENTS, [FOLDERS, first, last])
        cursor.execute(VERSIONS, [first, last])
        cursor.execute(LINKS, [first, last])


def _cursor(number: int) -> str:
    """The place of a row in the list as perforia.base.paging writes it."""
    plain = json.dumps([(BEGAN + number * STEP).isoformat(), number]).encode()
    return base64.urlsafe_b64encode(plain).decode().rstrip("=")


def _against_floor(result: Result, rows: int) -> None:
    """The time a page spends in the database next to as many bare queries by index, measured in turn."""
    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model().objects.get())
    acts: dict[str, Callable[[], object]] = {
        "list": partial(client.get, "/dokument/"), "search for one number": partial(client.get, "/dokument/?q=1000042"),
    }  # fmt: skip
    turns = [{"floor": _spent(_floor), **{name: _spent(act) for name, act in acts.items()}} for _ in range(TIMES)]
    least = statistics.median(turn["floor"].seconds for turn in turns)
    result.add(f"floor: fifty rows by index, {rows} rows", least * 1000, "ms")
    for name in acts:
        seconds = statistics.median(turn[name].seconds for turn in turns)
        queries = turns[-1][name].queries
        result.add(f"{name}, in the database, {rows} rows", seconds * 1000, "ms")
        result.add(f"{name}, queries", queries)
        result.add(f"{name}, against the floor", seconds / (least * queries), "times", at_most=MOST_OF_FLOOR)


def _floor() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, title, kind, changed_at FROM archive_document WHERE trashed_at IS NULL"
            " ORDER BY changed_at DESC, id DESC LIMIT 50"
        )
        cursor.fetchall()


def _spent(act: Callable[[], object]) -> Spent:
    """What an act spends in the database."""
    each: list[float] = []

    def watch(execute: Callable[..., Any], *arguments: Any) -> Any:  # Any: as in Django
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            each.append(time.perf_counter() - began)

    with connection.execute_wrapper(watch):
        act()
    return Spent(sum(each), len(each))
