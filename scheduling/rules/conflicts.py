"""What is wrong with a plan: the one check behind forms, drag, suggestions, proposals and publishing. Pure.

Only a double booking is hard; the rest are warnings that somebody may pass over with a reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from scheduling.rules.facts import DAY, LAW, Finding, Limits, Need, Span, Stint, Travel, Worker
from scheduling.rules.fitness import of_need
from scheduling.rules.words import clock, day_of, hours, moment, period
from scheduling.rules.worktime import (
    day_span,
    is_within_hours,
    local_date,
    minutes_in_week,
    part_of_day,
    short_daily_rests,
    short_weekly_rest,
    stretches_without_break,
    week_of,
)
from scheduling.states import Code, Severity

__all__ = ["new_findings", "of_need", "of_worker", "overlaps", "travel_gaps"]
STEP = 5  # minutes a proposed beginning is rounded up to


def of_worker(
    worker: Worker, stints: Iterable[Stint], travel: Travel, *, limits: Limits = LAW, about: int | None = None
) -> list[Finding]:
    """Everything that is wrong with what one person or thing is to do, the gravest first.

    With `about` what concerns each job alone (absence, hours of work) is looked at for that job only.
    """
    own = sorted((stint for stint in stints if stint.worker_id == worker.id), key=lambda stint: stint.span)
    looked_at = [stint for stint in own if about in {None, stint.job_id}]
    found = [*overlaps(worker, own, travel), *travel_gaps(worker, own, travel, limits=limits)]
    found += [finding for stint in looked_at for finding in _absences(worker, stint)]
    if worker.is_person:
        found += [finding for stint in looked_at for finding in _hours(worker, stint)]
        found += _rests(worker, own, limits)
        found += _breaks(worker, own, limits)
        found += _weeks(worker, own, limits)
    order = list(Severity)
    return sorted(found, key=lambda each: order.index(each.severity))


def new_findings(
    need: Need, crew: Sequence[Worker], stints: Mapping[int, Sequence[Stint]], spans: Mapping[int, Span], travel: Travel
) -> list[Finding]:
    """What a plan of one job makes wrong with each of its crew, each at their own time, beside what is wrong already.

    What they do on the job as it was planned before is left out of `stints` here.
    """
    found: list[Finding] = []
    for worker in crew:
        near = _near(spans[worker.id])
        own = stints.get(worker.id, ())
        others = [stint for stint in own if stint.job_id != need.job_id and stint.span.overlaps(near)]
        before = {finding.key for finding in of_worker(worker, others, travel, about=need.job_id)}
        with_it = [*others, need.stint(worker.id, spans[worker.id])]
        after = of_worker(worker, with_it, travel, about=need.job_id)
        found += [each for each in after if each.key not in before]
    return found


def overlaps(worker: Worker, stints: Sequence[Stint], travel: Travel) -> list[Finding]:
    """Every two jobs of one worker that have time in common; stints in order of time."""
    found = []
    for number, stint in enumerate(stints):
        for other in stints[number + 1 :]:
            if other.span.start >= stint.span.end:
                break
            found.append(_overlap(worker, stint, other, travel))
    return found


def _overlap(worker: Worker, stint: Stint, other: Stint, travel: Travel) -> Finding:
    both = Span(max(stint.span.start, other.span.start), min(stint.span.end, other.span.end))
    minutes = travel(stint.last, other.first)
    start = _rounded(stint.span.end + timedelta(minutes=minutes or 0))
    road = f" ({minutes} min restid)" if minutes else ""
    instead = "låt någon annan ta jobbet" if worker.is_person else "ta ett annat fordon"
    return Finding(
        Code.OVERLAP, Severity.HARD, f"{worker.called} är dubbelbokad {period(both)}.", worker.id,
        (stint.job_id, other.job_id), both, f"Börja hos {_whom(other)} {clock(start)}{road} eller {instead}.",
        other.job_id, start,
    )  # fmt: skip


def travel_gaps(worker: Worker, stints: Sequence[Stint], travel: Travel, *, limits: Limits = LAW) -> list[Finding]:
    """The roads between one job and the next that take longer than there is time, or nearly; stints in order."""
    found = []
    for stint, following in pairwise(stints):
        gap = Span(stint.span.end, following.span.start) if stint.span.end <= following.span.start else None
        minutes = travel(stint.last, following.first, stint.span.end) if gap else None
        if gap is None or not minutes or gap.minutes - minutes >= limits.slack:
            continue
        start = _rounded(stint.span.end + timedelta(minutes=minutes))
        jobs = (stint.job_id, following.job_id)
        if gap.minutes < minutes:
            sentence = (
                f"{worker.called} hinner inte till {_whom(following)} {clock(following.span.start)}: {minutes} min"
                f" restid, {gap.minutes} min mellan jobben."
            )
            advice = f"Börja hos {_whom(following)} {clock(start)}."
            found.append(
                Finding(
                    Code.TRAVEL, Severity.BAD, sentence, worker.id, jobs, gap, advice, following.job_id, start
                )
            )  # fmt: skip
        else:
            leave = following.span.start - timedelta(minutes=minutes)
            sentence = (
                f"{worker.called} har bara {gap.minutes - minutes} min marginal till {_whom(following)}: "
                f"åk senast {clock(leave)}."
            )
            found.append(Finding(Code.TRAVEL, Severity.WARN, sentence, worker.id, jobs, gap))
    return found


def _near(span: Span) -> Span:
    """What the rules about a time look at: its week and the rests around it."""
    monday = week_of(local_date(span.start))
    return Span(day_span(monday - 2 * DAY).start, day_span(week_of(local_date(span.end)) + 9 * DAY).start)


def _absences(worker: Worker, stint: Stint) -> list[Finding]:
    """Why somebody is away is nobody's business here: the word is the same for all."""
    away = [absence for absence in worker.absences if absence.overlaps(stint.span)]
    word = "är frånvarande" if worker.is_person else "är inte i drift"
    return [
        Finding(
            Code.ABSENCE, Severity.BAD,
            f"{worker.called} {word} {_when(stint)}{_part(absence, stint)} men står på {_whom(stint)}.",
            worker.id, (stint.job_id,), absence, "Låt någon annan ta jobbet.",
        )
        for absence in away[:1]
    ]  # fmt: skip


