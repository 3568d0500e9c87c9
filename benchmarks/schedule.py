"""The board of sixty people, fourteen days and forty jobs a day beside its floor; who can take a job; where it is.

The board is drawn as the page of a week has it, without the frame that all pages share: rows, work, absence, hours,
roads and clashes. The floor is the same tables read by plain SQL, and each piece of work written by a bare template.
The two are measured in turn, so that a busy machine is unfair to both alike.
"""

import gc
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.template import Context, Engine, Template
from django.test.utils import CaptureQueriesContext

from benchmarks import addresses
from benchmarks.lists import own_database
from benchmarks.report import Result

if TYPE_CHECKING:
    from perforia.base.models import User

PEOPLE, DAYS, JOBS = 60, 14, 40
ASKING = 30  # people, when who can take a job is asked
HISTORY, QUICK_HISTORY = 120, 5  # days before those that are shown
TURNS, QUICK_TURNS = 40, 8
# Of each piece of work no more than its customer and when it begins.
PLAIN = "{% for row in work %}<a>{{ row.12 }} {{ row.3 }}</a>{% endfor %}"
WORK = 3  # which of the tables is the work
MOST_QUERIES, MOST_OF_BARE, MOST_ASKED_MS = 15, 4.0, 300.0
# The tables of a board, each asked as plainly as it can be.
BARE = (
    """SELECT r.id, r.kind, r.name, e."group", v.volume, e.latitude, e.longitude, v.latitude, v.longitude,
    e.weekly_hours
    FROM scheduling_resource r LEFT JOIN scheduling_employee e ON e.resource_id = r.id
    LEFT JOIN scheduling_vehicle v ON v.resource_id = r.id ORDER BY r.position, r.name, r.id""",
    """SELECT resource_id, weekday, starts, ends, break_minutes, valid_from, valid_until, cycle_weeks, cycle_week
    FROM scheduling_workpattern""",
    """SELECT resource_id, kind, starts_at, ends_at, is_whole_days, state FROM scheduling_absence
    WHERE starts_at < $until AND ends_at > $from AND state IN ('approved', 'requested')""",
    """SELECT a.id, a.resource_id, a.role, a.starts_at, a.ends_at, j.id, j.kind, j.title, j.status, j.version,
    j.break_minutes, j.people, c.name, c.kind, c.is_protected, b.starts_at, b.ends_at, b.cancelled_at
    FROM scheduling_assignment a JOIN scheduling_job j ON j.id = a.job_id
    LEFT JOIN crm_customer c ON c.id = j.customer_id LEFT JOIN scheduling_booking b ON b.assignment_id = a.id
    WHERE a.starts_at >= $from AND a.starts_at < $until ORDER BY a.resource_id, a.starts_at, a.id""",
    """SELECT s.job_id, s.address, s.latitude, s.longitude, s.confirmed_at FROM scheduling_jobstop s
    JOIN scheduling_job j ON j.id = s.job_id WHERE j.starts_at >= $from AND j.starts_at < $until
    ORDER BY s.job_id, s.position""",
    """SELECT job_id FROM scheduling_booking WHERE cancelled_at IS NULL AND assignment_id IS NULL
    AND starts_at >= $from AND starts_at < $until""",
)


def run(*, quick: bool) -> Result:
    """Read the board and its tables in turn, then ask who can take a job, then where addresses are."""
    result = Result("schedule", quick)
    history, turns = (QUICK_HISTORY, QUICK_TURNS) if quick else (HISTORY, TURNS)
    with own_database("schedule"):
        from benchmarks import schedule_rows  # noqa: PLC0415 -- Django is set up only now

        days = schedule_rows.fill(PEOPLE, DAYS, JOBS, history=history)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        _board(result, days, turns)
        _who_can(result, days, turns)
        addresses.measure(result)
    return result


