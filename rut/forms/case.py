"""Checking what a person writes about a case."""

from django import forms

from perforia.base.models import User
from perforia.base.permissions import ROLE_PERMISSIONS, Permission
from rut.states import Channel

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
