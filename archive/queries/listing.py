"""The list of documents: what its filters leave, in pages by key."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef
from django.utils import timezone

from archive.models import Document, DocumentLink, DocumentQuerySet, Folder
from archive.queries.search import MOST_IDS, matching
from archive.states import DocumentKind, LinkKind
from perforia.base.models import User
from perforia.base.paging import Count, Slice, count_of, slice_of

PAGE = 50
TRASH, UNSORTED = "papperskorg", "osorterat"
ORDERS: dict[str, tuple[str, str]] = {
    "": ("Senast ändrade först", "-changed_at"),
    "aldst": ("Äldst först", "changed_at"),
    "namn": ("Namn A–Ö", "sort_title"),
    "namn-fallande": ("Namn Ö–A", "-sort_title"),
}


@dataclass(frozen=True)
class Filters:
    """What a person asked to see, as it stands in the address; empty means every document that is kept."""

    text: str = ""
    kind: str = ""
    place: str = ""
    folder: Folder | None = None
    tied: str = ""
    uploader: str = ""
    changed_from: date | None = None
    changed_to: date | None = None
    order: str = ""

    @property
    def is_trash(self) -> bool:
        """Whether the trash is looked at."""
        return self.place == TRASH

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but a place was asked for."""
        return bool(
            self.text or self.kind or self.tied or self.uploader or self.changed_from or self.changed_to
        )  # fmt: skip


def filtered(user: User, filters: Filters) -> DocumentQuerySet:
    """The documents a person asked to see. With words, a folder stands for everything below it too."""
    documents = Document.objects.visible_to(user)
    documents = matching(documents.trashed() if filters.is_trash else documents.kept(), filters.text)
    if filters.folder is not None:
        below = Folder.objects.filter(path__startswith=f"{filters.folder.path}/").values("pk")
        here = documents.filter(folder=filters.folder)
        documents = here | documents.filter(folder__in=below) if filters.text else here
    elif filters.place == UNSORTED:
        documents = documents.filter(kind=DocumentKind.UNKNOWN)
    if filters.kind in DocumentKind.values:
        documents = documents.filter(kind=filters.kind)
    if filters.uploader.isdecimal():
        documents = documents.filter(created_by=int(filters.uploader))
    if filters.changed_from is not None:
        documents = documents.filter(changed_at__gte=_start_of(filters.changed_from))
    if filters.changed_to is not None:
        documents = documents.filter(changed_at__lte=_end_of(filters.changed_to))
    return _tied(documents, filters.tied) if filters.tied else documents


def page_of(documents: DocumentQuerySet, filters: Filters, *, after: str = "", before: str = "") -> Slice[Document]:
    """One page with what its rows show; the vectors and texts, which are long, stay where they are."""
    by = "-trashed_at" if filters.is_trash else ORDERS.get(filters.order, ORDERS[""])[1]
    rows = (
        documents.select_related("current_version", "folder", "trashed_by")
        .prefetch_related("links")
        .defer("search", "current_version__text")
    )
    return slice_of(rows, by=by, size=PAGE, after=after, before=before)


def count(documents: DocumentQuerySet) -> Count:
    """How many there are, counted no further than a thousand."""
    return count_of(documents)


def name_of_tied(tied: str) -> str:
    """What a filter for one customer, invoice, case or letter is called; empty for none that has documents."""
    kind, _, object_id = tied.partition(":")
    if kind not in LinkKind.values or not object_id.isdecimal():
        return ""
    found = DocumentLink.objects.filter(kind=kind, object_id=int(object_id)).order_by("pk")
    return found.values_list("label", flat=True).first() or ""


def _tied(documents: DocumentQuerySet, tied: str) -> DocumentQuerySet:
    """Those that belong to something: few are found first, many are walked in the order of the list."""
    kind, _, object_id = tied.partition(":")
    links = DocumentLink.objects.filter(kind=kind)
    if object_id.isdecimal():
        links = links.filter(object_id=int(object_id))
    few = list(links.order_by().values_list("document", flat=True)[: MOST_IDS + 1])
    if len(few) <= MOST_IDS:
        return documents.filter(pk__in=few)
    return documents.filter(Exists(links.filter(document=OuterRef("pk"))))


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
