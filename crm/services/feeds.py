"""The secret address of a person's calendar: made anew, or taken away."""

from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction

from crm.models import CalendarFeed
from perforia.base import audit
from perforia.base.models import User
from perforia.base.secrets import lookup_hash

BYTES = 32


@transaction.atomic
def renew(*, user: User, at: datetime) -> str:
    """A new secret, answered once; the one before opens nothing any more."""
    token = token_urlsafe(BYTES)
    values = {"token_hash": lookup_hash(token), "created_at": at}
    feed, _ = CalendarFeed.objects.update_or_create(user=user, defaults=values)
    audit.record(verb="calendar.renewed", target=feed, by=user, at=at)
    return token


@transaction.atomic
def revoke(*, user: User, at: datetime) -> None:
    """Nobody can fetch the calendar any more. Idempotent."""
    feed = CalendarFeed.objects.select_for_update(of=("self",), no_key=True).filter(user=user).first()
    if feed is not None:
        audit.record(verb="calendar.revoked", target=feed, by=user, at=at)
        feed.delete()
