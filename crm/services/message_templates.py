"""Texts that are written once and used often."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from crm.models import MessageTemplate
from crm.rules.merge_fields import problems_of
from crm.states import Channel
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User


@dataclass(frozen=True)
class TemplateDetails:
    """A text as a person writes it; a text message has no subject."""

    name: str
    channel: Channel
    subject: str
    body: str
    is_marketing: bool = False


@transaction.atomic
def save_template(
    *, template: MessageTemplate | None, details: TemplateDetails, by: User, at: datetime
) -> MessageTemplate:
    """Write a new text, or correct one; what has been sent is not touched. Idempotent.

    Raises DomainError for a name that is taken, or fields that nobody knows.
    """
    if wrong := problems_of(f"{details.subject}\n{details.body}"):
        raise DomainError(wrong[0])
    written = template or MessageTemplate()
    for name, value in asdict(details).items():
        setattr(written, name, value)
    written.changed_at = at
    try:
        with transaction.atomic():
            written.save()
    except IntegrityError:
        raise DomainError(f"Det finns redan en mall som heter ”{details.name}”. Välj ett annat namn.") from None
    audit.record(verb="template.saved", target=written, by=by, at=at)
    return written


@transaction.atomic
def delete_template(*, template: MessageTemplate, by: User, at: datetime) -> None:
    """Forget a text; what was sent with it stays as it was."""
    audit.record(verb="template.deleted", target=template, by=by, at=at, name=template.name)
    template.delete()
