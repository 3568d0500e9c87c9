"""One post to a form in our words, and what it may change of what is known already. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Value = str | list[str]
CLICK_IDS = ("gclid", "gbraid", "wbraid")
REMOVED = "[borttaget]"
# What names a click in the address of a page, ours and other networks'.
_IN_ADDRESS = frozenset({*CLICK_IDS, "gcl_id", "gclsrc", "dclid", "msclkid", "fbclid", "ttclid"})
_CLICK = re.compile(r"[A-Za-z0-9_.-]{10,512}")
_NAMED = re.compile(r"\b(?P<name>(?:gclid|gcl_id|gbraid|wbraid)(?:=|%3D|\"\s*:\s*\"))[\w.%-]+", re.IGNORECASE)


@dataclass(frozen=True)
class Post:
    """What one post says. `values` are columns of a lead, `details` the keys of crm.rules.details; dates are ISO.

    `submission_id` is made by the browser (or the sender) and `seq` counts its posts from 1.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    details: Mapping[str, Value] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    attribution: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[str, str] = field(default_factory=dict)  # kind → granted or denied
    consent_source: str = ""
    consent_version: str = ""
    consent_at: str = ""  # when it was answered, as the sender says
    page: str = ""
    submission_id: str = ""
    seq: int = 0
    step: int = 0
    steps: int = 0
    is_complete: bool = True
    is_test: bool = False
    external_id: str = ""  # the sender's own id of this post

    @property
    def has_contact(self) -> bool:
        """Whether somebody can be called or written to."""
        return bool(self.values.get("phone") or self.values.get("email"))


@dataclass(frozen=True)
class Change:
    """What a post changes: the new values, and which post each value now comes from."""

    values: dict[str, Value]
    seqs: dict[str, int]


def newer(known: Mapping[str, Value], seqs: Mapping[str, int], told: Mapping[str, Value], seq: int) -> Change:
    """What `told` by post number `seq` changes of what is `known`.

    An older post never undoes a newer one, and what is empty never empties; but that a field was left empty is
    remembered, so that a late older post does not fill it again.
    """
    values: dict[str, Value] = {}
    now_from = dict(seqs)
    for name, value in told.items():
        if seq < seqs.get(name, -1):
            continue
        now_from[name] = seq
        if value and value != known.get(name):
            values[name] = value
    return Change(values, now_from)


def first_told(known: Mapping[str, str], told: Mapping[str, str], *, keeps_clicks: bool) -> dict[str, str]:
    """Where somebody came from: what was told first stays; click ids only when their use is granted.

    Without a yes nothing that names the click is kept, not in the addresses of pages either: unknown is no.
    """
    joined = {**{name: value for name, value in told.items() if value}, **{k: v for k, v in known.items() if v}}
    if keeps_clicks:
        return joined
    return {name: without_clicks(value) for name, value in joined.items() if name not in CLICK_IDS}


def without_clicks(address: str) -> str:
    """A page's address without what names the click."""
    page, question, query = address.partition("?")
    if not question:
        return address
    left = [pair for pair in query.split("&") if pair.partition("=")[0].lower() not in _IN_ADDRESS]
    return f"{page}?{'&'.join(left)}" if left else page


def is_click(text: str) -> bool:
    """Whether a text can be a click id."""
    return _CLICK.fullmatch(text) is not None


def redacted(body: str, clicks: Iterable[str]) -> str:
    """A raw post without click ids: those that are known, and what stands after their names."""
    for click in clicks:
        body = body.replace(click, REMOVED) if is_click(click) else body
    return _NAMED.sub(lambda match: match["name"] + REMOVED, body)
