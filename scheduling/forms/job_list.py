"""Reading what the address asks of the list of jobs."""

from crm.states import Service
from perforia.base import filters
from scheduling.queries.job_list import VIEWS, Filters
from scheduling.states import JobStatus


class JobListForm(filters.FilterForm):
    """The filters of the list, by their names in the address; the tabs carry the view, a link the customer."""

    OUTSIDE = filters.FilterForm.OUTSIDE | {"vy", "kund"}
    vy = filters.choice("Vy", [("", ""), *VIEWS])
    kund = filters.choice("Kund")
    status = filters.choice("Status", [("", "Alla"), *JobStatus.choices])
    tjanst = filters.choice("Tjänst", [("", "Alla"), *Service.choices])
    person = filters.choice("Person")
    fran = filters.day("Från och med")
    till = filters.day("Till och med")
    adress = filters.choice("Adress", [("", "Alla"), ("obekraftad", "Obekräftad")])

    def filters(self) -> Filters:
        """What was asked for."""
        return Filters(
            text=self.asked("q"), view=self.asked("vy"), status=self.asked("status"), service=self.asked("tjanst"),
            person=self.asked("person"), customer=self.asked("kund"), first=self.day("fran"), last=self.day("till"),
            is_unconfirmed=bool(self.asked("adress")),
        )  # fmt: skip
