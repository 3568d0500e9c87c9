"""What is asked of the overview of free time, and of the weeks."""

from datetime import date, time
from typing import ClassVar

from django import forms

from perforia.base.filters import FilterForm, choice, day
from scheduling.forms.days import is_near
from scheduling.forms.staff_lists import ANY
from scheduling.queries.staff import StaffFilters
from scheduling.rules.facts import Span
from scheduling.rules.worktime import at_local
from scheduling.states import Skill, StaffGroup

PARTS = {
    "formiddag": ("Förmiddag 08–12", time(8), time(12)), "eftermiddag": ("Eftermiddag 12–16", time(12), time(16)),
    "dag": ("Hela dagen 08–16", time(8), time(16)), "kvall": ("Kväll 16–20", time(16), time(20)),
}  # fmt: skip
LENGTHS = [("", "hela tiden"), ("60", "minst 1 tim"), ("120", "minst 2 tim"), ("180", "minst 3 tim")]
_CLOCK = {"type": "time", "class": "form-control"}


class PeopleForm(FilterForm):
    """Whom to show, from when."""

    OUTSIDE: ClassVar[frozenset[str]] = frozenset({"q", "fran"})

    grupp = choice("Grupp", [ANY, *StaffGroup.choices])
    kompetens = choice("Kompetens som gäller", [ANY, *Skill.choices])
    fran = day("Från")

    def day(self, name: str) -> date | None:
        """The day that was asked for in a field, when it is one that can be reckoned with."""
        found = super().day(name)
        return found if is_near(found) else None

    def filters(self) -> StaffFilters:
        """Whom to show."""
        return StaffFilters(group=self.asked("grupp"), skill=self.asked("kompetens"))


class AvailabilityForm(PeopleForm):
    """Which people and weeks the overview shows, and the question of who is free."""

    OUTSIDE: ClassVar[frozenset[str]] = frozenset({"q", "fran", "veckor", "dag", "tid", "kl", "till", "minst"})
    FEWEST: ClassVar[int] = 2

    veckor = choice("Veckor", [("", "2 veckor"), ("3", "3 veckor"), ("4", "4 veckor")])
    dag = day("Dag")
    tid = choice("Tid", [(key, words) for key, (words, _, _) in PARTS.items()])
    kl = forms.TimeField(label="Från klockan", required=False, widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M"))
    till = forms.TimeField(label="Till klockan", required=False, widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M"))
    minst = choice("Hur länge", LENGTHS)

    def question_fields(self) -> list[forms.BoundField]:
        """The fields of the question, in order."""
        return [self[name] for name in ("dag", "tid", "kl", "till", "minst")]

    @property
    def weeks(self) -> int:
        """How many weeks are shown."""
        return int(self.asked("veckor") or self.FEWEST)

    def question(self) -> Span | None:
        """The time that is asked about; None when nothing is, or it ends before it begins."""
        on: date | None = self.day("dag")
        if on is None:
            return None
        starts, ends = self._times()
        return Span(at_local(on, starts), at_local(on, ends)) if starts < ends else None

    def minutes(self, asked: Span) -> int:
        """How much in a row must be free."""
        return min(int(self.asked("minst") or asked.minutes), asked.minutes)

    def _times(self) -> tuple[time, time]:
        own: tuple[time | None, time | None] = (self.cleaned_data.get("kl"), self.cleaned_data.get("till"))
        if own[0] is not None and own[1] is not None:
            return own[0], own[1]
        return PARTS[self.asked("tid") or "formiddag"][1:]
