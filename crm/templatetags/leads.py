"""How lists of leads write services, ways and moments: `{% load leads %}`."""

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from crm.models import Lead
from crm.rules.contact import pretty_phone
from crm.states import Service
from perforia.base.clock import now, today
from perforia.base.templatetags.perforia import icon

register = template.Library()
ICONS: dict[str, str] = {
    Service.MOVING: "truck", Service.MOVE_CLEANING: "sparkles", Service.HOME_CLEANING: "home-heart",
    Service.WINDOWS: "window", Service.PACKING: "package", Service.OTHER: "dots",
}  # fmt: skip
_WEEKDAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
_MONTHS = ("jan.", "feb.", "mars", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.")
_LABELS = dict(Service.choices)
THIS_WEEK, HALF_A_YEAR = 7, 183


@register.filter
def services(values: Sequence[str]) -> SafeString | str:
    """What is asked for, with the icon of the first: `Flytt och städ` for the usual pair."""
    known = [value for value in values if value in _LABELS]
    if not known:
        return ""
    words = ", ".join([_LABELS[known[0]], *(_LABELS[each].lower() for each in known[1:])])
    if set(known) == {Service.MOVING, Service.MOVE_CLEANING}:
        words = "Flytt och städ"
    return format_html(
        '<span class="p-service" title="{}">{}<span>{}</span></span>', words, icon(ICONS[known[0]]), words
    )


@register.filter
def way(lead: Lead) -> SafeString | str:
    """From where to where, as short as a row allows."""
    start, goal = lead.address or lead.postal_code or lead.city, lead.to_address or lead.to_postal_code or lead.to_city
    if start and goal:
        return format_html("{} {} {}", start, icon("arrow-narrow-right"), goal)
    return start or goal


@register.filter
def called(lead: Lead) -> str:
    """What somebody is called in a list: the name, else how they are reached."""
    return lead.name or f"Okänd, {pretty_phone(lead.phone) if lead.phone else lead.email or lead.number}"


@register.filter
def moment(value: datetime | None) -> str:
    """When something is done: `idag 11:00`, `imorgon 09:00`, `ons 09:00`, `11 juni`."""
    if value is None:
        return ""
    at = timezone.localtime(value)
    days = (at.date() - today()).days
    if days in {0, 1}:
        return f"{('idag', 'imorgon')[days]} {at:%H:%M}"
    if 1 < days < THIS_WEEK:
        return f"{_WEEKDAYS[at.weekday()]} {at:%H:%M}"
    return date_format(at, "j F" if at.year == today().year else "j F Y")


@register.filter
def lateness(value: datetime | None) -> str:
    """How late something is: `20 min sen`, `2 tim sen`, `1 dag sen`."""
    if value is None:
        return ""
    late = now() - value
    if late.days:
        return f"{late.days} {'dag' if late.days == 1 else 'dagar'} sen"
    hours, minutes = divmod(int(late.total_seconds()) // 60, 60)
    return f"{hours} tim sen" if hours else f"{max(minutes, 1)} min sen"


@register.filter
def short_day(value: date | datetime | None) -> str:
    """A day in a narrow column: `30 juni`, `29 dec.`, with its year when that is not this year or the next winter."""
    if value is None:
        return ""
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    is_near = abs((day - today()).days) < HALF_A_YEAR or day.year == today().year
    return f"{day.day} {_MONTHS[day.month - 1]}{'' if is_near else f' {day.year}'}"


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail address that may break after its @."""
    name, at, host = address.partition("@")
    return format_html("{}{}<wbr>{}", name, at, host)


@register.filter
def arrived(value: datetime) -> str:
    """When a lead came, as narrow as its column: `09:41`, `igår`, `23 nov.`."""
    at = timezone.localtime(value)
    days = (today() - at.date()).days
    if days == 0:
        return f"{at:%H:%M}"
    if days == 1:
        return "igår"
    return short_day(at)
