"""One document: what is shown of it, its bytes on their way out, and what can be changed."""

import io
from datetime import date

import pytest

from archive import services
from archive.models import Document, StoreProblem
from archive.queries.documents import preview_of
from archive.rules import XLSX
from archive.states import DocumentKind, LinkKind, PreviewState, Problem, TextState
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.archive import fetched, keep, kept, posted, zipped
from tests.support import hostile

pytestmark = pytest.mark.django_db


@pytest.fixture
def rut(login_as):
    return login_as(Role.RUT_OFFICER)


def shown(client, document):
    response = client.get(f"/dokument/{document.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_tells_where_it_lies_what_it_is_and_what_was_done(client, rut):
    document = kept(kind=DocumentKind.INVOICE, folder=services.ensure_folder(path=["Fakturor", "2026"]))
    services.rename(document=document, title="<b>Nytt", by=rut, at=now())

    page = shown(client, document)

    words = ("&lt;b&gt;Nytt", "Fakturor/2026", "31 december", "lade in dokumentet", "ändrade namn", "Betalning till")
    assert [each for each in words if each not in page] == []


@pytest.mark.parametrize(
    ("content_type", "name", "text", "form"),
    [
        ("application/pdf", "a.pdf", "x", "pdf"), ("image/png", "a.png", "", "picture"),
        ("image/heic", "a.heic", "", "waiting"), ("text/plain", "a.txt", "hej", "text"),
        ("text/plain", "a.csv", "a;b\n1;2", "table"), ("text/plain", "a.csv", "bara text", "text"),
        (XLSX, "a.xlsx", "a\tb\n1\t2", "table"), ("message/rfc822", "a.eml", "From: a\nSubject: b\n\nhej", "mail"),
        ("application/zip", "a.zip", "", "none"),
    ],
)  # fmt: skip
def test_each_type_is_shown_in_its_own_form(client, rut, content_type, name, text, form):
    document = kept()
    version = document.current_version
    version.content_type, version.original_name, version.text = content_type, name, text
    version.preview_state = PreviewState.WAITING
    version.text_state = TextState.READ if text else TextState.EMPTY
    version.save()

    assert preview_of(version).form == form
    assert shown(client, document)


def test_a_mail_is_shown_as_its_head_and_its_words():
    document = kept(b"From: Elsa <e@x.se>\nSubject: Betalt\n\nHej!\nDet blev betalt.")
    document.current_version.content_type = "message/rfc822"

    preview = preview_of(document.current_version)

    assert preview.heads == [("Från", "Elsa <e@x.se>"), ("Ämne", "Betalt")]
    assert preview.text == "Hej!\nDet blev betalt."


def test_what_is_in_quarantine_is_told_and_not_shown(client, rut):
    document = keep().document
    document.versions.update(text_state=TextState.QUARANTINED, quarantine_reason="Filen är låst.")

    page = shown(client, document)

    assert "Filen är låst." in page
    assert "Ladda ner" not in page


def test_bytes_are_sent_so_that_nothing_in_them_can_run(client, rut, document_store):
    version = keep(hostile.pdf(), "faktura.exe").version

    for path, way in (("innehall", "inline"), ("hamta", "attachment")):
        response = fetched(client, f"{path}/{version.pk}")
        assert response.content.startswith(b"%PDF-")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == f'{way}; filename="faktura.exe.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_what_a_browser_would_open_otherwise_is_never_sent_to_look_at(client, rut):
    version = keep(zipped(a=b"x"), "a.zip").version

    assert client.get(f"/dokument/innehall/{version.pk}/").status_code == 404
    assert fetched(client, f"hamta/{version.pk}").status_code == 200


def test_the_picture_of_the_first_page_is_sent(client, rut, document_store):
    version = keep(hostile.pdf(), "a.pdf").version
    assert client.get(f"/dokument/bild/{version.pk}/").status_code == 404
    version.preview_key = document_store.save("previews/aa/a.jpg", io.BytesIO(b"bild"))
    version.save(update_fields=["preview_key"])

    response = fetched(client, f"bild/{version.pk}")

    assert (response.content, response["Content-Type"]) == (b"bild", "image/jpeg")


def test_name_kind_and_retention_are_changed_in_a_form(client, rut):
    document = keep().document
    address = f"/dokument/{document.pk}/andra/"
    assert "Sparas till" in client.get(address).content.decode()

    client.post(address, {"title": "Foto", "kind": "photo", "retain_until": "2050-01-01"})

    document.refresh_from_db()
    assert (document.title, document.kind, document.retain_until) == ("Foto", "photo", date(2050, 1, 1))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"title": "", "kind": "photo"}, "Skriv ett namn"),
        ({"title": "F", "kind": "invoice", "retain_until": "2026-01-01"}, "bokföringslagen"),
        ({"title": "F", "kind": "photo", "retain_until": "igår"}, "ÅÅÅÅ-MM-DD"),
    ],
)
def test_a_form_that_cannot_be_saved_says_why_and_keeps_what_was_typed(client, rut, asked, sentence):
    document = keep(kind=DocumentKind.INVOICE).document

    response = client.post(f"/dokument/{document.pk}/andra/", asked)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Document.objects.get().title == "Kvitto F-10475.txt"