def _part(absence: Span, stint: Stint) -> str:
    """` 13:00–17:00` of an absence that is not all of the day."""
    part = part_of_day(absence, local_date(stint.span.start))
    return f" {period(part)}" if part is not None and part.start < part.end else ""


def _hours(worker: Worker, stint: Stint) -> list[Finding]:
    if is_within_hours(worker.hours, stint.span):
        return []
    sentence = f"{worker.called} arbetar inte {_when(stint)} {period(stint.span)} ({_whom(stint)})."
    return [Finding(Code.HOURS, Severity.WARN, sentence, worker.id, (stint.job_id,), stint.span)]


def _rests(worker: Worker, stints: Sequence[Stint], limits: Limits) -> Iterable[Finding]:
    work = [stint.span for stint in stints]
    for rest in short_daily_rests(work, limits):
        sentence = (
            f"{worker.called} vilar bara {hours(rest.minutes)} från {moment(rest.start)}: dygnsvilan ska vara minst"
            f" {hours(limits.daily_rest)}."
        )
        jobs = _around(stints, rest)
        yield Finding(Code.DAILY_REST, Severity.BAD, sentence, worker.id, jobs, rest)
    for monday in _weeks_of(stints):
        longest = short_weekly_rest(monday, work, limits)
        if longest is not None:
            sentence = (
                f"{worker.called} vilar som mest {hours(longest.minutes)} i sträck vecka {monday.isocalendar().week}:"
                f" veckovilan ska vara minst {hours(limits.weekly_rest)}."
            )
            yield Finding(Code.WEEKLY_REST, Severity.BAD, sentence, worker.id, _in_week(stints, monday), longest)


def _breaks(worker: Worker, stints: Sequence[Stint], limits: Limits) -> Iterable[Finding]:
    for stretch in stretches_without_break(stints, limits):
        jobs = tuple(stint.job_id for stint in stints if stretch.covers(stint.span))
        sentence = (
            f"{worker.called} arbetar {period(stretch)} {day_of(local_date(stretch.start))} utan rast: rasten ska komma"
            f" inom {hours(limits.longest_stretch)}."
        )
        yield Finding(Code.BREAK, Severity.WARN, sentence, worker.id, jobs, stretch)


def _weeks(worker: Worker, stints: Sequence[Stint], limits: Limits) -> Iterable[Finding]:
    for monday in _weeks_of(stints):
        minutes = minutes_in_week(monday, stints)
        if minutes > limits.week:
            severity = Severity.BAD if minutes > limits.week_at_most else Severity.WARN
            sentence = f"{worker.called} får {hours(minutes)} vecka {monday.isocalendar().week}, över "
            sentence += f"{hours(limits.week_at_most if severity == Severity.BAD else limits.week)}."
            yield Finding(Code.WEEKLY_HOURS, severity, sentence, worker.id, _in_week(stints, monday))


def _whom(stint: Stint) -> str:
    return stint.who or "nästa kund"


def _when(stint: Stint) -> str:
    return day_of(local_date(stint.span.start))


def _weeks_of(stints: Iterable[Stint]) -> list[date]:
    return sorted({week_of(local_date(stint.span.start)) for stint in stints})


def _in_week(stints: Iterable[Stint], monday: date) -> tuple[int, ...]:
    return tuple(stint.job_id for stint in stints if week_of(local_date(stint.span.start)) == monday)


def _around(stints: Sequence[Stint], rest: Span) -> tuple[int, ...]:
    """The job before a rest and the one after it."""
    before = [stint.job_id for stint in stints if stint.span.end <= rest.start][-1:]
    after = [stint.job_id for stint in stints if stint.span.start >= rest.end][:1]
    return (*before, *after)


def _rounded(at: datetime) -> datetime:
    """The next whole five minutes."""
    over = at.minute % STEP
    return (at + timedelta(minutes=(STEP - over) % STEP)).replace(second=0, microsecond=0)
