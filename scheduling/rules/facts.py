"""The plan as plain values: spans of time, people and things, what they do and what a job needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Protocol

from scheduling.states import Code, ResourceKind, Severity

Point = tuple[float, float]  # latitude and longitude in degrees


class Travel(Protocol):
    """Minutes on the road from one point to another for who leaves then; None when nobody can say."""

    def __call__(self, one: Point | None, other: Point | None, leaves: datetime | None = None) -> int | None:
        """Answer at once."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A time from `start` up to `end`, kept in UTC so that lengths are right in the nights when clocks change."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        # Two times of one zone are compared and subtracted as their clocks show them, which is wrong twice a year.
        if self.start.tzinfo is not UTC:
            object.__setattr__(self, "start", self.start.astimezone(UTC))
        if self.end.tzinfo is not UTC:
            object.__setattr__(self, "end", self.end.astimezone(UTC))

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.end - self.start).total_seconds() // 60)

    def overlaps(self, other: "Span") -> bool:
        """Whether they have time in common; those that touch have none."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether the other lies wholly within."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Hours:
    """A working pattern: local times of a weekday (0 is Monday) while it is valid, in one week of a rota."""

    weekday: int
    starts: time
    ends: time
    break_minutes: int = 0
    valid_from: date = date(2000, 1, 1)
    valid_until: date | None = None
    cycle_weeks: int = 1
    cycle_week: int = 0


@dataclass(frozen=True, slots=True)
class Worker:
    """A person, vehicle or thing. `skills` says until when each is valid; things have none."""

    id: int
    name: str
    kind: ResourceKind = ResourceKind.PERSON
    skills: Mapping[str, date | None] = field(default_factory=dict)
    hours: Sequence[Hours] = ()
    absences: Sequence[Span] = ()
    week_minutes: int = 40 * 60
    base: Point | None = None
    volume: Decimal | None = None
    licence: str = ""

    @property
    def is_person(self) -> bool:
        return self.kind == ResourceKind.PERSON

    @property
    def called(self) -> str:
        """The first name of a person, the whole name of a thing."""
        return self.name.split(maxsplit=1)[0] if self.is_person and self.name else self.name


@dataclass(frozen=True, slots=True)
class Stint:
    """One worker's time on one job; `who` is whom it is for, `first` and `last` where it begins and ends."""

    worker_id: int
    job_id: int
    span: Span
    who: str = ""
    first: Point | None = None
    last: Point | None = None
    break_minutes: int = 0

    @property
    def worked(self) -> int:
        """Minutes of work, without the break."""
        return max(self.span.minutes - self.break_minutes, 0)


@dataclass(frozen=True, slots=True)
class Need:
    """What a job takes: people at once, skills (one entry for each who must have it), the smallest vehicle.

    `blocked` and `preferred` are people the customer does not, or does, want; `usual` were there last time.
    """

    job_id: int
    who: str
    minutes: int
    people: int = 1
    skills: Sequence[str] = ()
    volume: Decimal | None = None
    window: Span | None = None
    span: Span | None = None
    first: Point | None = None
    last: Point | None = None
    break_minutes: int = 0
    is_confirmed: bool = True
    blocked: frozenset[int] = frozenset()
    preferred: frozenset[int] = frozenset()
    usual: frozenset[int] = frozenset()

    def stint(self, worker_id: int, span: Span) -> Stint:
        """The work of one who takes it."""
        return Stint(worker_id, self.job_id, span, self.who, self.first, self.last, self.break_minutes)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a plan: what in a Swedish sentence, and what would help in `advice`.

    `move_job` and `move_to` are the simplest way out of a double booking: that job, from then.
    """

    code: Code
    severity: Severity
    sentence: str
    worker_id: int | None = None
    job_ids: tuple[int, ...] = ()
    span: Span | None = None
    advice: str = ""
    move_job: int | None = None
    move_to: datetime | None = None

    @property
    def key(self) -> tuple[str, int | None, tuple[int, ...]]:
        """What makes it the same finding, whatever the minutes of it."""
        return (self.code, self.worker_id, self.job_ids)

    @property
    def is_hard(self) -> bool:
        return self.severity == Severity.HARD


@dataclass(frozen=True, slots=True)
class Limits:
    """Rules of working time, minutes. Presets of a collective agreement may replace those of the law."""

    daily_rest: int = 11 * 60
    weekly_rest: int = 36 * 60
    longest_stretch: int = 5 * 60
    shortest_break: int = 30
    week: int = 40 * 60
    week_at_most: int = 48 * 60
    slack: int = 10


LAW = Limits()  # Arbetstidslagen (1982:673) 5, 10 b, 13, 14 and 15 §§
DAY = timedelta(days=1)
