"""What the pages of work that comes back show: the series, and the days of one with what became of each."""

from dataclasses import dataclass
from datetime import date, timedelta

from perforia.base.models import User
from scheduling.models import Job, Series, SeriesSkip
from scheduling.models.series import SeriesQuerySet
from scheduling.rules import recurrence, repeating
from scheduling.rules.words import clock, day_of
from scheduling.rules.worktime import local_date
from scheduling.states import HolidayPolicy

AHEAD, MOST_DAYS, MOST_SKIPS, PAGE = timedelta(days=400), 16, 50, 50


@dataclass(frozen=True)
class Day:
    """One day of the rule: in words, what a holiday does to it, and the job it became, if it has.

    `may_come_back`: somebody said that nothing is done then, and may say otherwise.
    """

    key: date
    words: str
    note: str
    job: Job | None
    is_skipped: bool
    may_come_back: bool = False


def series_of(user: User, *, is_ended: bool, today: date) -> SeriesQuerySet:
    """The series that go on, or those that have ended."""
    rows = Series.objects.visible_to(user).select_related("customer", "place")
    return rows.over(today) if is_ended else rows.going_on(today)


def days_of(series: Series, *, today: date) -> list[Day]:
    """The days from today on, those of the rule and those moved from it, with what became of each."""
    jobs = {
        job.occurrence_on: job
        for job in Job.objects.filter(series=series, occurrence_on__gte=today - timedelta(days=7)).order_by("pk")
    }
    skips = dict(series.skips.filter(occurrence_on__gte=today).order_by("pk").values_list("occurrence_on", "reason"))
    last = min(series.until, today + AHEAD) if series.until else today + AHEAD
    found = _of_rule(series, max(today, series.starts_on), last)
    keys = sorted({*found, *(key for key, job in jobs.items() if key and job.is_plannable and key >= today), *skips})
    return [_day(key, found.get(key), jobs.get(key), skips) for key in keys[:MOST_DAYS]]


def skipped_of(series: Series, *, today: date) -> list[SeriesSkip]:
    """The days from today on that are skipped, the first first, with who said so."""
    return list(
        series.skips.filter(occurrence_on__gte=today).select_related("by").order_by("occurrence_on")[:MOST_SKIPS]
    )


def words_of(series: Series) -> str:
    """`varannan vecka på tisdagar klockan 08:00`."""
    return f"{recurrence.in_words(series.rule)} klockan {series.start_time:%H:%M}"


def crew_of(series: Series) -> list[str]:
    """Who usually does it, by name."""
    rows = series.members.select_related("resource").order_by("resource__kind", "resource__name")
    return [row.resource.name for row in rows]


def _of_rule(series: Series, first: date, last: date) -> dict[date, repeating.Line]:
    if last < first:
        return {}
    days = list(recurrence.days_of(series.rule, series.starts_on, first=first, last=last))[:MOST_DAYS]
    kept = {
        each.key: each
        for each in recurrence.occurrences(
            series.rule, series.starts_on, series.start_time, first=first, last=last,
            policy=HolidayPolicy(series.holidays),
        )
    }  # fmt: skip
    return {day: repeating.line_of(day, kept.get(day)) for day in days}


def _day(key: date, line: repeating.Line | None, job: Job | None, skips: dict[date, str]) -> Day:
    words = line.words if line else day_of(key)
    note = line.note if line else ""
    if job is not None and job.starts_at is not None:
        words = f"{day_of(local_date(job.starts_at))} {clock(job.starts_at)}"
        note = note if local_date(job.starts_at) == key else f"flyttad från {day_of(key)}"
    if key in skips:
        return Day(key, words, skips[key] or "hoppas över", job, is_skipped=True, may_come_back=True)
    return Day(key, words, note, job, is_skipped=line is not None and line.is_skipped)
