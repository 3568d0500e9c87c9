"""The trash: in, out, and away for good when nothing must be kept any longer."""

import io
from datetime import date, timedelta

import pytest

from archive import services, tasks
from archive.models import AccessLog, Document, DocumentVersion
from archive.services import content, removal
from archive.states import AccessAct, DocumentKind
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from rut.services import intake
from tests.factories.archive import keep, somebody
from tests.support import hostile

pytestmark = pytest.mark.django_db


def thrown(document, *, days=31):
    services.trash(document=document, by=somebody(), at=now() - timedelta(days=days))
    return document


def delete(document):
    removal.delete_for_good(document=document, by=somebody(Role.OWNER), at=now(), today=today())


def test_thrown_away_documents_come_back():
    document = keep().document
    for _ in range(2):
        services.trash(document=document, by=somebody(), at=now())
    assert list(Document.objects.trashed()) == [document]

    for _ in range(2):
        services.restore(document=document, by=somebody(), at=now())
    assert list(Document.objects.kept()) == [document]


def test_deleting_for_good_leaves_nothing_but_that_it_was_done(document_store):
    stored = keep()
    services.log_access(version=stored.version, user=somebody(), act=AccessAct.DOWNLOADED, at=now())
    thrown(stored.document)

    delete(stored.document)
    delete(stored.document)

    assert (Document.objects.count(), DocumentVersion.objects.count(), AccessLog.objects.count()) == (0, 0, 0)
    assert not document_store.exists(stored.version.storage_key)
    assert AuditEvent.objects.filter(verb="document.deleted", target_id=stored.document.pk).count() == 1


def test_only_what_lies_in_the_trash_is_deleted():
    with pytest.raises(DomainError, match="Kasta dokumentet först"):
        delete(keep().document)


def test_what_must_be_kept_stays_until_its_last_day_has_passed():
    document = thrown(keep(kind=DocumentKind.INVOICE).document)
    with pytest.raises(DomainError, match="måste sparas"):
        delete(document)

    Document.objects.update(retain_until=today() - timedelta(days=1))
    delete(document)
    assert not Document.objects.exists()


def test_what_a_letter_needs_stays_with_its_bytes(document_store):
    received = intake.receive(
        content=io.BytesIO(hostile.pdf()), name="brev.pdf", by=somebody(), at=now(), received_on=date(2026, 6, 1)
    )
    document = received.document
    Document.objects.update(retain_until=None)
    thrown(document)

    with pytest.raises(DomainError, match="hör till ett brev"):
        delete(document)
    assert document_store.exists(received.version.storage_key)


def test_bytes_that_a_version_refers_to_are_never_removed(document_store):
    stored = keep()

    assert not content.remove(sha256=stored.version.sha256)
    assert document_store.exists(stored.version.storage_key)


def test_bytes_that_were_removed_meanwhile_are_put_back(document_store, monkeypatch):
    hold = content.hold

    def remove_first(sha256):
        hold(sha256)
        document_store.delete(content.key_of(content.CONTENTS, sha256))

    monkeypatch.setattr(content, "hold", remove_first)

    assert document_store.exists(keep().version.storage_key)


def test_the_trash_is_emptied_of_what_is_old_enough_and_need_not_be_kept():
    old, fresh, lawful = keep().document, keep(b"Annat").document, keep(b"F", kind=DocumentKind.INVOICE).document
    thrown(old)
    thrown(fresh, days=29)
    thrown(lawful)
    keep(b"Kvar")

    tasks.empty_trash()
    tasks.empty_trash()

    assert set(Document.objects.trashed()) == {fresh, lawful}
    assert Document.objects.kept().count() == 1


def test_one_document_that_must_stay_keeps_no_other_in_the_trash():
    received = intake.receive(
        content=io.BytesIO(hostile.pdf()), name="brev.pdf", by=somebody(), at=now(), received_on=date(2026, 6, 1)
    )
    other = keep().document
    Document.objects.update(retain_until=None)
    thrown(received.document, days=40)
    thrown(other)

    tasks.empty_trash()

    assert list(Document.objects.all()) == [received.document]
