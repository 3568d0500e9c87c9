"""Reading what was dropped in the inbox."""

import shutil
import tempfile
from pathlib import Path

from celery import shared_task

from archive.queries import open_content
from perforia.base.clock import now
from perforia.base.tasks import Queue
from rut.readers.sandbox import Quarantine, analyse
from rut.services import intake as services


@shared_task(name="rut.read_letter", queue=Queue.DOCUMENTS)
def read_letter(*, intake_id: int) -> None:
    """Read one uploaded file in a child process; safe to run any number of times."""
    intake = services.claim_intake(intake_id=intake_id, at=now())
    if intake is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "letter.pdf"
        with open_content(intake.version) as source, file.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        reading = analyse(file)
    if isinstance(reading, Quarantine):
        services.record_quarantine(intake=intake, quarantine=reading)
    else:
        services.record_reading(intake=intake, reading=reading, at=now())
