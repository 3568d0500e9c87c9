"""Streets and numbers of the firm's own register, found by what somebody writes: exactly, without accents, nearly."""

import math
from collections.abc import Iterable, Sequence

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Power

from crm.models import AddressPoint, PostalPlace, Street
from crm.models.addresses import FUZZY_INDEX
from crm.rules.addresses import folded, normalise
from perforia.base.geography import AddressParts, Licence, Point, Precision, ResolvedAddress
from perforia.base.searching import fold

NAME = "register"
MOST_NAMESAKES = 2000


def beginning_with(words: str, place: str, *, bias: Point | None, limit: int) -> list[Street]:
    """The streets whose name and place begin with some words, `place` somewhere after; those near `bias` first.

    Whole names come before longer ones. Å, ä and ö are meant when they are written; where nothing has them, and where
    they are left out, they are no difference. What is nearly right comes where nothing else does and the database can
    tell (see `is_fuzzy`).
    """
    start, later = normalise(words), normalise(place)
    if rows := _begun(start, later, bias, limit):
        return rows
    first, _, last = start.rpartition(" ")
    if first and not later and (rows := _begun(first, last, bias, limit)):  # the beginning of a name, then of the place
        return rows
    return alike(words, limit=limit)


def _begun(start: str, later: str, bias: Point | None, limit: int) -> list[Street]:
    """Asked of the column without accents, which has all that the other has; what is written so comes first."""
    plain = fold(start)
    rows = Street.objects.filter(folded__startswith=plain)
    if later:
        rows = rows.filter(folded__contains=f" {fold(later)}")
    fit = Case(
        When(norm__startswith=f"{start} ", then=Value(0)), When(norm__startswith=start, then=Value(1)),
        When(folded__startswith=f"{plain} ", then=Value(2)), default=Value(3),
    )  # fmt: skip
    found = list(rows.order_by(fit, *([_far_from(bias)] if bias else []), "norm", "pk")[:limit])
    meant = [row for row in found if row.norm.startswith(start)] if start != plain else []
    return meant or found


def _far_from(point: Point) -> Combinable:
    """How far a row lies from a point: good enough to put rows in order."""
    north, east = point
    width = math.cos(math.radians(north))
    return Power(F("latitude") - Value(north), 2, output_field=FloatField()) + Power(
        (F("longitude") - Value(east)) * Value(width), 2, output_field=FloatField()
    )


def alike(words: str, *, limit: int) -> list[Street]:
    """The streets whose name and place are nearly some words, the likeliest first; nothing without the index."""
    text = normalise(words)
    if not text or not is_fuzzy():
        return []
    rows = Street.objects.filter(norm__trigram_word_similar=text)
    return list(rows.order_by(TrigramWordSimilarity(text, "norm").desc(), "norm", "pk")[:limit])


def is_fuzzy() -> bool:
    """Whether the database has an index of what is nearly the same; the import of addresses makes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [FUZZY_INDEX])
        return bool(cursor.fetchone()[0])


def named(street: str) -> list[Street]:
    """The streets of exactly that name, wherever they are; where none is, those of the name without accents."""
    name = folded(street)
    rows = Street.objects.filter(Q(folded=name) | Q(folded__startswith=f"{name} ")).order_by("pk")[:MOST_NAMESAKES]
    found = [row for row in rows if folded(row.name) == name]
    return [row for row in found if normalise(row.name) == normalise(street)] or found


def named_in(street: str, places: Iterable[str]) -> list[Street]:
    """The streets of exactly that name in some places."""
    norms = {normalise(f"{street} {place}") for place in places if place}
    return list(Street.objects.filter(norm__in=norms).order_by("pk")) if norms else []


def numbered(
    streets: Sequence[Street], *, number: int, letter: str = "", postcode: str = "", longer_of: int = 0
) -> list[AddressPoint]:
    """A number on some streets, in their order; `letter` begins the letter.

    On the first `longer_of` streets also the longer numbers that begin with it, last.
    """
    wanted = Q(street__in=[street.pk for street in streets], number=number)
    if letter:
        wanted &= Q(letter__startswith=letter)
    elif longer_of and number:
        longer = Q(number__range=(number * 10, number * 10 + 9)) | Q(number__range=(number * 100, number * 100 + 99))
        wanted |= Q(street__in=[street.pk for street in streets[:longer_of]]) & longer
    rows = AddressPoint.objects.filter(wanted)
    order = {street.pk: (place, street) for place, street in enumerate(streets)}
    found = list(rows.filter(postal_code=postcode) if postcode else rows)
    for row in found:
        row.street = order[row.street_id][1]  # known already
    return sorted(found, key=lambda row: (row.number != number, order[row.street_id][0], row.number, row.letter))


def resolved_point(row: AddressPoint) -> ResolvedAddress:
    """An address of the register as every provider tells one."""
    number = str(row.number) if row.number else ""
    parts = AddressParts(row.street.name, number, row.letter, "", row.postal_code, row.street.city)
    return ResolvedAddress(
        parts, (row.latitude, row.longitude), Precision(row.precision), NAME, f"p:{row.pk}", Licence.LANTMATERIET, 1.0,
        row.street.municipality,
    )  # fmt: skip


def resolved_street(row: Street) -> ResolvedAddress:
    """A street without a number, at its middle."""
    point = None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)
    return ResolvedAddress(
        AddressParts(row.name, city=row.city), point, Precision.STREET if point else Precision.NONE, NAME,
        f"s:{row.pk}", Licence.LANTMATERIET, municipality=row.municipality,
    )  # fmt: skip


def resolved_code(row: PostalPlace) -> ResolvedAddress:
    """A postal code and its place, at the middle of its addresses."""
    point = None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)
    return ResolvedAddress(
        AddressParts("", postcode=row.postal_code, city=row.city), point,
        Precision.POSTCODE if point else Precision.NONE, NAME, f"c:{row.pk}", Licence.LANTMATERIET,
    )  # fmt: skip
