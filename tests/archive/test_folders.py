"""The tree of folders."""

from datetime import date

import pytest

from archive import services
from archive.models import Folder
from archive.queries.tree import folder_choices, tree, way_to
from archive.services import folders
from perforia.base.clock import now
from perforia.base.errors import DomainError
from rut.rules.facts import CaseFacts
from rut.services.creation import create_case
from tests.factories.archive import keep, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def act():
    return {"by": somebody(), "at": now()}


def path(*parts):
    return services.ensure_folder(path=parts)


def paths():
    return sorted(Folder.objects.values_list("path", flat=True))


def test_folders_are_made_once():
    folder = path("RUT-ärenden", "RUT-0142", "F-1/2")

    assert path("RUT-ärenden", "RUT-0142", "F-1/2") == folder
    assert folder.path == "RUT-ärenden/RUT-0142/F-1-2"
    with pytest.raises(ValueError, match="name"):
        path()


def test_a_folder_is_made_in_another(act):
    made = folders.create_folder(name="  2026 \n", parent=path("Avtal"), **act)

    assert made.path == "Avtal/2026"


@pytest.mark.parametrize(
    ("name", "sentence"), [(" ", "namn"), ("AVTAL", "redan"), ("x" * 120, "djupt")], ids=["empty", "taken", "long"]
)
def test_a_folder_that_cannot_be_is_refused(act, name, sentence):
    path("Avtal")
    parent = path(*["y" * 100] * 4) if sentence == "djupt" else None

    with pytest.raises(DomainError, match=sentence):
        folders.create_folder(name=name, parent=parent, **act)


def test_what_lies_below_follows_when_a_folder_is_renamed_and_moved(act):
    path("Avtal", "2026", "Juni")
    path("Avtal 2")
    target = path("Arkiv")

    folders.change_folder(folder=Folder.objects.get(path="Avtal"), name="Kontrakt", parent=target, **act)

    assert paths() == ["Arkiv", "Arkiv/Kontrakt", "Arkiv/Kontrakt/2026", "Arkiv/Kontrakt/2026/Juni", "Avtal 2"]
    assert Folder.objects.get(name="Kontrakt").parent == target


def test_the_same_name_and_place_change_nothing(act):
    folder = path("Avtal")

    assert folders.change_folder(folder=folder, name="Avtal", parent=None, **act).path == "Avtal"


@pytest.mark.parametrize("inside", ["Avtal", "Avtal/2026"])
def test_a_folder_cannot_lie_in_itself(act, inside):
    path("Avtal", "2026")

    with pytest.raises(DomainError, match="i sig själv"):
        folders.change_folder(
            folder=Folder.objects.get(path="Avtal"), name="Avtal", parent=Folder.objects.get(path=inside), **act
        )


def test_paths_below_may_not_become_too_long(act):
    path("a", "b" * 120, "c" * 120, "d" * 120)
    folder = Folder.objects.get(path="a")

    with pytest.raises(DomainError, match="kortare"):
        folders.change_folder(folder=folder, name="e" * 120, parent=path("f" * 100), **act)


def test_only_an_empty_folder_is_removed(act):
    folder = path("Avtal", "2026")
    document = keep(folder=folder).document

    for full in (folder.parent, folder):
        with pytest.raises(DomainError, match="inte tom"):
            folders.delete_folder(folder=full, **act)
    services.trash(document=document, **act)
    for _ in range(2):
        folders.delete_folder(folder=folder, **act)

    document.refresh_from_db()
    assert (paths(), document.folder) == (["Avtal"], None)


def test_the_tree_shows_the_way_and_what_lies_beside_it_with_its_documents():
    for parts in (("A", "1", "x"), ("A", "2"), ("B", "3")):
        path(*parts)
    keep(folder=path("A", "2"))
    keep(b"Annat", folder=path("A", "2"))

    shown = tree(somebody(), path("A", "1"))

    assert [(each.folder.path, each.level, each.is_open, each.count) for each in shown.branches] == [
        ("A", 0, True, ""), ("A/1", 1, True, ""), ("A/1/x", 2, False, ""), ("A/2", 1, False, "2"), ("B", 0, False, ""),
    ]  # fmt: skip
    assert [folder.name for folder in way_to(path("A", "1"))] == ["A", "1"]


def test_a_tree_that_is_too_wide_is_cut_but_shows_where_one_is(monkeypatch):
    monkeypatch.setattr("archive.queries.tree.MOST_IN_FOLDER", 1)
    path("A")
    path("B")

    shown = tree(somebody(), path("C"))

    assert ([each.folder.path for each in shown.branches], shown.is_cut) == (["A", "C"], True)


def test_many_documents_are_counted_no_further_than_needed(monkeypatch):
    monkeypatch.setattr("archive.queries.tree.MOST_COUNTED", 1)
    keep(folder=path("A"))
    keep(b"Annat", folder=path("A"))

    assert tree(somebody(), None).branches[0].count == "1+"


def test_folders_are_found_by_parts_of_their_path():
    path("RUT-ärenden", "RUT-0142")
    path("Avtal")

    assert [folder.path for folder in folder_choices("ärend 0142")] == ["RUT-ärenden/RUT-0142"]
    assert folder_choices("").count() == 3


def test_the_folder_of_a_case_stays(act):
    facts = CaseFacts(kind="completion_request", reference="8-1", received_on=date(2026, 6, 1), deadline=None)
    folder = create_case(facts=facts, **act).folder
    assert folder is not None

    with pytest.raises(DomainError, match="RUT-ärende"):
        folders.delete_folder(folder=folder, **act)
    assert Folder.objects.filter(pk=folder.pk).exists()
