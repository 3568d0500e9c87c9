"""Who we are at the e-signing service, and whether it lets us in: asked before anything is taken for work."""

from datetime import timedelta
from typing import Any

from celery import Task

from integrations.models import Connection
from integrations.services.connections import EsignAccount, esign_account
from integrations.states import Service

SHORT = timedelta(minutes=1)
NOT_CONNECTED = "Oneflow är inte anslutet. Fyll i nyckel och användare under Integrationer."
NOT_LET_IN = "Oneflow släpper inte in oss. Kontrollera nyckel och användare under Integrationer."


def account_let_in() -> EsignAccount | None:
    """The account to call with; None when there is none, or while the service refuses who we are.

    The connection tells people by itself, and a test of it that succeeds opens the way again
    (integrations.services.connections.note_exchange).
    """
    refused = Connection.objects.filter(service=Service.ONEFLOW, refused_at__isnull=False)
    return None if refused.exists() else esign_account()


def is_refused() -> bool:
    """Whether the service refuses who we are, rather than that nobody has set it up."""
    return Connection.objects.filter(service=Service.ONEFLOW, refused_at__isnull=False, is_active=True).exists()


# Any: the parameters and result of a task are its own business.
def again(task: "Task[Any, Any]", *, wait: timedelta | None, **ids: int) -> None:
    """Have a task run when a short wait is over, rather than at the sweep after it; a sweep finds it in any case."""
    if wait is not None and wait <= SHORT:
        task.apply_async(kwargs=ids, countdown=wait.total_seconds() + 1)
