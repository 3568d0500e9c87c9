"""How a crew's pages write times, lengths and places, in the person's own language: `{% load crew %}`."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from perforia.base.clock import today
from perforia.base.templatetags.perforia import status
from scheduling.models import Absence, Booking, Job, Resource, TimeEntry
from scheduling.queries.crew import CrewJob, CrewStop
from scheduling.rules.crew import whole_minutes
from scheduling.rules.navigation import navigation_url
from scheduling.rules.words import clock
from scheduling.rules.worktime import local_date, to_local
from scheduling.states import TimeState

register = template.Library()


@register.filter
def at_clock(value: datetime | None) -> str:
    """`06:58`."""
    return clock(value) if value else ""


@register.filter
def wall(value: datetime) -> str:
    """`2026-06-09T07:00`: a day and a clock time here, as the browser's own field has it."""
    return f"{to_local(value):%Y-%m-%dT%H:%M}"


@register.filter
def hours_of(booking: Booking) -> str:
    """`07:00–12:00`."""
    return f"{clock(booking.starts_at)}–{clock(booking.ends_at)}"


@register.filter
def day_in_words(value: date | datetime) -> str:
    """`tisdag 9 juni`, `Tuesday 9 June`."""
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    return date_format(day, "l j F")


@register.filter
def away_days(absence: Absence) -> str:
    """`9 juni`, `9 juni – 20 juni`, `9 June 08:00–12:00`; with the year when it is another than this."""
    first, last = local_date(absence.starts_at), local_date(absence.ends_at - timedelta(seconds=1))
    days = [date_format(day, "j F" if day.year == today().year else "j F Y") for day in (first, last)]
    if not absence.is_whole_days:
        return f"{days[0]} {clock(absence.starts_at)}–{clock(absence.ends_at)}"
    return days[0] if first == last else " – ".join(days)


@register.filter
def near_day(value: date | datetime) -> str:
    """`Idag`, `Imorgon`, else the day in words."""
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    away = (day - today()).days
    if away == 0:
        return gettext("Idag")
    return gettext("Imorgon") if away == 1 else day_in_words(day).capitalize()


@register.filter
def length_of(minutes: int | None) -> str:
    """`2:44`: hours and minutes."""
    return f"{(minutes or 0) // 60}:{(minutes or 0) % 60:02d}"


@register.filter
def comma(value: float) -> str:
    """`4,1` or `4.1`, as the language has it."""
    told = f"{value:.1f}"
    return told.replace(".", ",") if gettext("decimaltecken") != "point" else told


@register.filter
def same(typed: str, value: str) -> bool:
    """Whether what was typed is a value."""
    return bool(value) and typed == value


@register.simple_tag
def what_of(job: Job) -> str:
    """`Flytt, 2 rum och kök`: the kind first, unless the title says it already; in the language of the person."""
    label = job.get_kind_display()
    kind, rest = gettext(label), job.title[len(label) :]
    if not job.title.lower().startswith(label.lower()):
        return f"{kind}, {job.title}"
    return job.title if kind == label or rest[:1].isalpha() else f"{kind}{rest}"


@register.simple_tag
def who_of(job: Job) -> str:
    """The customer's name, else what is to be done."""
    return job.customer.name if job.customer else job.title


@register.simple_tag
def crew_state(row: CrewJob) -> SafeString:
    """Where the person is with a job, in a word with its ring."""
    entry = row.entry
    since = clock(entry.started_at) if entry else ""
    pause = clock(entry.paused_at) if entry and entry.paused_at else ""
    last = clock(row.last_out) if row.last_out else ""
    words, ring, tone = {
        "in": (gettext("Pågår, incheckad {clock}").format(clock=since), "50", "accent"),
        "paused": (gettext("Rast sedan {clock}").format(clock=pause), "50", "warn"),
        "done": (gettext("Klart"), "is-done", "ok"),
        "cancelled": (gettext("Avbokat"), "is-lost", ""),
        "out": (gettext("Utcheckad {clock}").format(clock=last), "75", "accent"),
        "ongoing": (gettext("Pågår"), "50", "accent"),
        "booked": (gettext("Bokat"), "0", "accent"),
    }[row.state]
    return status(words, ring=ring, tone=tone)


@register.simple_tag(takes_context=True)
def way_to(context: template.Context, stop: CrewStop) -> str:
    """The address that opens the map of the phone at a stop."""
    words = ", ".join(part for part in (stop.row.address, stop.row.city) if part)
    agent = context["request"].headers.get("User-Agent", "")
    is_apple = any(name in agent for name in ("iPhone", "iPad", "Macintosh"))
    return navigation_url(words, stop.point, is_apple=is_apple)


@register.simple_tag
def crew_face(resource: Resource) -> SafeString:
    """The initials of the person whose day it is."""
    return format_html(
        '<span class="avatar avatar-md" data-c="{}" role="img" aria-label="{}" title="{}">{}</span>',
        resource.hue, resource.name, resource.name, resource.initials,
    )  # fmt: skip


@register.simple_tag
def new_uuid() -> str:
    """The name of one act, so that a form that is sent twice counts once."""
    return str(uuid4())


@register.simple_tag
def worked_until(entry: TimeEntry, at: datetime) -> str:
    """`2:44`: the time that runs, without its breaks."""
    end = entry.paused_at or at
    return length_of(max(whole_minutes(entry.started_at, end) - entry.break_minutes, 0))


@register.simple_tag
def shown_code(codes: dict[int, str], stop: CrewStop) -> str:
    """The door code of a stop that was asked for, if it was."""
    return codes.get(stop.row.pk, "")


@register.simple_tag
def time_state(entry: TimeEntry) -> SafeString:
    """Where a time is on its way to being approved."""
    ring, tone = {
        TimeState.RUNNING: ("50", "accent"), TimeState.REPORTED: ("50", "info"), TimeState.APPROVED: ("is-done", "ok"),
        TimeState.REJECTED: ("is-lost", "bad"),
    }[TimeState(entry.state)]  # fmt: skip
    return status(gettext(entry.get_state_display()), ring=ring, tone=tone)
