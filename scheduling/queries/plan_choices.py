"""What the form of a job's plan offers: everybody and everything of a day, with what they do then, and the teams."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from scheduling.models import Absence, Assignment, Job, PlanChange, Resource, Team
from scheduling.rules.facts import Span
from scheduling.rules.words import joined, period
from scheduling.rules.worktime import day_span, part_of_day
from scheduling.states import ResourceKind

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """Keys and words of those who can be chosen."""

    people: list[Choice]
    things: list[Choice]
    teams: list[Choice]


def choices(day: date, *, job: Job, also: Iterable[int] = ()) -> Choices:
    """Who and what is in the firm on a day, and `also` those; each with what they do then beside this job."""
    span = day_span(day)
    rows = Resource.objects.filter(Q(pk__in=Resource.objects.on(day).values("pk")) | Q(pk__in=list(also)))
    busy: dict[int, list[str]] = defaultdict(list)
    planned = Assignment.objects.filter(starts_at__lt=span.end, ends_at__gt=span.start).exclude(job=job)
    for resource, starts_at, ends_at in planned.order_by("starts_at", "pk").values_list(
        "resource_id", "starts_at", "ends_at"
    ):
        busy[resource].append(period(Span(starts_at, ends_at)))
    away = Absence.objects.standing().filter(starts_at__lt=span.end, ends_at__gt=span.start).order_by("starts_at", "pk")
    gone: dict[int, list[Span | None]] = defaultdict(list)
    for resource, starts_at, ends_at in away.values_list("resource_id", "starts_at", "ends_at"):
        gone[resource].append(part_of_day(Span(starts_at, ends_at), day))
    teams = Team.objects.filter(retired_at=None).order_by("name", "pk").values_list("pk", "name")
    found = Choices([], [], [(str(pk), name) for pk, name in teams])
    for pk, kind, name in rows.order_by("position", "name", "pk").values_list("pk", "kind", "name"):
        words = ([_gone(gone[pk])] if pk in gone else []) + ([joined(busy[pk])] if pk in busy else [])
        told = f"{name} ({', '.join(words)})" if words else name
        (found.people if kind == ResourceKind.PERSON else found.things).append((str(pk), told))
    return found


def _gone(parts: Sequence[Span | None]) -> str:
    """`frånvarande` for all of the day, else `borta 13:00–17:00`."""
    told = [period(part) for part in parts if part is not None]
    return f"borta {joined(told)}" if len(told) == len(parts) else "frånvarande"


def changed_since(job: Job, version: int) -> PlanChange | None:
    """The last change of a job's plan that somebody who saw a version has not seen."""
    return (
        PlanChange.objects.filter(job=job, version__gt=version).select_related("by").order_by("-version", "-pk").first()
    )


def names_of(resource_ids: Iterable[int]) -> list[str]:
    """The names of some, people first."""
    rows = (
        Resource.objects.filter(pk__in=list(resource_ids)).order_by("-kind", "name", "pk").values_list("kind", "name")
    )
    return [name for _, name in sorted(rows, key=lambda row: row[0] != ResourceKind.PERSON)]
