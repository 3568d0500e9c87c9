"""When a licence or a course runs out, in words. Pure."""

from dataclasses import dataclass
from datetime import date

from scheduling.rules.words import date_of

SOON = 30  # days before, as in scheduling.services.licences
TOMORROW = 1


@dataclass(frozen=True, slots=True)
class Expiry:
    """`words` is empty for what never runs out; `tone` is bad when it has, warn when it soon will."""

    words: str = ""
    tone: str = ""


def expiry_of(valid_until: date | None, today: date) -> Expiry:
    """What is said of a last day: `går ut om 20 dagar`, `gick ut 3 november 2026`, `till 3 november 2028`."""
    if valid_until is None:
        return Expiry()
    left = (valid_until - today).days
    if left < 0:
        return Expiry(f"gick ut {date_of(valid_until, today)}", "bad")
    if left > SOON:
        return Expiry(f"till {date_of(valid_until, today)}")
    if left > TOMORROW:
        return Expiry(f"går ut om {left} dagar", "warn")
    return Expiry("går ut imorgon" if left else "går ut idag", "warn")
