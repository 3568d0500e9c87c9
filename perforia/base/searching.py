"""Search that stays fast whatever is rare: words without accents, parts of numbers, and ids before order.

The index is a tsvector of our own tokens (`tokens`), so that no dictionary has to agree with what people type.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import connection
from django.db.models import Func, Model, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL

Q = TypeVar("Q", bound=QuerySet[Any])  # Any: of every model, and of its own class
MOST_IDS, COMMON = 5000, 20_000
MOST_WORDS = 8
LONGEST_WORD = 40
SHORTEST_ENDING, LONGEST_HOUSE_NUMBER = 3, 2
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})
_ABROAD = re.compile(r"^00(?=[1-9])")  # before a country code, which never begins with 0
_ONLY_NUMBER = re.compile(r"[\d\s()+/-]+")


def fold(text: str) -> str:
    """Small letters without accents: Åsa Öström and asa ostrom are the same."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_LETTERS)


def tokens(texts: Iterable[str], *, numbers: Iterable[str] = ()) -> list[str]:
    """What a row is found by: the words of `texts`, and every ending of `numbers`: a part is then a beginning."""
    found = {word[:LONGEST_WORD] for text in texts for word in _WORD.findall(fold(text))}
    for number in numbers:
        digits = re.sub(r"\D", "", number)
        national = "0" + digits.removeprefix("46") if digits.startswith("46") else digits
        for whole in {digits, national} - {""}:
            found |= {whole[start:] for start in range(max(len(whole) - SHORTEST_ENDING, 0) + 1)}
    return sorted(found)


def as_vector(words: Iterable[str]) -> Func:
    """The expression that stores tokens in a SearchVectorField."""
    return Func(
        Value(list(words), output_field=ArrayField(TextField())),
        function="array_to_tsvector",
        output_field=SearchVectorField(),
    )


def query_of(text: str) -> SearchQuery | None:
    """What a person typed, every word the beginning of a token; None when nothing searchable was typed."""
    words = _words_of(text)
    return _beginning(words) if words else None


def finds(text: str, known: Iterable[str]) -> bool:
    """Whether every word that was typed is the beginning of one of some tokens: what `matching` asks, of one row."""
    words = _words_of(text)
    return all(
        any(token == word if _is_whole(word, words) else token.startswith(word) for token in known) for word in words
    )


@dataclass(frozen=True)
class Hits:
    """What a text finds in a table: the keys of the rows when they are few, else the question itself."""

    query: SearchQuery | None  # None when nothing was typed
    keys: Sequence[int] | None
    field: str

    @property
    def are_many(self) -> bool:
        """Whether nobody should count them: the index would have to gather them all."""
        return self.query is not None and self.keys is None

    def narrow(self, rows: Q) -> Q:
        """The rows that are found, all of them when nothing was typed."""
        if self.keys is not None:  # as one value: thousands of them in a list cost more than the search
            several = RawSQL("SELECT unnest(%s::bigint[])", (list(self.keys),))
            return rows.filter(pk__in=several) if self.keys else rows.none()
        return rows.filter(**{self.field: self.query}) if self.query is not None else rows


def look_up(model: type[Model], text: str, *, field: str = "search") -> Hits:
    """What a text finds. Few hits are found first and sorted afterwards; many are walked in the order of the list.

    Left alone, the planner walks a million rows for a word that nobody has.
    """
    words = _words_of(text)
    if not words:
        return Hits(None, [] if text.strip() else None, field)
    query = _beginning(words)
    if _is_common(model, query, field):
        return Hits(query, None, field)
    keys = _by_longest(model, words, field)
    if keys is None:
        keys = list(_everything(model).filter(**{field: query}).values_list("pk", flat=True)[: MOST_IDS + 1])
    return Hits(query, keys if len(keys) <= MOST_IDS else None, field)


def matching(rows: Q, text: str, *, field: str = "search") -> Q:
    """The rows that match what was typed, all of them when nothing was."""
    return look_up(rows.model, text, field=field).narrow(rows)


def _words_of(text: str) -> list[str]:
    """The words to look for: a number written in any way is one, single letters are none beside longer words."""
    if _ONLY_NUMBER.fullmatch(text) and any(sign.isdecimal() for sign in text):
        return [_ABROAD.sub("", re.sub(r"\D", "", text))[:LONGEST_WORD]]
    words = _WORD.findall(fold(text))[:MOST_WORDS]
    if len(words) > 1 and all(len(word) == 1 for word in words):  # L-5 is one word
        return ["".join(words)] * any(word.isdecimal() for word in words)
    return [word[:LONGEST_WORD] for word in words if len(word) > 1 or word.isdecimal() or len(words) == 1]


def _beginning(words: Sequence[str]) -> SearchQuery:
    return SearchQuery(_raw(words), config="simple", search_type="raw")


def _raw(words: Sequence[str]) -> str:
    return " & ".join(f"'{word}'{'' if _is_whole(word, words) else ':*'}" for word in words)


def _is_whole(word: str, words: Sequence[str]) -> bool:
    """Whether a word is sought as it stands: the 17 of Ängsgatan 17 begins no phone number and no postal code."""
    return len(words) > 1 and word.isdecimal() and len(word) <= LONGEST_HOUSE_NUMBER


def _is_common(model: type[Model], query: SearchQuery, field: str) -> bool:
    """By the planner's estimate, which is right about common words and costs nothing."""
    plan = _everything(model).filter(**{field: query}).values("pk").explain(format="json")
    return bool(json.loads(plan)[0]["Plan"]["Plan Rows"] > COMMON)


def _by_longest(model: type[Model], words: list[str], field: str) -> list[int] | None:
    """The ids that fit all words, looked for among those that fit the longest; None when even those are too many.

    Why: the longest word is nearly always the rarest, and the index has to gather every row of every word: everybody
    has an e-mail address that ends in `se`.
    """
    if len(words) == 1:
        return None
    quote, table = connection.ops.quote_name, model._meta.db_table
    key, column = quote(str(model._meta.pk.column)), quote(field)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH near AS MATERIALIZED (SELECT {key} AS key, {column} AS words FROM {quote(table)}"  # noqa: S608 -- names of ours
            f" WHERE {column} @@ to_tsquery('simple', %s) LIMIT {MOST_IDS + 1})"
            " SELECT (SELECT count(*) FROM near),"
            " array(SELECT key FROM near WHERE words @@ to_tsquery('simple', %s))",
            [_raw([max(words, key=len)]), _raw(words)],
        )
        near, hits = cursor.fetchone()
    return list(hits) if near <= MOST_IDS else None


def _everything(model: type[Model]) -> QuerySet[Any]:  # Any: of every model
    return model._default_manager.order_by()  # noqa: SLF001 -- the documented way to any model's manager
