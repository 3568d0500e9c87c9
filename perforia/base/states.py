"""Moves between states: one check for every table, and the vocabulary of the kernel."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

from django.db.models import TextChoices

from perforia.base.errors import DomainError

S = TypeVar("S", bound=TextChoices)


class Theme(TextChoices):
    """How the pages look."""

    LIGHT = "light", "Ljust"
    DARK = "dark", "Mörkt"
    AUTO = "auto", "Som datorn"


class Density(TextChoices):
    """How tall rows of tables are."""

    NORMAL = "normal", "Normal"
    COMPACT = "kompakt", "Kompakt"


def check_move(old: S, new: S, table: Mapping[S, AbstractSet[S]]) -> bool:
    """True when the move should be made, False when it is made already.

    Raises DomainError when the table does not allow it.
    """
    if old == new:
        return False
    if new not in table[old]:
        message = f"Det går inte att ändra från ”{old.label}” till ”{new.label}”."
        raise DomainError(message)
    return True
