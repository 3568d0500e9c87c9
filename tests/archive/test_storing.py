"""A file comes in: kept as it is, recognised when it comes again, and older contents stay."""

import io
from datetime import date

import pytest

from archive import queries, services
from archive.models import Document, DocumentVersion
from archive.services import content, storing
from archive.states import DocumentKind
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from tests.factories.archive import keep, somebody

pytestmark = pytest.mark.django_db


def newer(document, content, **more):
    more = {"name": "ny.txt", "by": somebody(), "at": now(), **more}
    return services.add_version(document=document, content=io.BytesIO(content), **more)


def test_bytes_come_back_as_they_were(document_store):
    stored = keep()

    with queries.open_content(stored.version) as file:
        assert file.read() == b"Betalning till Provlund"
    assert stored.version.storage_key.endswith(stored.version.sha256)


def test_the_same_bytes_are_the_same_document(document_store):
    first, second = keep(), keep(name="Kopia.txt")

    assert (second.document, second.is_new) == (first.document, False)
    assert DocumentVersion.objects.count() == 1


def test_what_comes_again_while_it_lies_in_the_trash_comes_back():
    stored = keep()
    services.trash(document=stored.document, by=somebody(), at=now())

    assert keep().document.trashed_at is None


def test_nobody_brings_back_what_he_may_not_see():
    stored = keep(kind=DocumentKind.STAFF)
    services.trash(document=stored.document, by=somebody(), at=now())

    keep(by=somebody(Role.READER))

    assert Document.objects.trashed().count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "tom"), (b"\x7fELF\x00\x01", "program"), (b"\x00\x01\x02", "tas inte emot")]
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(DomainError, match=sentence):
        keep(content)


def test_a_file_that_is_too_large_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 3

    with pytest.raises(DomainError, match="större än"):
        keep()


def test_versions_are_added_and_restored_and_the_first_bytes_stay(document_store):
    first = keep()
    second = newer(first.document, b"Ny text", note="bytte suddig skanning")
    first.document.refresh_from_db()
    assert (first.document.current_version, second.number) == (second, 2)

    for _ in range(2):
        services.restore_version(document=first.document, version=first.version, by=somebody(), at=now())

    first.document.refresh_from_db()
    assert first.document.current_version == first.version
    with queries.open_content(first.version) as file:
        assert file.read() == b"Betalning till Provlund"


def test_a_version_the_document_has_already_is_refused_with_its_number():
    stored = keep()

    with pytest.raises(DomainError, match="densamma som version 1"):
        newer(stored.document, b"Betalning till Provlund")


def test_a_version_that_is_another_document_is_named_only_to_those_who_may_see_it():
    stored = keep()
    keep(b"En specifikation", "Lön Anna.txt", kind=DocumentKind.STAFF)

    with pytest.raises(DomainError, match="finns redan som ”Lön Anna"):
        newer(stored.document, b"En specifikation")
    with pytest.raises(DomainError) as refusal:
        newer(stored.document, b"En specifikation", by=somebody(Role.READER))
    assert "Anna" not in refusal.value.message


def test_a_version_of_another_document_is_never_restored():
    one, other = keep(), keep(b"Annat")

    services.restore_version(document=one.document, version=other.version, by=somebody(), at=now())

    one.document.refresh_from_db()
    assert one.document.current_version == one.version


def test_names_lose_paths_and_signs_that_are_not_seen():
    stored = keep(name="..\\..\\etc/faktura\u202efdp.\x07txt")

    assert stored.document.title == "fakturafdp.txt"


def test_a_kind_of_bookkeeping_is_kept_for_seven_years_after_its_year():
    stored = keep(kind=DocumentKind.INVOICE)
    promised = keep(b"Avtal", retention=date(2040, 1, 1))

    assert stored.document.retain_until == date(now().year + 7, 12, 31)
    assert promised.document.retain_until == date(2040, 1, 1)


def test_the_same_bytes_that_come_twice_at_once_are_one_document(document_store, monkeypatch):
    first = keep()
    monkeypatch.setattr(storing, "_known", lambda _: None)  # as the other saw it, before the first was written

    again = keep(name="Kopia.txt")

    assert (again.document, again.is_new) == (first.document, False)
    assert DocumentVersion.objects.count() == 1


def test_a_file_that_lands_beside_its_place_is_not_left_there(document_store):
    first = keep()

    content.put(first.version.storage_key, io.BytesIO(b"Betalning till Provlund"))

    folder, _, _ = first.version.storage_key.rpartition("/")
    assert document_store.listdir(folder)[1] == [first.version.sha256]
