"""Checking what is asked of a contract on its page: why it is taken back, until when it runs, who is reminded."""

from collections.abc import Sequence
from datetime import date

from django import forms

from contracts.states import DeliveryChannel


class WithdrawForm(forms.Form):
    """Why a contract is taken back."""

    reason = forms.CharField(
        label="Varför? Syns bara hos er", required=False, max_length=200,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"max_length": "Korta texten till högst %(limit_value)d tecken."},
    )  # fmt: skip


class NoticeForm(forms.Form):
    """The last day of an agreement that has been given notice."""

    last_day = forms.DateField(
        label="Sista dagen avtalet gäller", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Välj sista dagen.", "invalid": "Skriv ett datum, till exempel 2026-06-09.",
        },
    )  # fmt: skip


class RemindForm(forms.Form):
    """Who is reminded, and how."""

    people = forms.TypedMultipleChoiceField(
        label="Till", coerce=int, widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        error_messages={
            "required": "Välj minst en person.", "invalid_choice": "Personen väntas inte längre på. Läs om sidan.",
        },
    )  # fmt: skip
    channel = forms.ChoiceField(
        label="Skicka som", choices=[(DeliveryChannel.MAIL, "E-post"), (DeliveryChannel.SMS, "Sms")],
        initial=DeliveryChannel.MAIL, widget=forms.RadioSelect,
        error_messages={"required": "Välj e-post eller sms.", "invalid_choice": "Välj e-post eller sms."},
    )  # fmt: skip

    def __init__(self, *args: object, people: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["people"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = list(people)
            field.initial = [pk for pk, _ in people]


def last_day_of(form: NoticeForm) -> date:
    """The day of a form that is right."""
    day: date = form.cleaned_data["last_day"]
    return day
