"""How the day of the schedule is drawn: `{% load day %}`."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString

from crm.templatetags.leads import ICONS
from perforia.base.templatetags.perforia import icon
from scheduling.states import AbsenceKind
from scheduling.templatetags.jobs import COLOURS

register = template.Library()
OFF_ICONS: dict[str, str] = {
    AbsenceKind.SICK: "medical-cross", AbsenceKind.CHILD_SICK: "baby-carriage", AbsenceKind.PARENTAL: "baby-carriage",
    AbsenceKind.VACATION: "beach", AbsenceKind.TRAINING: "school", AbsenceKind.SERVICE: "tool", "off": "clock-off",
}  # fmt: skip


@lru_cache(maxsize=64)
def _icon(name: str) -> SafeString:
    return icon(name)


@register.filter
def kind_icon(service: str) -> SafeString:
    """The icon of a service; the same text again and again, for a page with hundreds."""
    return _icon(ICONS.get(service, "dots"))


@register.filter
def kind_colour(service: str) -> str:
    """Which of the five category colours a service has, as a text for an attribute."""
    return str(COLOURS.get(service, 4))


@register.filter
def off_icon(kind: str) -> SafeString:
    """The icon of a time somebody is not there."""
    return _icon(OFF_ICONS.get(kind, "calendar-off"))
