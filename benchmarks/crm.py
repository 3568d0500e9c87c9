"""Leads and customers at a million: list, filters, search, pages and palette beside the bare SQL of the same question.

A small database (10 000 leads) and a large one are asked in turn, so that a busy machine is unfair to both alike. Of
every page two times count: what it asks of leads and customers (its counters, sums and doubles too), against the bare
query, and the whole of it, small to large.
"""

import base64
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import psycopg
from django.db import connection
from django.test import Client
from psycopg import sql

from benchmarks import crm_rows
from benchmarks.lists import own_database, owner_client
from benchmarks.report import Result

FEW, MANY, QUICK_MANY = 10_000, 1_000_000, 30_000
CUSTOMERS = 0.3  # so many for every lead
ROUNDS, TURNS = 4, 5
ROUNDS_QUICK, TURNS_QUICK = 2, 2
MOST_OF_BARE, MOST_BESIDE_MS, MOST_OF_FEW = 2.5, 15.0, 1.5
ASKED = ('"crm_lead"', '"crm_customer"')
OPEN = "status IN ('started', 'new', 'contacted', 'qualified', 'contract_sent')"
LANES = (
    "status IN ('started', 'new')", "status = 'contacted'", "status = 'qualified'", "status = 'contract_sent'",
    "status = 'won' AND closed_at > date_trunc('month', now())",
)  # fmt: skip
LISTED = "merged_into_id IS NULL AND archived_at IS NULL"
ROW = (
    "SELECT id, name, phone, services, address, to_address, wanted_on, value, status, next_step, next_step_at,"
    " owner_id, received_at FROM crm_lead WHERE"
)
NEWEST = "ORDER BY received_at DESC, id DESC LIMIT 51"
CUSTOMER = (
    "SELECT id, number, name, phone, email, address, city, lifecycle FROM crm_customer WHERE merged_into_id IS NULL"
)


def _found(words: str, *, table: str = "crm_lead", order: str = "received_at DESC, id DESC") -> str:
    """The shape that survives rare words: who fits first, then their order."""
    return (
        f"WITH fits AS MATERIALIZED (SELECT id FROM {table} WHERE search @@ '{words}'::tsquery LIMIT 5001)"  # noqa: S608
        f" SELECT * FROM {table} WHERE id IN (SELECT id FROM fits) AND merged_into_id IS NULL ORDER BY {order} LIMIT 51"
    )


# What is asked: the address of the page, and the bare SQL of the same question.
QUESTIONS: dict[str, tuple[str, str]] = {
    "list": ("/leads/", f"{ROW} {LISTED} AND {OPEN} {NEWEST}"),
    "all leads": ("/leads/?status=alla", f"{ROW} {LISTED} {NEWEST}"),
    "half a million rows down": ("/leads/?status=alla&efter=$cursor", f"{ROW} {LISTED} AND $beyond {NEWEST}"),
    "by value": ("/leads/?sort=varde", f"{ROW} {LISTED} AND {OPEN} ORDER BY coalesce(value, 0) DESC, id DESC LIMIT 51"),
    "filter: mine": ("/leads/?agare=jag", f"{ROW} {LISTED} AND {OPEN} AND owner_id = 1 {NEWEST}"),
    "filter: won": ("/leads/?status=won", f"{ROW} {LISTED} AND status = 'won' {NEWEST}"),
    "filter: four at once": (
        "/leads/?agare=jag&tjanst=moving&status=won&varde=20000",
        f"{ROW} {LISTED} AND status = 'won' AND owner_id = 1 AND services @> '{{moving}}' AND value >= 20000 {NEWEST}",
    ),
    "filter: late steps": ("/leads/?nasta=forsenat", f"{ROW} {LISTED} AND {OPEN} AND next_step_at < now() {NEWEST}"),
    "search: first name": ("/leads/?q=karin", f"{ROW} {LISTED} AND search @@ 'karin:*'::tsquery {NEWEST}"),
    "search: åsa sjöström": ("/leads/?q=" + quote("Åsa Sjöström"), _found("asa:* & sjostrom:*")),
    "search: asa sjostrom": ("/leads/?q=asa+sjostrom", _found("asa:* & sjostrom:*")),
    "search: part of a phone": ("/leads/?q=072-000+42", _found("07200042:*")),
    "search: end of a phone": ("/leads/?q=0004242", _found("0004242:*")),
    "search: e-mail": ("/leads/?q=karin4234%40example.se", _found("karin4234:* & example:* & se:*")),
    "search: address": ("/leads/?q=" + quote("Skogsallén 17"), _found("skogsallen:* & 17:*")),
    "search: nothing there is": ("/leads/?q=zebraqz", _found("zebraqz:*")),
    "board": ("/leads/?vy=tavla", " UNION ALL ".join(f"({ROW} {LISTED} AND {lane} {NEWEST})" for lane in LANES)),
    "one lead": ("/leads/4242/", "SELECT * FROM crm_lead WHERE id = 4242"),
    "customers": ("/kunder/", f"{CUSTOMER} ORDER BY name, id LIMIT 51"),
    "customers: åsa sjöström": (
        "/kunder/?q=" + quote("åsa sjöström"), _found("asa:* & sjostrom:*", table="crm_customer", order="name, id"),
    ),
    "one customer": ("/kunder/1212/", "SELECT * FROM crm_customer WHERE id = 1212"),
    "palette: name": ("/sok/?q=asa+sjostrom", _found("asa:* & sjostrom:*")),
    "palette: phone": ("/sok/?q=0720004242", _found("0720004242:*")),
    "Idag": ("/", f"{ROW} {LISTED} AND status IN ('started', 'new') AND first_contact_at IS NULL {NEWEST}"),
}  # fmt: skip

