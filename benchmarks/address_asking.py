"""What is asked of a large register of addresses, and the bare SQL of each question. Django is set up by then."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import connection
from django.test import Client
from django.utils.http import urlencode

from benchmarks import address_rows
from benchmarks.lists import owner_client
from benchmarks.report import Result
from crm.models import AddressPoint
from crm.queries.address_matching import known_of
from crm.queries.address_register import REGISTER
from crm.queries.address_streets import is_fuzzy
from crm.rules.address_checks import judge
from crm.rules.addresses import folded, normalise, read_line
from crm.services import limits

Answer = TypeVar("Answer")
HERE = (59.3, 16.5)  # near the firm comes first
MOST_OF_BARE, MOST_MS = 4.0, 50.0
# What Python and the ways to the database and back cost however little is asked.
FLOOR_MS = 5.0
PAGE_EVERY = 5  # turns
ORDER = f"ORDER BY (latitude - {HERE[0]}) ^ 2 + ((longitude - {HERE[1]}) * 0.51) ^ 2 LIMIT 8"


@dataclass(frozen=True)
class Address:
    """One of the register, as the questions need it."""

    street: str
    city: str
    number: int
    letter: str
    code: str


@dataclass
class Times:
    """Seconds of one question, one for each time it was asked."""

    asked: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)


def _streets(column: str, text: str) -> str:
    return f"SELECT * FROM crm_street WHERE {column} LIKE '{text}%' {ORDER}"  # noqa: S608 -- of this register


def _points(text: str, number: int) -> str:
    """The addresses of a number on the sixty nearest streets that begin so, and of longer ones on the nearest three."""
    near = ORDER.replace("LIMIT 8", "LIMIT 60")
    return (
        f"WITH near AS MATERIALIZED (SELECT * FROM crm_street WHERE norm LIKE '{text}%' {near})"  # noqa: S608
        " SELECT point.*, near.* FROM near JOIN crm_addresspoint AS point ON point.street_id = near.id"
        f" WHERE point.number = {number} OR (near.id IN (SELECT id FROM near LIMIT 3) AND"
        f" (number BETWEEN {number}0 AND {number}9 OR number BETWEEN {number}00 AND {number}99)) LIMIT 8"
    )


# What is typed, and the bare SQL of the same question.
QUESTIONS: dict[str, Callable[[Address], tuple[str, str]]] = {
    "three letters": lambda one: (one.street[:3], _streets("norm", one.street[:3].lower())),
    "a street": lambda one: (one.street, _streets("norm", one.street.lower())),
    "street and place": lambda one: (
        f"{one.street} {one.city}", _streets("norm", f"{one.street} {one.city}".lower()),
    ),
    "street and number": lambda one: (
        f"{one.street} {one.number}", _points(f"{one.street.lower()} ", one.number),
    ),
    "a whole address": lambda one: (
        f"{one.street} {one.number}, {one.city}", _points(f"{one.street} {one.city}".lower(), one.number),
    ),
    "without å, ä and ö": lambda one: (
        folded(f"{one.street} {one.city}"), _streets("folded", folded(f"{one.street} {one.city}")),
    ),
    "postal code": lambda one: (
        one.code[:4],
        f"SELECT * FROM crm_postalplace WHERE postal_code LIKE '{one.code[:4]}%' ORDER BY postal_code LIMIT 8",  # noqa: S608
    ),
    "a letter missing": lambda one: (
        f"{one.street[:3]}{one.street[4:]} {one.city}",
        "SELECT * FROM crm_street WHERE norm %> '$text' ORDER BY word_similarity('$text', norm) DESC LIMIT 8".replace(
            "$text", normalise(f"{one.street[:3]}{one.street[4:]} {one.city}")
        ),
    ),
}  # fmt: skip


def ask_everything(result: Result, rows: int, times: int) -> None:
    """Ask everything in turn, again and again, of streets that are drawn anew; the first turn only warms up."""
    limits.ADDRESSES_PER_USER = limits.ADDRESSES_PER_FIRM = 1_000_000  # one person does not type so fast
    client = owner_client()
    names = [name for name in QUESTIONS if name != "a letter missing" or is_fuzzy()]
    found: Mapping[str, Times] = {name: Times() for name in names}
    checked = Times()
    for turn, one in enumerate(_draw(rows, times + 1)):
        for name in names:
            text, bare = QUESTIONS[name](one)
            _ask(found[name], text, bare, turn=turn)
            if turn % PAGE_EVERY == 1:
                found[name].page.append(_page(client, text))
        _check(checked, one, counts=turn > 0)
    for name, each in found.items():
        _report(result, name, each)
    _report(result, "a check of an address", checked)


def _draw(rows: int, times: int) -> list[Address]:
    chance = random.Random(5)
    streets = [chance.randrange(rows // address_rows.NUMBERS) for _ in range(times)]
    points = {
        point.street_id: point for point in
        AddressPoint.objects.filter(street__in=streets).select_related("street").order_by("letter", "number")
    }  # fmt: skip
    return [
        Address(point.street.name, point.street.city, point.number, point.letter, point.postal_code)
        for point in (points[street] for street in streets)
    ]


def _ask(times: Times, text: str, bare: str, *, turn: int) -> None:
    """Ask the product and the bare question; who is asked first reads from the disk, so they take turns."""
    if turn % 2:
        alone, _ = _timed(lambda: _bare(bare))
        asked, found = _timed(lambda: len(REGISTER.suggest(text, bias=HERE, session="")))
    else:
        asked, found = _timed(lambda: len(REGISTER.suggest(text, bias=HERE, session="")))
        alone, _ = _timed(lambda: _bare(bare))
    if not found:
        message = f"nothing was found for {text}"
        raise RuntimeError(message)
    if turn:
        times.asked.append(asked)
        times.bare.append(alone)


def _page(client: Client, text: str) -> float:
    """The seconds of the fragment that the field shows."""
    seconds, status = _timed(lambda: client.get(f"/adress/sok/?{urlencode({'q': text})}").status_code)
    if status != 200:  # noqa: PLR2004 -- the one answer that counts
        message = f"the page answered {status}"
        raise RuntimeError(message)
    return seconds


def _check(times: Times, one: Address, *, counts: bool) -> None:
    """Check an address as a saved one is checked; the bare question reads its number and its code."""
    line = read_line(f"{one.street} {one.number}{one.letter}", postcode=one.code, city=one.city)
    asked, verdict = _timed(lambda: judge(line, known_of(line)).verification)
    if verdict != "verified":
        message = f"{one} is {verdict}"
        raise RuntimeError(message)
    bare = (
        f"SELECT point.*, street.* FROM crm_street AS street JOIN crm_addresspoint AS point ON street_id = street.id"  # noqa: S608
        f" WHERE norm LIKE '{one.street.lower()} %' AND number = {one.number}"
    )
    alone, _ = _timed(lambda: _bare(bare))
    if counts:
        times.asked.append(asked)
        times.bare.append(alone)


def _bare(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return len(cursor.fetchall())


def _timed(act: Callable[[], Answer]) -> tuple[float, Answer]:
    began = time.perf_counter()
    found = act()
    return time.perf_counter() - began, found


def _report(result: Result, name: str, times: Times) -> None:
    bare = _share(times.bare, 95)
    for share in (50, 95):
        result.add(f"{name}, bare SQL, p{share}", _share(times.bare, share), "ms")
    result.add(f"{name}, p50", _share(times.asked, 50), "ms")
    most = round(min(MOST_MS, MOST_OF_BARE * bare + FLOOR_MS), 1)
    result.add(f"{name}, p95", _share(times.asked, 95), "ms", at_most=most)
    if times.page:
        result.add(f"{name}, the page, p95", _share(times.page, 95), "ms")


def _share(seconds: list[float], percent: int) -> float:
    """The time in milliseconds that so many percent keep within."""
    return sorted(seconds)[round((len(seconds) - 1) * percent / 100)] * 1000
