"""The list: filters that compose, pages by key, folders, and acts on many with the way back."""

from datetime import timedelta

import pytest

from archive import services
from archive.models import BulkChange, Document
from archive.queries import listing
from archive.states import DocumentKind, LinkKind
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories.archive import keep, kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def rut(login_as):
    return login_as(Role.RUT_OFFICER)


def listed(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return [hit.document.title for hit in response.context["hits"]]


def test_filters_compose_in_the_address(client, rut):
    folder = services.ensure_folder(path=["Fakturor", "2026"])
    document = keep(b"1", "Rätt.txt", kind=DocumentKind.INVOICE, folder=folder, by=rut).document
    services.link(document=document, kind=LinkKind.CASE, object_id=7, label="RUT-0007", by=rut, at=now())
    keep(b"2", "Annan typ.txt", folder=folder, by=rut)
    keep(b"3", "Annan mapp.txt", kind=DocumentKind.INVOICE, by=rut)
    day = f"{now():%Y-%m-%d}"

    every = f"?q=rätt&typ=invoice&mapp={folder.pk}&hor=case&av={rut.pk}&fran={day}&till={day}&ordning=namn"
    assert listed(client, f"/dokument/{every}") == ["Rätt.txt"]
    assert listed(client, "/dokument/?hor=case:7") == ["Rätt.txt"]
    assert "RUT-0007" in client.get("/dokument/?hor=case:7").content.decode()
    for wrong in ("hor=customer", "hor=case:8", f"av={rut.pk + 999}", "till=2020-01-01", "typ=staff", "q=zebra"):
        assert listed(client, f"/dokument/{every}&{wrong}") == [] or wrong.startswith(("av", "hor=case:8"))


@pytest.mark.parametrize(
    "asked", ["mapp=999", "mapp=x", "typ=x", "fran=igår", "efter=x", "av=x", "hor=x:y", "ordning=x", "mapp=" + "9" * 19]
)
def test_what_cannot_be_read_asks_for_nothing(client, rut, asked):
    keep()

    assert listed(client, f"/dokument/?{asked}") == ["Kvitto F-10475.txt"]


def test_with_words_a_folder_stands_for_all_below_it(client, rut):
    top, below = services.ensure_folder(path=["A"]), services.ensure_folder(path=["A", "1"])
    kept(b"Betalt", "under.txt", folder=below)
    kept(b"Betalt annat", "utanför.txt")

    assert listed(client, f"/dokument/?mapp={top.pk}") == []
    assert listed(client, f"/dokument/?mapp={top.pk}&q=betalt") == ["under.txt"]
    assert client.get("/dokument/?q=1").context["folders"].get() == below


@pytest.mark.parametrize(
    ("order", "names"), [("", ["c", "a", "b"]), ("aldst", ["b", "a", "c"]), ("namn", ["a", "b", "c"])]
)
def test_pages_follow_one_another_in_every_order(client, rut, monkeypatch, order, names):
    monkeypatch.setattr(listing, "PAGE", 2)
    for age, name in enumerate(["c", "a", "b"]):
        document = keep(name.encode(), name).document
        Document.objects.filter(pk=document.pk).update(changed_at=now() - timedelta(days=age))

    first = client.get(f"/dokument/?ordning={order}")
    later = client.get(f"/dokument/?ordning={order}&efter={first.context['page'].later}")

    assert [hit.document.title for hit in first.context["hits"]] == names[:2]
    assert [hit.document.title for hit in later.context["hits"]] == names[2:]
    assert listed(client, f"/dokument/?ordning={order}&fore={later.context['page'].earlier}") == names[:2]


def test_the_trash_and_the_unsorted_are_places_of_their_own(client, rut):
    thrown = keep(b"1", "kastad.txt").document
    keep(b"2", "kvar.txt", kind=DocumentKind.PHOTO)
    services.trash(document=thrown, by=rut, at=now())

    assert listed(client, "/dokument/?mapp=papperskorg") == ["kastad.txt"]
    assert listed(client, "/dokument/?mapp=osorterat") == []
    assert "Allt är sorterat" in client.get("/dokument/?mapp=osorterat").content.decode()


def test_a_list_asks_as_often_with_many_rows_as_with_one(client, rut, assert_steady_queries):
    numbers = iter(range(9))

    def add_row():
        number = next(numbers)
        document = kept(b"Betalt %d" % number, f"{number}.txt", folder=services.ensure_folder(path=[f"M{number}"]))
        for object_id in range(number):
            services.link(document=document, kind=LinkKind.CASE, object_id=object_id, label="R", by=rut, at=now())

    assert_steady_queries(client, "/dokument/?q=betalt", add_row, most=31)


def act(client, path, documents, **more):
    chosen = {"val": [document.pk for document in documents], "tillbaka": "/dokument/?q=kvitto", **more}
    response = client.post(f"/dokument/{path}/", chosen)
    assert response.status_code == 302
    return response


def test_the_chosen_are_moved_and_moved_back(client, rut):
    first, folder = services.ensure_folder(path=["Först"]), services.ensure_folder(path=["Sedan"])
    documents = [keep(b"1", "1", folder=first).document, keep(b"2", "2").document, keep(b"3", "3").document]

    response = act(client, "flytta", documents, folder=folder.pk)
    assert Document.objects.filter(folder=folder).count() == 3
    change = BulkChange.objects.get()
    assert response["Location"] == f"/dokument/?q=kvitto&gjort={change.pk}"
    assert "Du flyttade 3 dokument." in client.get(f"/dokument/?gjort={change.pk}").content.decode()
    services.move(document=documents[2], folder=first, by=rut, at=now())

    client.post(f"/dokument/angra/{change.pk}/")
    client.post(f"/dokument/angra/{change.pk}/")

    assert [Document.objects.get(pk=each.pk).folder for each in documents] == [first, None, first]
    assert "Du flyttade" not in client.get(f"/dokument/?gjort={change.pk}").content.decode()


def test_the_chosen_change_kind_and_are_thrown_away_and_back(client, rut):
    documents = [keep(b"1", "1", kind=DocumentKind.INVOICE).document, keep(b"2", "2").document]

    act(client, "byt-typ", documents, kind="photo")
    assert Document.objects.filter(kind="photo").count() == 2
    client.post(f"/dokument/angra/{BulkChange.objects.get().pk}/")
    assert set(Document.objects.values_list("kind", flat=True)) == {"invoice", "unknown"}

    act(client, "kasta", documents)
    assert Document.objects.trashed().count() == 2
    client.post(f"/dokument/angra/{BulkChange.objects.latest('pk').pk}/")
    assert Document.objects.kept().count() == 2


def test_what_has_changed_since_is_not_undone(client, rut):
    kind, trash = keep(b"1", "1").document, keep(b"2", "2").document
    act(client, "byt-typ", [kind], kind="photo")
    services.change_kind(document=kind, kind=DocumentKind.HOME, by=rut, at=now())
    act(client, "kasta", [trash])
    services.restore(document=trash, by=rut, at=now())

    for change in BulkChange.objects.order_by("pk"):
        client.post(f"/dokument/angra/{change.pk}/")

    assert Document.objects.get(pk=kind.pk).kind == DocumentKind.HOME
    assert "1 har ändrats sedan dess" in client.get("/dokument/").content.decode()


def test_nobody_undoes_what_another_did(client, rut, login_as):
    act(client, "kasta", [keep().document])
    login_as(Role.OFFICE)

    assert client.post(f"/dokument/angra/{BulkChange.objects.get().pk}/").status_code == 404
    assert Document.objects.trashed().exists()


def test_the_chosen_come_out_of_the_trash_or_go_for_good(client, rut, login_as):
    documents = [keep(b"%d" % number, str(number)).document for number in range(3)]
    documents.append(keep(b"F", "Faktura", kind=DocumentKind.INVOICE).document)
    act(client, "kasta", documents)
    act(client, "ta-tillbaka", documents[:1])
    login_as(Role.OWNER)
    act(client, "ta-bort", documents[1:])

    assert set(Document.objects.values_list("title", flat=True)) == {"0", "Faktura"}
    assert "måste sparas" in client.get("/dokument/").content.decode()


def test_without_scripts_the_questions_are_pages(client, rut):
    document = keep().document
    services.ensure_folder(path=["Avtal"])

    assert "Avtal" in client.get(f"/dokument/flytta/?val={document.pk}&sok=avt").content.decode()
    assert "Ny typ" in client.get(f"/dokument/byt-typ/?val={document.pk}").content.decode()


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 30], [999]])
def test_without_a_document_nothing_is_done(client, rut, chosen):
    response = client.post("/dokument/kasta/", {"val": chosen}, headers={"Referer": "http://testserver/dokument/"})

    assert response.status_code == 302
    assert not BulkChange.objects.exists()


