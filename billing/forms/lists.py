"""Reading what the address asks of the list of invoices."""

from billing.queries import Filters
from billing.states import PaidState, ServiceKind
from perforia.base import filters


class FilterForm(filters.FilterForm):
    """The filters of the list of invoices, by their names in the address."""

    lage = filters.choice("Läge", [("", "Alla"), *PaidState.choices])
    tjanst = filters.choice("Tjänst", [("", "Alla"), *ServiceKind.choices])
    fran = filters.day("Från")
    till = filters.day("Till")

    def filters(self) -> Filters:
        """What was asked for."""
        return Filters(
            text=self.asked("q"), state=self.asked("lage"), service=self.asked("tjanst"),
            issued_from=self.day("fran"), issued_to=self.day("till"),
        )  # fmt: skip
