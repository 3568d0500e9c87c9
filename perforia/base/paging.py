"""Pages of a long list by key instead of by offset: the millionth row costs as much as the first.

Why: `OFFSET 500000` reads half a million rows first, and an exact count reads all of them.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist, ValidationError
from django.db import connection
from django.db.models import Field, Model, Q, QuerySet

M = TypeVar("M", bound=Model)
CAP = 1000


@dataclass(frozen=True)
class Slice(Generic[M]):
    """The rows of one page; `earlier` and `later` are the cursors of the pages beside it, empty where there is none."""

    rows: list[M]
    earlier: str
    later: str


@dataclass(frozen=True)
class Count:
    """How many rows there are, counted no further than a cap."""

    number: int
    is_capped: bool

    def __str__(self) -> str:
        return f"{self.number:,}".replace(",", "\u00a0") + ("+" if self.is_capped else "")


def slice_of(rows: QuerySet[M], *, by: str, size: int, after: str = "", before: str = "") -> Slice[M]:
    """One page of `rows` in the order of `by` (a field that is never null, `-` first for descending) and the key.

    `after` and `before` are cursors of an earlier page; one that cannot be read shows the first page.
    """
    field, descending = by.removeprefix("-"), by.startswith("-")
    cursor, backwards = (before, True) if before else (after, False)
    edge = _read(rows, field, cursor)
    if edge is None:
        backwards = False
    else:
        rows = rows.filter(_beyond(field, edge, down=descending != backwards))
    sign = "-" if descending != backwards else ""
    in_order = rows.order_by(f"{sign}{field}", f"{sign}pk")
    # The page is chosen by its keys and only then joined with what it shows: a filter that fits more rows than the
    # database expects would otherwise have all of them joined first.
    keys = in_order.select_related(None).values("pk")[: size + 1]
    found = list(in_order.filter(pk__in=keys))
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_earlier = has_more if backwards else edge is not None
    has_later = backwards or has_more
    return Slice(
        found,
        _write(found[0], field) if found and has_earlier else "",
        _write(found[-1], field) if found and has_later else "",
    )


def beside(rows: QuerySet[M], row: M, *, by: str) -> tuple[M | None, M | None]:
    """The rows before and after `row` in the order of `by` (as in slice_of) and the key."""
    field, descending = by.removeprefix("-"), by.startswith("-")
    edge = (getattr(row, field), row.pk)
    found = []
    for backwards in (True, False):
        sign = "-" if descending != backwards else ""
        near = rows.filter(_beyond(field, edge, down=descending != backwards))
        found.append(near.order_by(f"{sign}{field}", f"{sign}pk").first())
    return found[0], found[1]


def place_of(rows: QuerySet[M], row: M, *, by: str) -> Count:
    """How many rows come before `row` in the ascending order of `by` and the key, told exactly up to a cap."""
    return count_of(rows.filter(_beyond(by, (getattr(row, by), row.pk), down=True)))


def count_of(rows: QuerySet[M], *, cap: int = CAP) -> Count:
    """How many rows there are, told exactly up to `cap`."""
    number = rows.order_by()[: cap + 1].count()
    return Count(min(number, cap), number > cap)


def counts_of(lists: Sequence[QuerySet[M]], *, cap: int = CAP) -> list[Count]:
    """As count_of for several lists of a table at once, in one question to the database."""
    parts: list[str] = []
    values: list[Any] = []  # Any: whatever Django compiled
    for rows in lists:
        try:
            sql, params = rows.order_by().values("pk")[: cap + 1].query.sql_with_params()
        except EmptyResultSet:
            sql, params = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS listed)")  # noqa: S608 -- what Django compiled
        values.extend(params)
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return [Count(min(number, cap), number > cap) for number in cursor.fetchone()]


def _beyond(field: str, edge: tuple[object, object], *, down: bool) -> Q:
    """Rows past the edge. The first condition is what the index walks by, the second decides among equals."""
    value, key = edge
    way = "lt" if down else "gt"
    return Q(**{f"{field}__{way}e": value}) & (Q(**{f"{field}__{way}": value}) | Q(**{f"pk__{way}": key}))


def _write(row: Model, field: str) -> str:
    value = getattr(row, field)
    plain = (
        value.isoformat() if isinstance(value, date | datetime) else str(value) if isinstance(value, Decimal) else value
    )
    return base64.urlsafe_b64encode(json.dumps([plain, row.pk]).encode()).decode().rstrip("=")


def _read(rows: QuerySet[M], field: str, cursor: str) -> tuple[object, object] | None:
    """What a cursor says, None when it says nothing that fits the list."""
    if not cursor:
        return None
    try:
        value, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return _column(rows, field).to_python(value), _column(rows, "pk").to_python(key)
    except (ValueError, TypeError, binascii.Error, ValidationError, FieldDoesNotExist, AttributeError):
        return None


def _column(rows: QuerySet[M], name: str) -> "Field[Any, Any]":  # Any: whatever type the list is ordered by
    if name == "pk":
        return rows.model._meta.pk
    annotated = rows.query.annotations.get(name)
    return rows.model._meta.get_field(name) if annotated is None else annotated.output_field  # type: ignore[return-value]
