"""How the pages of the schedule write times, lengths, groups and absence: `{% load schedule %}`."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString

from perforia.base.templatetags.perforia import icon
from scheduling.queries.board import Bar, Cell
from scheduling.queries.board_rows import AwayRow
from scheduling.rules import words
from scheduling.rules.facts import Span
from scheduling.rules.worktime import part_of_day, to_local
from scheduling.states import AbsenceKind, ResourceKind, StaffGroup

register = template.Library()
AWAY_ICONS: dict[str, str] = {
    AbsenceKind.SICK: "medical-cross", AbsenceKind.CHILD_SICK: "medical-cross", AbsenceKind.VACATION: "beach",
    AbsenceKind.TRAINING: "school", AbsenceKind.SERVICE: "tool",
}  # fmt: skip
GROUP_ICONS: dict[str, str] = {
    StaffGroup.MOVING: "truck", StaffGroup.CLEANING: "sparkles", StaffGroup.WINDOWS: "window",
    StaffGroup.OTHER: "users", ResourceKind.VEHICLE: "car", ResourceKind.EQUIPMENT: "tool",
}  # fmt: skip
WEEKDAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
_AWAY = dict(AbsenceKind.choices)


@lru_cache(maxsize=32)
def _icon(name: str) -> SafeString:
    return icon(name)


@register.filter
def group_icon(key: str) -> SafeString:
    """The icon of a group of rows."""
    return _icon(GROUP_ICONS.get(key, "users"))


@register.filter
def hour(at: datetime | None) -> str:
    """`07` for a whole hour, else `07:30`; nothing for no time."""
    return "" if at is None else f"{to_local(at):%H:%M}".removesuffix(":00")


@register.filter
def clock(at: datetime | None) -> str:
    """`07:00`; nothing for no time."""
    return "" if at is None else words.clock(at)


@register.filter
def hours(minutes: float) -> str:
    """Hours as a number: `44`, `43,5`."""
    return words.in_hours(minutes)


@register.filter
def away_words(away: AwayRow) -> str:
    """`Semester`, `Vab 06:00–12:00`, `Semester, begärd`; `Frånvaro` for those who must not know why."""
    told = _AWAY.get(away.kind, "Frånvaro")
    if not away.is_whole_days:
        told += f" {words.clock(away.starts_at)}–{words.clock(away.ends_at)}"
    return f"{told}, begärd" if away.is_asked else told


@register.filter
def away_part(cell: Cell) -> str:
    """`13:00–17:00`, the hours of a worked day that somebody is away; nothing when that is none of it, or all."""
    spans = [Span(away.starts_at, away.ends_at) for away in cell.aways if cell.shifts and not away.is_asked]
    return words.joined([words.period(part) for span in spans if (part := part_of_day(span, cell.day)) is not None])


@register.filter
def away_icon(away: AwayRow) -> SafeString:
    """The icon of a time away."""
    return _icon(AWAY_ICONS.get(away.kind, "calendar-off"))


@register.filter
def short_day(day: date) -> str:
    """`mån 8`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day}"


@register.filter
def day_words(day: date) -> str:
    """`måndag 8 juni`."""
    return words.day_of(day)


@register.filter
def bar_title(bar: Bar) -> str:
    """What a chip has no room for: `U-1041 07:00–12:00, Testgränd 7, med Jonas och Bil 1`."""
    mates = words.joined(bar.mates)
    parts = [f"{bar.number} {words.period(bar.span)}", bar.row.title, bar.address, f"med {mates}" if mates else ""]
    return ", ".join(part for part in parts if part)
