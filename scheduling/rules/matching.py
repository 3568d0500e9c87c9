"""Who can take a job, and when: the best first, with reasons; and why somebody named cannot. Pure.

Free time is what is left of working hours when absence and planned work are taken out. A proposal is only answered when
the one check of plans finds nothing wrong with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from scheduling.rules import conflicts
from scheduling.rules.facts import DAY, LAW, Finding, Need, Point, Span, Stint, Travel, Worker
from scheduling.rules.fitness import has_skill, is_large_enough, missing_skills, of_need
from scheduling.rules.words import clock, hours, joined
from scheduling.rules.worktime import local_date, merged, minutes_in_week, shifts_on, week_of, without

QUARTER = 15  # minutes that proposed beginnings are rounded up to
# What minutes on the road are weighed against.
PREFERRED, USUAL, TEAM, IDLE, LOAD, LATER, AGREED = 40.0, 30.0, 10.0, 0.1, 20.0, 6.0, 25.0
TRIED, SHOWN = 40, 8
A_LITTLE = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Everybody and everything with what they are to do; teams are the ids of those who work together."""

    workers: Sequence[Worker]
    stints: Mapping[int, Sequence[Stint]]
    teams: Sequence[frozenset[int]] = ()
    slack: int = LAW.slack


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to do a job: from when, by whom, in what, and why it is good; a lower score is better."""

    span: Span
    people: tuple[int, ...]
    vehicles: tuple[int, ...]
    score: float
    reasons: tuple[str, ...]
    road: int = 0

    @property
    def start(self) -> datetime:
        return self.span.start


@dataclass(frozen=True, slots=True)
class _Slot:
    """When one could begin: any moment from `first` to `last`, and what stands before and after in the calendar."""

    worker: Worker
    first: datetime
    last: datetime
    before: Stint | None
    after: Stint | None


@dataclass(slots=True)
class _Choice:
    """Some people at one moment, with what they cost."""

    people: list[_Slot] = field(default_factory=list)
    vehicles: list[_Slot] = field(default_factory=list)
    cost: float = 0.0


def proposals(
    need: Need, calendar: Calendar, days: Sequence[date], travel: Travel, *, earliest: datetime, most: int = SHOWN
) -> list[Proposal]:
    """The best ways to do a job on some days, none before `earliest`. Each passes the check when it is booked."""
    found: list[tuple[float, int, _Choice, datetime]] = []
    for number, day in enumerate(days):
        slots = _slots_of_day(need, calendar, day, travel, earliest)
        for start in _starts(need, slots):
            choice = _best(need, calendar, slots, start, travel)
            if choice is not None:
                agreed = AGREED if need.span is not None and need.span.start == start else 0.0
                found.append((choice.cost + number * LATER - agreed, len(found), choice, start))
    answered: list[Proposal] = []
    seen: set[tuple[date, tuple[int, ...]]] = set()
    for cost, _, choice, start in sorted(found, key=lambda each: each[:2])[: TRIED * most]:
        people = tuple(sorted(slot.worker.id for slot in choice.people))
        key = (local_date(start), people)
        if key in seen:
            continue  # the same people on the same day once, at their best time
        seen.add(key)
        span = Span(start, start.astimezone(UTC) + timedelta(minutes=need.minutes))
        if _is_right(need, calendar, choice, span, travel):
            answered.append(_told(need, calendar, choice, span, cost, travel))
        if len(answered) == most or len(seen) >= TRIED:
            break
    return answered


def why_not(need: Need, worker: Worker, stints: Sequence[Stint], span: Span, travel: Travel) -> list[Finding]:
    """What is new and wrong when one takes a job at a time, in the words of the check; empty when nothing is."""
    found = conflicts.new_findings(need, [worker], {worker.id: stints}, {worker.id: span}, travel)
    return found + _unfit(need, worker, span)


def _unfit(need: Need, worker: Worker, span: Span) -> list[Finding]:
    """What one lacks of a job that takes one person, or where everybody must have it."""
    alone = need.people == 1
    everybody = [skill for skill in set(need.skills) if alone or need.skills.count(skill) >= need.people]
    one = Need(
        need.job_id, need.who, need.minutes, 1, everybody, span=span, window=need.window, blocked=need.blocked
    )  # fmt: skip
    return of_need(one, [worker]) if worker.is_person else []


def _slots_of_day(
    need: Need, calendar: Calendar, day: date, travel: Travel, earliest: datetime
) -> dict[int, list[_Slot]]:
    """When each could begin on a day, by worker; those whom the customer does not want are left out."""
    return {
        worker.id: found
        for worker in calendar.workers
        if worker.id not in need.blocked and (found := _slots(need, worker, calendar, day, travel, earliest))
    }


def _slots(
    need: Need, worker: Worker, calendar: Calendar, day: date, travel: Travel, earliest: datetime
) -> list[_Slot]:
    own = [stint for stint in calendar.stints.get(worker.id, ()) if stint.job_id != need.job_id]
    shifts = merged(span for span, _ in shifts_on(worker.hours, day))
    if not shifts:
        return []
    near = sorted(
        (each for each in own if shifts[0].start - DAY < each.span.end and each.span.start < shifts[-1].end + DAY),
        key=lambda each: each.span,
    )
    free = without(shifts, [*(stint.span for stint in near), *worker.absences])
    length, found = timedelta(minutes=need.minutes), []
    for span in free:
        before = next((stint for stint in reversed(near) if stint.span.end <= span.start), None)
        after = next((stint for stint in near if stint.span.start >= span.end), None)
        first, last = max(span.start, earliest), span.end - length
        if before is not None:
            first = max(first, before.span.end + _road(travel, (before.last, need.first), before.span.end, calendar))
        if after is not None:
            last = min(
                last, after.span.start - length - _road(travel, (need.last, after.first), after.span.start, calendar)
            )
        if need.window is not None:
            first, last = max(first, need.window.start), min(last, need.window.end)
        first = _quarter(first)
        if first <= last:
            found.append(_Slot(worker, first, last, before, after))
    return found


def _road(travel: Travel, road: tuple[Point | None, Point | None], around: datetime, calendar: Calendar) -> timedelta:
    """The time between two jobs: the road at about that time and what may go wrong on it; nothing in the same yard."""
    minutes = travel(*road, around)
    return timedelta(minutes=minutes + calendar.slack if minutes else 0)


def _starts(need: Need, slots: Mapping[int, Sequence[_Slot]]) -> list[datetime]:
    """The moments worth trying: when somebody becomes free, and the one that is agreed on already."""
    found = {slot.first for own in slots.values() for slot in own if slot.worker.is_person}
    if need.span is not None:
        found.add(need.span.start)
    return sorted(found)


def _best(
    need: Need, calendar: Calendar, slots: Mapping[int, Sequence[_Slot]], start: datetime, travel: Travel
) -> _Choice | None:
    """The cheapest people and vehicle at a moment; None when there are not enough."""
    free = [slot for own in slots.values() for slot in own if slot.first <= start <= slot.last]
    people = sorted(
        ((_cost(need, calendar, slot, start, travel), slot.worker.id, slot) for slot in free if slot.worker.is_person),
        key=lambda each: each[:2],
    )
    chosen = _crew(need, calendar, people, local_date(start))
    if chosen is None:
        return None
    vehicles = _vehicle(need, free, chosen, local_date(start))
    if vehicles is None:
        return None
    cost = sum(cost for cost, _, slot in people if slot in chosen)
    ids = {slot.worker.id for slot in chosen}
    return _Choice(chosen, vehicles, cost - TEAM * (len(ids) > 1 and any(ids <= team for team in calendar.teams)))


def _crew(need: Need, calendar: Calendar, people: Sequence[tuple[float, int, _Slot]], day: date) -> list[_Slot] | None:
    """The cheapest who have the skills together: first whoever closes most of what is missing, then the cheapest.

    A team that can take it alone is taken when it costs little more.
    """
    best = _greedy(need, people, day)
    for team in calendar.teams:
        members = [each for each in people if each[1] in team]
        together = _greedy(need, members, day) if len(members) >= need.people > 1 else None
        if together is not None and (best is None or _sum(people, together) - TEAM <= _sum(people, best)):
            best = together
    return best


def _greedy(need: Need, people: Sequence[tuple[float, int, _Slot]], day: date) -> list[_Slot] | None:
    chosen: list[_Slot] = []
    left = list(people)
    while len(chosen) < need.people:
        missing = missing_skills(need.skills, [slot.worker for slot in chosen], day)
        ranked = [
            (-sum(has_skill(slot.worker, skill, day) for skill in missing), cost, number)
            for number, (cost, _, slot) in enumerate(left)
        ]
        if not ranked:
            return None
        chosen.append(left.pop(min(ranked)[2])[2])
    return None if missing_skills(need.skills, [slot.worker for slot in chosen], day) else chosen


def _sum(people: Iterable[tuple[float, int, _Slot]], chosen: Sequence[_Slot]) -> float:
    return sum(cost for cost, _, slot in people if slot in chosen)


def _vehicle(need: Need, free: Iterable[_Slot], chosen: Sequence[_Slot], day: date) -> list[_Slot] | None:
    """The smallest vehicle that is large enough and that somebody of the crew may drive."""
    if need.volume is None:
        return []
    drivers = [slot.worker for slot in chosen]
    fits = [
        slot for slot in free
        if slot.worker.licence and is_large_enough(need, [slot.worker])
        and any(has_skill(driver, slot.worker.licence, day) for driver in drivers)
    ]  # fmt: skip
    return [min(fits, key=lambda slot: (slot.worker.volume or 0, slot.worker.id))] if fits else None


def _cost(need: Need, calendar: Calendar, slot: _Slot, start: datetime, travel: Travel) -> float:
    """Minutes on the road, made dearer by a full week and an idle hole, cheaper by who is known."""
    worker = slot.worker
    cost = float(_extra(need, slot, travel))
    week = minutes_in_week(week_of(local_date(start)), calendar.stints.get(worker.id, ()))
    cost += LOAD * week / max(worker.week_minutes, 1)
    if slot.before is not None:
        cost += (
            IDLE * Span(slot.before.span.end, start).minutes
            if local_date(slot.before.span.end) == local_date(start)
            else 0
        )
    return cost - PREFERRED * (worker.id in need.preferred) - USUAL * (worker.id in need.usual)


def _extra(need: Need, slot: _Slot, travel: Travel) -> int:
    """The minutes on the road that a job adds to somebody's day."""
    came = slot.before.last if slot.before else slot.worker.base
    goes = slot.after.first if slot.after else slot.worker.base
    added = (travel(came, need.first) or 0) + (travel(need.last, goes) or 0)
    return max(added - ((travel(came, goes) or 0) if slot.before or slot.after else 0), 0)