IN_QUICK = {
    "list", "by value", "filter: mine", "search: first name", "search: åsa sjöström", "search: part of a phone",
    "search: e-mail", "search: nothing there is", "one customer", "palette: name",
}  # fmt: skip


@dataclass
class Times:
    """Seconds of one question in one database, one for each time it was asked."""

    page: list[float] = field(default_factory=list)
    inside: list[float] = field(default_factory=list)  # of the page: waiting for the database
    bare: list[float] = field(default_factory=list)


def run(*, quick: bool) -> Result:
    """Ask everything of both databases, in turn."""
    result, many = Result("crm", quick), QUICK_MANY if quick else MANY
    rounds, turns = (ROUNDS_QUICK, TURNS_QUICK) if quick else (ROUNDS, TURNS)
    with own_database("crm"):
        client = owner_client()
        crm_rows.begin()
        with _copy("few") as few, _copy("many") as large:
            sizes = {few: FEW, large: many}
            for name, leads in sizes.items():
                with _at(name):
                    crm_rows.fill(leads, int(leads * CUSTOMERS))
            chosen = [name for name in QUESTIONS if not quick or name in IN_QUICK]
            times = {name: {asked: Times() for asked in chosen} for name in sizes}
            for _ in range(rounds):
                for name, leads in sizes.items():
                    with _at(name):
                        _ask(client, _questions(leads), times[name], turns)
            _report(result, times[few], times[large], many)
    return result


def _report(result: Result, few: Mapping[str, Times], large: Mapping[str, Times], many: int) -> None:
    result.add("leads", many)
    result.add("customers", many * CUSTOMERS)
    for name, times in large.items():
        for share in (50, 95):
            result.add(f"{name}, p{share}", _share(times.page, share), "ms")
        bare, inside = _share(times.bare, 95), _share(times.inside, 95)
        result.add(f"{name}, bare SQL, p95", bare, "ms")
        result.add(
            f"{name}, in the database, p95", inside, "ms", at_most=round(MOST_OF_BARE * bare + MOST_BESIDE_MS, 1)
        )
        against = _share(times.page, 95) / _share(few[name].page, 95)
        result.add(f"{name}, {many} leads against {FEW}, p95", against, "times", at_most=MOST_OF_FEW)


def _ask(client: Client, questions: Mapping[str, tuple[str, str]], times: Mapping[str, Times], turns: int) -> None:
    """Every question `turns` times in turn; the first time only warms up the connection."""
    for turn in range(turns + 1):
        for name in times:
            address, bare = questions[name]
            spent: list[float] = []
            with connection.execute_wrapper(_watch(spent)):
                seconds = _get(client, address)
            alone = _bare(bare)
            if turn:
                times[name].page.append(seconds)
                times[name].inside.append(sum(spent))
                times[name].bare.append(alone)


def _get(client: Client, address: str) -> float:
    """The seconds a page takes, the palette asked as it asks; raises RuntimeError when it does not answer."""
    headers = {"HX-Request": "true"} if address.startswith("/sok/") else {}
    began = time.perf_counter()
    response = client.get(address, headers=headers)
    seconds = time.perf_counter() - began
    if response.status_code != 200:  # noqa: PLR2004 -- the one answer that counts
        message = f"{address} answered {response.status_code}"
        raise RuntimeError(message)
    return seconds


def _bare(question: str) -> float:
    """The seconds the database needs for the question alone."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(question)
        cursor.fetchall()
    return time.perf_counter() - began


def _watch(spent: list[float]) -> Callable[..., Any]:  # Any: as in Django
    def watch(execute: Callable[..., Any], statement: str, *arguments: Any) -> Any:  # Any: as in Django
        began = time.perf_counter()
        try:
            return execute(statement, *arguments)
        finally:
            if any(table in statement for table in ASKED):
                spent.append(time.perf_counter() - began)

    return watch


def _questions(leads: int) -> dict[str, tuple[str, str]]:
    """The questions with the place in the middle of the list that one of them begins at."""
    middle = leads // 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT received_at FROM crm_lead WHERE id = %s", [middle])
        (at,) = cursor.fetchone()
    plain = json.dumps([at.isoformat(), middle]).encode()
    place = base64.urlsafe_b64encode(plain).decode().rstrip("=")
    beyond = f"received_at <= '{at.isoformat()}' AND (received_at < '{at.isoformat()}' OR id < {middle})"
    return {
        name: (address.replace("$cursor", place), bare.replace("$beyond", beyond))
        for name, (address, bare) in QUESTIONS.items()
    }


def _share(seconds: list[float], percent: int) -> float:
    """The time in milliseconds that so many percent keep within."""
    return sorted(seconds)[round((len(seconds) - 1) * percent / 100)] * 1000


@contextmanager
def _copy(name: str) -> Iterator[str]:
    """One more database like the prepared one; dropped at the end."""
    made, model = f"bench_crm_{name}_{os.getpid()}", connection.settings_dict["NAME"]
    _leave()
    server = _server(model)
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(made), sql.Identifier(model)))
    try:
        yield made
    finally:
        _leave()
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(made)))
        server.close()


@contextmanager
def _at(name: str) -> Iterator[None]:
    """Everything inside happens in that database."""
    model = connection.settings_dict["NAME"]
    _leave()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        _leave()
        connection.settings_dict["NAME"] = model


def _leave() -> None:
    """Let go of the database, also of the connections that wait for the next request."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


def _server(model: str) -> psycopg.Connection[Any]:  # Any: rows are not read
    """A connection to the server beside the database that is copied."""
    address = os.environ["DATABASE_URL"].replace(f"/{model}", "/postgres")
    return psycopg.connect(address, autocommit=True)
