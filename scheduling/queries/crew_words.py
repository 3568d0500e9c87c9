"""The languages that crews read: Swedish is the source, the catalogue has the others."""

from datetime import date
from typing import cast

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from scheduling.rules.changes import SWEDISH, Speech

HOME = "sv"  # what the office reads
LANGUAGES = (HOME, "en")
_DAY = lazy(date_format, str)


def speech_of(language: str) -> Speech:
    """How things are told in a language."""

    def say(phrase: str) -> str:
        with translation.override(language):
            return gettext(phrase)

    def day_in(day: date) -> str:
        return in_language(worded_day(day), language)

    return SWEDISH if language == HOME else Speech(say, day_in)


def worded(phrase: str, **facts: object) -> str:
    """A Swedish phrase of the catalogue with its facts, which becomes text in the language that is spoken then."""
    return cast("str", format_lazy(gettext_lazy(phrase), **facts))


def worded_day(day: date) -> str:
    """`tisdag 9 juni`, `Tuesday 9 June`, in the same way."""
    return _DAY(day, "l j F")


def in_language(sentence: str, language: str) -> str:
    """What `worded` has written, as text; what is text already stays as it is."""
    with translation.override(language):
        return str(sentence)
