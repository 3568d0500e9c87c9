"""Search that stays fast whatever is rare: words without accents, parts of numbers, and ids before order.

The index is a tsvector of our own tokens (`tokens`), so that no dictionary has to agree with what people type.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func, QuerySet, TextField, Value

Q = TypeVar("Q", bound=QuerySet[Any])  # Any: of every model, and of its own class
MOST_IDS = 5000
MOST_WORDS = 8
LONGEST_WORD = 40
SHORTEST_ENDING = 3
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})
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
    if _ONLY_NUMBER.fullmatch(text) and any(sign.isdecimal() for sign in text):
        words = [re.sub(r"\D", "", text).removeprefix("00")]
    else:
        words = _WORD.findall(fold(text))[:MOST_WORDS]
    long = [word[:LONGEST_WORD] for word in words if len(word) > 1 or len(words) == 1]
    words = long or ["".join(words)] * any(word.isdecimal() for word in words)  # L-5 is one word, of two short ones
    if not words:
        return None
    return SearchQuery(" & ".join(f"'{word}':*" for word in words), config="simple", search_type="raw")


def finds(text: str, known: Iterable[str]) -> bool:
    """Whether every word that was typed is the beginning of one of some tokens: what `matching` asks, of one row."""
    if _ONLY_NUMBER.fullmatch(text) and any(sign.isdecimal() for sign in text):
        words = [re.sub(r"\D", "", text).removeprefix("00")]
    else:
        words = _WORD.findall(fold(text))[:MOST_WORDS]
    return all(any(token.startswith(word[:LONGEST_WORD]) for token in known) for word in words)


def matching(rows: Q, text: str, *, field: str = "search") -> Q:
    """The rows that match what was typed, all of them when nothing was.

    Few hits are found first and sorted afterwards; many are walked in the order of the list. Left alone, the planner
    walks a million rows for a word that nobody has.
    """
    query = query_of(text)
    if query is None:
        return rows if not text.strip() else rows.none()
    everything = rows.model._default_manager.order_by()  # noqa: SLF001 -- the documented way to any model's manager
    hits = list(everything.filter(**{field: query}).values_list("pk", flat=True)[: MOST_IDS + 1])
    return rows.filter(pk__in=hits) if len(hits) <= MOST_IDS else rows.filter(**{field: query})
