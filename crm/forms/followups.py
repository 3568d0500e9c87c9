"""What people write of things to do: what, who, when in their own words, and whether it comes back."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from crm.forms.leads import WhenField
from crm.models import FollowUp
from crm.rules import when
from crm.states import Repeat
from perforia.base.models import User
from perforia.base.permissions import Permission, roles_with

_TEXT = {"class": "form-control", "placeholder": "Ring om pris på piano", "autocomplete": "off"}
_CHOICE = {"class": "form-select"}


def people() -> list[tuple[str, str]]:
    """Those who can have something to do, by name."""
    able = User.objects.filter(role__in=roles_with(Permission.WORK_FOLLOW_UPS), is_active=True).order_by("name", "pk")
    return [(str(pk), name) for pk, name in able.values_list("pk", "name")]


class SnoozeForm(forms.Form):
    """Until when something is put off."""

    due = WhenField(error_messages={"required": when.MISUNDERSTOOD})

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:  # Any: as in Django
        super().__init__(*args, **options)
        self.now = now
        self.due_at = now

    def clean_due(self) -> str:
        said = str(self.cleaned_data["due"])
        try:
            self.due_at = when.parse(said, self.now)
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return said


class FollowUpForm(SnoozeForm):
    """Something to do."""

    text = forms.CharField(
        label="Vad", max_length=200, widget=forms.TextInput(attrs=_TEXT),
        error_messages={"required": "Skriv vad som ska göras."},
    )  # fmt: skip
    owner = forms.ChoiceField(
        label="Vem", widget=forms.Select(attrs=_CHOICE), error_messages={"required": "Välj vem som ska göra det."}
    )
    repeat = forms.ChoiceField(
        label="Upprepas", choices=Repeat.choices, required=False, widget=forms.Select(attrs=_CHOICE)
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    field_order = ("text", "due", "owner", "repeat")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:  # Any: as in Django
        options["initial"] = {"owner": str(user.pk), "repeat": Repeat.NEVER, **options.get("initial", {})}
        super().__init__(*args, **options)
        known = people()
        self.fields["owner"].choices = known  # type: ignore[attr-defined]

    def clean_owner(self) -> User:
        return User.objects.get(pk=self.cleaned_data["owner"])

    def clean_repeat(self) -> Repeat:
        return Repeat(self.cleaned_data["repeat"] or Repeat.NEVER)

    @classmethod
    def filled(cls, follow_up: FollowUp) -> dict[str, object]:
        """What stands in the form when something is changed; the moment as it can be read again."""
        due = timezone.localtime(follow_up.due_at)
        return {
            "text": follow_up.text, "due": f"{due:%Y-%m-%d %H:%M}", "owner": str(follow_up.owner_id),
            "repeat": follow_up.repeat,
        }  # fmt: skip
