"""Worked time in templates."""

from django import template
from django.utils.safestring import SafeString

from perforia.base.templatetags.perforia import status
from scheduling.models import TimeCorrection, TimeEntry
from scheduling.rules.facts import Span
from scheduling.rules.hours import Worked
from scheduling.rules.words import hours, period
from scheduling.states import TimeState

register = template.Library()
_RINGS = {
    TimeState.RUNNING: ("50", ""), TimeState.REPORTED: ("is-new", "warn"), TimeState.APPROVED: ("is-done", "ok"),
    TimeState.REJECTED: ("is-lost", ""),
}  # fmt: skip


@register.filter
def times(worked: Worked) -> str:
    """From when to when: `07:00–12:00`."""
    return period(Span(worked.starts_at, worked.ends_at))


@register.filter
def exact_hours(minutes: int) -> str:
    """Hours and minutes as a clock counts them: `4:30`."""
    return f"{minutes // 60}:{minutes % 60:02}"


@register.filter
def about_hours(minutes: int) -> str:
    """`8,5 tim`, `45 min`."""
    return hours(minutes)


@register.filter
def apart(minutes: int | None) -> str:
    """How far from the plan: `+16 min`, `−1 tim`, empty at none."""
    if not minutes:
        return ""
    return f"{'+' if minutes > 0 else '−'}{hours(abs(minutes))}"


@register.filter
def span(planned: Span) -> str:
    """`07:00–12:00` of a time that was planned."""
    return period(planned)


@register.filter
def row_times(row: TimeCorrection) -> str:
    """`07:00–12:00` of what was put right."""
    return period(Span(row.started_at, row.ended_at))


@register.simple_tag
def time_state(entry: TimeEntry) -> SafeString:
    """Where a time is on its way, with its ring."""
    ring, tone = _RINGS[TimeState(entry.state)]
    return status(entry.get_state_display(), ring=ring, tone=tone)
