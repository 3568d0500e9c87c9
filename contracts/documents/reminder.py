"""The words that remind somebody of a contract to sign."""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from perforia.base.models import Firm


@dataclass(frozen=True)
class Reminder:
    """Who is reminded of what: `url` is our own page, never the service's short-lived link."""

    name: str
    title: str
    number: str
    url: str
    firm: Firm
    expires_on: date | None = None

    @property
    def first_name(self) -> str:
        return self.name.split(maxsplit=1)[0] if self.name.strip() else self.name


def mail_of(told: Reminder) -> tuple[str, str]:
    """Subject and body of the mail."""
    subject, _, body = _rendered("contracts/messages/reminder_mail.txt", told).partition("\n")
    return subject.strip(), body.strip() + "\n"


def text_of(told: Reminder) -> str:
    """The text message."""
    return _rendered("contracts/messages/reminder_text.txt", told)


def _rendered(template: str, told: Reminder) -> str:
    return render_to_string(template, {**vars(told), "first_name": told.first_name}).strip()
