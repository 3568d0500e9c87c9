"""Writes of lead sources: their addresses, their secrets, and what the firm decides about them."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from crm.models import LeadSource
from crm.readers.signatures import PREFIX
from crm.states import SourceKind
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.secrets import decrypt, encrypt

KEY_BYTES, SECRET_BYTES = 18, 24


@dataclass(frozen=True)
class SourceDetails:
    """What a person decides about a source."""

    name: str
    kind: SourceKind = SourceKind.OWN_FORM
    origins: list[str] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    is_signed: bool = False
    saves_per_field: bool = False
    assumes_ad_consent: bool = False
    is_active: bool = True
    purge_after_days: int = 30
    silent_after_hours: int = 72


_PLAIN = (
    "name", "kind", "origins", "mapping", "is_signed", "saves_per_field", "assumes_ad_consent", "is_active",
    "purge_after_days", "silent_after_hours",
)  # fmt: skip


def add_source(*, details: SourceDetails, by: User | None, at: datetime) -> LeadSource:
    """A new source with a key and a secret of its own. Raises DomainError when the name is taken."""
    source = LeadSource(key=secrets.token_urlsafe(KEY_BYTES), secret=encrypt(_new_secret()), created_at=at)
    _fill(source, details)
    try:
        with transaction.atomic():
            source.save(force_insert=True)
            audit.record(verb="source.added", target=source, by=by, at=at, kind=source.kind)
    except IntegrityError as taken:
        raise DomainError("Det finns redan en källa med det namnet.") from taken
    return source


def change_source(*, source: LeadSource, details: SourceDetails, by: User, at: datetime) -> None:
    """Write what is decided now. Idempotent. Raises DomainError when the name is taken."""
    try:
        with transaction.atomic():
            locked = LeadSource.objects.select_for_update(of=("self",), no_key=True).get(pk=source.pk)
            _fill(locked, details)
            locked.save(update_fields=_PLAIN)
            audit.record(verb="source.changed", target=locked, by=by, at=at, is_active=locked.is_active)
    except IntegrityError as taken:
        raise DomainError("Det finns redan en källa med det namnet.") from taken


@transaction.atomic
def rotate_secret(*, source: LeadSource, by: User, at: datetime) -> str:
    """Give the source a new secret, which is the answer; the old one counts no longer. Who did it is written down."""
    secret = _new_secret()
    LeadSource.objects.filter(pk=source.pk).update(secret=encrypt(secret))
    audit.record(verb="source.secret_rotated", target=source, by=by, at=at)
    return secret


@transaction.atomic
def reveal_secret(*, source: LeadSource, by: User, at: datetime) -> str:
    """The secret in clear; who asked is written down."""
    audit.record(verb="source.secret_revealed", target=source, by=by, at=at)
    return decrypt(source.secret)


@transaction.atomic
def clear_error(*, source: LeadSource, by: User, at: datetime) -> None:
    """The last error has been seen to. Idempotent."""
    if LeadSource.objects.filter(pk=source.pk).exclude(last_error="").update(last_error="", last_error_at=None):
        audit.record(verb="source.error_cleared", target=source, by=by, at=at)


def _fill(source: LeadSource, details: SourceDetails) -> None:
    for name in _PLAIN:
        setattr(source, name, getattr(details, name))


def _new_secret() -> str:
    """In the form of Standard Webhooks; short enough for the key field of Google's lead forms."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
