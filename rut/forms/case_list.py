"""Reading what the address asks of the list of cases."""

from perforia.base import filters
from perforia.base.models import User
from rut.queries.case_list import NOBODY, OF_THE_YEAR, Filters
from rut.states import CaseStatus, DocumentType


class FilterForm(filters.FilterForm):
    """The filters of the list of cases, by their names in the address."""

    status = filters.choice("Status")
    agare = filters.choice("Ansvarig")
    typ = filters.choice("Typ av brev")
    fran = filters.day("Frist från")
    till = filters.day("Frist till")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        of_year = [(value, label) for value, (label, _) in OF_THE_YEAR.items()]
        owners = User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name")
        self.offer("status", [("", "Alla öppna"), *CaseStatus.choices, *of_year])
        self.offer("agare", [("", "Alla"), (NOBODY, "Ingen"), *((str(pk), name) for pk, name in owners)])
        self.offer("typ", [("", "Alla"), *DocumentType.choices])

    def filters(self) -> Filters:
        """What was asked for."""
        return Filters(
            text=self.asked("q"), status=self.asked("status"), owner=self.asked("agare"), kind=self.asked("typ"),
            due_from=self.day("fran"), due_to=self.day("till"),
        )  # fmt: skip
