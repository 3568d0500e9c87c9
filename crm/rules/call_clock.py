"""How long a new lead has waited for a call, counted while the office is open. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

OPENS, CLOSES = time(8), time(18)
PROMISE = timedelta(minutes=5)
AMBER_SECONDS = 120
SATURDAY = 5
MOST_DAYS = 40  # a lead that has waited longer is late by weeks, whatever the hours
MINUTE, HOUR, DAY = 60, 3600, 10 * 3600  # of work
WIDEST = 10 * MINUTE  # from here on minutes and seconds do not fit in the ring
_WEEKDAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")


@dataclass(frozen=True)
class CallClock:
    """When to call at the latest, and the seconds of working time that are left; negative when it is late."""

    by: datetime
    seconds: int
    is_running: bool

    @property
    def tone(self) -> str:
        """Petrol, amber in the last two minutes, red when it is late."""
        return "bad" if self.seconds < 0 else "warn" if self.seconds <= AMBER_SECONDS else "accent"

    @property
    def percent(self) -> int:
        """How much of the promise is left, for the ring; all of it once it is broken."""
        return 100 if self.seconds < 0 else min(100 * self.seconds // int(PROMISE.total_seconds()), 100)

    @property
    def short(self) -> str:
        """What stands in the ring: `4:24`, `+2:08`, `+12 m`, `+3 t`, `+2 d`, or when the office opens: `08:05`."""
        late = abs(self.seconds)
        if not self.is_running and self.seconds >= 0:
            return f"{self.by:%H:%M}"
        if self.seconds < 0 and late >= HOUR:
            return f"+{late // DAY} d" if late >= DAY else f"+{late // HOUR} t"
        if self.seconds < 0 and late >= WIDEST:
            return f"+{late // MINUTE} m"
        return f"{'+' if self.seconds < 0 else ''}{late // MINUTE}:{late % MINUTE:02}"

    @property
    def late_words(self) -> str:
        """`2 min för sent`."""
        return f"{in_words(-self.seconds)} för sent"

    @property
    def words(self) -> str:
        """`Ring inom 5 min`, `Ring nu, 2 min sen`, `Ring tor 08:05`."""
        if self.seconds < 0:
            return f"Ring nu, {in_words(-self.seconds)} sen"
        if not self.is_running:
            return f"Ring {_WEEKDAYS[self.by.weekday()]} {self.by:%H:%M}"
        return f"Ring inom {max(-(-self.seconds // MINUTE), 1)} min"


def clock_of(received_at: datetime, now: datetime) -> CallClock:
    """The clock of a lead that nobody has called yet, in the zone of `now`."""
    received = received_at.astimezone(now.tzinfo)
    by = call_by(received)
    late = working_seconds(by, now)
    if late or now >= by:
        return CallClock(by, -late if late else 0, is_running=True)
    return CallClock(by, int(working_seconds(max(received, now), by)), is_running=_is_open(now))


def call_by(received: datetime) -> datetime:
    """Five minutes of working time after a lead came; one that comes at night is called when the office opens."""
    start = _opening(received)
    by, closes = start + PROMISE, datetime.combine(start.date(), CLOSES, start.tzinfo)
    return by if by <= closes else _opening(closes) + (by - closes)


def in_words(seconds: int) -> str:
    """`2 min`, `3 tim`, `2 dagar` of working time."""
    if seconds < HOUR:
        return f"{max(seconds // MINUTE, 1)} min"
    if seconds < DAY:
        return f"{seconds // HOUR} tim"
    return "1 dag" if seconds < 2 * DAY else f"{seconds // DAY} dagar"


def _opening(moment: datetime) -> datetime:
    """The moment itself while the office is open, else when it opens next."""
    day = moment.date()
    if _is_working_day(day):
        opens = datetime.combine(day, OPENS, moment.tzinfo)
        if moment < datetime.combine(day, CLOSES, moment.tzinfo):
            return max(moment, opens)
    day += timedelta(days=1)
    while not _is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, moment.tzinfo)


def _is_open(moment: datetime) -> bool:
    return _is_working_day(moment.date()) and OPENS <= moment.time() < CLOSES


def working_seconds(start: datetime, end: datetime) -> int:
    """Seconds of working time between two moments, told up to MOST_DAYS days."""
    total, day = 0.0, start.date()
    last = min(end.date(), day + timedelta(days=MOST_DAYS))
    while day <= last:
        if _is_working_day(day):
            first = max(start, datetime.combine(day, OPENS, start.tzinfo))
            until = min(end, datetime.combine(day, CLOSES, start.tzinfo))
            total += max((until - first).total_seconds(), 0)
        day += timedelta(days=1)
    return int(total)


def _is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _free_days(day.year)


@lru_cache(maxsize=16)
def _free_days(year: int) -> frozenset[date]:
    kinds = ("public", "de_facto")  # the eves of midsummer, Christmas and New Year are free by custom
    return frozenset(holidays.country_holidays("SE", years=year, categories=kinds, include_sundays=False))
