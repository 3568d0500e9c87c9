"""What publishing a day would tell whom, and what is in the way of it."""

from dataclasses import dataclass
from datetime import date, datetime

from crm.rules.contact import takes_texts
from scheduling.models import Resource
from scheduling.queries import publishing
from scheduling.rules.changes import Change
from scheduling.rules.facts import Finding


@dataclass(frozen=True, slots=True)
class Told:
    """One whose day changes: what they would be told, and by which way; the past is told nobody."""

    resource: Resource
    changes: list[Change]
    way: str

    @property
    def is_unreachable(self) -> bool:
        return not self.way


@dataclass(frozen=True, slots=True)
class DayChanges:
    """Everybody whose day changes, how many things do, and what is in the way."""

    people: list[Told]
    things: int
    obstacles: list[Finding]
    number: int  # of jobs


def changes_of_day(day: date, *, at: datetime) -> DayChanges:
    """What differs from what was told of a day, by person. A fixed number of questions, whatever the size."""
    ids = publishing.job_ids_of(day)
    found = publishing.differences(ids)
    told = {
        pk: [change for change in changes if any(side.span.end > at for side in (change.old, change.new) if side)]
        for pk, changes in publishing.changes_by_person(found).items()
    }
    rows = Resource.objects.filter(pk__in=[pk for pk, changes in told.items() if changes]).select_related("employee")
    changed = [each for each in found if each.is_change]
    return DayChanges(
        [Told(row, told[row.pk], _way(row)) for row in rows.order_by("position", "name", "pk")],
        len({each.resource_id for each in changed if not each.is_person}),
        publishing.obstacles(ids, found) if changed else [],
        len({each.job_id for each in changed}),
    )


def _way(row: Resource) -> str:
    if row.employee.phone and takes_texts(row.employee.phone):
        return "sms"
    return "mejl" if row.employee.email else ""
