"""Acts that need more than one app: an invitation is an account and a mail."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from integrations.services import queue_message
from perforia.base import audit, services
from perforia.base.accounts import password_path
from perforia.base.models import Firm, User


@transaction.atomic
def invite(*, name: str, email: str, role: str, by: User, at: datetime) -> User:
    """Make an account and mail its owner a link to choose a password.

    Raises DomainError when the address has an account.
    """
    person = services.invite(name=name, email=email, role=role, by=by, at=at)
    _send_link(person, by=by, at=at)
    return person


@transaction.atomic
def invite_again(*, person: User, by: User, at: datetime) -> None:
    """Mail a new link to somebody who has not logged in yet; the old link stays good until it is used or too old."""
    _send_link(person, by=by, at=at)
    audit.record(verb="user.invited_again", target=person, by=by, at=at)


def _send_link(person: User, *, by: User, at: datetime) -> None:
    firm = Firm.load()
    words = {"person": person, "by": by, "firm": firm, "link": f"{settings.BASE_URL}{password_path(person)}"}
    queue_message(
        to=person.email,
        subject=f"Välkommen till Perforia hos {firm.name}",
        body=render_to_string("home/mail/invitation.txt", words),
        by=by,
        at=at,
    )
