"""Checking what ties somebody who works here to others: an account, and what customers think of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from crm.forms.fields import CustomerField
from perforia.base.models import User
from scheduling.states import PreferenceKind

WISHES = [(PreferenceKind.PREFERRED.value, "Helst hos kunden"), (PreferenceKind.BLOCKED.value, "Inte hos kunden")]


class AccountForm(forms.Form):
    """Which account somebody logs in with."""

    user = forms.ChoiceField(label="Konto", required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, accounts: Sequence[User], current: User | None) -> None:
        super().__init__(data, initial={"user": str(current.pk) if current else ""})
        self._known = {str(account.pk): account for account in accounts}
        choices = [("", "Inget konto"), *((key, f"{each.name}, {each.email}") for key, each in self._known.items())]
        self.fields["user"].choices = choices  # type: ignore[attr-defined]
        self.fields["user"].error_messages["invalid_choice"] = "Kontot kan inte väljas. Välj ett annat."

    @property
    def chosen(self) -> User | None:
        """The account, None for none."""
        return self._known.get(self.cleaned_data["user"])


class WishForm(forms.Form):
    """A customer wants somebody, or must not meet them."""

    kind = forms.ChoiceField(label="Vad gäller", choices=WISHES, widget=forms.RadioSelect, initial=WISHES[0][0])
    reason = forms.CharField(
        label="Varför", max_length=200, required=False, help_text="Syns bara för dem som sköter personalen."
    )

    def __init__(self, data: Mapping[str, Any] | None, *, user: User, today: date) -> None:
        super().__init__(data)
        self.fields["customer"] = CustomerField(user=user, today=today, required="Skriv kundens namn eller nummer.")
        self.order_fields(("customer", "kind", "reason"))
