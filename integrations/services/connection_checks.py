"""Tests of a connection: asked for by a person, made by a worker, their outcome kept for the page.

What we want to be called back with is a wish (`settings["callbacks"]`) that a test brings about and checks.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from integrations import events
from integrations.models import Connection
from perforia.base import audit
from perforia.base.models import User
from perforia.base.secrets import decrypt, encrypt

SWEPT_AFTER = timedelta(seconds=30)
SOON, DAILY = timedelta(minutes=10), timedelta(days=1)


@dataclass(frozen=True)
class Check:
    """One thing that was tested: `tone` as in the look (ok, warn, bad), `text` for people."""

    tone: str
    text: str
    detail: str = ""


@dataclass(frozen=True)
class Found:
    """What a test found; workspaces as id and name, those where contracts can be made."""

    rows: Sequence[Check]
    account: str = ""
    workspaces: Sequence[tuple[int, str]] = ()
    webhook_id: int | None = None

    @property
    def is_good(self) -> bool:
        """Whether nothing went wrong."""
        return all(row.tone != "bad" for row in self.rows)


@transaction.atomic
def ask_for_check(*, connection: Connection, by: User | None, at: datetime) -> None:
    """A person wants to know whether the connection works. Announces connection_check_asked."""
    Connection.objects.filter(pk=connection.pk).update(check_asked_at=at)
    audit.record(verb="connection.check_asked", target=connection, by=by, at=at)
    events.connection_check_asked.announce(connection_id=connection.pk)


@transaction.atomic
def want_callbacks(*, connection: Connection, wanted: bool, by: User | None, at: datetime) -> None:
    """Be called back from now on, or no more; a test brings it about. Announces connection_check_asked. Idempotent.

    The key that callbacks are signed with is made anew each time they are turned on.
    """
    row = Connection.objects.select_for_update().get(pk=connection.pk)
    row.settings = {**row.settings, "callbacks": wanted}
    if wanted:
        row.callback_secret = encrypt(secrets.token_urlsafe(32))
        row.settings.pop("webhook_id", None)
    row.save(update_fields=["settings", "callback_secret"])
    verb = "connection.callbacks_on" if wanted else "connection.callbacks_off"
    audit.record(verb=verb, target=row, by=by, at=at)
    ask_for_check(connection=row, by=by, at=at)


def callback_url(connection: Connection) -> str:
    """Where the service calls back."""
    return f"{settings.BASE_URL.rstrip('/')}/webhooks/{connection.service}/{connection.callback_key}/"


def sign_key(connection: Connection) -> str:
    """The key that callbacks are signed with, in clear: for the service alone."""
    return decrypt(connection.callback_secret)


def connection_to_check(*, connection_id: int) -> Connection | None:
    """A connection that can be tested; None when it has been taken away or has no key."""
    return Connection.objects.filter(pk=connection_id).exclude(secret="").first()


def due_checks(at: datetime) -> list[dict[str, int]]:
    """Tests whose news must have been lost, and those that are due because Oneflow is to call back.

    What is called back is tested once a day, and every ten minutes for as long as it has not come about; not while
    Oneflow does not let us in.
    """
    rows = Connection.objects.filter(is_active=True).exclude(secret="").order_by("pk")
    return [{"connection_id": row.pk} for row in rows if _is_due(row, at)]


def _is_due(row: Connection, at: datetime) -> bool:
    if row.check_asked_at is not None:
        return row.check_asked_at < at - SWEPT_AFTER
    if not row.settings.get("callbacks") or row.refused_at is not None:
        return False
    return row.checked_at is None or row.checked_at < at - (DAILY if row.settings.get("webhook_id") else SOON)


@transaction.atomic
def record_check(*, connection: Connection, found: Found, at: datetime) -> None:
    """Keep what a test found; one that was asked for meanwhile is still to be made. Idempotent."""
    row = Connection.objects.select_for_update().get(pk=connection.pk)
    row.checks = _kept(found)
    row.checked_at = at
    if row.check_asked_at == connection.check_asked_at:
        row.check_asked_at = None
    row.settings = {**row.settings, "webhook_id": found.webhook_id}
    row.save(update_fields=["checks", "checked_at", "check_asked_at", "settings"])


def _kept(found: Found) -> Mapping[str, object]:
    return {
        "rows": [asdict(row) for row in found.rows],
        "account": found.account,
        "workspaces": [list(place) for place in found.workspaces],
        "is_good": found.is_good,
    }
