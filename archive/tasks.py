"""Reading the text of documents, and the nightly check of the store."""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from celery import shared_task

from archive import services
from archive.models import DocumentVersion
from archive.queries import open_content, stored_hash
from archive.states import Problem
from perforia.base.clock import now
from perforia.base.sandbox import run_limited
from perforia.base.tasks import Queue, Swept, enqueue_due

BATCH = 500
BATCH_SECONDS = 300


@shared_task(name="archive.read_text", queue=Queue.DOCUMENTS)
def read_text(*, version_id: int) -> None:
    """Read a version's text in a limited child process; safe to run any number of times."""
    version = services.claim_text(version_id=version_id, at=now())
    if version is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "content"
        _fetch(version, file)
        done = run_limited([sys.executable, "-m", "archive.readers", file, version.content_type])
    if done.stop is not None:
        reason = "Filen är skadad, låst eller för tung att läsa. Öppna den och ladda upp en ny."
        services.quarantine(version=version, reason=reason)
        return
    answer = json.loads(done.output)
    services.record_text(version=version, text=answer["text"], pages=answer["pages"])


@shared_task(name="archive.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what should have been read."""
    enqueue_due(SWEPT, at=now())


@shared_task(name="archive.check_integrity", queue=Queue.DOCUMENTS)
def check_integrity(*, after: int = 0) -> None:
    """Compare database, store and hash for one batch of contents, then go on with the next; safe to repeat.

    A batch ends early after some minutes, so that no number of large files reaches the time limit.
    """
    until = time.monotonic() + BATCH_SECONDS
    versions = list(DocumentVersion.objects.filter(pk__gt=after).order_by("pk")[:BATCH])
    for version in versions:
        _compare(version)
        is_late = time.monotonic() > until
        if is_late or (version is versions[-1] and len(versions) == BATCH):
            check_integrity.delay(after=version.pk)
            return


SWEPT: Swept = {read_text: services.due_texts}


def _compare(version: DocumentVersion) -> None:
    found = stored_hash(version)
    if found == version.sha256:
        services.mend_problems(storage_key=version.storage_key, at=now())
    else:
        problem = Problem.MISSING if found is None else Problem.CHANGED
        services.record_problem(problem=problem, version=version, storage_key=version.storage_key, at=now())


def _fetch(version: DocumentVersion, target: Path) -> None:
    with open_content(version) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy)
