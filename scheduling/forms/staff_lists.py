"""The menus of filters of the lists of people."""

from perforia.base.filters import FilterForm, choice, day
from scheduling.queries import staff
from scheduling.queries.staff import StaffFilters
from scheduling.states import Language, Skill, StaffGroup, StaffRole

ANY = ("", "Alla")
STATES = [
    (staff.ACTIVE, "Arbetar här"), (staff.COMING, "Ska börja"), (staff.ENDED, "Har slutat"), (staff.EVERYBODY, "Alla"),
]  # fmt: skip


class StaffFilterForm(FilterForm):
    """The filters by their names in the address of the list."""

    grupp = choice("Grupp", [ANY, *StaffGroup.choices])
    roll = choice("Roll", [ANY, *StaffRole.choices])
    kompetens = choice("Kompetens som gäller", [ANY, *Skill.choices])
    sprak = choice("Talar", [ANY, *Language.choices])
    lage = choice("Anställning", STATES)
    utgar = choice("Går ut", [ANY, ("snart", "Inom 30 dagar, eller har gått ut")])

    def filters(self) -> StaffFilters:
        """What is asked of the list."""
        return StaffFilters(
            text=self.asked("q").replace("\x00", ""), group=self.asked("grupp"), role=self.asked("roll"),
            skill=self.asked("kompetens"), language=self.asked("sprak"), state=self.asked("lage"),
            is_expiring=bool(self.asked("utgar")),
        )  # fmt: skip


class AvailabilityForm(FilterForm):
    """Which people and weeks the overview shows."""

    OUTSIDE = frozenset({"q", "fran", "veckor"})
    FEWEST, MOST = 2, 4

    grupp = choice("Grupp", [ANY, *StaffGroup.choices])
    kompetens = choice("Kompetens som gäller", [ANY, *Skill.choices])
    fran = day("Från")
    veckor = choice("Veckor", [("", "2 veckor"), ("3", "3 veckor"), ("4", "4 veckor")])

    @property
    def weeks(self) -> int:
        """How many weeks are shown."""
        return int(self.asked("veckor") or self.FEWEST)

    def filters(self) -> StaffFilters:
        """Whom to show."""
        return StaffFilters(group=self.asked("grupp"), skill=self.asked("kompetens"))
