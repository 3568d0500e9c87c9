"""Checking what a person writes about a case."""

import re
from typing import Any

from django import forms

from perforia.base.models import User
from perforia.base.permissions import ROLE_PERMISSIONS, Permission
from rut.rules import catalogue
from rut.rules.facts import CaseFacts
from rut.states import ASKING, Channel

DAY = {"type": "date"}
LONGEST_NUMBER = 40
WORKERS = [role for role, permissions in ROLE_PERMISSIONS.items() if Permission.WORK_CASES in permissions]


class DeadlineForm(forms.Form):
    """Another date to answer by, and why."""

    deadline = forms.DateField(label="Ny svarsfrist", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(label="Varför", max_length=200)


class ExtensionForm(forms.Form):
    """The date to ask Skatteverket for."""

    new_deadline = forms.DateField(
        label="Önskad ny frist", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ReplyForm(forms.Form):
    """An answer as it will be sent."""

    to = forms.EmailField(label="Till", required=False)
    subject = forms.CharField(label="Ämne", max_length=200)
    body = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 16}))
    channel = forms.ChoiceField(label="Lämnas med", choices=Channel.choices)


class AskForm(forms.Form):
    """Invoices and papers that Skatteverket asks about."""

    invoices = forms.CharField(
        label="Fakturor",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Fakturanummer, ett per rad eller med komma emellan.",
    )
    codes = forms.MultipleChoiceField(
        label="Handlingar som begärs",
        required=False,
        choices=[(item.code, item.name) for item in catalogue.ITEMS],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def clean_invoices(self) -> list[str]:
        """The numbers, each once, as they were written."""
        written = (each.strip() for each in re.split(r"[,;\n]", str(self.cleaned_data["invoices"])))
        numbers = list(dict.fromkeys(each for each in written if each))
        if long := next((each for each in numbers if len(each) > LONGEST_NUMBER), None):
            message = f"”{long[:20]}…” är för långt för ett fakturanummer. Skriv ett nummer per rad."
            raise forms.ValidationError(message)
        return numbers


class AskMoreForm(AskForm):
    """What more is asked for in a case; something must be."""

    def clean(self) -> dict[str, Any]:
        """At least one invoice or paper."""
        asked = super().clean() or {}
        if not self.errors and not asked.get("invoices") and not asked.get("codes"):
            raise forms.ValidationError("Skriv ett fakturanummer eller välj minst en handling.")
        return asked


class NewCaseForm(AskForm):
    """A case without a letter, as somebody heard it on the telephone or read it on paper."""

    kind = forms.ChoiceField(label="Gäller", choices=[(each.value, each.label) for each in ASKING])
    reference = forms.CharField(label="Skatteverkets referens", max_length=60)
    received_on = forms.DateField(label="Ankom", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    deadline = forms.DateField(
        label="Svara senast", required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text="Lämna tomt bara om Skatteverket inte har satt någon dag.",
    )  # fmt: skip
    officer_name = forms.CharField(label="Handläggare", required=False, max_length=120)
    officer_email = forms.EmailField(label="Handläggarens e-post", required=False)
    officer_phone = forms.CharField(label="Handläggarens telefon", required=False, max_length=30)
    field_order = (
        "kind", "reference", "received_on", "deadline", "officer_name", "officer_email", "officer_phone", "invoices",
        "codes",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The date to answer by is not before the day of arrival."""
        asked = super().clean() or {}
        deadline, received = asked.get("deadline"), asked.get("received_on")
        if deadline and received and deadline < received:
            self.add_error("deadline", "Svarsdagen är före dagen då brevet kom. Kontrollera datumen.")
        return asked

    def facts(self) -> CaseFacts:
        """The case that was described, once the form is valid."""
        known = {name: value for name, value in self.cleaned_data.items() if name not in {"invoices", "codes"}}
        return CaseFacts(**known)


class FactsForm(forms.Form):
    """Who asks, and under which reference."""

    reference = forms.CharField(label="Skatteverkets referens", max_length=60)
    officer_name = forms.CharField(label="Handläggare", required=False, max_length=120)
    officer_email = forms.EmailField(label="Handläggarens e-post", required=False)
    officer_phone = forms.CharField(label="Handläggarens telefon", required=False, max_length=30)
    officer_office = forms.CharField(label="Kontor", required=False, max_length=120)


class NoteForm(forms.Form):
    """Something to remember."""

    text = forms.CharField(label="Anteckning", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class AssignForm(forms.Form):
    """Who answers for the case, and who steps in."""

    owner = forms.ModelChoiceField(label="Ansvarig", queryset=User.objects.none(), required=False)
    deputy = forms.ModelChoiceField(label="Ersättare", queryset=User.objects.none(), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = User.objects.filter(is_active=True, role__in=WORKERS).order_by("name", "pk")
        for name in ("owner", "deputy"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
