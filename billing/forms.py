"""Checking what a person writes about invoices and payments."""

from datetime import date
from decimal import Decimal

from django import forms

from billing.rules.details import BuyerDetails, InvoiceDetails, LineDetails, PaymentDetails
from billing.states import DeductionKind, LineKind, PaymentMethod, ServiceKind
from crm.models import Customer
from perforia.base.identity import parse_personal_number
from perforia.base.models import User
from perforia.base.money import parse_kronor


class KronorField(forms.CharField):
    """A sum as people write it: `12 480`, `12 480,50 kr`."""

    def clean(self, value: object) -> Decimal | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            return parse_kronor(text)
        except ValueError as wrong:
            raise forms.ValidationError("Skriv ett belopp, till exempel 12 480,50.") from wrong


def _date(label: str, *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class InvoiceForm(forms.Form):
    """An invoice by hand: one row per kind of cost, up to two buyers."""

    number = forms.CharField(label="Fakturanummer", max_length=30)
    customer = forms.ModelChoiceField(label="Kund", queryset=Customer.objects.none())
    issued_on = _date("Fakturadatum", required=True)
    due_on = _date("Förfallodatum")
    work_from = _date("Arbetet började")
    work_to = _date("Arbetet slutade")
    work_address = forms.CharField(label="Arbetets adress", max_length=200, required=False)
    deduction_kind = forms.ChoiceField(label="Avdrag", choices=DeductionKind.choices)
    service_kind = forms.ChoiceField(label="Tjänst", choices=ServiceKind.choices)
    labour = KronorField(label="Arbete, kr med moms", required=False)
    hours = forms.DecimalField(
        label="Timmar", required=False, min_value=0, max_digits=7, decimal_places=2, localize=True
    )
    material = KronorField(label="Material, kr med moms", required=False)
    other = KronorField(label="Övrigt, kr med moms", required=False)
    buyer = forms.CharField(label="Köpare", max_length=120, required=False)
    buyer_number = forms.CharField(label="Köparens personnummer", max_length=20, required=False)
    buyer_deduction = KronorField(label="Köparens avdrag, kr", required=False)
    second_buyer = forms.CharField(label="Köpare två", max_length=120, required=False)
    second_number = forms.CharField(label="Personnummer, köpare två", max_length=20, required=False)
    second_deduction = KronorField(label="Avdrag, köpare två, kr", required=False)

    def __init__(self, *args: object, today: date, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._today = today
        customers = Customer.objects.visible_to(user).order_by("name", "pk")
        self.fields["customer"].queryset = customers  # type: ignore[attr-defined]

    def clean_buyer_number(self) -> str:
        return self._number("buyer_number")

    def clean_second_number(self) -> str:
        return self._number("second_number")

    def clean(self) -> dict[str, object]:
        """A row at least, work in order."""
        data = self.cleaned_data
        if not any(data.get(name) for name in ("labour", "material", "other")):
            self.add_error("labour", "Skriv minst ett belopp.")
        begin, end = data.get("work_from"), data.get("work_to")
        if begin and end and end < begin:
            self.add_error("work_to", "Arbetet kan inte sluta innan det började.")
        return data

    def details(self) -> InvoiceDetails:
        """The invoice in plain values."""
        data = self.cleaned_data
        lines = [
            LineDetails(kind, kind.label, data[name], data["hours"] if kind == LineKind.LABOUR else None)
            for kind, name in ((LineKind.LABOUR, "labour"), (LineKind.MATERIAL, "material"), (LineKind.OTHER, "other"))
            if data[name]
        ]
        buyers = [
            BuyerDetails(data[name], data[deduction] or Decimal(0), data[number])
            for name, number, deduction in (
                ("buyer", "buyer_number", "buyer_deduction"),
                ("second_buyer", "second_number", "second_deduction"),
            )
            if data[name]
        ]
        return InvoiceDetails(
            number=data["number"].strip(),
            customer=data["customer"],
            issued_on=data["issued_on"],
            due_on=data["due_on"],
            work_from=data["work_from"],
            work_to=data["work_to"],
            work_address=data["work_address"],
            deduction_kind=DeductionKind(data["deduction_kind"]),
            service_kind=ServiceKind(data["service_kind"]),
            lines=lines,
            buyers=buyers,
        )

    def _number(self, name: str) -> str:
        text = str(self.cleaned_data[name]).strip()
        if not text:
            return ""
        try:
            return parse_personal_number(text, today=self._today).digits
        except ValueError as wrong:
            raise forms.ValidationError("Skriv 12 siffror, till exempel 19880101-2397.") from wrong


class PaymentForm(forms.Form):
    """Money that came in."""

    paid_on = _date("Betald", required=True)
    amount = KronorField(label="Belopp, kr")
    method = forms.ChoiceField(label="Sätt", choices=PaymentMethod.choices)
    payer = forms.CharField(label="Betalare", max_length=120, required=False)
    reference = forms.CharField(label="Referens", max_length=80, required=False)

    def details(self) -> PaymentDetails:
        """The payment in plain values."""
        return PaymentDetails(**{**self.cleaned_data, "method": PaymentMethod(self.cleaned_data["method"])})