def _board(result: Result, days: Sequence[date], turns: int) -> None:
    from benchmarks import schedule_rows  # noqa: PLC0415 -- as above
    from scheduling.queries.board import board_of  # noqa: PLC0415

    user = schedule_rows.planner()
    with CaptureQueriesContext(connection) as asked:
        board = board_of(days, user=user)
    drawn = _drawing(user, days)
    drawn()
    gc.collect()
    gc.freeze()  # as the web server does when it has loaded everything (perforia.wsgi)
    with CaptureQueriesContext(connection) as asked_by_page:
        pages = drawn()
    template = Engine().from_string(PLAIN)
    whole, bare = _in_turn(turns, drawn, lambda: _floor(template, days))
    read, _ = _in_turn(turns // 4, lambda: board_of(days, user=user), lambda: None)
    result.add("people", len(board.people))
    result.add("pieces of work shown", sum(len(cell.bars) for row in board.rows for cell in row.cells))
    result.add("board, queries", len(asked), at_most=MOST_QUERIES)
    result.add("a week drawn, queries", len(asked_by_page) / len(pages), at_most=MOST_QUERIES)
    result.add("board drawn, size", sum(map(len, pages)) / 1024, "kB")
    result.add("bare SQL and bare template, p95", _share(bare, 95), "ms")
    result.add("board read, p95", _share(read, 95), "ms")
    result.add("board drawn, p50", _share(whole, 50), "ms")
    result.add("board drawn, p95", _share(whole, 95), "ms", at_most=round(MOST_OF_BARE * _share(bare, 95), 1))
    result.add("board drawn against its floor, p50", _share(whole, 50) / _share(bare, 50), "times")


def _drawing(user: "User", days: Sequence[date]) -> Callable[[], list[str]]:
    """Draws the weeks of the days as the browser asks for them when a page refreshes itself."""
    from django.test import RequestFactory  # noqa: PLC0415 -- as above

    from scheduling.views.week import week_of  # noqa: PLC0415

    factory = RequestFactory(headers={"HX-Request": "true"})

    def draw() -> list[str]:
        pages = []
        for day in days[::7]:
            request: Any = factory.get(f"/schema/vecka/{day.isoformat()}/")  # Any: with the user a middleware gives
            request.user = user
            answer: Any = week_of(request, day=day)  # Any: a whole page, no stream
            pages.append(answer.content.decode())
        return pages

    return draw


def _who_can(result: Result, days: Sequence[date], turns: int) -> None:
    from scheduling.models import Job, Resource  # noqa: PLC0415 -- as above
    from scheduling.queries.suggestions import who_can  # noqa: PLC0415
    from scheduling.rules.worktime import day_span  # noqa: PLC0415

    people = Resource.objects.filter(kind="person").order_by("pk").values_list("pk", flat=True)
    Resource.objects.filter(pk__in=list(people)[ASKING:]).update(active_until=days[0] - timedelta(days=1))
    jobs = list(Job.objects.filter(starts_at__gte=day_span(days[0]).start).order_by("pk")[: 3 * turns : 3])
    seconds, answers = [], 0
    for job in jobs:
        began = time.perf_counter()
        found = who_can(job, days, earliest=day_span(days[0]).start)
        seconds.append(time.perf_counter() - began)
        answers += bool(found)
    result.add("who can: people asked about", ASKING)
    result.add("who can: jobs with an answer", 100 * answers / len(jobs), "%")
    result.add("who can, p50", _share(seconds, 50), "ms")
    result.add("who can, p95", _share(seconds, 95), "ms", at_most=MOST_ASKED_MS)


def _in_turn(turns: int, one: Callable[[], object], other: Callable[[], object]) -> tuple[list[float], list[float]]:
    """The seconds of two ways, one after the other, again and again; the first turn only warms up."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(turns + 1):
        for kept, way in zip(seconds, (one, other), strict=True):
            began = time.perf_counter()
            way()
            if turn:
                kept.append(time.perf_counter() - began)
    return seconds


def _floor(template: Template, days: Sequence[date]) -> str:
    """The tables read, and the work in them written down as plainly as it can be."""
    first, until = f"'{days[0]}'", f"'{days[-1] + timedelta(days=1)}'"
    tables = []
    with connection.cursor() as cursor:
        for statement in BARE:
            cursor.execute(statement.replace("$from", first).replace("$until", until))
            tables.append(cursor.fetchall())
    return template.render(Context({"work": tables[WORK]}))


def _share(seconds: Sequence[float], percent: int) -> float:
    """The time in milliseconds that so many percent keep within."""
    return sorted(seconds)[round((len(seconds) - 1) * percent / 100)] * 1000
