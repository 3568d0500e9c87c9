"""One act on many documents, with the way back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from archive.models import BulkChange, Document, Folder
from archive.services import filing, removal
from archive.states import Act, DocumentKind
from perforia.base.models import User


@transaction.atomic
def move_all(*, documents: Sequence[Document], folder: Folder | None, by: User, at: datetime) -> BulkChange:
    """File documents in a folder; those that lie there already are left alone."""
    before = {document.pk: document.folder_id for document in documents}
    for document in documents:
        filing.move(document=document, folder=folder, by=by, at=at)
    return _remember(Act.MOVE, before, after=str(folder.pk) if folder else "", by=by, at=at)


@transaction.atomic
def change_kind_of_all(*, documents: Sequence[Document], kind: DocumentKind, by: User, at: datetime) -> BulkChange:
    """Say of many documents what they are."""
    before = {document.pk: document.kind for document in documents}
    for document in documents:
        filing.change_kind(document=document, kind=kind, by=by, at=at)
    return _remember(Act.CHANGE_KIND, before, after=kind, by=by, at=at)


@transaction.atomic
def trash_all(*, documents: Sequence[Document], by: User, at: datetime) -> BulkChange:
    """Throw many documents away; they can be brought back."""
    before = {document.pk: None for document in documents if document.trashed_at is None}
    for document in documents:
        removal.trash(document=document, by=by, at=at)
    return _remember(Act.TRASH, before, after="", by=by, at=at)


@transaction.atomic
def undo(*, change: BulkChange, by: User, at: datetime) -> int:
    """Take an act back where nobody has changed the document since; answers for how many. Idempotent."""
    locked = BulkChange.objects.select_for_update(of=("self",), no_key=True).get(pk=change.pk)
    if locked.undone_at is not None:
        return 0
    before: dict[str, int | str | None] = locked.before
    count = 0
    for document in Document.objects.filter(pk__in=before).order_by("pk"):
        count += _UNDO[Act(locked.act)](document, before[str(document.pk)], locked, by, at)
    locked.undone_at = at
    locked.save(update_fields=["undone_at"])
    return count


def _move_back(document: Document, was: int | str | None, change: BulkChange, by: User, at: datetime) -> bool:
    if str(document.folder_id or "") != change.after:
        return False
    filing.move(document=document, folder=Folder.objects.filter(pk=was).first() if was else None, by=by, at=at)
    return True


def _kind_back(document: Document, was: int | str | None, change: BulkChange, by: User, at: datetime) -> bool:
    if document.kind != change.after:
        return False
    filing.change_kind(document=document, kind=DocumentKind(str(was)), by=by, at=at)
    return True


def _out_of_trash(document: Document, was: int | str | None, change: BulkChange, by: User, at: datetime) -> bool:  # noqa: ARG001 -- one shape for all
    if document.trashed_at is None:
        return False
    removal.restore(document=document, by=by, at=at)
    return True


_UNDO: Mapping[Act, Callable[[Document, int | str | None, BulkChange, User, datetime], bool]] = {
    Act.MOVE: _move_back, Act.CHANGE_KIND: _kind_back, Act.TRASH: _out_of_trash,
}  # fmt: skip


def _remember(act: Act, before: Mapping[int, object], *, after: str, by: User, at: datetime) -> BulkChange:
    return BulkChange.objects.create(
        act=act, before={str(pk): was for pk, was in before.items()}, after=after, by=by, at=at
    )
