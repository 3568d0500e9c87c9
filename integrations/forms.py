"""Checking what a person writes about connections."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from integrations.states import Environment

TOKEN = re.compile(r"[a-zA-Z0-9-]{40}")


class EsignForm(forms.Form):
    """Who the firm is at Oneflow. The key is never shown again: empty keeps it, where there is one."""

    environment = forms.ChoiceField(
        label="Miljö", choices=Environment.choices, initial=Environment.PRODUCTION, widget=forms.RadioSelect,
        error_messages={"required": "Välj en miljö."},
    )  # fmt: skip
    token = forms.CharField(
        label="API-nyckel", error_messages={"required": "Klistra in nyckeln från Oneflow."},
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="Skapas i Oneflow under Marketplace › API tokens och visas bara en gång där. 40 tecken.",
    )  # fmt: skip
    user_email = forms.EmailField(
        label="Användarens e-post",
        help_text="Den användare i Oneflow som står som avsändare. Skapa gärna en egen för Perforia.",
        error_messages={
            "required": "Skriv e-postadressen till en användare i Oneflow.",
            "invalid": "Skriv en e-postadress, till exempel avtal@exempel.se.",
        },
    )  # fmt: skip
    workspace = forms.TypedChoiceField(
        label="Arbetsyta", coerce=int, empty_value=None,
        error_messages={"required": "Välj den arbetsyta där avtalen ska ligga.",
                        "invalid_choice": "Arbetsytan finns inte längre. Välj en av dem i listan."},
    )  # fmt: skip

    # Any: Django's own arguments.
    def __init__(
        self, *args: Any, kept: Mapping[str, object], places: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        """`kept` are the settings there are now, empty without a connection; `places` the workspaces it can have."""
        super().__init__(*args, **kwargs)
        self._kept = kept
        if not kept:  # they are known when the connection has been tested
            del self.fields["workspace"]
            return
        chosen = self.fields["workspace"]
        if isinstance(chosen, forms.TypedChoiceField):
            chosen.choices = [("", "Välj en arbetsyta" if places else "Visas när anslutningen är testad"), *places]
        # A new key may open another account, whose workspaces are known when it has been tested.
        chosen.required = bool(places) and not self.data.get("token")
        self.fields["token"].required = False
        self.fields["token"].help_text = "Sparad. Lämna tomt för att behålla den, eller klistra in en ny."

    def clean_token(self) -> str:
        token = str(self.cleaned_data["token"]).strip()
        if token and not TOKEN.fullmatch(token):
            raise forms.ValidationError("Nyckeln är 40 tecken: bokstäver, siffror och bindestreck. Kopiera den igen.")
        return token

    def clean(self) -> dict[str, Any]:  # Any: what fields clean to
        cleaned = super().clean() or self.cleaned_data
        is_moved = self._kept and cleaned.get("environment") != self._kept.get("environment")
        if is_moved and not cleaned.get("token") and "token" not in self.errors:
            self.add_error("token", "Den andra miljön har en egen nyckel. Klistra in den.")
        return dict(cleaned)
