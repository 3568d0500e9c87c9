"""What publishing changes in somebody's day, as data and in words. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crm.states import Service
from scheduling.rules import words
from scheduling.rules.facts import Span
from scheduling.rules.worktime import local_date
from scheduling.states import ChangeKind


@dataclass(frozen=True, slots=True)
class Speech:
    """A language: `say` answers a Swedish phrase in it, `day` writes a day as `tisdag 9 juni`."""

    say: Callable[[str], str]
    day: Callable[[date], str]


SWEDISH = Speech(str, words.day_of)
PROTECTED = "skyddad kund"  # as facts call whom nobody is to be told of


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
        """What is said of it, in Swedish."""
        return self.sentence_in(SWEDISH)

    def sentence_in(self, speech: Speech) -> str:
        """What is said of it in a language; names and addresses stay as they are."""
        return _Teller(speech).sentence(self)

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


def days_in(days: Sequence[date], speech: Speech) -> str:
    """`tisdag 8 juni och onsdag 9 juni`, `Tuesday 8 June and Wednesday 9 June`."""
    return words.joined([speech.day(day) for day in days], last=speech.say("och"))


def what_in(label: str, speech: Speech) -> str:
    """`Flytt hos Testberg`, `Moving at Testberg`; a title that somebody has written stays as it is."""
    kind, is_at, whom = label.partition(" hos ")
    if not is_at or kind not in Service.labels:
        return label
    said, say = speech.say("{kind} hos {whom}"), speech.say
    return said.format(kind=say(kind), whom=say(whom) if whom == PROTECTED else whom)


@dataclass(frozen=True, slots=True)
class _Teller:
    speech: Speech

    def sentence(self, change: Change) -> str:
        old, new, say = change.old, change.new, self.speech.say
        if old is None or new is None:
            told = change.told
            when = f"{self._day(told.span)} {self._period(told.span)}"
            if old is not None:
                return say("Du är inte längre med på {what} {when}.").format(what=self._what(told.label), when=when)
            where = f", {told.address}" if told.address else ""
            said = f"{when} {self._what(told.label)}{where}{self._company(told)}"
            return say("Nytt: {said}.").format(said=said)
        parts = [] if old.span == new.span else [self._moved(old.span, new.span)]
        parts += self._differences(old, new)
        return f"{self._what(new.label)} {self._day(new.span)}: {'; '.join(parts)}."

    def _moved(self, old: Span, new: Span) -> str:
        said = self.speech.say("ny tid {new} i stället för {old}")
        if local_date(old.start) != local_date(new.start):
            said = self.speech.say("flyttat från {day} {old}, ny tid {new}")
        return said.format(day=self._day(old), old=self._period(old), new=self._period(new))

    def _differences(self, old: Told, new: Told) -> list[str]:
        found, say = [], self.speech.say
        if old.address != new.address:
            said = say("ny adress {address}") if new.address else say("adressen är borttagen")
            found.append(said.format(address=new.address))
        if old.mates != new.mates:
            found.append(self._company_change(old.mates, new.mates))
        if old.things != new.things:
            said = say("nu med {things}") if new.things else say("utan {things}")
            found.append(said.format(things=self._joined(new.things or old.things)))
        if old.label != new.label:
            found.append(say("hette förut {what}").format(what=self._what(old.label)))
        if old.notes != new.notes:
            found.append(say("ny information om uppdraget"))
        return found

    def _company_change(self, old: Sequence[str], new: Sequence[str]) -> str:
        gone, come = [name for name in old if name not in new], [name for name in new if name not in old]
        said = self.speech.say("{gone} är inte längre med")
        if come:
            said = self.speech.say("{come} är också med")
        if gone and come:
            said = self.speech.say("{come} kommer i stället för {gone}")
        return said.format(come=self._joined(come), gone=self._joined(gone))

    def _company(self, told: Told) -> str:
        names = [*told.mates, *told.things]
        return self.speech.say(", med {names}").format(names=self._joined(names)) if names else ""

    def _what(self, label: str) -> str:
        return what_in(label, self.speech)

    def _day(self, span: Span) -> str:
        return self.speech.day(local_date(span.start))

    def _period(self, span: Span) -> str:
        return words.period(span, later=self.speech.say("nästa dag"))

    def _joined(self, names: Sequence[str]) -> str:
        return words.joined(names, last=self.speech.say("och"))
