"""Tags of every template: icons from the sprite, and the forms in which Swedish pages write sums, days and states."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.contrib.auth.models import AnonymousUser
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from perforia.base.clock import today
from perforia.base.models import User
from perforia.base.permissions import Permission

register = template.Library()
NO_BREAK = "\u00a0"
MINUS = "\u2212"
LONGEST_MONTH = 5
# The first sign that is found decides: Edge and Opera also call themselves Chrome, and Chrome Safari.
BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


@register.simple_tag
def icon(name: str) -> SafeString:
    """An outline icon of the sprite; it decorates, the words beside it speak."""
    return format_html('<svg class="ti" aria-hidden="true"><use href="{}#{}"></use></svg>', static("icons.svg"), name)


@register.filter
def kr(amount: Decimal | int | None) -> str:
    """Whole kronor with no-break spaces: `12 480 kr`; a dash for nothing known."""
    if amount is None:
        return "–"
    sign = MINUS if amount < 0 else ""
    return f"{sign}{abs(int(amount)):,}".replace(",", NO_BREAK) + f"{NO_BREAK}kr"


@register.filter
def day(value: date | datetime | None) -> str:
    """`idag 09:41`, `igår`, `9 juni`, with the year when it is another one."""
    if value is None:
        return "–"
    at = timezone.localtime(value) if isinstance(value, datetime) else None
    the_day = at.date() if at else value
    now = today()
    if the_day == now:
        return f"idag {at:%H:%M}" if at else "idag"
    if (now - the_day).days == 1:
        return "igår"
    return date_format(the_day, "j F" if the_day.year == now.year else "j F Y")


@register.filter
def weekday(value: date | None) -> str:
    """`torsdag 11 juni`."""
    if value is None:
        return ""
    return date_format(value, "l j F" if value.year == today().year else "l j F Y")


@register.simple_tag
def leaf(deadline: date | None, *, calm: bool = False, large: bool = False) -> SafeString:
    """The leaf of a calendar with a date to keep; `calm` once nothing is owed."""
    if deadline is None:
        return format_html('<span class="p-faint">{}</span>', "ingen frist")
    return format_html(
        '<time class="p-leaf{}" data-tone="{}" datetime="{}"><span>{}</span><b>{}</b></time>',
        " p-leaf-lg" if large else "",
        "" if calm else tone_of(deadline),
        deadline.isoformat(),
        _month(deadline),
        deadline.day,
    )


def _month(day: date) -> str:
    """The month as a small leaf holds it: `juni`, but `nov`."""
    name = date_format(day, "F")
    return name if len(name) <= LONGEST_MONTH else name[:3]


@register.filter
def tone_of(deadline: date | None) -> str:
    """Bad when the date has passed, warn in the last three days, else none."""
    if deadline is None:
        return ""
    left = (deadline - today()).days
    return "bad" if left < 0 else "warn" if left <= 3 else ""  # noqa: PLR2004 -- the design's threshold


@register.filter
def days_left(deadline: date | None) -> str:
    """`1 dag för sent`, `idag`, `9 dagar kvar`."""
    if deadline is None:
        return "ingen frist"
    left = (deadline - today()).days
    if left == 0:
        return "idag"
    word = "dag" if abs(left) == 1 else "dagar"
    return f"{-left} {word} för sent" if left < 0 else f"{left} {word} kvar"


@register.simple_tag
def status(label: str, *, ring: str = "", tone: str = "") -> SafeString:
    """A state in a word with its ring: a share of 100, or is-new, is-done, is-lost, is-alert."""
    is_share = ring.isdigit()
    return format_html(
        '<span class="p-status" data-tone="{}"><span class="p-ring {}" style="--v:{}"></span>{}</span>',
        tone,
        "" if is_share else ring,
        ring if is_share else 0,
        label,
    )


@register.filter
def marked(text: str, words: str) -> SafeString:
    """The text with the first place marked where the words begin."""
    start = text.lower().find(words.lower()) if words else -1
    if start < 0:
        return format_html("{}", text)
    end = start + len(words)
    return format_html("{}<mark>{}</mark>{}", text[:start], text[start:end], text[end:])


@register.filter
def may(user: User | AnonymousUser, permission: str) -> bool:
    """Whether somebody has a permission (`user|may:"work_cases"`); a page offers nothing that would be refused."""
    return isinstance(user, User) and user.has_permission(Permission[permission.upper()])


@register.filter
def parted(address: str) -> SafeString:
    """An e-mail address that may go on in a new line after its sign, and nowhere else."""
    name, sign, domain = address.partition("@")
    return format_html("{}{}<wbr>{}", name, sign, domain)


@register.filter
def device(user_agent: str) -> str:
    """A browser and its system in two words: `Firefox på Windows`."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "Okänd webbläsare")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return f"{browser} på {system}" if system else browser


@register.filter
def percent(part: int, whole: int) -> int:
    """Whole percent of a part; 0 of nothing."""
    return 100 * part // whole if whole else 0


@register.filter
def dictvalue(values: dict[str, object], key: str) -> object:
    """The value of a key a template only knows in a variable."""
    return values.get(key, "")
