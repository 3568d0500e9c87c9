"""Rows of files hold names and numbers: they are kept for as long as an import can be undone, and no longer."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from crm.models import ContactImport, ContactImportRow
from crm.states import ImportState

UNDONE_WITHIN = timedelta(days=30)
FORGOTTEN_AT_ONCE = 20
_FINISHED = (ImportState.DONE, ImportState.UNDONE)


def can_be_undone(made: ContactImport, *, at: datetime) -> bool:
    """Whether the rows of a finished import are still there."""
    return made.state == ImportState.DONE and made.created_at > at - UNDONE_WITHIN


def forget_old(*, at: datetime) -> int:
    """Forget the rows of finished imports that are too old to undo, and all of those never finished. Idempotent.

    Answers how many imports it were, FORGOTTEN_AT_ONCE at most.
    """
    old = ContactImport.objects.filter(created_at__lt=at - UNDONE_WITHIN).order_by("pk")
    finished = old.filter(state__in=_FINISHED, rows__isnull=False).distinct()
    ids = list(finished.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    ContactImportRow.objects.filter(contact_import__in=ids).delete()
    given_up = list(old.exclude(state__in=_FINISHED)[: FORGOTTEN_AT_ONCE - len(ids)])
    for made in given_up:
        _drop(made)
    return len(ids) + len(given_up)


@transaction.atomic
def _drop(made: ContactImport) -> None:
    key = made.storage_key
    made.delete()
    if key:
        transaction.on_commit(lambda: default_storage.delete(key))
