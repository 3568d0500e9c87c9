"""Who may see which kind of paper, everywhere a paper can be met; and what is written down when somebody does."""

import pytest

from archive import queries, services
from archive.models import AccessLog, Document
from archive.states import KIND_PERMISSIONS, AccessAct, DocumentKind
from perforia.base.clock import now, today
from perforia.base.permissions import ROLE_PERMISSIONS, Permission, Role
from perforia.home.queries.search import palette
from tests.factories.archive import fetched, keep, kept

pytestmark = pytest.mark.django_db
# Kinds that stand for all that share their permission, and one of those that every reader of the archive sees.
KINDS = [*{permission: kind for kind, permission in KIND_PERMISSIONS.items()}.values(), DocumentKind.PHOTO]
HIDDEN = {
    Role.PLANNER: set(KINDS) - {DocumentKind.PHOTO, DocumentKind.AUTHORISATION},
    Role.READER: {DocumentKind.STAFF},
    Role.STAFF: set(KINDS),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", Role)
def test_a_role_meets_a_kind_everywhere_or_nowhere(client, login_as, role, kind):
    document = kept(b"Anna Provlund har betalat", "Papper.txt", kind=kind)
    version = document.current_version
    user = login_as(role)
    may = kind not in HIDDEN.get(role, set())
    refused = 404 if Permission.SEE_DOCUMENTS in ROLE_PERMISSIONS[role] else 403

    answers = {
        path: fetched(client, path).status_code
        for path in (f"{document.pk}", f"{document.pk}/sidan-om", f"innehall/{version.pk}", f"hamta/{version.pk}")
    }
    assert set(answers.values()) == {200 if may else refused}, answers
    assert Document.objects.visible_to(user).exists() is may
    assert queries.search_documents(user, "provlund").exists() is may
    assert any(hit.label == "Papper.txt" for _, hits in palette(user, "provlund", today=today()) for hit in hits) is may
    if refused == 404:
        assert ("Papper.txt" in client.get("/dokument/?q=provlund").content.decode()) is may


@pytest.mark.parametrize("path", ["innehall", "hamta", "bild"])
def test_what_is_in_quarantine_is_sent_to_nobody(client, login_as, path):
    version = keep().version
    version.text_state = "quarantined"
    version.save(update_fields=["text_state"])
    login_as(Role.OWNER)

    assert client.get(f"/dokument/{path}/{version.pk}/").status_code == 404


def test_one_look_is_one_line_and_every_fetching_another(client, login_as):
    version = kept().current_version
    user = login_as(Role.READER)

    for path in (f"{version.document_id}", f"innehall/{version.pk}", f"hamta/{version.pk}", f"hamta/{version.pk}"):
        fetched(client, path)

    acts = AccessLog.objects.filter(user=user).order_by("pk").values_list("act", flat=True)
    assert list(acts) == [AccessAct.VIEWED, AccessAct.DOWNLOADED, AccessAct.DOWNLOADED]


def test_the_looks_are_shown_only_to_those_who_answer_for_the_archive(client, login_as):
    version = kept().current_version
    services.log_access(version=version, user=login_as(Role.OFFICE), act=AccessAct.DOWNLOADED, at=now())

    assert "Test Kontor</b> laddade ner" in client.get(f"/dokument/{version.document_id}/").content.decode()
    login_as(Role.READER)
    assert "laddade ner" not in client.get(f"/dokument/{version.document_id}/").content.decode()


@pytest.mark.parametrize("role", [Role.READER, Role.PLANNER])
def test_those_who_only_read_change_nothing(client, login_as, role):
    document = kept(kind=DocumentKind.PHOTO)
    login_as(role)

    for path in ("kasta", "andra", "ny-version", "aterstall", "ta-bort"):
        assert client.post(f"/dokument/{document.pk}/{path}/", {"title": "x"}).status_code == 403
    for path in ("flytta", "byt-typ", "kasta", "ta-bort", "ta-tillbaka"):
        assert client.post(f"/dokument/{path}/", {"val": [document.pk], "folder": ""}).status_code == 403
    page = client.get(f"/dokument/{document.pk}/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert all(word not in page for word in ("Kasta", "Flytta", "Ny version", "Koppla till"))
    assert document.title in page


@pytest.mark.parametrize(("role", "status"), [(Role.OWNER, 302), (Role.RUT_OFFICER, 403)])
def test_only_an_owner_deletes_for_good(client, login_as, role, status):
    document = kept(kind=DocumentKind.PHOTO)
    services.trash(document=document, by=login_as(role), at=now())

    assert client.post(f"/dokument/{document.pk}/ta-bort/").status_code == status
    assert Document.objects.exists() is (status == 403)
