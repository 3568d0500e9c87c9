"""Who has time: people by day, with what is free of their hours; and who is free at one time, with why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from perforia.base.models import User
from scheduling.queries import board, staff
from scheduling.queries.board import Board
from scheduling.queries.board_rows import Filter
from scheduling.queries.staff import StaffFilters

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Overview:
    """Some weeks of some people."""

    days: Sequence[date]
    board: Board

    @property
    def first(self) -> date:
        return self.days[0]


def overview(user: User, *, monday: date, weeks: int, filters: StaffFilters, today: date) -> Overview:
    """The people that fit, day by day; a fixed number of questions."""
    days = [monday + timedelta(days=number) for number in range(7 * weeks)]
    ids = staff.found(user, filters, today=today).order_by("pk").values_list("pk", flat=True)
    shown = Filter(resource_ids=tuple(ids) or (0,))
    return Overview(days, board.board_of(days, user=user, shown=shown))
