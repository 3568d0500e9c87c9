"""What is asked before a job is cancelled or opened again, before one is skipped and before all end."""

from typing import Any

from django import forms

from perforia.base.fields import day_field


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Varför", max_length=200, widget=forms.TextInput({"autocomplete": "off"}))

    def __init__(self, *args: Any, wanted: str, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages = {
            "required": wanted, "max_length": "Korta texten till högst %(limit_value)d tecken.",
        }  # fmt: skip


class EndForm(ReasonForm):
    """The last day of work that comes back, and why it ends."""

    last = day_field("Sista dagen", required=True)
    field_order = ("last", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, wanted="Skriv varför upprepningen avslutas.", **kwargs)
