"""Tests of connections: ask the service one thing after the other, bring about that it calls back, keep the outcome."""

import time
from collections.abc import Sequence

from celery import shared_task

from integrations.clients import esign
from integrations.models import Connection
from integrations.services import connection_checks as services
from integrations.services.callbacks import forget_callbacks
from integrations.services.connection_checks import Check, Found
from integrations.services.connections import EsignAccount, account_of, forget_exchanges
from integrations.states import Service
from perforia.base.clock import now
from perforia.base.errors import Refused, Unreachable
from perforia.base.tasks import Queue


@shared_task(name="integrations.check_connection", queue=Queue.DEFAULT)
def check_connection(*, connection_id: int) -> None:
    """Test a connection and keep what was found; safe to run any number of times."""
    connection = services.connection_to_check(connection_id=connection_id)
    if connection is not None and connection.service == Service.ONEFLOW:
        services.record_check(connection=connection, found=_esign(connection), at=now())


@shared_task(name="integrations.forget_traffic", queue=Queue.DEFAULT)
def forget_traffic() -> None:
    """Forget old calls and callbacks; safe to run any number of times."""
    forget_exchanges(at=now())
    forget_callbacks(at=now())


def _esign(connection: Connection) -> Found:
    """Everything Oneflow must let us do; the first thing that fails ends the test."""
    account, rows = account_of(connection), list[Check]()
    name, places, webhook_id = "", list[tuple[int, str]](), connection.settings.get("webhook_id")
    try:
        began = time.monotonic()
        esign.ping(account)
        rows.append(Check("ok", f"Inloggning, {round((time.monotonic() - began) * 1000)} ms"))
        name = esign.own_account(account).name
        places = [(place.id, place.name) for place in esign.workspaces(account) if place.may_create]
        rows += _workspace(account, places)
        webhook_id, called_back = _callbacks(connection, account)
        rows.append(called_back)
    except esign.Said as refusal:
        rows.append(Check("bad", str(refusal), " ".join(f"{refusal.status} {refusal.detail}".split())[:300]))
    except (Refused, Unreachable) as problem:
        rows.append(Check("bad", str(problem)))
    return Found(rows, name, places, webhook_id)


def _workspace(account: EsignAccount, places: Sequence[tuple[int, str]]) -> list[Check]:
    """The workspace that was chosen is still ours, and has templates."""
    chosen = next((name for number, name in places if number == account.workspace_id), None)
    if account.workspace_id is None:
        return [Check("warn", "Ingen arbetsyta är vald")]
    if chosen is None:
        return [Check("bad", "Användaren kommer inte åt arbetsytan längre. Välj en annan.")]
    count = len(esign.templates(account, workspace_id=account.workspace_id))
    return [Check("ok" if count else "warn", f"Mallar hämtade, {count} st" if count else "Arbetsytan har inga mallar")]


def _callbacks(connection: Connection, account: EsignAccount) -> tuple[int | None, Check]:
    """Be called back at our address once, with our key; or not at all when nobody wants it."""
    url, wanted = services.callback_url(connection), bool(connection.settings.get("callbacks"))
    ours = sorted((hook for hook in esign.webhooks(account) if hook.url == url), key=lambda hook: hook.id)
    for extra in ours[1:] if wanted else ours:
        esign.remove_webhook(account, extra.id)
    if not wanted:
        return None, Check("warn", "Återkoppling vid signering är avstängd")
    key, place = services.sign_key(connection), account.workspace_id
    try:
        if not ours:
            made = esign.add_webhook(account, url=url, sign_key=key, workspace_id=place)
            return made.id, Check("ok", "Återkoppling vid signering")
        if not _is_right(ours[0], connection, place):
            esign.change_webhook(account, ours[0].id, url=url, sign_key=key, workspace_id=place)
    except esign.Invalid as refusal:
        if "callback_url" in refusal.problems:
            return None, Check(
                "bad", "Oneflow ringer bara upp adresser med https. Rätta BASE_URL.", url[: url.rfind("/", 0, -1)]
            )
        raise
    return ours[0].id, Check("ok", "Återkoppling vid signering")


def _is_right(hook: esign.RemoteWebhook, connection: Connection, place: int | None) -> bool:
    """Whether it is the one we set up, key included, and still tells what we asked for."""
    is_known = hook.id == connection.settings.get("webhook_id")
    return is_known and hook.events == set(esign.EVENTS) and hook.workspace_ids == ({place} if place else set())
