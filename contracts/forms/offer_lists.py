"""Reading what the address asks of the list of offers."""

from contracts.queries.offers import TABS, Filters
from perforia.base import filters


class FilterForm(filters.FilterForm):
    """The filters of the list of offers, by their names in the address; the state is a tab."""

    OUTSIDE = frozenset({"q", "lage"})
    lage = filters.choice("Läge", [(word, label) for word, label, _ in TABS])
    ansvarig = filters.choice("Ansvarig", [("", "Alla"), ("jag", "Mina"), ("ingen", "Ingen")])
    fran = filters.day("Skapad från")
    till = filters.day("Skapad till")

    def filters(self) -> Filters:
        """What was asked for."""
        return Filters(
            text=self.asked("q"), tab=self.asked("lage"), owner=self.asked("ansvarig"),
            created_from=self.day("fran"), created_to=self.day("till"),
        )  # fmt: skip
