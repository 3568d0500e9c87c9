"""A day of the schedule as its page shows it: the rows, what clashes and the way out, what waits for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from perforia.base.models import User
from scheduling.models import Assignment, Booking
from scheduling.queries import tray
from scheduling.queries.board import Bar, Board, Row, board_of
from scheduling.queries.board_rows import Filter
from scheduling.queries.day_rows import GroupDrawn, draw_group, spans_of
from scheduling.queries.tray import Waiting
from scheduling.rules.axis import Axis, axis_of
from scheduling.rules.facts import Finding
from scheduling.rules.words import clock, hours, short_day
from scheduling.rules.worktime import day_span
from scheduling.states import PLANNABLE, ResourceKind

TRAY_DAYS = timedelta(days=7)
TOMORROW = 1  # days until what waits is soon


@dataclass(frozen=True, slots=True)
class ClashBox:
    """A double booking in words with its ways out: another time for one of the jobs, or somebody else for it.

    `to_move` is the job that would be moved, None when neither can be planned any more; `later` a time of the clock.
    """

    sentence: str
    advice: str
    bar: str
    to_move: Bar | None
    worker_id: int
    later: str
    is_person: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A job in the tray."""

    waiting: Waiting
    when: str
    tone: str
    facts: str


@dataclass
class DayPage:
    """Everything the page shows of a day; `minutes` of work planned that day are in the groups."""

    day: date
    axis: Axis
    groups: list[GroupDrawn]
    clashes: list[ClashBox]
    cards: list[Card]
    changes: int
    has_people: bool
    person: int  # whose road is shown first: who is double booked, else the first with work; 0 for nobody

    @property
    def week(self) -> int:
        return self.day.isocalendar().week

    @property
    def before(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.day + timedelta(days=1)

    @property
    def dated(self) -> list[Card]:
        return [card for card in self.cards if card.waiting.day is not None]

    @property
    def undated(self) -> list[Card]:
        return [card for card in self.cards if card.waiting.day is None]

    @property
    def tray_until(self) -> date:
        return self.day + TRAY_DAYS

    @property
    def hours(self) -> list[tuple[str, str]]:
        """Each hour of the axis: its minute, and what stands there."""
        return [(str(minute), f"{minute // 60:02}") for minute in self.axis.hours]


def day_page(day: date, *, user: User, shown: Filter, today: date, address: str) -> DayPage:
    """The board of a day and what waits for people; `address` is that of job number 0."""
    board = board_of([day], user=user, shown=shown)
    axis = axis_of(day, spans_of(board))
    waiting = tray.unassigned(day, day + TRAY_DAYS, user=user, services=shown.services)
    return DayPage(
        day, axis, [draw_group(group, axis, board, address=address) for group in board.groups],
        _clashes(board), [_card(each, today) for each in waiting], len(changed_jobs(day)), bool(board.rows),
        _person(board),
    )  # fmt: skip


def changed_jobs(day: date) -> set[int]:
    """The jobs of a day whose times or people are not what was told, whichever rows are shown."""
    span = day_span(day)
    stands = Q(booking__starts_at=F("starts_at"), booking__ends_at=F("ends_at"), booking__cancelled_at=None)
    planned = Assignment.objects.filter(starts_at__gte=span.start, starts_at__lt=span.end).exclude(stands)
    as_told = Q(assignment__starts_at=F("starts_at"), assignment__ends_at=F("ends_at"))
    told = Booking.objects.standing().filter(starts_at__gte=span.start, starts_at__lt=span.end).exclude(as_told)
    jobs = planned.order_by().values_list("job_id", flat=True)
    return set(jobs.union(told.order_by().values_list("job_id", flat=True)))


def _person(board: Board) -> int:
    busy = sorted((row for row in board.people if row.cells[0].bars), key=lambda row: not row.findings)
    return busy[0].resource.id if busy else 0


def _clashes(board: Board) -> list[ClashBox]:
    bars = {(row.resource.id, bar.row.job_id): bar for row in board.rows for cell in row.cells for bar in cell.bars}
    return [_box(finding, row, bars) for row in board.rows for finding in row.findings]


def _box(finding: Finding, row: Row, bars: Mapping[tuple[int, int], Bar]) -> ClashBox:
    own = [bars[row.resource.id, pk] for pk in finding.job_ids]
    to_move = next((bar for bar in reversed(own) if bar.row.status in PLANNABLE), None)
    is_later = to_move is not None and to_move.row.job_id == finding.move_job and finding.move_to is not None
    later = clock(finding.move_to) if is_later and finding.move_to is not None else ""
    return ClashBox(
        finding.sentence, finding.advice, f"b{own[-1].row.assignment_id}", to_move,
        row.resource.id, later, row.resource.kind == ResourceKind.PERSON,
    )  # fmt: skip


def _card(waiting: Waiting, today: date) -> Card:
    job = waiting.job
    people = f"{job.people} person{'er' if job.people > 1 else ''}"
    if waiting.missing < job.people:
        people = f"{waiting.missing} av {job.people} saknas"
    thing = f"bil {job.volume.normalize():f} m³".replace(".", ",") if job.volume is not None else hours(job.minutes)
    facts = ", ".join(part for part in (waiting.address, people, thing) if part)
    if waiting.day is None:
        return Card(waiting, "utan dag", "", facts)
    late = (waiting.day - today).days
    tone = "bad" if late <= 0 else "warn" if late <= TOMORROW else ""
    at = f" {clock(job.starts_at)}" if job.starts_at is not None else ""
    return Card(waiting, short_day(waiting.day, today) + at, tone, facts)
