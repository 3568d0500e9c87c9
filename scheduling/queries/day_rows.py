"""The rows of a day as its page draws them: words, and places on the axis as texts for its attributes.

Plain dictionaries of texts: a page of a hundred bars is drawn from them without a question and hardly a look-up.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypedDict

from crm.states import Service
from scheduling.queries.board import Bar, Board, Cell, Group, Row
from scheduling.queries.board_rows import AwayRow
from scheduling.rules.axis import Axis, minute_of
from scheduling.rules.facts import Finding, Span
from scheduling.rules.words import clock, in_hours, joined, period, short_day
from scheduling.rules.worktime import day_span, local_date
from scheduling.states import AbsenceKind, JobStatus, ResourceKind

LATE_START, EARLY_END = 9 * 60, 15 * 60  # who begins later, or ends earlier, is drawn as not there
NARROW = 105  # minutes of work whose bar has no room for its words
_SERVICES = dict(Service.choices)
_AWAY = dict(AbsenceKind.choices)
_FIXED = {JobStatus.ONGOING: "pågår", JobStatus.DONE: "klar"}


class Off(TypedDict):
    """A time somebody or something is not there."""

    place: str
    kind: str
    words: str
    hours: str  # `13:00–17:00` of a part of the day, where its place alone tells them
    css: str


class Road(TypedDict):
    """The road to a piece of work; `tone` is bad when there is no time for it."""

    place: str
    minutes: str
    about: str  # "ca " where it is estimated
    tone: str


class Work(TypedDict):
    """A piece of work: its place, its words, and what its bar says of it."""

    id: str
    job: str
    version: str
    service: str
    place: str
    lane: str
    css: str
    is_fixed: bool
    is_draft: bool
    is_clash: bool
    what: str
    who: str
    when: str
    where: str
    url: str
    label: str
    title: str


class RowDrawn(TypedDict):
    """Somebody or something with their day; `lanes` is empty where nothing clashes, `clashes` are places."""

    id: str
    name: str
    initials: str
    hue: str
    kind: str
    note: str
    is_bad: bool
    lanes: str
    offs: list[Off]
    roads: list[Road]
    bars: list[Work]
    clashes: list[str]


class GroupDrawn(TypedDict):
    """The rows of one kind of work, of a team with the name of who leads it, or the vehicles."""

    key: str
    label: str
    lead: str
    hours: str
    rows: list[RowDrawn]


def draw_group(group: Group, axis: Axis, board: Board, *, address: str) -> GroupDrawn:
    """A group with its rows; `address` is the address of a job with 0 where its number stands."""
    things = {row.resource.name for row in board.rows if row.resource.kind != ResourceKind.PERSON}
    return {
        "key": group.key, "label": group.label, "lead": group.lead,
        "hours": f"{in_hours(group.planned)} av {in_hours(group.available)} tim",
        "rows": [_row(row, axis, things, address) for row in group.rows],
    }  # fmt: skip


def spans_of(board: Board) -> Iterable[Span]:
    """All the work of a day with the roads to it, which its axis must hold."""
    for row in board.rows:
        for bar in row.cells[0].bars:
            yield Span(bar.span.start - timedelta(minutes=bar.road or 0), bar.span.end)


def _row(row: Row, axis: Axis, things: set[str], address: str) -> RowDrawn:
    cell, resource = row.cells[0], row.resource
    is_person = resource.kind == ResourceKind.PERSON
    lanes = max((bar.level for bar in cell.bars if bar.is_clash), default=0) + 1
    volume = f", {resource.volume.normalize():f} m³".replace(".", ",") if resource.volume is not None else ""
    return {
        "id": str(resource.id), "name": resource.name + volume, "initials": resource.initials,
        "hue": str(resource.hue), "kind": resource.kind, "note": _note(row, things, is_person=is_person),
        "is_bad": bool(row.findings), "lanes": str(lanes) if lanes > 1 else "",
        "offs": [*_aways(cell, axis), *(_outside(cell, axis) if is_person else ())],
        "roads": _roads(cell.bars, axis) if is_person else [],
        "bars": [drawn for bar in cell.bars if (drawn := _bar(bar, row, axis, things, address)) is not None],
        "clashes": [at for each in row.findings if (at := _clash(each, axis)) is not None],
    }  # fmt: skip


def _note(row: Row, things: set[str], *, is_person: bool) -> str:
    cell = row.cells[0]
    if not is_person:
        crew = sorted({name for bar in cell.bars for name in bar.mates} - things)
        return joined(crew) or ("används" if cell.bars else "ledig")
    planned = in_hours(row.planned)
    if row.findings:
        count = len(row.findings)
        return f"{count} krock{'ar' if count > 1 else ''}, {planned} tim"
    if not row.available:
        return f"{planned} tim" if row.planned or cell.aways else "arbetar inte"
    return f"{planned} av {in_hours(row.available)} tim"


def _bar(bar: Bar, row: Row, axis: Axis, things: set[str], address: str) -> Work | None:
    place = axis.place(bar.span)
    if place is None:
        return None
    mates = [name for name in bar.mates if name not in things]
    is_person = row.resource.kind == ResourceKind.PERSON
    where = ", ".join(part for part in (bar.address, f"lag med {joined(mates)}" if mates else "") if part)
    when, service = period(bar.span), _SERVICES.get(bar.row.service, "")
    state = _FIXED.get(JobStatus(bar.row.status)) or ("utkast" if bar.is_draft else "publicerad")
    told = [f"{service} {bar.row.customer} {when}", row.resource.name, state, "krock" if bar.is_clash else "", where]
    label = ", ".join(part for part in told if part)
    css = f"{' is-draft' if bar.is_draft else ''}{' is-clash is-lane' if bar.is_clash else ''}"
    return {
        "id": str(bar.row.assignment_id), "job": str(bar.row.job_id), "version": str(bar.row.version),
        "service": bar.row.service, "place": _at(*place), "lane": str(bar.level),
        "css": f"{css}{' is-done' if state == 'klar' else ''}", "is_fixed": state in {"pågår", "klar"},
        "what": service, "who": bar.row.customer, "when": when, "where": where if is_person else "",
        "url": address.replace("/0/", f"/{bar.row.job_id}/"), "label": label,
        "title": label if place[1] < NARROW else "",
        "is_draft": bar.is_draft, "is_clash": bar.is_clash,
    }  # fmt: skip


def _roads(bars: Sequence[Bar], axis: Axis) -> list[Road]:
    """The road to each piece of work, as much of it as there is room for; what there is no time for is bad."""
    found: list[Road] = []
    before = None
    for bar in bars:
        start = minute_of(bar.span.start, axis.day)
        room = start - minute_of(before.end, axis.day) if before is not None else start
        if bar.road and room > 0:
            length = max(min(bar.road, room, start - axis.first), 1)
            tone = "bad" if room < bar.road else ""
            about = "ca " if bar.is_road_estimated else ""
            place = _at(start - length, length)
            found.append({"place": place, "minutes": str(bar.road), "about": about, "tone": tone})
        before = bar.span if before is None or bar.span.end > before.end else before
    return found


def _clash(finding: Finding, axis: Axis) -> str | None:
    place = axis.place(finding.span) if finding.span is not None else None
    return _at(*place) if place is not None else None


def _aways(cell: Cell, axis: Axis) -> Iterable[Off]:
    whole = day_span(cell.day)
    for away in cell.aways:
        place = axis.place(Span(max(away.starts_at, whole.start), min(away.ends_at, whole.end)))
        if place is not None:
            yield {
                "place": _at(*place), "kind": away.kind, "words": away_words(away, cell.day),
                "hours": "" if away.is_whole_days else period(Span(away.starts_at, away.ends_at)),
                "css": " is-asked" if away.is_asked else "",
            }  # fmt: skip


def _at(start: int, length: int) -> str:
    """A place on the axis, as a style has it."""
    return f"--s:{start};--l:{length}"


def away_words(away: AwayRow, day: date) -> str:
    """`Semester till 19 juni`, `Sjuk sedan igår`, `Vab`; no reason for those who must not know it."""
    told = _AWAY.get(away.kind, "Frånvarande")
    first, last = local_date(away.starts_at), local_date(away.ends_at - timedelta(minutes=1))
    if last > day:
        told += f" till {short_day(last, day)}"
    elif first < day:
        told += f" sedan {short_day(first, day)}"
    elif not away.is_whole_days:
        begins, ends = minute_of(away.starts_at, day), minute_of(away.ends_at, day)
        if begins <= LATE_START:
            told += f" till {clock(away.ends_at)}"
        elif ends < EARLY_END:
            told += f" {period(Span(away.starts_at, away.ends_at))}"
    return f"{told}, begärd" if away.is_asked else told


def _outside(cell: Cell, axis: Axis) -> Iterable[Off]:
    """The time somebody does not work of what others do: a day off, a late beginning, an early end."""
    if cell.is_away or (cell.aways and not cell.shifts):
        return
    if not cell.shifts:
        yield {"place": _at(axis.first, axis.length), "kind": "off", "words": "Arbetar inte", "hours": "", "css": ""}
        return
    begins, ends = minute_of(cell.shifts[0].start, axis.day), minute_of(cell.shifts[-1].end, axis.day)
    if begins > LATE_START:
        words = f"Börjar {clock(cell.shifts[0].start)}"
        yield {"place": _at(axis.first, begins - axis.first), "kind": "off", "words": words, "hours": "", "css": ""}
    if ends < EARLY_END and not _is_away_at(cell, ends):
        words = f"Slutar {clock(cell.shifts[-1].end)}"
        yield {"place": _at(ends, axis.last - ends), "kind": "off", "words": words, "hours": "", "css": ""}


def _is_away_at(cell: Cell, minute: int) -> bool:
    spans = [(minute_of(away.starts_at, cell.day), minute_of(away.ends_at, cell.day)) for away in cell.aways]
    return any(start <= minute < end for start, end in spans)
