"""Connections to outside services: who we are there, how the calls went, and what a person decides about them."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from integrations.models import Connection, Exchange
from integrations.states import Environment, Service
from perforia.base import audit
from perforia.base.models import Notification, User
from perforia.base.permissions import Permission, roles_with
from perforia.base.secrets import decrypt, encrypt

KEY_BYTES, SIGN_KEY_BYTES = 18, 32
EXCHANGES_KEPT = timedelta(days=30)
NOTED_EVERY = timedelta(seconds=10)  # what goes well is written down this often, so that calls do not wait in line
SETTINGS_URL = "/installningar/integrationer/"
NOT_LET_IN, NO_PLAN, TOO_MANY, BROKEN = 401, 402, 429, 500


@dataclass(frozen=True)
class EsignAccount:
    """Who the firm is at Oneflow; `note` writes every call down. The token never shows in logs or tracebacks."""

    token: str = field(repr=False)
    user_email: str
    base_url: str
    workspace_id: int | None
    connection_id: int

    def note(
        self, *, method: str, path: str, status: int | None, milliseconds: int, request_id: str, error: str
    ) -> None:
        """Write a call down (integrations.clients.http.Recorder)."""
        note_exchange(
            connection_id=self.connection_id, method=method, path=path, status=status, milliseconds=milliseconds,
            request_id=request_id, error=error,
        )  # fmt: skip


@dataclass(frozen=True)
class EsignDetails:
    """What a person decides about Oneflow; an empty token keeps the one there is."""

    user_email: str
    environment: Environment
    token: str = field(default="", repr=False)
    workspace_id: int | None = None
    workspace_name: str = ""


def esign_account() -> EsignAccount | None:
    """Who the firm is at Oneflow; None when nothing is set up or the connection is turned off."""
    row = Connection.objects.filter(service=Service.ONEFLOW, is_active=True).exclude(secret="").first()
    return account_of(row) if row else None


def account_of(connection: Connection) -> EsignAccount:
    """Who the firm is over a connection to Oneflow, turned on or not."""
    return EsignAccount(
        token=decrypt(connection.secret),
        user_email=str(connection.settings.get("user_email") or ""),
        base_url=settings.ONEFLOW_URLS[connection.settings.get("environment") or Environment.PRODUCTION],
        workspace_id=connection.settings.get("workspace_id"),
        connection_id=connection.pk,
    )


@transaction.atomic
def connect_esign(*, details: EsignDetails, by: User | None, at: datetime) -> Connection:
    """Write down who the firm is at Oneflow. Idempotent.

    Another environment or token may be another account: the next test sees to it that it calls back, if it is to.
    """
    row, _ = Connection.objects.select_for_update().get_or_create(
        service=Service.ONEFLOW, defaults={"callback_key": secrets.token_urlsafe(KEY_BYTES), "created_at": at}
    )
    told = {"user_email": details.user_email, "environment": details.environment.value}
    is_same = row.settings.get("environment") == details.environment and not details.token
    workspace = {"workspace_id": details.workspace_id, "workspace_name": details.workspace_name}
    kept = row.settings if is_same else {"callbacks": bool(row.settings.get("callbacks"))}
    row.settings = kept | told | workspace
    if not is_same:
        row.checks, row.checked_at = {}, None
    if details.token:
        row.secret, row.refused_at, row.last_error, row.last_error_at = encrypt(details.token), None, "", None
    if not row.callback_secret:
        row.callback_secret = encrypt(secrets.token_urlsafe(SIGN_KEY_BYTES))
    row.save()
    audit.record(verb="connection.set_up", target=row, by=by, at=at, service=row.service, new_key=bool(details.token))
    return row


@transaction.atomic
def turn_connection(*, connection: Connection, is_active: bool, by: User, at: datetime) -> None:
    """Use a connection, or no more; its key is kept. Idempotent."""
    if Connection.objects.filter(pk=connection.pk).exclude(is_active=is_active).update(is_active=is_active):
        verb = "connection.turned_on" if is_active else "connection.turned_off"
        audit.record(verb=verb, target=connection, by=by, at=at)


def note_exchange(
    *, connection_id: int, method: str, path: str, status: int | None, milliseconds: int, request_id: str, error: str
) -> None:
    """Write one call down, by the clock of the database, and what it says of the connection's health.

    A call that was refused for what it asked (400, 403, 404, 409) says nothing against the connection.
    """
    row = Connection.objects.filter(pk=connection_id)
    is_bad = status is None or status in {NOT_LET_IN, NO_PLAN, TOO_MANY} or status >= BROKEN
    Exchange.objects.create(
        connection_id=connection_id, method=method, path=path, status=status, milliseconds=milliseconds,
        request_id=request_id, error=error,
    )  # fmt: skip
    if not is_bad:
        stale = Q(last_ok_at=None) | Q(last_ok_at__lt=Now() - NOTED_EVERY) | Q(last_ok_at__lte=F("last_error_at"))
        row.filter(stale | Q(refused_at__isnull=False)).update(last_ok_at=Now(), refused_at=None)
        return
    row.update(last_error_at=Now(), last_error=error or _in_words(status or 0))
    if status == NOT_LET_IN and row.filter(refused_at=None).update(refused_at=Now()):
        _tell_owners(Connection.objects.get(pk=connection_id))


def _in_words(status: int) -> str:
    """A status that speaks against the connection, for people."""
    said = {
        NOT_LET_IN: "Nyckeln eller användaren godtas inte", NO_PLAN: "Abonnemanget räcker inte till det här",
        TOO_MANY: "För många anrop på kort tid, Perforia väntar en stund",
    }  # fmt: skip
    return f"{said.get(status, 'Tjänsten har ett fel hos sig')} ({status})."


def _tell_owners(connection: Connection) -> None:
    """Somebody must mend the key: nothing works before."""
    if connection.refused_at is None:
        return
    for user in User.objects.filter(is_active=True, role__in=roles_with(Permission.MANAGE_INTEGRATIONS)).order_by("pk"):
        Notification.tell(
            user=user,
            key=f"connection:{connection.pk}:refused:{connection.refused_at.isoformat()}",
            text=f"{connection} släpper inte in Perforia. Kontrollera nyckeln och användaren.",
            url=SETTINGS_URL,
            at=connection.refused_at,
            tone="bad",
        )


def forget_exchanges(*, at: datetime) -> int:
    """Forget calls made long ago; answers how many."""
    return Exchange.objects.filter(at__lt=at - EXCHANGES_KEPT).delete()[0]
