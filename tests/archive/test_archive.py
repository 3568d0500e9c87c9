"""Documents are kept under their hash, found by their words, and never lost."""

import io
import zipfile
from datetime import timedelta

import pytest

from archive import queries, rules, services, tasks
from archive.models import Document, DocumentVersion, StoreProblem
from archive.readers import unpack
from archive.readers.sniff import content_type
from archive.states import DocumentKind, LinkKind, Problem, TextState
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import Notification, User
from perforia.base.permissions import Role
from tests.support import hostile

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user(email="rut@example.test", name="Rut Testberg", role=Role.RUT_OFFICER)


def keep(person, content=b"Betalning till Provlund", name="Kvitto F-10475.txt", **more):
    return services.store(content=io.BytesIO(content), name=name, by=person, at=now(), **more)


def test_bytes_come_back_as_they_were(person, document_store):
    stored = keep(person)

    with queries.open_content(stored.version) as file:
        assert file.read() == b"Betalning till Provlund"
    assert stored.version.storage_key.endswith(stored.version.sha256)


def test_the_same_bytes_are_the_same_document(person, document_store):
    first, second = keep(person), keep(person, name="Kopia.txt")

    assert (second.document, second.is_new) == (first.document, False)
    assert DocumentVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "tom"), (b"\x7fELF\x00\x01", "tas inte emot")], ids=["empty", "program"]
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(person, content, sentence):
    with pytest.raises(DomainError, match=sentence):
        keep(person, content)


def test_a_file_that_is_too_large_is_refused(person, settings):
    settings.UPLOAD_MAX_BYTES = 3

    with pytest.raises(DomainError, match="större än"):
        keep(person)


def test_versions_are_added_and_restored(person):
    first = keep(person)
    newer = services.add_version(
        document=first.document, content=io.BytesIO(b"Ny text"), name="b.txt", by=person, at=now()
    )
    first.document.refresh_from_db()
    assert first.document.current_version == newer

    services.restore_version(document=first.document, version=first.version, by=person, at=now())
    services.restore_version(document=first.document, version=first.version, by=person, at=now())

    first.document.refresh_from_db()
    assert first.document.current_version == first.version
    with pytest.raises(DomainError, match="finns redan"):
        services.add_version(document=first.document, content=io.BytesIO(b"Ny text"), name="c.txt", by=person, at=now())


@pytest.mark.parametrize("words", ["betalning", "betal", "10475", "0475", "provlund", "F-10475", "betalningar"])
def test_a_document_is_found_by_its_words_and_parts_of_numbers(person, words):
    stored = keep(person)
    tasks.read_text(version_id=stored.version.pk)
    keep(person, b"Annat", name="Annat.txt")

    assert list(queries.search_documents(person, words)) == [stored.document]


def test_a_document_is_found_by_what_it_belongs_to(person):
    stored = keep(person)
    services.link(document=stored.document, kind=LinkKind.CASE, object_id=7, label="RUT-0142", by=person, at=now())
    services.link(document=stored.document, kind=LinkKind.CASE, object_id=7, label="RUT-0142", by=person, at=now())

    assert list(queries.search_documents(person, "RUT-0142")) == [stored.document]
    assert list(queries.linked_to(LinkKind.CASE, 7)) == [stored.document]
    services.unlink(document=stored.document, kind=LinkKind.CASE, object_id=7, by=person, at=now())
    assert not queries.linked_to(LinkKind.CASE, 7)


def test_reading_twice_reads_once_and_a_dead_worker_is_found_again(person):
    stored = keep(person)
    services.claim_text(version_id=stored.version.pk, at=now())

    assert services.due_texts(now()) == []
    assert services.due_texts(now() + timedelta(hours=1)) == [{"version_id": stored.version.pk}]
    tasks.read_text(version_id=stored.version.pk)
    tasks.read_text(version_id=stored.version.pk)

    stored.version.refresh_from_db()
    assert (stored.version.text_state, stored.version.attempts) == (TextState.READ, 2)


def test_a_file_that_kills_its_readers_ends_in_quarantine(person):
    stored = keep(person)
    DocumentVersion.objects.update(text_state=TextState.READING, attempts=3, claimed_at=now() - timedelta(hours=1))

    assert services.due_texts(now()) == []
    stored.version.refresh_from_db()
    assert stored.version.text_state == TextState.QUARANTINED


@pytest.mark.slow
def test_a_locked_file_ends_in_quarantine(person):
    stored = keep(person, hostile.pdf(hostile.text("Hemligt"), password="nyckel"), name="l.pdf")

    tasks.read_text(version_id=stored.version.pk)

    stored.version.refresh_from_db()
    assert stored.version.text_state == TextState.QUARANTINED
    assert "låst" in stored.version.quarantine_reason


