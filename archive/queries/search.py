"""Finding documents by words, begun or inflected, and by parts of numbers; and showing where they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import F, Func, IntegerField, Value
from django.db.models.functions import Greatest, Substr
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from archive.models import Document, DocumentQuerySet, DocumentVersion
from archive.rules import searched_words
from perforia.base.models import User

MOST_IDS = 1000
BEFORE, WINDOW, SHOWN = 70, 260, 150  # characters: of the text before the word, fetched, and shown
_LIKE = {"a": "aåä", "o": "oö", "e": "eéè", "u": "uü"}  # what a letter without dots also finds


def search_documents(user: User, text: str) -> DocumentQuerySet:
    """Documents whose name, links or content hold every word, begun or inflected; parts of numbers count."""
    return matching(Document.objects.visible_to(user).kept(), text)


def matching(documents: DocumentQuerySet, text: str) -> DocumentQuerySet:
    """The documents that match, all of them when nothing was typed.

    Few hits are found first and sorted afterwards; many are walked in the order of the list. Left alone, the planner
    walks a million rows for a word that nobody has.
    """
    words = searched_words(text)
    if not words:
        return documents.none() if text.strip() else documents
    query = reduce(and_, map(_of_word, words))
    hits = list(Document.objects.order_by().filter(search=query).values_list("pk", flat=True)[: MOST_IDS + 1])
    return documents.filter(pk__in=hits) if len(hits) <= MOST_IDS else documents.filter(search=query)


def _of_word(word: str) -> SearchQuery:
    begun = SearchQuery(f"'{word}':*", config="simple", search_type="raw")
    return begun if word.isdecimal() else begun | SearchQuery(word, config="swedish", search_type="plain")


@dataclass(frozen=True)
class Hit:
    """A document with its name and the part of its text where the words stand, both safe HTML with <mark>."""

    document: Document
    title: SafeString
    snippet: SafeString


def with_snippets(documents: Sequence[Document], text: str) -> list[Hit]:
    """The documents of one page with what was found in each; only these are looked through, never all that match."""
    words = searched_words(text)
    if not words or not documents:
        return [Hit(document, conditional_escape(document.title), SafeString("")) for document in documents]
    alternatives = "|".join(_spelled(word) for word in _with_stems(words))
    marks = re.compile(rf"(?<!\w)(?:{alternatives})\w*|\d*(?:{_digits(words)})\d*", re.IGNORECASE)
    windows = _windows(documents, rf"\m({alternatives})|({_digits(words)})")
    return [
        Hit(document, _marked(document.title, marks), _snippet(windows.get(document.pk, ""), marks))
        for document in documents
    ]


def _with_stems(words: Sequence[str]) -> list[str]:
    """The words and what the dictionary of the index leaves of each: ”betalningar” stands as ”betalning” too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (ts_lexize('swedish_stem', word))[1] FROM unnest(%s::text[]) AS word", [list(words)])
        stems = [stem for (stem,) in cursor.fetchall() if stem]
    return sorted({*words, *stems}, key=len, reverse=True)


def _spelled(word: str) -> str:
    return "".join(f"[{_LIKE[letter]}]" if letter in _LIKE else letter for letter in word)


def _digits(words: Sequence[str]) -> str:
    """The numbers among the words, or what stands nowhere."""
    return "|".join(word for word in words if word.isdecimal()) or "\ue000"


def _windows(documents: Sequence[Document], pattern: str) -> dict[int, str]:
    """The text around the first place where a word stands, by document; cut out where the text lies."""
    place = Func(
        F("text"), Value(pattern), Value(1), Value(1), Value(0), Value("i"),
        function="regexp_instr", output_field=IntegerField(),
    )  # fmt: skip
    start = Greatest(F("place") - Value(BEFORE), Value(1))
    versions = DocumentVersion.objects.filter(pk__in=[document.current_version_id for document in documents])
    found = versions.annotate(place=place).filter(place__gt=0).annotate(window=Substr("text", start, Value(WINDOW)))
    return dict(found.values_list("document", "window"))


def _snippet(window: str, marks: re.Pattern[str]) -> SafeString:
    """A line of whole words around the first mark."""
    line = " ".join(window.split())
    first = marks.search(line)
    if first is None:
        return SafeString("")
    start = max(0, first.start() - BEFORE // 3)
    cut = line.find(" ", start, first.start()) + 1 if start else 0
    shown = line[cut : cut + SHOWN]
    return _marked(shown if cut + SHOWN >= len(line) else shown.rpartition(" ")[0], marks)


def _marked(text: str, marks: re.Pattern[str]) -> SafeString:
    """Found words in <mark>; everything is escaped."""
    pieces, end = [], 0
    for found in marks.finditer(text):
        pieces += [conditional_escape(text[end : found.start()]), f"<mark>{conditional_escape(found.group())}</mark>"]
        end = found.end()
    return mark_safe("".join([*pieces, conditional_escape(text[end:])]))  # noqa: S308 -- escaped piece by piece
