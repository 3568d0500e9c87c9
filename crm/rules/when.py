"""Moments as people at an office type them: "tor 14", "imorgon", "v 51", "12/12 9:30", "om 3 dagar". Pure.

A day without a time means the morning; a time without a day means its next occurrence. What has passed this year is
next year's. Everything is read in the zone of the moment that is handed in.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(14), time(18)
MISUNDERSTOOD = "Skriv när, till exempel ”imorgon 10”, ”tor 14”, ”v 51”, ”12/12 9:30” eller ”om 3 dagar”."
WEEK = 7
MOST_DAYS = 366 * 3
_DAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
_LONG_DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_SHORT_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
_NUMBERS = {"en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "tio": 10}
_PARTS = {
    "morse": MORNING, "morgonen": MORNING, "morgon": MORNING, "förmiddag": time(10), "förmiddagen": time(10),
    "fm": time(10), "lunch": NOON, "eftermiddag": AFTERNOON, "eftermiddagen": AFTERNOON, "em": AFTERNOON,
    "kväll": EVENING, "kvällen": EVENING,
}  # fmt: skip
_RELATIVE_DAYS = {"idag": 0, "nu": 0, "imorgon": 1, "imorn": 1, "imorron": 1, "övermorgon": 2, "iövermorgon": 2}
_TIME = re.compile(r"(?:(?:kl|klockan)\.? ?)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?")
_WITH_TIME = re.compile(
    r"(?P<day>.*?)(?:^|[ ,])(?:(?:kl|klockan)\.? ?(?P<a>\d{1,2})(?:[:.](?P<b>\d{2}))?|(?P<c>\d{1,2})[:.](?P<d>\d{2})"
    r"|(?P<e>\d{1,2}))$"
)
_IN = re.compile(
    r"om (?P<number>\w+) (?P<unit>min(?:ut(?:er)?)?|tim(?:me|mar)?|h|dag(?:ar)?|veck(?:a|or)|månad(?:er)?|år)(?![^\W_])"
)
_WEEK = re.compile(r"(?:v|vecka)\.? ?(?P<week>\d{1,2})")
_SLASHED = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:[/ -](?P<year>\d{4})|/(?P<short>\d{2}))?")
_ISO = re.compile(r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})")
_NAMED = re.compile(r"(?:den )?(?P<day>\d{1,2})(?::e|:a|e|:de)? (?P<month>[a-zåäö]+)\.?(?: (?P<year>\d{4}))?")


def parse(text: str, now: datetime) -> datetime:
    """The moment that is meant, in the zone of `now`. Raises ValueError with a Swedish sentence when it is not clear.

    Never answers a moment that has passed, unless a year was written.
    """
    words = re.sub(r"\s+", " ", text.casefold().replace("i övermorgon", "övermorgon").strip(" .")).strip()
    words = re.sub(r"\bi ?morgon\b|\bi ?morron\b|\bi ?morn\b", "imorgon", re.sub(r"\bi dag\b", "idag", words))
    found = _span(words, now) or _time_alone(words, now) or _day_and_time(words, now)
    if found is None:
        raise ValueError(MISUNDERSTOOD)
    return found


def _span(words: str, now: datetime) -> datetime | None:
    """`om 3 dagar`, `om en halvtimme`, `om två veckor`, with a time after days if any is said."""
    if words in {"nu", "direkt", "genast"}:
        return now
    if words == "om en halvtimme":
        return now + timedelta(minutes=30)
    match = _IN.match(words)
    if match is None or (number := _number(match["number"])) is None:
        return None
    unit, rest = match["unit"], words[match.end() :].strip(" ,")
    if unit[:3] in {"min", "tim"} or unit == "h":
        minutes = number if unit.startswith("min") else 60 * number
        return None if rest or minutes > MOST_DAYS * 24 * 60 else now + timedelta(minutes=minutes)
    day = _later(now.date(), number, unit)
    at = _clock(rest) if rest else MORNING
    return None if day is None or at is None else _at(day, at, now)


def _number(word: str) -> int | None:
    if word.isdecimal() and len(word) <= 4:  # noqa: PLR2004 -- nobody plans by the ten thousand
        return int(word)
    return _NUMBERS.get(word)


def _later(today: date, number: int, unit: str) -> date | None:
    if unit.startswith("månad"):
        return _months_later(today, number)
    if unit == "år":
        return _months_later(today, 12 * number)
    days = number * (WEEK if unit.startswith("veck") else 1)
    return today + timedelta(days=days) if days <= MOST_DAYS else None


def _months_later(today: date, months: int) -> date | None:
    if months * 28 > MOST_DAYS:
        return None
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return next(found for day in (today.day, 30, 29, 28) if (found := _date(year, month + 1, day)) is not None)


def _time_alone(words: str, now: datetime) -> datetime | None:
    """`14:30` and `kl 9`: today, or tomorrow when it has passed; `i eftermiddag`: today."""
    part = re.fullmatch(r"(?:i|på) (\w+)", words)
    if part is not None and part[1] in _PARTS:
        return _next(_at(now.date(), _PARTS[part[1]], now), now)
    has_sign = re.search(r"[:.]|kl", words) is not None
    at = _clock(words) if has_sign else None
    return None if at is None else _next(_at(now.date(), at, now), now)


def _day_and_time(words: str, now: datetime) -> datetime | None:
    """A day, perhaps with a time or a part of the day after it."""
    if (day := _day(words, now)) is not None:
        return _soon_enough(day, MORNING, now)
    for sign in (" på ", " i ", " "):
        first, found, last = words.rpartition(sign)
        if found and last in _PARTS and (day := _day(first.strip(" ,"), now)) is not None:
            return _soon_enough(day, _PARTS[last], now)
    match = _WITH_TIME.fullmatch(words)
    if match is None or (day := _day(match["day"].strip(" ,"), now)) is None:
        return None
    hour, minute = match["a"] or match["c"] or match["e"], match["b"] or match["d"] or "0"
    at = _time(int(hour), int(minute))
    if at is None:
        return None
    moment = _at(day, at, now)
    is_weekday = _weekday(match["day"].strip(" ,")) is not None
    return moment + timedelta(days=WEEK) if is_weekday and moment <= now else _soon_enough(day, at, now)


def _soon_enough(day: date, at: time, now: datetime) -> datetime | None:
    """The moment; today's morning that has passed is the next whole hour, an hour that was said and has passed none."""
    moment = _at(day, at, now)
    if moment > now or day < now.date():
        return moment
    if at != MORNING:
        return None
    return (now + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)