def test_staff_papers_are_hidden_from_those_who_may_not_see_them(person):
    keep(person, kind=DocumentKind.STAFF)
    reader = User.objects.create_user(email="l@example.test", name="Läsare", role=Role.READER)
    crew = User.objects.create_user(email="p@example.test", name="Personal", role=Role.STAFF)

    assert Document.objects.visible_to(person).count() == 1
    assert Document.objects.visible_to(reader).count() == 0
    assert Document.objects.visible_to(crew).count() == 0


def test_thrown_away_documents_come_back(person):
    stored = keep(person)

    services.trash(document=stored.document, by=person, at=now())
    assert list(Document.objects.trashed()) == [stored.document]
    assert not queries.search_documents(person, "kvitto")
    services.restore(document=stored.document, by=person, at=now())

    assert list(Document.objects.kept()) == [stored.document]


def test_folders_are_made_once_and_filed_in(person):
    folder = services.ensure_folder(path=["RUT-ärenden", "RUT-0142", "F-1/2"])
    stored = keep(person)
    services.move(document=stored.document, folder=folder, by=person, at=now())

    assert services.ensure_folder(path=["RUT-ärenden", "RUT-0142", "F-1/2"]) == folder
    assert folder.path == "RUT-ärenden/RUT-0142/F-1-2"
    stored.document.refresh_from_db()
    assert stored.document.folder == folder
    with pytest.raises(ValueError, match="name"):
        services.ensure_folder(path=[])


def test_kind_and_name_can_be_changed(person):
    stored = keep(person)
    services.change_kind(document=stored.document, kind=DocumentKind.PAYMENT_PROOF, by=person, at=now())
    services.rename(document=stored.document, title="Betalt", by=person, at=now())

    stored.document.refresh_from_db()
    assert stored.document.retain_until is not None
    assert list(queries.search_documents(person, "betalningsbevis betalt")) == [stored.document]
    with pytest.raises(DomainError, match="namn"):
        services.rename(document=stored.document, title=" ", by=person, at=now())


def zipped(**files: bytes) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    target.seek(0)
    return target


def test_a_zip_is_opened_into_its_files_and_traps_are_left():
    target = zipped(**{"../../etc/kvitto.txt": b"hej", "bomb.txt": b"0" * 30_000_000, "__MACOSX/x": b"y"})

    members = list(unpack.open_zip(target))

    assert [(member.name, member.content, bool(member.refusal)) for member in members] == [
        ("kvitto.txt", b"hej", False),
        ("bomb.txt", b"", True),
    ]


def test_a_zip_that_begins_with_a_pdf_is_a_zip():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.pdf", b"%PDF-1.7 stored as it is")

    assert content_type(target) == "application/zip"


def test_a_broken_zip_says_so():
    (member,) = unpack.open_zip(io.BytesIO(b"PK\x03\x04 no"))

    assert "skadad" in member.refusal


def test_a_mail_is_opened_into_its_attachments():
    mail = b"From: a@b.se\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
    mail += b'--B\r\n\r\nhej\r\n--B\r\nContent-Disposition: attachment; filename="k.txt"\r\n\r\nbelopp\r\n--B--\r\n'

    assert content_type(io.BytesIO(mail)) == "message/rfc822"
    assert [(member.name, member.content) for member in unpack.open_mail(io.BytesIO(mail))] == [("k.txt", b"belopp")]


def test_numbers_are_found_by_their_endings():
    assert rules.number_parts("F-10475") == "0475 10475 475"
    assert rules.prefix_query("Åsa & |!() F-104") == "åsa:* & f:* & 104:*"
    assert rules.prefix_query("!!") == ""


def test_the_nightly_check_finds_what_is_missing_or_changed_and_what_is_mended(person, document_store):
    boss = User.objects.create_user(email="boss@example.test", name="Maja", role=Role.OWNER)
    lost, changed, sound = keep(person).version, keep(person, b"Annat").version, keep(person, b"Helt").version
    document_store.delete(lost.storage_key)
    changed.sha256 = "0" * 64
    changed.save(update_fields=["sha256"])

    tasks.check_integrity()
    tasks.check_integrity()

    found = set(StoreProblem.objects.filter(mended_at=None).values_list("version", "problem"))
    assert found == {(lost.pk, Problem.MISSING), (changed.pk, Problem.CHANGED)}
    assert Notification.objects.visible_to(boss).count() == 2
    document_store.save(lost.storage_key, io.BytesIO(b"Betalning till Provlund"))
    tasks.check_integrity()
    assert StoreProblem.objects.filter(mended_at=None).count() == 1
    assert sound.is_safe


def test_a_slow_check_goes_on_in_another_task(person, monkeypatch):
    later = []
    versions = [keep(person, content).version for content in (b"Ett papper", b"Ett annat")]
    monkeypatch.setattr(tasks, "BATCH_SECONDS", 0)
    monkeypatch.setattr(tasks.check_integrity, "delay", lambda **ids: later.append(ids))

    tasks.check_integrity()

    assert later == [{"after": min(version.pk for version in versions)}]
