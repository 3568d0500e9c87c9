"""Checking texts that are to be sent, and whom they are for."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from crm.queries.audiences import Choice
from crm.rules.mailing import Draft
from crm.rules.merge_fields import problems_of
from crm.states import Channel, ListTarget

MOST_IDS = 500
_OURS = frozenset({"till", "lista", "id", "mall", "efter", "fore", "vy"})  # all else filters the list
LONGEST_SUBJECT, LONGEST_BODY = 150, 5000


class MessageForm(forms.Form):
    """A text with its channel; a mail has a subject."""

    channel = forms.ChoiceField(
        label="Skickas som", choices=Channel.choices, initial=Channel.MAIL, widget=forms.RadioSelect,
        error_messages={"required": "Välj e-post eller sms.", "invalid_choice": "Välj e-post eller sms."},
    )  # fmt: skip
    subject = forms.CharField(label="Ämne", max_length=LONGEST_SUBJECT, required=False)
    body = forms.CharField(
        label="Text", max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": "Skriv texten som ska skickas.",
            "max_length": "Korta texten till högst %(limit_value)d tecken.",
        },
    )  # fmt: skip
    is_marketing = forms.BooleanField(
        label="Det är reklam", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text="Erbjudanden och nyheter. Går bara till dem som har sagt ja till utskick, med en väg att säga nej. "
        "Bekräftelser, tider och annat om deras eget ärende är inte reklam.",
    )  # fmt: skip

    def clean_subject(self) -> str:
        return self._fields_known(" ".join(str(self.cleaned_data["subject"]).split()))

    def clean_body(self) -> str:
        return self._fields_known(str(self.cleaned_data["body"]).replace("\r\n", "\n"))

    def clean_channel(self) -> str:
        channel = str(self.cleaned_data["channel"])
        if channel == Channel.SMS and not settings.SMS_URL:
            raise forms.ValidationError("Sms är inte anslutet. Be den som driver programmet att ange en sms-växel.")
        return channel

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        cleaned = super().clean() or {}
        if cleaned.get("channel") == Channel.MAIL and "subject" in cleaned and not cleaned["subject"]:
            self.add_error("subject", "Skriv ett ämne, till exempel Din flytt den {datum}.")
        return cleaned

    def draft(self) -> Draft:
        """The text of a form that is right."""
        told = self.cleaned_data
        channel = Channel(told["channel"])
        subject = told["subject"] if channel == Channel.MAIL else ""
        return Draft(channel, subject, told["body"], bool(told["is_marketing"]))

    def _fields_known(self, text: str) -> str:
        if wrong := problems_of(text):
            raise forms.ValidationError(wrong)
        return text


class TemplateForm(MessageForm):
    """A text that is kept under a name."""

    name = forms.CharField(
        label="Mallens namn", max_length=80, error_messages={"required": "Ge mallen ett namn."}
    )  # fmt: skip
    field_order = ("name", "channel", "subject", "body", "is_marketing")


def choice_of(query: QueryDict) -> Choice | None:
    """Whom an address asks for: marked rows (`id`), or with `lista` all that the list's own filters leave."""
    asked = str(query.get("till", ""))
    if asked not in ListTarget.values:
        return None
    target = ListTarget(asked)
    if query.get("lista"):
        filters = {name: str(value) for name, value in query.items() if name not in _OURS}
        return Choice(target, is_list=True, query=filters)
    ids = [int(pk) for pk in query.getlist("id")[:MOST_IDS] if pk.isascii() and pk.isdecimal() and len(pk) < 16]  # noqa: PLR2004 -- fits a key
    return Choice(target, ids) if ids else None
