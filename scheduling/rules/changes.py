"""What publishing changes in somebody's day, as data and in words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduling.rules.facts import Span
from scheduling.rules.words import day_of, joined, period
from scheduling.rules.worktime import local_date
from scheduling.states import ChangeKind


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody is told of one job: when, what, where, with whom, in what."""

    job_id: int
    span: Span
    label: str
    address: str = ""
    mates: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of somebody's day; `old` is missing for what is new, `new` for what is taken away."""

    kind: ChangeKind
    old: Told | None
    new: Told | None

    @property
    def days(self) -> set[date]:
        """The days it is about."""
        return {local_date(told.span.start) for told in (self.old, self.new) if told is not None}

    @property
    def sentence(self) -> str:
        """What is said of it."""
        return _sentence(self)

    @property
    def told(self) -> Told:
        """What is so now; of what is taken away, what was so."""
        told = self.new or self.old
        assert told is not None  # noqa: S101 -- a change has a side
        return told

    @property
    def job_id(self) -> int:
        return self.told.job_id

    @property
    def starts_at(self) -> datetime:
        """What changes are ordered by."""
        return self.told.span.start


def changes_of(old: Mapping[int, Told], new: Mapping[int, Told]) -> list[Change]:
    """What is different between two days of one person, by job, in order of time."""
    found = []
    for job_id in {*old, *new}:
        before, after = old.get(job_id), new.get(job_id)
        if before != after:
            found.append(Change(_kind(before, after), before, after))
    return sorted(found, key=lambda change: (change.starts_at, change.kind))


def _kind(before: Told | None, after: Told | None) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    if after is None:
        return ChangeKind.REMOVED
    return ChangeKind.MOVED if before.span != after.span else ChangeKind.CHANGED


def _sentence(change: Change) -> str:
    old, new = change.old, change.new
    if old is None or new is None:
        told = change.told
        word = "Nytt" if old is None else "Du är inte längre med på"
        where = f", {told.address}" if told.address else ""
        when = f"{day_of(local_date(told.span.start))} {period(told.span)}"
        if old is not None:
            return f"{word} {told.label} {when}."
        return f"{word}: {when} {told.label}{where}{_company(told)}."
    parts = [] if old.span == new.span else [_moved(old.span, new.span)]
    parts += _differences(old, new)
    when = day_of(local_date(new.span.start))
    return f"{new.label} {when}: {'; '.join(parts)}."


def _moved(old: Span, new: Span) -> str:
    if local_date(old.start) != local_date(new.start):
        return f"flyttat från {day_of(local_date(old.start))} {period(old)}, ny tid {period(new)}"
    return f"ny tid {period(new)} i stället för {period(old)}"


def _differences(old: Told, new: Told) -> list[str]:
    found = []
    if old.address != new.address:
        found.append(f"ny adress {new.address}" if new.address else "adressen är borttagen")
    if old.mates != new.mates:
        found.append(_company_change(old.mates, new.mates))
    if old.things != new.things:
        found.append(f"nu med {joined(new.things)}" if new.things else f"utan {joined(old.things)}")
    if old.label != new.label:
        found.append(f"hette förut {old.label}")
    if old.notes != new.notes:
        found.append("ny information om uppdraget")
    return found


def _company_change(old: Sequence[str], new: Sequence[str]) -> str:
    gone, come = [name for name in old if name not in new], [name for name in new if name not in old]
    if gone and come:
        return f"{joined(come)} kommer i stället för {joined(gone)}"
    if come:
        return f"{joined(come)} är också med"
    return f"{joined(gone)} är inte längre med"


def _company(told: Told) -> str:
    names = [*told.mates, *told.things]
    return f", med {joined(names)}" if names else ""
