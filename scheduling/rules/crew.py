"""What a phone may say of time: its clock put right, what cannot be, and lengths. Pure."""

from datetime import UTC, datetime, time, timedelta

from scheduling.rules.worktime import at_local, local_date

WRONG_CLOCK = timedelta(minutes=2)  # a clock that is off by less is as good as ours
AHEAD = timedelta(minutes=2)
OLDEST = timedelta(days=31)
BEFORE, AFTER = timedelta(hours=8), timedelta(hours=24)  # around a booking, when its work may begin
LONGEST = timedelta(hours=24)
MINUTE = timedelta(minutes=1)


def moment_of(*, done_at: datetime | None, sent_at: datetime | None, received_at: datetime) -> datetime:
    """When something was done: as the phone says, put right by what its clock was wrong when it sent.

    What is not told was done now. A time of the phone that still lies ahead by less than two minutes is now.
    """
    if done_at is None:
        return received_at
    wrong = received_at - sent_at if sent_at is not None else timedelta()
    moment = done_at + (wrong if abs(wrong) > WRONG_CLOCK else timedelta())
    return min(moment, received_at) if moment - received_at <= AHEAD else moment


def is_ahead(moment: datetime, received_at: datetime) -> bool:
    """Whether something says that it was done in the future."""
    return moment > received_at


def is_too_old(moment: datetime, received_at: datetime) -> bool:
    """Whether something was done so long ago that the office must write it down."""
    return received_at - moment > OLDEST


def may_begin(moment: datetime, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether work at that time can belong to a booking."""
    return starts_at - BEFORE <= moment <= ends_at + AFTER


def whole_minutes(start: datetime, end: datetime) -> int:
    """The minutes that passed between, whatever clocks showed, rounded to the nearest, never below none."""
    return max(round((end.astimezone(UTC) - start.astimezone(UTC)) / MINUTE), 0)


def first_at(clock: time, after: datetime) -> datetime:
    """The first moment after another at which a clock in Stockholm shows a time."""
    day = local_date(after)
    found = at_local(day, clock).astimezone(UTC)
    is_later = found >= after.astimezone(UTC).replace(second=0, microsecond=0)
    return found if is_later else at_local(day + timedelta(days=1), clock).astimezone(UTC)
