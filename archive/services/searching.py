"""What a document is found by, written anew whenever it changes."""

import re
import unicodedata

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from archive.models import Document
from archive.rules import number_parts
from perforia.base.searching import fold

SEARCHED_TEXT = 100_000
NUMBERS_OF_TEXT = 20_000
_WORD = re.compile(r"[^\W\d_]{2,40}")


def refresh_search(*, document: Document) -> None:
    """Write anew what a document is found by: name, links and kind weigh more than its text.

    Words as they stand and by their stems; letters with dots and accents also without, for those who type none; every
    ending of every number.
    """
    fresh = Document.objects.select_related("current_version").get(pk=document.pk)
    labels = " ".join(fresh.links.order_by("pk").values_list("label", flat=True))
    head = _spaced(f"{fresh.title} {labels} {fresh.get_kind_display()}")
    text = unicodedata.normalize("NFC", fresh.current_version.text if fresh.current_version else "")[:SEARCHED_TEXT]
    numbers = number_parts(f"{fresh.title} {labels} {text[:NUMBERS_OF_TEXT]}")
    vector = (
        SearchVector(Value(f"{head} {_unaccented(head)}"), config="simple", weight="A")
        + SearchVector(Value(numbers), config="simple", weight="B")
        + SearchVector(Value(f"{text} {_unaccented(text)}"), config="simple", weight="D")
        + SearchVector(Value(f"{head} {text}"), config="swedish", weight="C")
    )
    Document.objects.filter(pk=document.pk).update(search=vector)


def _spaced(text: str) -> str:
    """Words apart, as no parser of file names and addresses would leave them."""
    return re.sub(r"[._/-]", " ", unicodedata.normalize("NFC", text))


def _unaccented(text: str) -> str:
    """The words that are written otherwise without their dots and accents."""
    words = {word.lower() for word in _WORD.findall(text)}
    return " ".join(sorted(plain for word in words if (plain := fold(word)) != word))
