"""Dates as Swedish letters write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
_MONTH = {name: number for number, name in enumerate(MONTHS, start=1)}
_MONTH |= {name[:3]: number for number, name in enumerate(MONTHS, start=1)} | {"sept": 9}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
DATE = re.compile(
    rf"""(?<![\d/-])(?:
        (?P<y1>20\d\d)[-/.](?P<m1>[01]?\d)[-/.](?P<d1>[0-3]?\d)
      | (?P<d2>[0-3]?\d)(?::?[ae])?\s*(?P<m2>{_NAMES})\.?(?:\s*(?P<y2>20\d\d))?
      | (?P<d3>[0-3]?\d)\s?[/.]\s?(?P<m3>[01]?\d)(?:\s?[.\-/]\s?|\s+)(?P<y3>20\d\d)
      | (?P<d4>[0-3]?\d)/(?P<m4>[01]?\d)(?!\s*\d)
    )(?![\d])(?!-\d)""",
    re.IGNORECASE | re.VERBOSE,
)


_DIGIT = re.compile(r"\d")
_COMPACT = re.compile(r"(?:20)?(?P<y>[2-4]\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?![\d-])")


@dataclass(frozen=True)
class Found:
    """A date in a text; `has_year` is false when the reader had to choose the year."""

    day: date
    start: int
    end: int
    has_year: bool


def find_dates(text: str, *, since: date | None = None) -> Iterator[Found]:
    """Every date; one without a year is the first such date on or after `since`, and left out without it."""
    if _DIGIT.search(text) is None:
        return  # most of what is asked: far quicker than trying a date at every letter
    for match in DATE.finditer(text):
        found = _day(match, since)
        if found is not None:
            yield found


def compact_date(text: str) -> date | None:
    """The day of `260315`: six or eight digits that only a label makes a date."""
    match = _COMPACT.match(text)
    if match is None:
        return None
    try:
        return date(2000 + int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def parse_date(text: str, *, since: date | None = None) -> date | None:
    """The first date of a text."""
    return next((found.day for found in find_dates(text, since=since)), None)


def _day(match: re.Match[str], since: date | None) -> Found | None:
    groups = match.groupdict()
    form = next(form for form in "1234" if groups[f"d{form}"])
    day, month, year = groups[f"d{form}"], groups[f"m{form}"], groups.get(f"y{form}")
    number = int(month) if month.isdigit() else _MONTH[month.lower()]
    try:
        if year:
            return Found(date(int(year), number, int(day)), match.start(), match.end(), has_year=True)
        if since is None:
            return None
        this = date(since.year, number, int(day))
        if this < since:
            this = date(since.year + 1, number, int(day))
    except ValueError:
        return None
    return Found(this, match.start(), match.end(), has_year=False)
