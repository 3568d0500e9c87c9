"""The history of a thing in words, read from the audit."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from perforia.base.models import AuditEvent

# By verb: icon, tone and the words after the person's name; {…} are facts of the act.
Phrases = Mapping[str, tuple[str, str, str]]


@dataclass(frozen=True)
class Entry:
    """One line of a history; `detail` is what a person wrote."""

    who: str
    what: str
    icon: str
    tone: str
    at: datetime
    detail: str = ""


def acts_on(target: models.Model, *, most: int) -> list[AuditEvent]:
    """What has been done to a thing, the latest first."""
    acts = AuditEvent.objects.filter(target_type=target._meta.label_lower, target_id=target.pk)
    return list(acts.select_related("actor").order_by("-at", "-pk")[:most])


def in_words(act: AuditEvent, phrases: Phrases, *, unsaid: Mapping[str, str], detail: str = "") -> Entry:
    """One act in words; a fact that was not told is said as `unsaid` has it, else with a dash."""
    icon, tone, words = phrases.get(act.verb, ("point", "", act.verb))
    told = {name: value for name, value in act.data.items() if value not in (None, "")}
    facts = defaultdict(lambda: "–", {**unsaid, **told})
    return Entry(act.actor.name if act.actor else "Perforia", words.format_map(facts), icon, tone, act.at, detail)
