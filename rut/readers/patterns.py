"""Patterns that are tried on whole letters: taken apart into the ways they may begin.

An expression that begins with known letters is looked for many times faster than a choice between several beginnings,
so `a|b` is tried as `a` and then as `b`, and `(?:a|b)c` as `ac` and then as `bc`. A text that lacks those letters, as
most do, is not searched at all.
"""

import re
from collections.abc import Iterator

# The letters each way begins with, and its expression.
Pattern = tuple[tuple[str, re.Pattern[str]], ...]
_OPENS = "(?:"
_REPEATS = ("?", "*", "+", "{")
_LETTERS = re.compile(r"(?:\\b)?([\w -]*)")


def any_of(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Pattern:
    """The expressions one of which is found wherever `pattern` would be, in texts of the same letters.

    `flags` may not let letters of either size stand for each other. Raises re.error for a broken pattern.
    """
    return tuple((_beginning(way), re.compile(way, flags)) for way in _ways(pattern))


def is_found(pattern: Pattern, text: str) -> bool:
    """Whether any of the expressions is found in the text."""
    for letters, way in pattern:  # noqa: SIM110 -- asked hundreds of times a page: a generator costs twice as much
        if letters in text and way.search(text):
            return True
    return False


def _beginning(way: str) -> str:
    """The letters that must stand in a text for the way to be found; none when it may begin with others."""
    letters = _LETTERS.match(way)
    if letters is None:
        return ""
    told, rest = letters[1], way[letters.end() :]
    return told[:-1] if rest.startswith(_REPEATS) else told


def _ways(pattern: str) -> Iterator[str]:
    for choice in _choices(pattern):
        end = _end_of_group(choice) if choice.startswith(_OPENS) else 0
        if end and not choice.startswith(_REPEATS, end + 1):
            for first in _choices(choice[len(_OPENS) : end]):
                yield from _ways(f"{first}{choice[end + 1 :]}")
        else:
            yield choice


def _choices(pattern: str) -> list[str]:
    """The alternatives of an expression, outside groups and sets."""
    ends = [position for position, depth, sign in _signs(pattern) if sign == "|" and depth == 0]
    starts = [0, *(end + 1 for end in ends)]
    return [pattern[start:end] for start, end in zip(starts, [*ends, len(pattern)], strict=True)]


def _end_of_group(pattern: str) -> int:
    return next(position for position, depth, sign in _signs(pattern) if sign == ")" and depth == 0)


def _signs(pattern: str) -> Iterator[tuple[int, int, str]]:
    """The signs that shape an expression, with how many groups they stand in."""
    depth, in_set, position = 0, False, 0
    while position < len(pattern):
        sign = pattern[position]
        if sign == "\\":
            position += 1
        elif in_set:
            in_set = sign != "]"
        elif sign == "[":
            in_set = True
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            yield position, depth, sign
        elif sign == "|":
            yield position, depth, sign
        position += 1
