"""How pages write jobs: when, how long, by whom: `{% load jobs %}`."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from crm.states import Service
from crm.templatetags.leads import ICONS
from perforia.base.clock import today
from perforia.base.templatetags.perforia import icon, status
from scheduling.models import Job, Resource
from scheduling.queries.job_words import state_of
from scheduling.rules.facts import Span
from scheduling.rules.words import day_of, hours, period
from scheduling.rules.worktime import local_date

register = template.Library()
COLOURS: dict[str, int] = {
    Service.MOVING: 1, Service.MOVE_CLEANING: 2, Service.HOME_CLEANING: 3, Service.WINDOWS: 4, Service.PACKING: 5,
    Service.OTHER: 4,
}  # fmt: skip
HALF_A_YEAR = 183
_WEEKDAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
_MONTHS = ("jan.", "feb.", "mars", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.")


@register.filter
def job_day(value: date | datetime | None) -> str:
    """The day of a job in a column: `idag`, `imorgon`, `tis 8 juni`, with its year when that is far away."""
    if value is None:
        return ""
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    away = (day - today()).days
    if away in {-1, 0, 1}:
        return ("igår", "idag", "imorgon")[away + 1]
    is_near = abs(away) < HALF_A_YEAR or day.year == today().year
    year = "" if is_near else f" {day.year}"
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"


@register.filter
def whole_day(value: date | datetime | None) -> str:
    """`tisdag 8 juni`, with its year when it is another one."""
    if value is None:
        return ""
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    return day_of(day) + ("" if day.year == today().year else f" {day.year}")


@register.simple_tag
def between(start: datetime | None, end: datetime | None) -> str:
    """`08:00–12:00`; past midnight `22:00–06:00 nästa dag`."""
    return period(Span(start, end)) if start and end else ""


@register.filter
def lasting(minutes: int | None) -> str:
    """`2,5 tim`, `45 min`."""
    return hours(minutes) if minutes is not None else ""


@register.filter
def service_icon(kind: str) -> SafeString:
    """The icon of a service."""
    return icon(ICONS.get(kind, "dots"))


@register.filter
def service_colour(kind: str) -> int:
    """Which of the five category colours a service has."""
    return COLOURS.get(kind, 4)


@register.filter
def iso_day(value: date | datetime | None) -> str:
    """`2026-12-01`, as addresses have days."""
    if value is None:
        return ""
    return (local_date(value) if isinstance(value, datetime) else value).isoformat()


@register.simple_tag
def face(resource: Resource, *, size: str = "sm") -> SafeString:
    """The initials of a person in their colour; a thing by its own sign. The name stands beside it or is its title."""
    return format_html(
        '<span class="avatar avatar-{}" data-c="{}" title="{}" aria-hidden="true">{}</span>',
        size, resource.hue or "", resource.name, resource.initials,
    )  # fmt: skip


@register.simple_tag
def told_mark(is_told: bool) -> SafeString:  # noqa: FBT001 -- as a template passes it
    """Whether somebody knows of their work as it is planned: published, or a draft still."""
    if is_told:
        return format_html('<span class="p-xs p-muted">{}</span>', "publicerad")
    return format_html('<span class="p-tag" data-tone="info">{}</span>', "utkast")


@register.simple_tag
def job_status(job: Job) -> SafeString:
    """The state of a job in a word with its ring."""
    word, ring, tone = state_of(job)
    return status(word, ring=ring, tone=tone)


@register.filter
def is_late(job: Job) -> bool:
    """Whether a job that nobody has planned was wanted before now."""
    return job.starts_at is None and job.is_plannable and job.wanted_on is not None and job.wanted_on < today()
