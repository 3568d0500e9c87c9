"""Parts of pages that look and behave the same everywhere; their markup is in templates/components."""

from datetime import date

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from perforia.base.models import User
from perforia.base.templatetags.perforia import days_left, tone_of

register = template.Library()
NOTE_ICONS = {"bad": "alert-circle", "warn": "alert-triangle", "ok": "circle-check", "info": "info-circle"}


@register.simple_block_tag
def head(
    content: str, heading: str, *, crumb: str = "", crumb_url: str = "", lead: str = "", beside: str = ""
) -> SafeString:
    """The head of a page: `{% head "Kunder" %}` its buttons, the primary one last `{% endhead %}`."""
    parts = {
        "heading": heading, "crumb": crumb, "crumb_url": crumb_url, "lead": lead, "beside": beside,
        "actions": content,
    }  # fmt: skip
    return render_to_string("components/head.html", parts)


@register.simple_block_tag
def empty(content: str, icon_name: str, title: str) -> SafeString:
    """What will be here, and what fills it: `{% empty "inbox" "Inga brev" %}<p>…</p>{% endempty %}`."""
    return render_to_string("components/empty.html", {"icon": icon_name, "title": title, "content": content})


@register.simple_block_tag
def note(content: str, tone: str = "info") -> SafeString:
    """A message that belongs where it stands; `bad` is read aloud: `{% note "warn" %}…{% endnote %}`."""
    return render_to_string("components/note.html", {"tone": tone, "icon": NOTE_ICONS[tone], "content": content})


@register.simple_block_tag(takes_context=True)
def dropzone(
    context: template.Context,
    content: str,
    url: str,
    *,
    results: str,
    heading: str,
    accept: str = "",
    is_small: bool = False,
) -> SafeString:
    """A form for files, by dropping or choosing; between the tags stand its words and hidden fields.

    See static/js/upload.js for what the server answers.
    """
    parts = {
        "url": url, "results": results, "heading": heading, "accept": accept, "is_small": is_small,
        "content": content, "csrf_token": context.get("csrf_token", ""),
    }  # fmt: skip
    return render_to_string("components/dropzone.html", parts)


@register.inclusion_tag("components/avatar.html")
def avatar(person: User, *, size: str = "") -> dict[str, object]:
    """The initials of a person in their colour, beside the name: `size` is sm, md or nothing."""
    return {"person": person, "size": size}


@register.inclusion_tag("components/due.html")
def due(deadline: date | None, *, calm: bool = False) -> dict[str, object]:
    """How many days are left, in words with an icon; `calm` once nothing is owed."""
    tone = "" if calm else tone_of(deadline)
    return {"tone": tone, "words": days_left(deadline), "icon": "alert-circle" if tone == "bad" else "clock"}


@register.inclusion_tag("components/meter.html")
def meter(part: int, whole: int, *, tone: str = "accent") -> dict[str, object]:
    """`7 av 12` with a bar."""
    return {"part": part, "whole": whole, "tone": tone, "percent": 100 * part // whole if whole else 0}


@register.inclusion_tag("components/chip.html")
def chip(label: str, value: str, remove_url: str) -> dict[str, object]:
    """An active filter, with the way to take it away."""
    return {"label": label, "value": value, "remove_url": remove_url}


@register.simple_tag
def tabs(label: str, entries: list[dict[str, object]]) -> SafeString:
    """Views of a list or parts of an object; an entry has label, url, is_current and perhaps count."""
    return render_to_string("components/tabs.html", {"label": label, "entries": entries})


@register.simple_tag(takes_context=True)
def without(context: template.Context, name: str) -> str:
    """This page's address without one of its filters, from the first page on."""
    query: QueryDict = context["request"].GET.copy()
    query.pop(name, None)
    for page in ("sida", "efter", "fore"):
        query.pop(page, None)
    return f"?{query.urlencode()}"