def _day(words: str, now: datetime) -> date | None:
    today = now.date()
    if words in _RELATIVE_DAYS:
        return today + timedelta(days=_RELATIVE_DAYS[words])
    readers: tuple[Callable[[str, date], date | None], ...] = (_next_thing, _week, _weekday_day, _written_date)
    return next((day for read in readers if (day := read(words, today)) is not None), None)


def _next_thing(words: str, today: date) -> date | None:
    """`nästa vecka`, `nästa månad`, `nästa tisdag`, `i helgen`."""
    monday = today - timedelta(days=today.weekday())
    if words == "nästa vecka":
        return monday + timedelta(days=WEEK)
    if words == "i helgen":
        return monday + timedelta(days=5)
    if words == "nästa månad":
        return _months_later(today.replace(day=1), 1)
    if words.startswith("nästa ") and (weekday := _weekday(words.removeprefix("nästa "))) is not None:
        return monday + timedelta(days=WEEK + weekday)
    return None


def _week(words: str, today: date) -> date | None:
    """The Monday of `v 51`, or its day in `tor v 51`; a week that has ended is next year's."""
    first, _, rest = words.partition(" ")
    weekday = _weekday(first)
    match = _WEEK.fullmatch(words if weekday is None else rest)
    if match is None:
        return None
    for year in (today.isocalendar().year, today.isocalendar().year + 1):
        try:
            day = date.fromisocalendar(year, int(match["week"]), (weekday or 0) + 1)
        except ValueError:
            continue
        if day >= today or (weekday is None and day + timedelta(days=4) >= today):
            return max(day, today)
    return None


def _weekday_day(words: str, today: date) -> date | None:
    """The next day of that name; today's name means a week from now."""
    weekday = _weekday(words.removeprefix("på ").removeprefix("nu på "))
    return None if weekday is None else today + timedelta(days=(weekday - today.weekday() - 1) % WEEK + 1)


def _weekday(word: str) -> int | None:
    """0 for mån, må, måndag and måndagen; 6 for sön."""
    bare = word.removesuffix(".")
    shortest = 2
    for number, (short, long) in enumerate(zip(_DAYS, _LONG_DAYS, strict=True)):
        if bare in {short, short[:shortest], long, f"{long}en", f"{short}s", f"{short}d"}:
            return number
    return None


def _written_date(words: str, today: date) -> date | None:
    """`12/12`, `12/12 2027`, `2026-12-12`, `20261212`, `12 dec`, `den 3:e mars`."""
    bare = re.sub(r"^(?:den )", "", words)
    if match := _ISO.fullmatch(bare):
        return _date(int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _SLASHED.fullmatch(bare):
        year = match["year"] or (match["short"] and f"20{match['short']}")
        return _this_or_next_year(int(year) if year else None, int(match["month"]), int(match["day"]), today)
    if (match := _NAMED.fullmatch(bare)) and (month := _month(match["month"])) is not None:
        return _this_or_next_year(int(match["year"]) if match["year"] else None, month, int(match["day"]), today)
    return None


def _month(word: str) -> int | None:
    for number, (short, long) in enumerate(zip(_SHORT_MONTHS, _MONTHS, strict=True), start=1):
        if word in {short, long, f"{short}t"}:
            return number
    return None


def _this_or_next_year(year: int | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _date(year, month, day)
    years = range(today.year, today.year + 9)  # a leap day comes at most eight years later
    return next((found for each in years if (found := _date(each, month, day)) is not None and found >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(words: str) -> time | None:
    match = _TIME.fullmatch(words)
    return _time(int(match["hour"]), int(match["minute"] or 0)) if match else _PARTS.get(words)


def _time(hour: int, minute: int) -> time | None:
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _at(day: date, at: time, now: datetime) -> datetime:
    return datetime.combine(day, at, tzinfo=now.tzinfo)


def _next(moment: datetime, now: datetime) -> datetime:
    return moment if moment > now else _at(moment.date() + timedelta(days=1), moment.time(), now)
