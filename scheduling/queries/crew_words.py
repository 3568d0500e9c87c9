"""The languages that crews read: Swedish is the source, the catalogue has the others."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from scheduling.rules.changes import SWEDISH, Speech

HOME = "sv"  # what the office reads
LANGUAGES = (HOME, "en")


def speech_of(language: str) -> Speech:
    """How things are told in a language."""

    def say(phrase: str) -> str:
        with translation.override(language):
            return gettext(phrase)

    def day_in(day: date) -> str:
        with translation.override(language):
            return date_format(day, "l j F")

    return SWEDISH if language == HOME else Speech(say, day_in)
