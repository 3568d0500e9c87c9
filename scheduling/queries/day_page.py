"""A day of the schedule as its page shows it: rows with bars, in minutes of the clock."""

from dataclasses import dataclass
from datetime import date, timedelta

from perforia.base.models import User
from scheduling.queries import tray
from scheduling.queries.board import Board, board_of
from scheduling.queries.board_rows import Filter
from scheduling.queries.tray import Waiting

TRAY_DAYS = 7


@dataclass
class DayPage:
    """Everything the page shows of a day."""

    day: date
    board: Board
    waiting: list[Waiting]


def day_page(day: date, *, user: User, shown: Filter) -> DayPage:
    """The board of a day and what waits for people."""
    board = board_of([day], user=user, shown=shown)
    waiting = tray.unassigned(day, day + timedelta(days=TRAY_DAYS), user=user, services=shown.services)
    return DayPage(day, board, waiting)