def test_an_act_never_leads_out_of_the_house(client, rut):
    response = act(client, "kasta", [keep().document], tillbaka="https://example.test/ond")

    assert response["Location"].startswith("/dokument/?gjort=")


@pytest.mark.parametrize("page", ["javascript:alert(1)", "https://example.test/", "//example.test"])
def test_a_page_without_scripts_never_leads_out_of_the_house(client, rut, page):
    document = keep().document

    for path in ("flytta", "byt-typ"):
        shown = client.get(f"/dokument/{path}/", {"val": document.pk, "tillbaka": page}).content.decode()
        assert page not in shown


def test_a_move_from_the_document_page_leads_back_there_and_is_told(client, rut):
    document = keep().document
    page = f"/dokument/{document.pk}/"

    moved = act(client, "flytta", [document], folder="", tillbaka=page)

    assert moved["Location"].startswith(f"{page}?gjort=")
    assert "Du flyttade 1 dokument." in client.get(moved["Location"]).content.decode()


def test_folders_are_made_changed_and_removed(client, rut):
    made = client.post("/dokument/mappar/ny/", {"name": "Avtal", "i": ""})
    folder = services.ensure_folder(path=["Avtal"])
    assert made["Location"] == f"/dokument/?mapp={folder.pk}"
    refused = client.post("/dokument/mappar/ny/", {"name": "avtal", "i": ""})
    assert (refused.status_code, "redan en mapp" in refused.content.decode()) == (422, True)

    address = f"/dokument/mappar/{folder.pk}/andra/"
    assert "Ligger i" in client.get(address).content.decode()
    inside = client.post(address, {"name": "Avtal", "folder": folder.pk})
    assert (inside.status_code, "i sig själv" in inside.content.decode()) == (422, True)
    client.post(address, {"name": "Kontrakt", "folder": ""})
    folder.refresh_from_db()
    assert folder.path == "Kontrakt"
    assert client.post(f"/dokument/mappar/{folder.pk}/ta-bort/").status_code == 302
    assert "Inga dokument" in client.get("/dokument/").content.decode()


def test_a_folder_to_move_to_is_found_by_typing(client, rut):
    services.ensure_folder(path=["RUT-ärenden", "RUT-0142"])

    page = client.get("/dokument/mappar/?sok=0142&form=bulk").content.decode()

    assert "RUT-ärenden/RUT-0142" in page
    assert 'form="bulk"' in page
