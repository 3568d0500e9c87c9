"""How the sources of leads are doing: when they were last heard of, how many a day, what went wrong, who is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from crm.models import Lead, LeadSource, LeadSubmission
from crm.states import SourceKind, SubmissionState
from perforia.base.models import User
from perforia.base.permissions import Permission

REMEMBERED, MOST_REMEMBERED = timedelta(seconds=1), 1000
_remembered: dict[str, tuple[datetime, LeadSource]] = {}
DAYS = 14
WIDTH, HEIGHT = 64, 20
WEEK = timedelta(days=7)
BY_HAND = (SourceKind.MANUAL, SourceKind.IMPORT)


@dataclass(frozen=True)
class Health:
    """One source and how it is doing."""

    source: LeadSource
    per_day: list[int]
    errors: int
    quarantined: int
    silent_hours: int  # 0 while it is heard of often enough

    @property
    def week(self) -> int:
        """Leads of the last seven days."""
        return sum(self.per_day[-7:])

    @property
    def path(self) -> str:
        """The line of leads per day, for a drawing 64 wide and 20 high."""
        most = max([*self.per_day, 1])
        step = WIDTH / (DAYS - 1)
        points = [
            f"{number * step:.1f} {HEIGHT - HEIGHT * count / most:.1f}" for number, count in enumerate(self.per_day)
        ]
        return "M" + " L".join(points)

    @property
    def in_words(self) -> str:
        """The same for those who do not see it."""
        return f"{self.week} leads de senaste sju dagarna, {self.per_day[-1]} idag"


def source_of(key: str, *, at: datetime) -> LeadSource | None:
    """The source whose form or hook has this key in its address, switched off or not.

    Asked at every post, so the answer is remembered for a second: that long an old secret or a switch may still count.
    """
    known = _remembered.get(key)
    if known is not None and timedelta(0) <= at - known[0] < REMEMBERED:
        return known[1]
    source = LeadSource.objects.filter(key=key).first() if key.isprintable() else None
    if len(_remembered) > MOST_REMEMBERED:
        _remembered.clear()
    if source is not None:
        _remembered[key] = (at, source)
    return source


def sources(user: User) -> QuerySet[LeadSource]:
    """Every source that a person may see to: what is typed in by hand has nothing to see to."""
    rows = LeadSource.objects.exclude(kind__in=BY_HAND).order_by("-is_active", "name")
    return rows if user.has_permission(Permission.MANAGE_SOURCES) else rows.none()


def health_of(rows: Sequence[LeadSource], *, at: datetime) -> list[Health]:
    """How sources are doing, in the order given."""
    counts = _leads_per_day(rows, at)
    states = {
        row["source"]: (row["errors"], row["quarantined"])
        for row in LeadSubmission.objects.filter(source__in=rows, received_at__gt=at - WEEK)
        .order_by().values("source")
        .annotate(
            errors=Count("pk", filter=Q(state=SubmissionState.REFUSED)),
            quarantined=Count("pk", filter=Q(state=SubmissionState.QUARANTINED)),
        )
    }  # fmt: skip
    days = [at.date() - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]
    return [
        Health(
            source, [counts.get((source.pk, day), 0) for day in days],
            *states.get(source.pk, (0, 0)),
            _silent_hours(source, at),
        )
        for source in rows
    ]  # fmt: skip


def silent_sources(user: User, *, at: datetime) -> list[LeadSource]:
    """Sources that have said nothing for longer than they should, the longest silent first; for Idag."""
    rows = sources(user).filter(is_active=True, last_received_at__isnull=False)
    silent = [source for source in rows if _silent_hours(source, at)]
    return sorted(silent, key=lambda source: (source.last_received_at or at, source.pk))


def quarantined(user: User) -> QuerySet[LeadSubmission]:
    """Posts that wait for a person, the newest first."""
    rows = LeadSubmission.objects.filter(state=SubmissionState.QUARANTINED).select_related("source")
    seen = rows if user.has_permission(Permission.SEE_LEADS) else rows.none()
    return seen.order_by("-received_at", "-pk")


def discarded(user: User) -> QuerySet[LeadSubmission]:
    """Posts that a person has called skräp, the newest first."""
    rows = LeadSubmission.objects.filter(state=SubmissionState.DISCARDED).select_related("source", "handled_by")
    seen = rows if user.has_permission(Permission.SEE_LEADS) else rows.none()
    return seen.order_by("-received_at", "-pk")


def latest_posts(source: LeadSource, count: int) -> QuerySet[LeadSubmission]:
    """The newest posts of a source, whatever became of them."""
    return source.submissions.select_related("lead").order_by("-received_at", "-pk")[:count]


def _leads_per_day(rows: Sequence[LeadSource], at: datetime) -> dict[tuple[int, date], int]:
    since = at.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    counted = (
        Lead.objects.filter(source__in=rows, received_at__gte=since, merged_into=None, archived_at=None)
        .order_by().values("source", day=TruncDate("received_at")).annotate(count=Count("pk"))
    )  # fmt: skip
    return {(row["source"], row["day"]): row["count"] for row in counted}


def _silent_hours(source: LeadSource, at: datetime) -> int:
    if not source.is_active or source.last_received_at is None or source.kind in BY_HAND:
        return 0
    hours = int((at - source.last_received_at).total_seconds() // 3600)
    return hours if hours > source.silent_after_hours else 0
