"""The way to a place in the map of the phone itself: by its pin where there is one, else by its words. Pure."""

from urllib.parse import quote

from scheduling.rules.facts import Point

DIGITS = 6


def navigation_url(words: str, point: Point | None, *, is_apple: bool = False) -> str:
    """An address that a phone opens in its own map: Apple's on an iPhone, else what any map app takes."""
    if is_apple:
        return f"https://maps.apple.com/?daddr={_written(point) if point else quote(words)}&dirflg=d"
    if point is None:
        return f"geo:0,0?q={quote(words)}"
    where = _written(point)
    return f"geo:{where}?q={where}({quote(words)})"


def _written(point: Point) -> str:
    return ",".join(f"{degrees:.{DIGITS}f}" for degrees in point)
