"""Checking what a person writes about money that came in."""

from django import forms

from billing.rules.details import PaymentDetails
from billing.states import PaymentMethod
from perforia.base.fields import KronorField, day_field


class PaymentForm(forms.Form):
    """Money that came in."""

    paid_on = day_field("Betald", required=True)
    amount = KronorField("Belopp, kr", required=True)
    method = forms.ChoiceField(label="Sätt", choices=PaymentMethod.choices)
    payer = forms.CharField(label="Betalare", max_length=120, required=False)
    reference = forms.CharField(label="Referens", max_length=80, required=False)

    def details(self) -> PaymentDetails:
        """The payment in plain values."""
        return PaymentDetails(**{**self.cleaned_data, "method": PaymentMethod(self.cleaned_data["method"])})
