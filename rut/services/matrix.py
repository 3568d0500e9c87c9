"""The matrix of a case: which papers are asked for, for which invoice, and what has been found for each."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from archive import services as archive
from archive.models import Document
from archive.queries import linked_to
from archive.states import DocumentKind, LinkKind, TextState
from billing.models import Invoice
from contracts.queries.evidence import signed_papers
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from rut import events
from rut.models import Case, CaseInvoice, RequestedItem, RequestedItemDocument
from rut.rules import catalogue
from rut.services.cases import collect_again, lock, start_collecting
from rut.services.searching import index_case
from rut.states import SETTLED, CaseStatus, ItemState
from scheduling.queries.evidence import work_papers

_OF_JOBS = {"K04": DocumentKind.TIME_RECORD, "K05": DocumentKind.WORK_DESCRIPTION}


@transaction.atomic
def fill_matrix(*, case: Case, asked: Mapping[str, bool], by: User, at: datetime) -> None:
    """Make a cell for every paper that is asked for and every invoice of the case, and look for each. Idempotent.

    `asked` are codes of the catalogue, true where the paper is wanted only under a condition.
    """
    invoices = list(case.invoices.select_related("invoice").order_by("position"))
    for code, is_conditional in sorted(asked.items()):
        item = catalogue.BY_CODE[code]
        for invoice in [None] if item.is_general or not invoices else invoices:
            RequestedItem.objects.get_or_create(
                case=case, case_invoice=invoice, code=code,
                defaults={"hint": item.hint, "is_conditional": is_conditional, "changed_at": at},
            )  # fmt: skip
    find_papers(case=case, at=at)
    if not any(invoice.invoice_id is None for invoice in invoices):
        start_collecting(case=case, by=by, at=at)


@transaction.atomic
def find_papers(*, case: Case, at: datetime) -> int:
    """Look in the archive for every missing paper; answers how many cells were found. Idempotent."""
    found = 0
    missing = case.items.filter(state=ItemState.MISSING).select_related("case_invoice__invoice__customer")
    for item in missing.order_by("pk"):
        candidates = list(_candidates(item))
        if not candidates:
            _hint_of_payment(item)
            continue
        one = len(candidates) == 1
        for document in candidates:
            RequestedItemDocument.objects.get_or_create(
                item=item, document=document, defaults={"is_chosen": one, "added_at": at}
            )
        item.state = ItemState.FOUND if one else ItemState.CHECK
        item.hint = "" if one else f"{len(candidates)} dokument passar"
        item.changed_at = at
        item.save(update_fields=["state", "hint", "changed_at"])
        found += one
        if one:
            _link(candidates[0], case, by=None, at=at)
    refresh_counts(case=case)
    if found:
        audit.record(verb="case.papers_found", target=case, by=None, at=at, found=found)
    return found


def _candidates(item: RequestedItem) -> Iterable[Document]:
    """Sound documents of the right kind that belong to the invoice, or to the firm for papers about the firm.

    Papers that were filed with no invoice: the contract that held when the invoice was written is its agreement, and
    what the crews reported and the office approved shows the hours and the work.
    """
    kinds = catalogue.BY_CODE[item.code].kinds
    if item.case_invoice is not None and item.case_invoice.invoice is not None:
        invoice = item.case_invoice.invoice
        documents = linked_to(LinkKind.INVOICE, invoice.pk).filter(kind__in=kinds)
        if not documents.exists():
            documents = _from_elsewhere(item.code, invoice)
    elif catalogue.BY_CODE[item.code].is_general:
        documents = Document.objects.kept().filter(kind__in=kinds, links=None).order_by("-changed_at", "-pk")[:1]
    else:
        return []
    return [document for document in documents.select_related("current_version") if _is_sound(document)]


def _from_elsewhere(code: str, invoice: Invoice) -> QuerySet[Document]:
    if code == "K03":
        return signed_papers(invoice.customer_id, on=invoice.issued_on)
    if code not in _OF_JOBS:
        return Document.objects.none()
    return work_papers(
        invoice.customer_id, kind=_OF_JOBS[code], reference=invoice.job_reference, first=invoice.work_from,
        last=invoice.work_to or invoice.issued_on,
    )  # fmt: skip


def _is_sound(document: Document) -> bool:
    version = document.current_version
    return version is not None and version.text_state != TextState.QUARANTINED


def _hint_of_payment(item: RequestedItem) -> None:
    """A registered payment without a paper says where to fetch it."""
    if item.code != "K02" or item.case_invoice is None or item.case_invoice.invoice is None:
        return
    payment = item.case_invoice.invoice.payments.order_by("-paid_on").first()
    if payment is not None:
        item.hint = f"betald {payment.paid_on:%Y-%m-%d} med {payment.get_method_display()}, hämta underlag"
        item.save(update_fields=["hint"])


@transaction.atomic
def place(*, item: RequestedItem, document: Document, by: User | None, at: datetime) -> None:
    """Put a document a person brought into a cell; it is filed in the case's folder. Idempotent.

    Announces case_complete when it was the last one. Raises DomainError for a file in quarantine.
    """
    if not _is_sound(document):
        raise DomainError("Filen är i karantän och kan inte användas. Ladda upp en ny.")
    case = lock(item.case)
    if item.documents.filter(document=document, is_chosen=True, is_uploaded=True).exists():
        return
    RequestedItemDocument.objects.update_or_create(
        item=item,
        document=document,
        defaults={"is_chosen": True, "is_uploaded": True, "added_at": at, "added_by": by},
    )
    _settle(item, ItemState.UPLOADED, by=by, at=at)
    folder = archive.ensure_folder(path=folder_path(item))
    archive.move(document=document, folder=folder, by=by, at=at)
    if document.kind == DocumentKind.UNKNOWN:
        archive.change_kind(document=document, kind=DocumentKind(catalogue.BY_CODE[item.code].kinds[0]), by=by, at=at)
    _link(document, case, by=by, at=at)
    audit.record(
        verb="case.paper_added", target=case, by=by, at=at, item=item.pk, document=document.pk,
        paper=catalogue.short_name(item.code), invoice=_number(item.case_invoice),
    )  # fmt: skip
    _after_change(case, by, at)


@transaction.atomic
def choose(*, item: RequestedItem, document: Document, by: User, at: datetime) -> None:
    """Choose one of several documents that fit a cell. Idempotent."""
    case = lock(item.case)
    item.documents.exclude(document=document).update(is_chosen=False)
    item.documents.filter(document=document).update(is_chosen=True)
    _settle(item, ItemState.FOUND, by=by, at=at)
    _link(document, case, by=by, at=at)
    audit.record(verb="case.paper_chosen", target=case, by=by, at=at, item=item.pk, document=document.pk)
    _after_change(case, by, at)


@transaction.atomic
def take_out(*, item: RequestedItem, document: Document, by: User, at: datetime) -> None:
    """Take a document out of a cell; it stays in the archive. Idempotent."""
    case = lock(item.case)
    removed, _ = item.documents.filter(document=document).delete()
    if not removed:
        return
    if not item.documents.filter(is_chosen=True).exists():
        _settle(item, ItemState.MISSING, by=by, at=at)
    audit.record(verb="case.paper_removed", target=case, by=by, at=at, item=item.pk, document=document.pk)
    _after_change(case, by, at)


@transaction.atomic
def set_not_applicable(*, item: RequestedItem, reason: str, by: User, at: datetime) -> None:
    """Say why a paper is not needed. Raises DomainError without a reason. Idempotent."""
    if not reason.strip():
        raise DomainError("Skriv varför handlingen inte behövs. Skälet följer med svaret.")
    case = lock(item.case)
    item.reason = reason.strip()[:300]
    item.save(update_fields=["reason"])
    _settle(item, ItemState.NOT_APPLICABLE, by=by, at=at)
    audit.record(verb="case.paper_not_needed", target=case, by=by, at=at, item=item.pk)
    _after_change(case, by, at)


@transaction.atomic
def set_needed(*, item: RequestedItem, by: User, at: datetime) -> None:
    """The paper is needed after all. Idempotent."""
    case = lock(item.case)
    has_papers = item.documents.filter(is_chosen=True).exists()
    _settle(item, ItemState.UPLOADED if has_papers else ItemState.MISSING, by=by, at=at)
    _after_change(case, by, at)


@transaction.atomic
def match_invoice(*, case_invoice: CaseInvoice, invoice: Invoice, by: User, at: datetime) -> None:
    """Say which invoice a printed number means; its papers are looked for at once.

    Raises DomainError when the case has that invoice already.
    """
    case = lock(case_invoice.case)
    if case.invoices.filter(invoice=invoice).exclude(pk=case_invoice.pk).exists():
        message = f"Faktura {invoice.number} finns redan i ärendet."
        raise DomainError(message)
    case_invoice.invoice = invoice
    case_invoice.save(update_fields=["invoice"])
    index_case(case)
    audit.record(verb="case.invoice_matched", target=case, by=by, at=at, invoice=invoice.number)
    find_papers(case=case, at=at)
    if not case.invoices.filter(invoice=None).exists() and case.status == CaseStatus.REVIEW:
        start_collecting(case=case, by=by, at=at)


def folder_path(item: RequestedItem) -> list[str]:
    """Case, invoice, paper: where the archive keeps what belongs to a cell."""
    return [
        "RUT-ärenden",
        item.case.number,
        _number(item.case_invoice) or "Hela ärendet",
        catalogue.short_name(item.code),
    ]


def refresh_counts(*, case: Case) -> None:
    """Count the cells of a case anew; announces case_complete when the last one was settled."""
    states = list(case.items.values_list("state", flat=True))
    settled, check = sum(state in SETTLED for state in states), states.count(ItemState.CHECK)
    was_complete = case.is_complete
    case.item_count, case.settled_count, case.check_count = len(states), settled, check
    case.save(update_fields=["item_count", "settled_count", "check_count"])
    if case.is_complete and not was_complete:
        events.case_complete.announce(case_id=case.pk)


def _after_change(case: Case, by: User | None, at: datetime) -> None:
    refresh_counts(case=case)
    if case.status == CaseStatus.PACKAGE_READY:
        collect_again(case=case, by=by, at=at, reason="Underlagen ändrades")


def _settle(item: RequestedItem, state: ItemState, *, by: User | None, at: datetime) -> None:
    if state != ItemState.NOT_APPLICABLE:
        item.reason = ""
    item.hint = "" if state in SETTLED else catalogue.BY_CODE[item.code].hint
    item.state, item.changed_at, item.changed_by = state, at, by
    item.save(update_fields=["state", "hint", "reason", "changed_at", "changed_by"])


def _link(document: Document, case: Case, *, by: User | None, at: datetime) -> None:
    archive.link(document=document, kind=LinkKind.CASE, object_id=case.pk, label=case.number, by=by, at=at)


def _number(invoice: CaseInvoice | None) -> str:
    if invoice is None:
        return ""
    return invoice.invoice.number if invoice.invoice else invoice.printed_number
