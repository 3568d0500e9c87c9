"""Reading and drawing documents, emptying the trash, and the nightly check of the store."""

import json
import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from celery import shared_task

from archive.models import DocumentVersion, StoreProblem
from archive.queries.content import open_content, shelves, stored_hash, stored_keys, strays_among
from archive.services import integrity, previews, removal, texts
from archive.states import Problem
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.tasks import Queue, Swept, enqueue_due
from perforia.base.warm import run_warm

BATCH = 500
BATCH_SECONDS = 300
MOST_DELETED = 1000
SETTLED = timedelta(hours=1)  # what came into the store later may still be waiting for its row


@shared_task(name="archive.read_text", queue=Queue.DOCUMENTS)
def read_text(*, version_id: int) -> None:
    """Read a version's text in a limited child process; safe to run any number of times."""
    version = texts.claim_text(version_id=version_id, at=now())
    if version is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "content"
        _fetch(version, file)
        done = run_warm("archive.readers.__main__", [file, version.content_type])
    if done.stop is not None:
        reason = "Filen är skadad, låst eller för tung att läsa. Öppna den och ladda upp en ny."
        texts.quarantine(version=version, reason=reason)
        return
    answer = json.loads(done.output)
    texts.record_text(version=version, text=answer["text"], pages=answer["pages"])


@shared_task(name="archive.draw_preview", queue=Queue.DOCUMENTS)
def draw_preview(*, version_id: int) -> None:
    """Draw a version's first page in a limited child process; safe to run any number of times."""
    version = previews.claim_preview(version_id=version_id, at=now())
    if version is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        file, picture = Path(folder) / "content", Path(folder) / "picture.jpg"
        _fetch(version, file)
        done = run_warm("archive.readers.__main__", [file, version.content_type, picture])
        if done.stop is not None or not picture.exists():
            previews.record_preview(version=version, picture=None)
            return
        with picture.open("rb") as drawn:
            previews.record_preview(version=version, picture=drawn)


@shared_task(name="archive.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what should have been read or drawn."""
    enqueue_due(SWEPT, at=now())


@shared_task(name="archive.empty_trash", queue=Queue.DOCUMENTS)
def empty_trash() -> None:
    """Delete for good what has lain in the trash long enough and need not be kept; safe to repeat."""
    for document in removal.deletable(at=now(), today=today())[:MOST_DELETED]:
        try:
            removal.delete_for_good(document=document, by=None, at=now(), today=today())
        except DomainError:  # a case or a letter needs it still: it stays, and is tried again another night
            continue


@shared_task(name="archive.check_integrity", queue=Queue.DOCUMENTS)
def check_integrity(*, after: int = 0, check_id: int = 0) -> None:
    """Compare database, store and hash for one batch of contents, then go on with the next; safe to repeat.

    A batch ends early after some minutes, so that no number of large files reaches the time limit. After the last one
    the shelves of the store are looked through.
    """
    check_id = check_id or integrity.begin_check(at=now()).pk
    until = time.monotonic() + BATCH_SECONDS
    versions = list(DocumentVersion.objects.defer("text").filter(pk__gt=after).order_by("pk")[:BATCH])
    checked = found = 0
    for version in versions:
        checked, found, after = checked + 1, found + _compare(version), version.pk
        if time.monotonic() > until:
            break
    integrity.note_checked(check_id=check_id, checked=checked, found=found)
    if versions and (after != versions[-1].pk or len(versions) == BATCH):
        check_integrity.delay(after=after, check_id=check_id)
    else:
        find_strays.delay(check_id=check_id)


@shared_task(name="archive.find_strays", queue=Queue.DOCUMENTS)
def find_strays(*, shelf: int = 0, check_id: int = 0) -> None:
    """Find what lies in the store and no version knows, shelf by shelf; safe to repeat.

    A run ends early after some minutes and goes on where it was (a shelf that is new since then waits for the next
    night). Strays that are gone or known again are mended.
    """
    until = time.monotonic() + BATCH_SECONDS
    names = sorted(shelves())
    for number in range(shelf, len(names)):
        if time.monotonic() > until:
            find_strays.delay(shelf=number, check_id=check_id)
            return
        strays = list(strays_among(stored_keys(names[number]), before=now() - SETTLED))
        for key in strays:
            integrity.record_problem(problem=Problem.STRAY, version=None, storage_key=key, at=now())
        integrity.note_checked(check_id=check_id, checked=0, found=len(strays))
    _mend_strays()
    integrity.finish_check(check_id=check_id, at=now())


# What an event starts, with what of it is still to do.
SWEPT: Swept = {read_text: texts.due_texts, draw_preview: previews.due_previews}


def _compare(version: DocumentVersion) -> bool:
    """True when something is wrong with a content."""
    found = stored_hash(version)
    if found == version.sha256:
        integrity.mend_problems(storage_key=version.storage_key, at=now())
        return False
    problem = Problem.MISSING if found is None else Problem.CHANGED
    integrity.record_problem(problem=problem, version=version, storage_key=version.storage_key, at=now())
    return True


def _mend_strays() -> None:
    for problem in StoreProblem.objects.filter(problem=Problem.STRAY, mended_at=None).order_by("pk"):
        if not list(strays_among([problem.storage_key], before=now())):  # gone, or known to a version again
            integrity.mend_problems(storage_key=problem.storage_key, at=now())


def _fetch(version: DocumentVersion, target: Path) -> None:
    with open_content(version) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy)