def test_versions_are_added_fetched_and_restored(client, rut):
    document = keep().document
    address = f"/dokument/{document.pk}/ny-version/"
    assert client.get(address).status_code == 200
    refused = client.post(address, {"file": posted(b"Betalning till Provlund", "samma.txt")})
    assert (refused.status_code, "densamma" in refused.content.decode()) == (422, True)
    assert client.post(address, {}).status_code == 422

    client.post(address, {"file": posted(b"Ny", "ny.txt"), "note": "bytte skanning"})
    old = document.versions.get(number=1)
    assert "bytte skanning" in shown(client, document)
    assert fetched(client, f"hamta/{old.pk}").content == b"Betalning till Provlund"
    client.post(f"/dokument/{document.pk}/version/{old.pk}/aterstall/")

    document.refresh_from_db()
    assert document.current_version == old


def test_a_document_is_thrown_away_taken_back_and_deleted(client, rut, login_as):
    document = keep(kind=DocumentKind.PHOTO).document
    thrown = client.post(f"/dokument/{document.pk}/kasta/")
    assert "Du kastade 1 dokument." in client.get(thrown["Location"]).content.decode()
    assert "I papperskorgen" in shown(client, document)
    client.post(f"/dokument/{document.pk}/aterstall/")
    assert Document.objects.kept().exists()

    login_as(Role.OWNER)
    client.post(f"/dokument/{document.pk}/kasta/")
    assert "Ta bort för gott" in shown(client, document)
    client.post(f"/dokument/{document.pk}/ta-bort/")
    assert not Document.objects.exists()


def test_a_document_is_tied_to_what_is_found_and_untied(client, rut):
    invoice, document = world.invoice("F-10475"), keep().document
    found = client.get(f"/dokument/{document.pk}/koppla/?q=10475", headers={"HX-Request": "true"}).content.decode()
    assert "F-10475" in found
    assert "Koppla dokumentet" in client.get(f"/dokument/{document.pk}/koppla/").content.decode()

    for kind, key in (("invoice", invoice.pk), ("customer", invoice.customer.pk)):
        client.post(f"/dokument/{document.pk}/koppla/till/", {"kind": kind, "object": key})
    page = shown(client, document)
    assert f'href="/fakturor/{invoice.pk}/"' in page
    assert "kopplade till F-10475" in page

    tied = document.links.get(kind=LinkKind.INVOICE)
    client.post(f"/dokument/{document.pk}/koppling/{tied.pk}/ta-bort/")
    assert [link.label for link in document.links.all()] == [invoice.customer.name]


@pytest.mark.parametrize("asked", [{"kind": "case", "object": "999"}, {"kind": "x", "object": "1"}, {"object": "x"}])
def test_nothing_is_tied_to_what_is_not_there(client, rut, asked):
    assert client.post(f"/dokument/{keep().document.pk}/koppla/till/", asked).status_code == 404


@pytest.mark.parametrize(
    ("kind", "label", "address"),
    [
        (LinkKind.CUSTOMER, "Anna Berg", "/kunder/7/"), (LinkKind.INVOICE, "F-1", "/fakturor/7/"),
        (LinkKind.CASE, "RUT-0142", "/rut/arenden/RUT-0142/"), (LinkKind.LETTER, "Brev", "/rut/brev/7/"),
        (LinkKind.CONTRACT, "A-2026-0041", "/avtal/A-2026-0041/"),
    ],
)  # fmt: skip
def test_what_a_document_belongs_to_is_one_press_away(client, rut, kind, label, address):
    document = kept()
    services.link(document=document, kind=kind, object_id=7, label=label, by=rut, at=now())

    assert f'<a href="{address}">{label}</a>' in client.get(f"/dokument/{document.pk}/").content.decode()


def test_the_page_asks_as_often_with_much_history_as_with_little(client, rut, assert_steady_queries):
    document = kept()
    numbers = iter(range(9))

    def add_row():
        number = next(numbers)
        services.add_version(document=document, content=io.BytesIO(b"%d" % number), name="n.txt", by=rut, at=now())
        services.link(document=document, kind=LinkKind.LETTER, object_id=number, label="Brev", by=rut, at=now())

    assert_steady_queries(client, f"/dokument/{document.pk}/", add_row, most=24)


def test_what_the_nightly_check_found_is_shown_and_told_on_the_list(client, rut):
    assert "Ingen kontroll har gått" in client.get("/dokument/kontroll/").content.decode()
    version = keep().version
    StoreProblem.objects.create(
        problem=Problem.MISSING, version=version, storage_key=version.storage_key, found_at=now()
    )
    StoreProblem.objects.create(problem=Problem.STRAY, storage_key="documents/ab/x", found_at=now())

    page = client.get("/dokument/kontroll/").content.decode()
    assert "Filen saknas i lagret" in page
    assert "documents/ab/x" in page
    assert "stämmer inte överens" in client.get("/dokument/").content.decode()


def test_a_stray_is_removed_from_the_page_by_an_owner(client, login_as, document_store):
    login_as(Role.OWNER)
    key = document_store.save("documents/ab/x.tmp", io.BytesIO(b"rest"))
    stray = StoreProblem.objects.create(problem=Problem.STRAY, storage_key=key, found_at=now())

    client.post(f"/dokument/kontroll/{stray.pk}/ta-bort/")

    assert not document_store.exists(key)
