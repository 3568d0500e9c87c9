"""When a mail is tried again."""

from datetime import datetime, timedelta

# Minutes after the first, second … failed try; together about a day, then a person must look.
_WAITS = (1, 2, 5, 10, 30, 60, 120, 240, 480, 480)


def next_try(*, attempts: int, at: datetime) -> datetime | None:
    """The moment of the next try after `attempts` failed ones, None when it is time to give up."""
    return at + timedelta(minutes=_WAITS[attempts - 1]) if 0 < attempts <= len(_WAITS) else None