def _is_right(need: Need, calendar: Calendar, choice: _Choice, span: Span, travel: Travel) -> bool:
    crew = [slot.worker for slot in (*choice.people, *choice.vehicles)]
    booked = Need(
        need.job_id, need.who, need.minutes, need.people, need.skills, need.volume, need.window, span, need.first,
        need.last, need.break_minutes, True, need.blocked,
    )  # fmt: skip
    if of_need(booked, crew):
        return False
    spans = {worker.id: span for worker in crew}
    return not conflicts.new_findings(need, crew, calendar.stints, spans, travel)


def _told(need: Need, calendar: Calendar, choice: _Choice, span: Span, score: float, travel: Travel) -> Proposal:
    people = [slot.worker for slot in choice.people]
    road = sum(_extra(need, slot, travel) for slot in choice.people)
    reasons = [f"+{road} min körning" if road > A_LITTLE else "nästan ingen extra körning"]
    ids = {worker.id for worker in people}
    if known := [worker.called for worker in people if worker.id in need.preferred]:
        reasons.append(f"kunden vill helst ha {joined(known)}")
    if need.usual and ids <= need.usual:
        reasons.append("samma som förra gången")
    elif known := [worker.called for worker in people if worker.id in need.usual]:
        reasons.append(f"{joined(known)} var där förra gången")
    if len(ids) > 1 and any(ids <= team for team in calendar.teams):
        reasons.append("arbetar i samma team")
    reasons.append(f"slutar {clock(span.end)}")
    monday = week_of(local_date(span.start))
    left = min((w.week_minutes - minutes_in_week(monday, calendar.stints.get(w.id, ())) - need.minutes) for w in people)
    if left >= 0:
        reasons.append(f"{hours(left)} kvar av veckan")
    vehicles = tuple(slot.worker.id for slot in choice.vehicles)
    reasons += [f"{slot.worker.name} är ledig" for slot in choice.vehicles]
    return Proposal(span, tuple(worker.id for worker in people), vehicles, round(score, 1), tuple(reasons), road)


def _quarter(at: datetime) -> datetime:
    over = at.minute % QUARTER
    whole = at.replace(second=0, microsecond=0)
    return whole if not over and whole == at else whole + timedelta(minutes=QUARTER - over)
