"""The tree of folders: made, renamed, moved, and removed when empty."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, ProtectedError, Value
from django.db.models.functions import Concat, Substr

from archive.models import Document, Folder
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User

LONGEST_NAME, LONGEST_PATH, DEEPEST = 120, 500, 12
_TREE = 0x70617468  # the number of the lock that is held while paths change


def ensure_folder(*, path: Sequence[str]) -> Folder:
    """The folder at a path from the root, made where it is missing. Idempotent."""
    folder: Folder | None = None
    walked: list[str] = []
    for part in path:
        walked.append(_tidy(part))
        folder, _ = Folder.objects.get_or_create(
            path="/".join(walked)[:LONGEST_PATH], defaults={"name": walked[-1], "parent": folder}
        )
    if folder is None:
        message = "a folder has a name"
        raise ValueError(message)
    return folder


@transaction.atomic
def create_folder(*, name: str, parent: Folder | None, by: User, at: datetime) -> Folder:
    """A new folder. Raises DomainError for a bad name, one that is taken, and a path that is too long or deep."""
    _hold_tree()
    folder = Folder(name=_named(name), parent=parent)
    folder.path = _free_path(folder.name, parent, but=None)
    folder.save()
    audit.record(verb="folder.created", target=folder, by=by, at=at, path=folder.path)
    return folder


@transaction.atomic
def change_folder(*, folder: Folder, name: str, parent: Folder | None, by: User, at: datetime) -> Folder:
    """Give a folder another name or place; all below it follows. Idempotent.

    Raises DomainError for a name that is bad or taken, and for a place inside the folder itself.
    """
    _hold_tree()
    locked = Folder.objects.get(pk=folder.pk)
    if parent is not None and f"{parent.path}/".startswith(f"{locked.path}/"):
        raise DomainError("En mapp kan inte ligga i sig själv. Välj en annan plats.")
    old, new_name = locked.path, _named(name)
    path = _free_path(new_name, parent, but=locked)
    if path == old:
        return locked
    below = Folder.objects.filter(path__startswith=f"{old}/")
    longest = max((len(each) for each in below.values_list("path", flat=True)), default=0)
    if longest - len(old) + len(path) > LONGEST_PATH:
        raise DomainError("Mappar i mappen får för lång sökväg. Välj ett kortare namn.")
    below.update(path=Concat(Value(path), Substr(F("path"), len(old) + 1)))
    locked.name, locked.parent, locked.path = new_name, parent, path
    locked.save(update_fields=["name", "parent", "path"])
    audit.record(verb="folder.changed", target=locked, by=by, at=at, old=old, path=path)
    return locked


@transaction.atomic
def delete_folder(*, folder: Folder, by: User, at: datetime) -> None:
    """Remove an empty folder; what lies in the trash leaves it. Idempotent. Raises DomainError when it is not empty."""
    _hold_tree()
    locked = Folder.objects.select_for_update(of=("self",)).filter(pk=folder.pk).first()
    if locked is None:
        return
    if locked.children.exists() or locked.documents.kept().exists():
        raise DomainError("Mappen är inte tom. Flytta det som ligger i den först.")
    Document.objects.filter(folder=locked).update(folder=None)
    audit.record(verb="folder.deleted", target=locked, by=by, at=at, path=locked.path)
    try:
        locked.delete()
    except ProtectedError:
        message = f"Mappen ”{locked.name}” hör till ett RUT-ärende och kan inte tas bort."
        raise DomainError(message) from None


def _named(name: str) -> str:
    tidy = _tidy(name)
    if not tidy:
        raise DomainError("Skriv ett namn på mappen.")
    return tidy


def _tidy(name: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name.replace("/", "-")).split())[
        :LONGEST_NAME
    ]


def _free_path(name: str, parent: Folder | None, *, but: Folder | None) -> str:
    path = f"{parent.path}/{name}" if parent else name
    if len(path) > LONGEST_PATH or path.count("/") >= DEEPEST:
        raise DomainError("Mappen hamnar för djupt i trädet. Välj ett kortare namn eller en annan plats.")
    others = Folder.objects.filter(path__iexact=path)
    if (others.exclude(pk=but.pk) if but else others).exists():
        message = f"Det finns redan en mapp som heter ”{name}” här."
        raise DomainError(message)
    return path


def _hold_tree() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE])
