"""The trash: in, out again, and out of the world when nothing must be kept any longer."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet

from archive.models import AccessLog, Document, DocumentVersion, StoreProblem
from archive.rules import may_be_deleted
from archive.services import content as contents
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User

DAYS_IN_TRASH = timedelta(days=30)


@transaction.atomic
def trash(*, document: Document, by: User, at: datetime) -> None:
    """Throw a document away; it can be brought back. Idempotent."""
    locked = _lock(document)
    if locked.trashed_at is None:
        locked.trashed_at, locked.trashed_by = at, by
        locked.save(update_fields=["trashed_at", "trashed_by"])
        audit.record(verb="document.trashed", target=locked, by=by, at=at)


def restore(*, document: Document, by: User, at: datetime) -> None:
    """Bring a document back. Idempotent."""
    bring_back(document=document, by=by, at=at)


@transaction.atomic
def bring_back(*, document: Document, by: User | None, at: datetime) -> None:
    """Bring a document back, on Perforia's own account when `by` is None. Idempotent."""
    locked = _lock(document)
    if locked.trashed_at is not None:
        locked.trashed_at, locked.trashed_by = None, None
        locked.save(update_fields=["trashed_at", "trashed_by"])
        audit.record(verb="document.restored", target=locked, by=by, at=at)


def delete_for_good(*, document: Document, by: User | None, at: datetime, today: date) -> None:
    """Delete a document with all its versions, and their bytes once no version refers to them. Idempotent.

    The audit keeps that it was done, the access log goes with the document. If the process dies before the bytes are
    removed, the nightly check finds them as strays. Raises DomainError for a document that is not in the trash, must
    be kept still, or is needed by a case, a letter or an import.
    """
    try:
        contents_left = _delete_rows(document, by=by, at=at, today=today)
    except ProtectedError:
        message = f"”{document.title}” hör till ett brev, ett ärende eller en import och kan inte tas bort."
        raise DomainError(message) from None
    for sha256, preview_key in contents_left:
        with transaction.atomic():
            contents.hold(sha256)
            contents.remove(sha256=sha256, preview_key=preview_key)


def deletable(*, at: datetime, today: date) -> QuerySet[Document]:
    """Documents that have lain in the trash long enough and need not be kept, the oldest first."""
    past = Q(retain_until=None) | Q(retain_until__lt=today)
    return Document.objects.filter(past, trashed_at__lt=at - DAYS_IN_TRASH).order_by("trashed_at", "pk")


@transaction.atomic
def _delete_rows(document: Document, *, by: User | None, at: datetime, today: date) -> list[tuple[str, str]]:
    locked = Document.objects.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if locked is None:
        return []
    if locked.trashed_at is None:
        raise DomainError("Kasta dokumentet först. Bara det som ligger i papperskorgen kan tas bort för gott.")
    if not may_be_deleted(locked.retain_until, today=today):
        message = f"”{locked.title}” måste sparas till {locked.retain_until:%Y-%m-%d}."
        raise DomainError(message)
    versions = DocumentVersion.objects.filter(document=locked)
    left = list(versions.order_by("pk").values_list("sha256", "preview_key"))
    locked.current_version = None
    locked.save(update_fields=["current_version"])
    AccessLog.objects.filter(version__document=locked).delete()
    StoreProblem.objects.filter(version__document=locked).delete()
    versions.delete()
    audit.record(verb="document.deleted", target=locked, by=by, at=at, versions=len(left))
    locked.delete()
    return left


def _lock(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
