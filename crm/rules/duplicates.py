"""Whether two people in the books are one: the same phone, e-mail or personal number, or much the same name and home.

Likeness is counted in threes of letters, as pg_trgm counts it, so that no extension of the database is needed. Pure.
"""

from dataclasses import dataclass

from perforia.base.searching import fold

ALIKE, SAME_HOME, SAME_NAME = 0.45, 0.6, 0.85


@dataclass(frozen=True)
class Person:
    """What is compared; phone as E.164, e-mail in small letters, `personal_number_hash` keyed."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    personal_number_hash: str = ""


def reasons(one: Person, other: Person) -> list[str]:
    """Why two may be the same, the surest first, in Swedish; nothing when there is no reason to think so."""
    found = [
        words
        for name, words in (
            ("personal_number_hash", "samma personnummer"), ("phone", "samma telefon"), ("email", "samma e-post"),
        )
        if getattr(one, name) and getattr(one, name) == getattr(other, name)
    ]  # fmt: skip
    names, homes = likeness(one.name, other.name), likeness(one.address, other.address)
    if (names >= ALIKE and homes >= SAME_HOME) or (names >= SAME_NAME and homes >= ALIKE):
        found.append("liknande namn och adress")
    return found


def likeness(one: str, other: str) -> float:
    """0 for nothing in common to 1 for the same words in any order, whatever the accents; 0 when either is empty."""
    first, second = _threes(one), _threes(other)
    return len(first & second) / len(first | second) if first and second else 0.0


def _threes(text: str) -> set[str]:
    words = "".join(sign if sign.isalnum() else " " for sign in fold(text)).split()
    padded = (f"  {word} " for word in words)
    return {word[start : start + 3] for word in padded for start in range(len(word) - 2)}
