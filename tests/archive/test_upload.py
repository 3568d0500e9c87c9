"""Many files at once: each its own outcome, whatever it holds."""

import base64

import pytest

from archive import services
from archive.models import Document
from archive.states import KIND_PERMISSIONS, DocumentKind
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories.archive import fetched, keep, posted, zipped
from tests.support.hostile_uploads import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def rut(login_as):
    return login_as(Role.RUT_OFFICER)


def upload(client, *files, script=False, **more):
    headers = {"X-Upload": "1"} if script else {}
    response = client.post(
        "/dokument/ladda-upp/", {"files": [posted(*file) for file in files], **more}, headers=headers
    )
    assert response.status_code == 200
    return response.content.decode()


def titles():
    return set(Document.objects.values_list("title", flat=True))


def test_many_files_are_taken_in_without_scripts_and_each_is_told(client, rut):
    page = upload(client, (b"1", "ett.txt"), (b"", "tom.txt"), (b"2", "tva.txt"))

    assert titles() == {"ett.txt", "tva.txt"}
    assert page.count("data-outcome") == 3
    assert "Filen är tom" in page


def test_no_file_at_all_is_told(client, rut):
    assert "Inga filer var valda" in upload(client)


def test_a_file_dropped_on_a_folder_lies_there_as_what_was_chosen(client, rut):
    folder = services.ensure_folder(path=["Foton"])

    row = upload(client, (b"1", "ett.txt"), script=True, item=folder.pk, kind="photo")

    document = Document.objects.get()
    assert (document.folder, document.kind) == (folder, "photo")
    assert f'href="/dokument/{document.pk}/"' in row


def test_the_same_bytes_lead_to_the_document_that_has_them(client, rut):
    document = keep().document

    assert f'href="/dokument/{document.pk}/"' in upload(client, (b"Betalning till Provlund", "igen.txt"), script=True)
    services.trash(document=document, by=rut, at=now())
    upload(client, (b"Betalning till Provlund", "igen.txt"), script=True)
    assert Document.objects.kept().count() == 1


def test_the_same_bytes_tell_nothing_of_a_document_one_may_not_see(client, rut, monkeypatch):
    keep(b"Anna", "Anna sjuk.txt", kind=DocumentKind.STAFF)
    monkeypatch.setitem(  # nobody who uploads today lacks a kind; somebody may tomorrow
        KIND_PERMISSIONS, DocumentKind.STAFF, "nobody.may"
    )

    row = upload(client, (b"Anna", "x.txt"), script=True)

    assert "som du inte får se" in row
    assert "Anna sjuk" not in row
    assert 'href="/dokument' not in row


def test_a_zip_is_opened_and_a_zip_in_it_is_not(client, rut):
    inner = zipped(**{"gömd.txt": b"djup"})
    row = upload(client, (zipped(**{"a.txt": b"1", "b.dat": inner, "../c.txt": b"3"}), "allt.zip"), script=True)

    assert titles() == {"allt.zip", "a.txt", "c.txt"}
    assert row.count("<li data-outcome") == 1
    assert "öppnas inte" in row


def test_a_mail_in_a_zip_and_a_zip_in_a_mail_are_opened(client, rut):

    head = (
        b"From: a@b.se\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
    )
    part = b'--B\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="i.zip"\r\n\r\n'
    mail = head + part + base64.encodebytes(zipped(**{"djup.txt": b"d"})) + b"\r\n--B--\r\n"

    upload(client, (mail, "m.eml"), script=True)

    assert titles() == {"m.eml", "i.zip", "djup.txt"}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_sentence_and_is_never_served_as_a_page(client, rut, name):
    content, sentence = HOSTILE[name]

    page = upload(client, (content, name), script=True)

    assert sentence in page
    for document in Document.objects.all():
        for way in ("innehall", "hamta"):
            response = fetched(client, f"{way}/{document.current_version_id}")
            assert response.status_code == 404 or response["Content-Type"] not in {"text/html", "image/svg+xml"}


def test_a_name_that_climbs_stays_a_name(client, rut):
    upload(client, (b"1", "..\\..\\windows\\system32\\a.txt"), script=True)

    assert titles() == {"a.txt"}
