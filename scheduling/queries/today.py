"""The schedule's part of Idag: how full the day is, what waits for people, clashes, what is under way, who is away."""

from dataclasses import dataclass
from datetime import date, timedelta

from perforia.base.models import User
from scheduling.queries.board import Board, board_of
from scheduling.queries.board_rows import AwayRow
from scheduling.queries.tray import Waiting, unassigned
from scheduling.queries.week import Work, works_of
from scheduling.rules.facts import Finding
from scheduling.states import JobStatus

AHEAD = timedelta(days=7)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Alone:
    """A job without people, and how urgent that is."""

    each: Waiting
    tone: str

    @property
    def day(self) -> date | None:
        return self.each.day


@dataclass(frozen=True, slots=True)
class Today:
    """What the start page says of the schedule; minutes of people planned and available."""

    day: date
    planned: int
    available: int
    alone: list[Alone]
    alone_count: int
    clashes: list[Finding]
    ongoing: list[Work]
    ongoing_count: int
    aways: list[tuple[str, AwayRow]]

    @property
    def share(self) -> int:
        """Percent of the working time that is planned."""
        return round(100 * self.planned / self.available) if self.available else 0


def today_of(day: date, *, user: User) -> Today:
    """The schedule today, as a person may see it. A fixed number of questions, whatever its size."""
    board = board_of([day], user=user)
    waiting = [each for each in unassigned(day, day + AHEAD, user=user) if each.day is not None]
    ongoing = [work for work in works_of(board, 0) if work.bar.row.status == JobStatus.ONGOING]
    return Today(
        day, *board.of_day(0), [Alone(each, _tone(each, day)) for each in waiting[:SHOWN]], len(waiting),
        board.findings, ongoing[:SHOWN], len(ongoing), _aways(board),
    )  # fmt: skip


def _tone(each: Waiting, today: date) -> str:
    """Red today and before, amber tomorrow."""
    if each.is_late(today):
        return "bad"
    return "warn" if each.day == today + timedelta(days=1) else ""


def _aways(board: Board) -> list[tuple[str, AwayRow]]:
    """The people who would have worked and are away, as decided."""
    return [
        (row.resource.name, away)
        for row in board.people
        for away in row.cells[0].aways
        if row.cells[0].shifts and not away.is_asked
    ]
