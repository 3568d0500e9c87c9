"""The menus of filters of the lists of people."""

from perforia.base.filters import FilterForm, choice
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
