"""Publishing several days at once: each day by itself, so that one that cannot be published stops no other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling.queries.publishing import unpublished
from scheduling.rules.words import day_of, joined
from scheduling.services import publishing

NOTHING = "Inget har ändrats sedan veckan publicerades."


@dataclass
class Outcome:
    """The days that were published, and why the others were not."""

    published: list[date] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """`Publicerat: måndag 7 juni och tisdag 8 juni. De vars dag har ändrats får veta det.`"""
        days = joined([day_of(day) for day in self.published])
        return f"Publicerat: {days}. De vars dag har ändrats får veta det."


def publish_days(*, days: Sequence[date], by: User | None, at: datetime) -> Outcome:
    """Publish what has changed on some days, each as `publishing.publish_day` does; announces as it does.

    A day that cannot be published is told with its name, and the others are published all the same.
    """
    outcome = Outcome()
    for day in days:
        if not unpublished(day):
            continue
        try:
            publishing.publish_day(day=day, by=by, at=at)
        except DomainError as refusal:
            outcome.problems.append(f"{day_of(day).capitalize()} publicerades inte. {refusal.message}")
        else:
            outcome.published.append(day)
    if not outcome.published and not outcome.problems:
        outcome.problems.append(NOTHING)
    return outcome
