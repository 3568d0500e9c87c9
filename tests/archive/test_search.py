"""Documents are found by what a person would type, and shown where it stands."""

import pytest

from archive import queries, services
from archive.queries.search import with_snippets
from archive.states import DocumentKind, LinkKind
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories.archive import keep, kept, somebody

pytestmark = pytest.mark.django_db
TEXT = "Betalning från Åsa Provlund på Ekvägen 12 för flyttstädningen, OCR 10475".encode()


@pytest.mark.parametrize(
    "words",
    [
        "betalning", "BETAL", "betalningar", "flyttstädning", "10475", "0475", "475", "provlund", "F-10475", "kvitto",
        "åsa", "Åsa", "asa", "ekvagen", "ekvägen 12", "betalningar 475", "A\u030asa",
    ],
)  # fmt: skip
def test_a_document_is_found_by_its_words_their_forms_and_parts_of_numbers(words):
    document = kept(TEXT)
    keep(b"Annat", name="Annat.txt")

    assert list(queries.search_documents(somebody(), words)) == [document]


@pytest.mark.parametrize("words", ["betalning zebra", "104755", "!!", "& | !", "åsä"])
def test_what_does_not_stand_there_finds_nothing(words):
    kept(TEXT)

    assert not queries.search_documents(somebody(), words)


def test_without_words_everything_is_there():
    keep()

    assert queries.search_documents(somebody(), " ").count() == 1


def test_a_document_is_found_by_what_it_belongs_to():
    document, by = keep().document, somebody()
    for _ in range(2):
        services.link(document=document, kind=LinkKind.CASE, object_id=7, label="RUT-0142", by=by, at=now())

    assert list(queries.search_documents(somebody(), "RUT-0142")) == [document]
    assert list(queries.linked_to(LinkKind.CASE, 7)) == [document]
    services.unlink(document=document, kind=LinkKind.CASE, object_id=7, by=by, at=now())
    assert not queries.linked_to(LinkKind.CASE, 7)
    assert not queries.search_documents(somebody(), "RUT-0142")


def test_many_hits_are_walked_and_few_are_looked_up_with_the_same_answer(monkeypatch):
    documents = {kept(b"faktura nummer %d" % number, f"{number}.txt") for number in range(3)}

    found = set(queries.search_documents(somebody(), "faktura"))
    monkeypatch.setattr("archive.queries.search.MOST_IDS", 1)

    assert found == documents == set(queries.search_documents(somebody(), "faktura"))


def test_search_never_tells_of_what_one_may_not_see():
    kept(b"Anna har varit sjuk", kind=DocumentKind.STAFF)

    assert queries.search_documents(somebody(), "anna").count() == 1
    assert not queries.search_documents(somebody(Role.READER), "anna")


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("betalningar", "<mark>Betalning</mark> från"), ("0475", "OCR <mark>10475</mark>"),
        ("asa", "<mark>Åsa</mark> Provlund"), ("provl ekvägen", "<mark>Provlund</mark> på <mark>Ekvägen</mark>"),
    ],
)  # fmt: skip
def test_the_words_are_marked_where_they_stand(words, marked):
    (hit,) = with_snippets([kept(TEXT)], words)

    assert marked in hit.snippet


def test_a_word_far_into_a_text_is_shown_with_what_stands_around_it():
    (hit,) = with_snippets([kept(b"x " * 9000 + b"sedan kom beloppet 4242 in")], "4242")

    assert hit.snippet.endswith("sedan kom beloppet <mark>4242</mark> in")
    assert len(hit.snippet) < 200


def test_names_are_marked_too_and_nothing_in_them_is_html():
    (hit,) = with_snippets([kept(b"Hej <script>alert(1)</script> kvitto", "<b>Kvitto.txt")], "kvitto")

    assert hit.title == "&lt;b&gt;<mark>Kvitto</mark>.txt"
    assert "<script" not in hit.snippet


def test_without_words_nothing_is_marked():
    (hit,) = with_snippets([keep().document], "")

    assert (hit.title, hit.snippet) == ("Kvitto F-10475.txt", "")
