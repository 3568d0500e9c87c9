"""What has happened to a job, in words: moves, changes of the plan, warnings passed over, what people were told."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from perforia.base.history import Entry, Phrases, acts_on, in_words
from scheduling.models import Booking, Job, Notice, PlanChange, Resource
from scheduling.rules.facts import Span
from scheduling.rules.words import day_of, joined, period
from scheduling.rules.worktime import local_date
from scheduling.states import ChangeSource, JobStatus

MOST = 60
# By verb: icon, tone and the words after the person's name. Moves and plans have rows of their own.
PHRASES: Phrases = {
    "job.booked": ("plus", "", "lade in uppdraget"),
    "job.changed": ("pencil", "", "ändrade uppgifterna"),
    "job.address_confirmed": ("map-pin-check", "ok", "bekräftade adressen"),
    "job.door_code_revealed": ("eye", "", "visade portkoden"),
}
_MOVES: dict[tuple[str, str], tuple[str, str, str]] = {
    (JobStatus.PLANNED, JobStatus.PUBLISHED): ("send", "accent", "publicerade uppdraget"),
    (JobStatus.PUBLISHED, JobStatus.PLANNED): ("arrow-back-up", "", "tog tillbaka publiceringen: ingen är på det"),
    (JobStatus.PUBLISHED, JobStatus.ONGOING): ("player-play", "accent", "började"),
    (JobStatus.PUBLISHED, JobStatus.DONE): ("circle-check", "ok", "markerade det som klart"),
    (JobStatus.ONGOING, JobStatus.DONE): ("circle-check", "ok", "markerade det som klart"),
    (JobStatus.ONGOING, JobStatus.PUBLISHED): ("arrow-back-up", "", "tog tillbaka starten"),
    (JobStatus.DONE, JobStatus.ONGOING): ("arrow-back-up", "warn", "öppnade det igen"),
    (JobStatus.CANCELLED, JobStatus.PLANNED): ("arrow-back-up", "", "tog upp det igen"),
}
_CANCELLED = ("circle-x", "bad", "avbokade uppdraget")
_SOURCES: dict[str, str] = {ChangeSource.PROPOSAL: "enligt förslaget", ChangeSource.SERIES: "med upprepningen"}


def history_of(job: Job) -> list[Entry]:
    """What has happened, the latest first."""
    changes = list(job.changes.select_related("by").order_by("-at", "-pk")[:MOST])
    names = _names(changes)
    entries = [_changed(change, names) for change in changes]
    for move in job.moves.select_related("by").order_by("-at", "-pk")[:MOST]:
        icon, tone, words = _MOVES.get((move.old, move.new), _CANCELLED)
        entries.append(Entry(_who(move.by), words, icon, tone, move.at, move.reason))
    # Of what was done at the same moment what is written down first stands last.
    entries += [in_words(act, PHRASES, unsaid={}) for act in acts_on(job, most=MOST) if act.verb in PHRASES]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST]


def _changed(change: PlanChange, names: Mapping[int, str]) -> Entry:
    words = plan_words(change.old, change.new, names)
    if change.source == ChangeSource.UNDO:
        words = f"ångrade: {words}"
    elif change.source in _SOURCES:
        words = f"{words} {_SOURCES[change.source]}"
    return Entry(_who(change.by), words, "calendar-event", "", change.at)


def plan_words(old: Mapping[str, object], new: Mapping[str, object], names: Mapping[int, str]) -> str:
    """`flyttade från tisdag 8 juni 08:00–10:00 till …, satte Ali på det`: what differs between two kept plans."""
    before, after = _when(old), _when(new)
    found = []
    if before != after:
        if not after:
            found.append(f"lade tillbaka det bland otilldelade (var {before})")
        else:
            found.append(f"flyttade från {before} till {after}" if before else f"planerade {after}")
    there, here = _crew(old), _crew(new)
    come = [names.get(pk, "någon som är borta") for pk in here if pk not in there]
    gone = [names.get(pk, "någon som är borta") for pk in there if pk not in here]
    if come:
        found.append(f"satte {joined(come)} på det")
    if gone and after:
        found.append(f"tog bort {joined(gone)}")
    if not found:
        found.append("ändrade roller eller tider i laget")
    return ", ".join(found)


def notices_of(job: Job) -> list[tuple[Notice, list[str]]]:
    """What people were told of the job, the latest first: each notice with its sentences about it."""
    people = Booking.objects.filter(job=job).order_by().values("resource")
    rows = Notice.objects.filter(resource__in=people, at__gte=job.created_at, changes__contains=[{"job": job.pk}])
    found = rows.select_related("resource", "message").order_by("-at", "-pk")[:20]
    return [
        (notice, [change["sentence"] for change in notice.changes if change.get("job") == job.pk]) for notice in found
    ]


def _names(changes: Sequence[PlanChange]) -> dict[int, str]:
    ids = {pk for change in changes for plan in (change.old, change.new) for pk in _crew(plan)}
    return dict(Resource.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "name"))


def _when(plan: Mapping[str, object]) -> str:
    start, end = plan.get("starts_at"), plan.get("ends_at")
    if not isinstance(start, str) or not isinstance(end, str):
        return ""
    span = Span(datetime.fromisoformat(start), datetime.fromisoformat(end))
    return f"{day_of(local_date(span.start))} {period(span)}"


def _crew(plan: Mapping[str, object]) -> list[int]:
    rows = plan.get("crew")
    return [row[0] for row in rows] if isinstance(rows, list) else []


def _who(person: object) -> str:
    return getattr(person, "name", "Perforia")
