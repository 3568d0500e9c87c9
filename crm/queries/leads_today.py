"""What of leads waits today: who must be called, whose next step is due, and how fast new ones are answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from crm.models import Lead
from crm.queries.lead_lists import Row, rows_of, with_people
from crm.rules.call_clock import working_seconds
from perforia.base.models import User
from perforia.base.paging import Count, count_of
from perforia.base.permissions import Permission

MOST, MOST_MEASURED = 8, 500
RECENT, FRESH = timedelta(days=14), timedelta(hours=1)
MINUTE, HOUR, WEEK = 60, 3600, timedelta(days=7)


@dataclass(frozen=True)
class Calls:
    """New leads nobody has called: the most urgent ones, and how many there are."""

    rows: list[Row]
    count: Count


@dataclass(frozen=True)
class Pace:
    """How fast today's new leads were called, in seconds of working time, and how many came this week and the last."""

    seconds: int | None
    this_week: Count
    week_before: Count

    @property
    def words(self) -> str:
        """`3 min 40 s`, `1 tim 20 min`; a dash before the first call of the day."""
        if self.seconds is None:
            return "–"
        if self.seconds < HOUR:
            return f"{self.seconds // MINUTE} min {self.seconds % MINUTE} s"
        return f"{self.seconds // HOUR} tim {self.seconds % HOUR // MINUTE} min"

    @property
    def more(self) -> int:
        """How many more than in the same days of the week before; negative when fewer."""
        return self.this_week.number - self.week_before.number

    @property
    def fewer(self) -> int:
        """How many fewer."""
        return -self.more


def leads_to_call(user: User, *, at: datetime, most: int = MOST) -> Calls | None:
    """The new leads nobody has called: those of the last hour by who has waited longest, then the older ones.

    None for somebody who does not work with leads.
    """
    if not user.has_permission(Permission.WORK_LEADS):
        return None
    waiting = Lead.objects.visible_to(user).to_call()
    recent = waiting.filter(received_at__gte=at - RECENT).order_by("-received_at", "-pk")
    leads = list(with_people(recent)[:most])
    fresh = [lead for lead in reversed(leads) if lead.received_at > at - FRESH]
    older = [lead for lead in leads if lead.received_at <= at - FRESH]
    return Calls(rows_of(user, [*fresh, *older], at=at), count_of(waiting))


def pace_of(user: User, *, at: datetime) -> Pace | None:
    """The figures of new leads; None for somebody who does not work with leads."""
    if not user.has_permission(Permission.WORK_LEADS):
        return None
    leads, today = Lead.objects.visible_to(user).listed(), _midnight(at)
    called = leads.filter(received_at__gte=today).exclude(first_contact_at=None).order_by("-received_at", "-pk")
    pairs = called.values_list("received_at", "first_contact_at")[:MOST_MEASURED]
    waits = [working_seconds(came.astimezone(at.tzinfo), first.astimezone(at.tzinfo)) for came, first in pairs if first]
    monday = today - timedelta(days=today.weekday())
    before = leads.filter(received_at__gte=monday - WEEK, received_at__lt=at - WEEK)
    this_week = count_of(leads.filter(received_at__gte=monday))
    return Pace(int(median(waits)) if waits else None, this_week, count_of(before))


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
