"""Database, store and hashes agree, or somebody is told."""

import io
from datetime import timedelta

import pytest

from archive import tasks
from archive.models import StoreCheck, StoreProblem
from archive.services import integrity
from archive.states import Problem
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import Notification
from perforia.base.permissions import Role
from tests.factories.archive import keep, somebody

pytestmark = pytest.mark.django_db
STRAY = "documents/ab/ab12.tmp"


@pytest.fixture
def at_once(monkeypatch):
    """The tasks that go on with the check run at once, and everything in the store counts as settled."""
    monkeypatch.setattr(tasks, "SETTLED", timedelta(seconds=-60))
    monkeypatch.setattr(tasks.find_strays, "delay", tasks.find_strays)
    monkeypatch.setattr(tasks.check_integrity, "delay", tasks.check_integrity)


def wrong():
    return set(StoreProblem.objects.filter(mended_at=None).values_list("problem", "storage_key"))


def test_the_check_finds_what_is_missing_changed_or_stray_and_what_is_mended(document_store, at_once):
    boss = somebody(Role.OWNER)
    lost, changed = keep().version, keep(b"Annat").version
    keep(b"Helt")
    document_store.delete(lost.storage_key)
    changed.sha256 = "0" * 64
    changed.save(update_fields=["sha256"])
    document_store.save(STRAY, io.BytesIO(b"rest"))

    tasks.check_integrity()
    tasks.check_integrity()

    assert wrong() == {
        (Problem.MISSING, lost.storage_key), (Problem.CHANGED, changed.storage_key), (Problem.STRAY, STRAY),
    }  # fmt: skip
    assert Notification.objects.visible_to(boss).count() == 3
    document_store.save(lost.storage_key, io.BytesIO(b"Betalning till Provlund"))
    document_store.delete(STRAY)
    tasks.check_integrity()
    assert wrong() == {(Problem.CHANGED, changed.storage_key)}


def test_a_run_is_written_down_with_what_it_compared(document_store, at_once):
    keep()

    tasks.check_integrity()

    run = StoreCheck.objects.get()
    assert (run.checked, run.found, run.finished_at is not None) == (1, 0, True)


def test_what_came_in_just_now_is_no_stray(document_store, at_once, monkeypatch):
    monkeypatch.setattr(tasks, "SETTLED", timedelta(hours=1))
    document_store.save(STRAY, io.BytesIO(b"rest"))

    tasks.find_strays(check_id=integrity.begin_check(at=now()).pk)

    assert wrong() == set()


def test_a_slow_check_goes_on_in_another_task(monkeypatch):
    later = []
    keep(b"Ett papper")
    last = keep(b"Ett annat").version
    monkeypatch.setattr(tasks, "BATCH_SECONDS", -1)
    monkeypatch.setattr(tasks.check_integrity, "delay", lambda **ids: later.append(ids))
    monkeypatch.setattr(tasks.find_strays, "delay", lambda **ids: later.append(ids))

    tasks.check_integrity()
    run = StoreCheck.objects.get().pk
    tasks.find_strays(check_id=run)

    assert [set(ids) for ids in later] == [{"after", "check_id"}, {"shelf", "check_id"}]
    assert later[0]["after"] < last.pk
    assert later[1] == {"shelf": 0, "check_id": run}


def test_a_stray_is_removed_by_hand_and_nothing_else_is(document_store, at_once):
    version = keep().version
    document_store.save(STRAY, io.BytesIO(b"rest"))
    tasks.check_integrity()
    stray = StoreProblem.objects.get()
    owner = somebody(Role.OWNER)

    for _ in range(2):
        integrity.remove_stray(problem=stray, by=owner, at=now())
        stray.refresh_from_db()

    assert not document_store.exists(STRAY)
    assert wrong() == set()
    known = StoreProblem.objects.create(problem=Problem.STRAY, storage_key=version.storage_key, found_at=now())
    with pytest.raises(DomainError, match="hör till ett dokument"):
        integrity.remove_stray(problem=known, by=owner, at=now())
    assert document_store.exists(version.storage_key)
