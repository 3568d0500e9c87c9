"""Personal links: made, sent, used once, taken back. Only hashes are kept; a secret is answered once."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from crm.rules.contact import takes_texts
from integrations.models import Message
from integrations.services import queue_message, queue_text
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.secrets import lookup_hash
from scheduling.models import CrewLink, Resource
from scheduling.queries.crew_words import worded
from scheduling.rules.worktime import local_date
from scheduling.states import CrewLinkKind

BYTES = 32  # 256 bits
USABLE = timedelta(days=7)  # how long a link in a text message opens a phone
OPEN = timedelta(days=60)  # how long that phone stays open


@transaction.atomic
def make(*, resource: Resource, by: User | None, at: datetime) -> str:
    """The address of somebody's day with a new secret, to be sent to them alone; it opens nothing for who has left."""
    token = _write(resource, CrewLinkKind.DAY, by=by, at=at, usable_until=at + USABLE)
    return f"{settings.BASE_URL}/min-dag/l/{token}/"


@transaction.atomic
def send(*, resource: Resource, by: User | None, at: datetime) -> Message:
    """Send somebody a new link, by text message where there is a number, else by mail.

    Raises DomainError when there is neither, or the person has left.
    """
    employee = resource.employee
    if resource.has_left(local_date(at)):
        raise DomainError(worded("{name} arbetar inte här längre.", name=resource.name))
    has_texts = bool(employee.phone) and takes_texts(employee.phone)
    if not has_texts and not employee.email:
        message = worded("{name} har varken mobilnummer eller e-post. Fyll i något av dem först.", name=resource.name)
        raise DomainError(message)
    context = {"name": resource.name.split(maxsplit=1)[0], "url": make(resource=resource, by=by, at=at)}
    with translation.override(employee.language):
        body = render_to_string("scheduling/messages/crew_link.txt", context).strip() + "\n"
        subject = gettext("Din dag")
    audit.record(verb="employee.link_sent", target=resource, by=by, at=at)
    if has_texts:
        return queue_text(to=employee.phone, body=body, by=by, at=at)
    return queue_message(to=employee.email, subject=subject, body=body, by=by, at=at)


@transaction.atomic
def open_phone(*, link: CrewLink, at: datetime) -> CrewLink:
    """Use a link on a phone, which stays open until it is taken back or two months have passed.

    Raises DomainError when it has been used, is too old, has been taken back, or the person has left.
    """
    locked = CrewLink.objects.select_for_update(of=("self",), no_key=True).select_related("resource").get(pk=link.pk)
    if (why := closed_because(locked, at=at)) is not None:
        raise DomainError(why)
    locked.used_at, locked.expires_at, locked.seen_at = at, at + OPEN, at
    locked.save(update_fields=["used_at", "expires_at", "seen_at"])
    audit.record(verb="employee.link_used", target=locked.resource, by=None, at=at)
    return locked


def closed_because(link: CrewLink, *, at: datetime) -> str | None:
    """Why a link opens nothing (any more), with what to do; None when it does."""
    if link.revoked_at is not None or link.resource.has_left(local_date(at)):
        return worded("Länken gäller inte längre. Be kontoret om en ny.")
    if link.used_at is not None:
        return worded("Länken är redan använd. Öppna den senaste länken du har fått, eller be om en ny här.")
    if link.usable_until is None or link.usable_until <= at:
        return worded("Länken är för gammal. Be om en ny här.")
    return None


@transaction.atomic
def revoke(*, resource: Resource, by: User, at: datetime) -> int:
    """Close every phone, link and calendar of somebody; answers how many. Idempotent."""
    open_ones = CrewLink.objects.filter(resource=resource, revoked_at=None)
    count = open_ones.update(revoked_at=at, revoked_by=by)
    if count:
        audit.record(verb="employee.links_revoked", target=resource, by=by, at=at, count=count)
    return count


@transaction.atomic
def close_phone(*, link: CrewLink, by: User | None, at: datetime) -> None:
    """Log out on a phone that a link opened. Idempotent."""
    CrewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at, revoked_by=by)


@transaction.atomic
def renew_calendar(*, resource: Resource, by: User | None, at: datetime) -> str:
    """A new secret for somebody's calendar, answered once; the one before is read by nobody any more."""
    revoke_calendar(resource=resource, by=by, at=at)
    token = _write(resource, CrewLinkKind.CALENDAR, by=by, at=at)
    audit.record(verb="employee.calendar_renewed", target=resource, by=by, at=at)
    return token


@transaction.atomic
def revoke_calendar(*, resource: Resource, by: User | None, at: datetime) -> None:
    """Nobody can read the calendar any more. Idempotent."""
    rows = CrewLink.objects.filter(resource=resource, kind=CrewLinkKind.CALENDAR, revoked_at=None)
    if rows.update(revoked_at=at, revoked_by=by):
        audit.record(verb="employee.calendar_revoked", target=resource, by=by, at=at)


def note_read(*, link: CrewLink, at: datetime) -> None:
    """Remember that an address was of use, once an hour at most."""
    if link.seen_at is None or at - link.seen_at > timedelta(hours=1):
        CrewLink.objects.filter(pk=link.pk).update(seen_at=at)


def _write(
    resource: Resource, kind: CrewLinkKind, *, by: User | None, at: datetime, usable_until: datetime | None = None
) -> str:
    token = token_urlsafe(BYTES)
    CrewLink.objects.create(
        kind=kind, resource=resource, token_hash=lookup_hash(token), created_at=at, created_by=by,
        usable_until=usable_until,
    )  # fmt: skip
    return token
