"""Where a document lies, what it is, and how long it is kept."""

from datetime import date

import pytest

from archive import queries, services
from archive.models import Document
from archive.services import filing
from archive.states import DocumentKind, LinkKind
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from tests.factories.archive import keep, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def act():
    return {"by": somebody(), "at": now()}


def law():
    return date(now().year + 7, 12, 31)


def test_a_move_is_made_and_told_once(act):
    document, folder = keep().document, services.ensure_folder(path=["Avtal"])
    for _ in range(2):
        services.move(document=document, folder=folder, **act)

    document.refresh_from_db()
    assert document.folder == folder
    assert AuditEvent.objects.filter(verb="document.moved", data__folder="Avtal").count() == 1


def test_kind_and_name_can_be_changed(act):
    document = keep().document
    services.change_kind(document=document, kind=DocumentKind.PAYMENT_PROOF, **act)
    services.rename(document=document, title=" Betalt ", **act)

    document.refresh_from_db()
    assert (document.retain_until, document.title) == (law(), "Betalt")
    assert list(queries.search_documents(somebody(), "betalningsbevis betalt")) == [document]
    with pytest.raises(DomainError, match="namn"):
        services.rename(document=document, title=" ", **act)


@pytest.mark.parametrize(
    ("chosen", "kind", "kept_until"),
    [
        (date(2050, 1, 1), DocumentKind.INVOICE, date(2050, 1, 1)),
        (date(2027, 1, 1), DocumentKind.INVOICE, "law"),
        (date(2027, 1, 1), DocumentKind.PHOTO, date(2027, 1, 1)),
    ],
)
def test_a_new_kind_brings_its_time_but_never_shortens_what_was_chosen(act, chosen, kind, kept_until):
    document = keep().document
    services.set_retention(document=document, until=chosen, **act)
    services.change_kind(document=document, kind=kind, **act)

    document.refresh_from_db()
    assert document.retain_until == (law() if kept_until == "law" else kept_until)


def test_a_paper_that_is_no_bookkeeping_any_more_need_not_be_kept(act):
    document = keep(kind=DocumentKind.INVOICE).document
    services.change_kind(document=document, kind=DocumentKind.PHOTO, **act)

    document.refresh_from_db()
    assert document.retain_until is None


@pytest.mark.parametrize("until", [None, date(2026, 1, 1)])
def test_no_one_may_keep_a_paper_shorter_than_the_law_says(act, until):
    document = keep(kind=DocumentKind.INVOICE).document

    with pytest.raises(filing.KeptByLaw, match="bokföringslagen"):
        services.set_retention(document=document, until=until, **act)


def test_a_change_of_details_is_all_or_nothing(act):
    document = keep(kind=DocumentKind.INVOICE).document
    details = filing.Details("Nytt namn", DocumentKind.INVOICE, date(2026, 1, 1))

    with pytest.raises(filing.KeptByLaw):
        filing.change_details(document=document, details=details, **act)
    assert Document.objects.get().title == "Kvitto F-10475.txt"


def test_titles_are_in_swedish_order():
    for number, name in enumerate(["öl.txt", "Ärende.txt", "zebra.txt", "Åsa.txt", "ask.txt"]):
        keep(b"%d" % number, name)

    names = Document.objects.order_by("sort_title", "pk").values_list("title", flat=True)
    assert list(names) == ["ask.txt", "zebra.txt", "Åsa.txt", "Ärende.txt", "öl.txt"]


def test_what_is_so_already_is_not_told_again(act):
    document = keep(kind=DocumentKind.PHOTO).document
    told = AuditEvent.objects.count()

    services.rename(document=document, title=document.title, **act)
    services.change_kind(document=document, kind=DocumentKind.PHOTO, **act)
    services.set_retention(document=document, until=None, **act)
    services.move(document=document, folder=None, **act)
    services.unlink(document=document, kind=LinkKind.CASE, object_id=1, **act)

    assert AuditEvent.objects.count() == told
