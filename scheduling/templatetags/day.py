"""How the day of the schedule is drawn: `{% load day %}`.

The work of a row is put together here and not in a template: a page has hundreds of bars, and each look-up of a
template costs as much as a bar does here. Places on the axis are our own digits; everything else is escaped.
"""

from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from crm.templatetags.leads import ICONS
from perforia.base.templatetags.perforia import icon
from scheduling.queries.day_rows import Off, Road, RowDrawn, Work
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


@register.filter
def work(row: RowDrawn) -> SafeString:
    """What stands in a row: who is not there, roads, bars, and where they clash."""
    parts = [_off(off) for off in row["offs"]]
    parts += [_road(road) for road in row["roads"]]
    parts += [_bar(bar, is_laned=bool(row["lanes"])) for bar in row["bars"]]
    parts += [f'<span class="p-clash" style="{place}"></span>' for place in row["clashes"]]
    return mark_safe("".join(parts))  # noqa: S308 -- every part is escaped


def _off(off: Off) -> str:
    place = f'class="p-off{off["css"]}" style="{off["place"]}"'
    if off["hours"]:
        place += f' title="{escape(off["words"])}, {off["hours"]}"'
    hours = f'<span class="visually-hidden"> {off["hours"]}</span>' if off["hours"] else ""
    return f"<span {place}><span>{off_icon(off['kind'])}{escape(off['words'])}{hours}</span></span>"


def _road(road: Road) -> str:
    tone = f' data-tone="{road["tone"]}"' if road["tone"] else ""
    return (
        f'<span class="p-travel" style="{road["place"]}"{tone} title="Restid {road["about"]}{road["minutes"]} min">'
        f'{road["minutes"]}<span class="visually-hidden"> min restid</span></span>'
    )


def _bar(bar: Work, *, is_laned: bool) -> str:
    lane = f";--lane:{bar['lane']}" if is_laned else ""
    more = " data-fixed" if bar["is_fixed"] else ""
    more += f' title="{escape(bar["title"])}"' if bar["title"] else ""
    return (
        f'<a class="p-bar{bar["css"]}" id="b{bar["id"]}" href="{bar["url"]}" data-c="{kind_colour(bar["service"])}"'
        f' data-job="{bar["job"]}" data-v="{bar["version"]}"{more} style="{bar["place"]}{lane}"'
        f' aria-label="{escape(bar["label"])}" draggable="false">'
        f"<b>{kind_icon(bar['service'])} {escape(bar['who'])}</b>"
        f"<span>{bar['when']} {escape(bar['where'])}</span></a>"
    )
