"""The folders as a tree, never more of it than is looked at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from archive.models import Document, Folder
from perforia.base.models import User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

MOST_IN_FOLDER = 100
MOST_CHOICES = 20
FEW = 4
MOST_COUNTED = 1000


class _Counted(TypedDict):
    count: int


class _CountOf(Subquery):
    """How many rows another query has."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Branch:
    """A folder in the tree as it is shown; `count` in words, empty for none."""

    folder: Folder
    level: int
    is_open: bool
    count: str


@dataclass(frozen=True)
class Tree:
    """The branches that are shown, and whether there are folders beside them that are not."""

    branches: list[Branch]
    is_cut: bool


def tree(user: User, current: Folder | None) -> Tree:
    """The top folders, and those on the way to the current one with what lies beside; each with its documents."""
    way = way_to(current)
    opened: list[Folder | None] = [None, *way]
    branches: list[Branch] = []
    is_cut = False
    for level, parent in enumerate(opened):
        folders = list(_counted(user, Folder.objects.filter(parent=parent))[: MOST_IN_FOLDER + 1])
        is_cut = is_cut or len(folders) > MOST_IN_FOLDER
        shown = folders[:MOST_IN_FOLDER]
        next_step = way[level] if level < len(way) else None
        if next_step is not None and next_step not in shown:
            shown.append(_counted(user, Folder.objects.filter(pk=next_step.pk)).get())
        rows = [Branch(folder, level, folder in way, _in_words(folder.count)) for folder in shown]
        place = next((number + 1 for number, branch in enumerate(branches) if branch.folder == parent), 0)
        branches[place:place] = rows
    return Tree(branches, is_cut)


def way_to(folder: Folder | None) -> list[Folder]:
    """The folders from the top down to this one, itself included."""
    if folder is None:
        return []
    parts = folder.path.split("/")
    paths = ["/".join(parts[: number + 1]) for number in range(len(parts))]
    return list(Folder.objects.filter(path__in=paths).order_by("path"))


def folder_choices(text: str) -> QuerySet[Folder]:
    """Folders to choose from by a part of their path, the first of them when nothing was typed."""
    found = Folder.objects.all()
    for word in text.split()[:5]:
        found = found.filter(path__icontains=word)
    return found.order_by("path")[:MOST_CHOICES]


def folders_called(text: str) -> QuerySet[Folder]:
    """Folders whose own name holds every word, a few of them."""
    found = Folder.objects.select_related("parent")
    for word in text.split()[:5]:
        found = found.filter(name__icontains=word)
    return found.order_by("path")[:FEW]


def _counted(user: User, folders: QuerySet[Folder]) -> "QuerySet[WithAnnotations[Folder, _Counted]]":
    inside = Document.objects.visible_to(user).kept().filter(folder=OuterRef("pk")).order_by().values("pk")
    return folders.annotate(count=_CountOf(inside[: MOST_COUNTED + 1])).order_by("path")


def _in_words(count: int) -> str:
    if count > MOST_COUNTED:
        return f"{MOST_COUNTED:,}+".replace(",", "\u00a0")
    return f"{count:,}".replace(",", "\u00a0") if count else ""
