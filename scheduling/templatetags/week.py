"""The chips of a week, written whole: a big firm has a thousand of them on one page. `{% load week %}`."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from scheduling.queries.board import Bar, Cell
from scheduling.queries.week import Work
from scheduling.rules import words
from scheduling.states import JobStatus
from scheduling.templatetags.jobs import service_colour, service_icon
from scheduling.templatetags.schedule import away_icon, away_words, bar_title, hour

register = template.Library()
_CHIP = (
    '<a class="p-wk{}" data-c="{}"{} href="{}" data-job="{}" data-version="{}" data-time="{}" title="{}"'
    ' draggable="false">{}<b>{}</b><span>{}</span>{}</a>'
)
_AWAY = '<span class="p-waway{}">{}<span>{}</span></span>'
_LINE = '<a class="p-wk p-wkline{}" data-c="{}" href="{}">{}<b>{}</b><span>{}</span><span class="p-push">{}</span></a>'
_CLASH = SafeString('<span class="visually-hidden">, krock</span>')
_DRAFT = SafeString('<span class="visually-hidden">, inte publicerat</span>')
_FIXED = SafeString(" data-fixed")
_BEGUN = (JobStatus.ONGOING, JobStatus.DONE)


@register.filter
def chips(cell: Cell) -> SafeString:
    """The absence of a day that is worked, and its work in order."""
    aways = cell.aways if cell.shifts else ()
    away = [(" is-asked" if each.is_asked else "", away_icon(each), away_words(each)) for each in aways]
    return format_html_join("", _AWAY, away) + format_html_join("", _CHIP, [_chip(bar) for bar in cell.bars])


@register.filter
def lines(works: Sequence[Work]) -> SafeString:
    """The jobs of a day as lines of a list, each with its whole crew."""
    return format_html_join("", _LINE, [_line(work) for work in works])


def _chip(bar: Bar) -> tuple[object, ...]:
    row = bar.row
    return (
        _css(bar, is_clash=bar.is_clash), service_colour(row.service), _FIXED if row.status in _BEGUN else "",
        _address(row.job_id), row.job_id, row.version, words.clock(row.starts_at), bar_title(bar),
        _icon(row.service), hour(row.starts_at), row.customer,
        format_html("{}{}", _CLASH if bar.is_clash else "", _DRAFT if bar.is_draft else ""),
    )  # fmt: skip


def _line(work: Work) -> tuple[object, ...]:
    row, crew = work.bar.row, ", ".join(work.crew)
    return (
        _css(work.bar, is_clash=work.is_clash), service_colour(row.service), _address(row.job_id), _icon(row.service),
        words.clock(row.starts_at), row.customer, f"krock: {crew}" if work.is_clash else crew,
    )  # fmt: skip


def _css(bar: Bar, *, is_clash: bool) -> str:
    return (" is-clash" if is_clash else "") + (" is-draft" if bar.is_draft else "")


@lru_cache(maxsize=16)
def _icon(kind: str) -> SafeString:
    return service_icon(kind)


@lru_cache(maxsize=1)
def _pattern() -> str:
    return reverse("scheduling:job", args=[0])


def _address(job_id: int) -> str:
    """As `{% url "scheduling:job" job_id %}`, without looking for the address a thousand times."""
    return _pattern().replace("/0/", f"/{job_id}/")
