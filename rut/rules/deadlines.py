"""Days: what is left of them, when to remind, when to appeal. Pure; the day is handed in."""

from datetime import date, timedelta

import holidays

# The days before a deadline on which people are reminded, and every day after it.
REMINDER_DAYS = (7, 3, 1, 0)
# Skatteförfarandelagen and förvaltningslagen (2017:900) 44 §: three weeks from the day the decision was received.
APPEAL = timedelta(weeks=3)
SATURDAY = 5


def days_left(deadline: date, today: date) -> int:
    """Calendar days to the deadline; 0 on the day, negative after it."""
    return (deadline - today).days


def working_days_left(deadline: date, today: date) -> int:
    """Days at work from today to the deadline, both counted, without Swedish holidays; 0 when it has passed."""
    if deadline < today:
        return 0
    free = holidays.country_holidays("SE", years=range(today.year, deadline.year + 1), include_sundays=False)
    days = (today + timedelta(days=number) for number in range((deadline - today).days + 1))
    return sum(day.weekday() < SATURDAY and day not in free for day in days)


def appeal_by(received: date) -> date:
    """The last day to appeal a decision received on a day."""
    return received + APPEAL


def estimated_deadline(received: date, days: int) -> date:
    """The date a relative time to answer means, counted from the receipt: an estimate a person must confirm."""
    return received + timedelta(days=days)


def due_reminder(deadline: date, today: date) -> int | None:
    """Which reminder is due: 7, 3, 1 or 0 days before, -1, -2 … after; the nearest that has come, None before."""
    left = days_left(deadline, today)
    if left < 0:
        return left
    return min((day for day in REMINDER_DAYS if left <= day), default=None)
