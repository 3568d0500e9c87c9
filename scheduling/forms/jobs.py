"""Checking a job as somebody writes it down."""

from datetime import date
from typing import Any

from django import forms

from crm.forms.fields import CustomerField
from crm.states import Service
from perforia.base.fields import day_field
from perforia.base.models import User


class JobForm(forms.Form):
    """What a job is."""

    title = forms.CharField(label="Vad", max_length=120, error_messages={"required": "Skriv vad som ska göras."})
    kind = forms.ChoiceField(label="Tjänst", choices=Service.choices)
    minutes = forms.IntegerField(label="Tid, minuter", min_value=15, max_value=1440, initial=180)
    people = forms.IntegerField(label="Personer", min_value=1, max_value=30, initial=1)
    wanted_on = day_field("Önskad dag")
    notes = forms.CharField(label="Till laget", required=False, max_length=4000, widget=forms.Textarea({"rows": "4"}))

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(user=user, today=today, required="Välj en kund.", is_reached=True)
