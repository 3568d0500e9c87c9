"""Reading what the address asks of the register of contracts."""

from decimal import Decimal

from django import forms

from contracts.queries.register import SORTS, TABS, Filters
from contracts.states import ContractKind, ContractStatus
from perforia.base import filters
from perforia.base.money import parse_kronor


class RegisterForm(filters.FilterForm):
    """The filters of the register, by their names in the address; the tabs carry the status."""

    OUTSIDE = filters.FilterForm.OUTSIDE | {"status", "sort"}
    status = filters.choice(
        "Status", [(name, label) for name, label in {**dict(TABS), **dict(ContractStatus.choices)}.items()]
    )
    sort = filters.choice("Ordning", list(SORTS.items()))
    mall = filters.choice("Mall")
    typ = filters.choice("Typ", [("", "Alla"), *ContractKind.choices])
    varde = forms.CharField(
        label="Värde från, kronor", required=False, max_length=20,
        widget=forms.TextInput({"class": "form-control", "inputmode": "decimal"}),
    )  # fmt: skip
    fran = filters.day("Signerat från")
    till = filters.day("Signerat till")
    slutar = filters.day("Slutar senast")
    gallde = filters.day("Gällde den")

    def filters(self) -> Filters:
        """What was asked for."""
        return Filters(
            text=self.asked("q"), status=self.asked("status"), template=self.asked("mall"), kind=self.asked("typ"),
            least=self._least(), signed_from=self.day("fran"), signed_to=self.day("till"), ends_by=self.day("slutar"),
            on=self.day("gallde"), sort=self.asked("sort"),
        )  # fmt: skip

    def _least(self) -> Decimal | None:
        try:
            return parse_kronor(self.asked("varde"))
        except ValueError:
            return None

    def _in_words(self, name: str, value: object) -> str:
        return str(value) if name == "varde" else super()._in_words(name, value)  # type: ignore[arg-type]
