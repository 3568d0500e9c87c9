"""Building answer packages."""

import tempfile
import time
from pathlib import Path

from celery import shared_task

from perforia.base.clock import now
from perforia.base.tasks import Queue
from rut.documents.content import content_of
from rut.documents.package import build
from rut.documents.parts import BrokenContent
from rut.models import Package
from rut.services import packages as services

SECONDS_BETWEEN_NOTES = 0.4


class _Progress:
    """Counts steps and writes them down now and then: the page asks once a second."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._done = 0
        self._noted = 0.0

    def step(self) -> None:
        self._done += 1
        if time.monotonic() - self._noted > SECONDS_BETWEEN_NOTES:
            services.note_progress(package=self._package, done=self._done)
            self._noted = time.monotonic()


@shared_task(name="rut.build_package", queue=Queue.DOCUMENTS)
def build_package(*, package_id: int) -> None:
    """Build one package; safe to run any number of times."""
    package = services.claim_package(package_id=package_id, at=now())
    if package is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            built = build(content_of(package), folder=Path(folder), step=_Progress(package).step)
        except BrokenContent as broken:
            sentence = f"”{broken}” är skadad i arkivet. Ladda upp den på nytt och skapa paketet igen."
            services.record_failure(package=package, sentence=sentence, at=now())
            return
        files = services.Files(built.pdf, built.zip, built.first_pages)
        services.record_built(package=package, files=files, at=now())
