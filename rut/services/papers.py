"""Files dropped on a case: kept, matched to invoice and paper by name and content, or left for a person to place."""

from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction

from archive import services as archive
from archive.models import Document, DocumentVersion
from archive.states import DocumentKind, LinkKind, TextState
from billing.rules import number_key
from perforia.base import audit
from perforia.base.models import User
from rut import events
from rut.models import Case, RequestedItem
from rut.rules.matching import guess_code, guess_invoice
from rut.services.matrix import place
from rut.states import ANSWERING

LOOK_BACK = timedelta(days=2)


@transaction.atomic
def receive_paper(
    *, case: Case, content: BinaryIO, name: str, by: User, at: datetime, item: RequestedItem | None = None
) -> Document:
    """Keep a file dropped on a case; on a cell it goes there, else where its name says, else it waits to be read.

    Announces case_document_added. Raises DomainError for a file that cannot be kept.
    """
    stored = archive.store(content=content, name=name, by=by, at=at, folder=case.folder)
    document = stored.document
    archive.link(document=document, kind=LinkKind.CASE, object_id=case.pk, label=case.number, by=by, at=at)
    target = item or find_cell(case, name=name, text=stored.version.text)
    if target is not None:
        place(item=target, document=document, by=by, at=at)
    else:
        audit.record(verb="case.paper_received", target=case, by=by, at=at, document=document.pk)
    events.case_document_added.announce(case_id=case.pk, document_id=document.pk)
    return document


@transaction.atomic
def match_papers(*, version_id: int, at: datetime) -> int:
    """Place a document whose text has been read, in every open case where it waits; answers in how many. Idempotent."""
    version = DocumentVersion.objects.select_related("document").get(pk=version_id)
    placed = 0
    for case in Case.objects.filter(status__in=ANSWERING, pk__in=_cases_of(version.document)).order_by("pk"):
        if case.items.filter(documents__document=version.document).exists():
            continue
        target = find_cell(case, name=version.original_name, text=version.text)
        if target is not None:
            place(item=target, document=version.document, by=None, at=at)
            placed += 1
    return placed


def due_matches(at: datetime) -> list[dict[str, int]]:
    """Papers of open cases that have been read lately and stand in no cell."""
    waiting = Document.objects.kept().filter(
        links__kind=LinkKind.CASE,
        links__object_id__in=Case.objects.filter(status__in=ANSWERING).values("pk"),
        kind=DocumentKind.UNKNOWN,
        current_version__text_state=TextState.READ,
        changed_at__gt=at - LOOK_BACK,
    )
    versions = waiting.distinct().order_by("current_version").values_list("current_version", flat=True)
    return [{"version_id": pk} for pk in versions[:200]]


def _cases_of(document: Document) -> list[int]:
    return list(document.links.filter(kind=LinkKind.CASE).values_list("object_id", flat=True))


def find_cell(case: Case, *, name: str, text: str) -> RequestedItem | None:
    """The one cell a file surely answers; None when it might be several or none."""
    items = list(case.items.select_related("case_invoice__invoice"))
    code = guess_code(name, text, sorted({item.code for item in items}))
    if not code.is_sure:
        return None
    cells = [item for item in items if item.code == code.value]
    general = [item for item in cells if item.case_invoice is None]
    if general:
        return general[0]
    numbers = {
        number_key(
            item.case_invoice.invoice.number if item.case_invoice.invoice else item.case_invoice.printed_number
        ): str(item.pk)
        for item in cells
        if item.case_invoice is not None
    }
    guess = guess_invoice(name, text, numbers)
    return next((item for item in cells if str(item.pk) == guess.value), None) if guess.is_sure else None


def unsorted_papers(case: Case) -> list[Document]:
    """Documents of the case that stand in no cell and are no letter or package of it."""
    placed = RequestedItem.objects.filter(case=case).values("documents__document")
    linked = Document.objects.kept().filter(links__kind=LinkKind.CASE, links__object_id=case.pk)
    return list(
        linked.exclude(pk__in=placed.exclude(documents=None))
        .exclude(kind__in=["letter", "package", "reply"])
        .select_related("current_version")
        .order_by("-changed_at", "-pk")
    )
