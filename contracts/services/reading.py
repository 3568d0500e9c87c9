"""Which contracts are read at the e-signing service again: those somebody asks for, and those whose time has come.

Callbacks are given up after two hours (developer.oneflow.com, "Webhook and event"): what was lost is found here.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from contracts import events
from contracts.models import Contract

AT_ONCE = 50
TAKEN = timedelta(minutes=5)


@transaction.atomic
def ask_for_reading(*, contract: Contract) -> None:
    """Have a worker read a contract at the service now; nothing for one that is not there. Idempotent.

    Announces contract_reading_wanted.
    """
    there = Contract.objects.filter(pk=contract.pk, remote_id__isnull=False)
    if there.update(next_reading_at=Now()):
        events.contract_reading_wanted.announce(contract_id=contract.pk)


def claim_reading(*, contract_id: int, at: datetime) -> Contract | None:
    """Take a contract for reading; None when it has just been read or is being read. One that fails comes back soon."""
    due = Contract.objects.filter(pk=contract_id, next_reading_at__lte=at, remote_id__isnull=False)
    return Contract.objects.get(pk=contract_id) if due.update(next_reading_at=at + TAKEN) else None


def due_readings(at: datetime) -> list[dict[str, int]]:
    """Contracts to read at the service now, some at a time: four calls a second at most (see the task)."""
    due = Contract.objects.filter(next_reading_at__lte=at, remote_id__isnull=False).order_by("next_reading_at", "pk")
    return [{"contract_id": pk} for pk in due.values_list("pk", flat=True)[:AT_ONCE]]
