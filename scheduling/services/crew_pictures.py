"""Pictures from phones: into the archive, tied to customer and contract."""

from datetime import datetime
from typing import BinaryIO

from archive import services as archive
from archive.models import Document
from archive.readers.sniff import content_type
from archive.rules import PICTURES
from archive.states import DocumentKind, LinkKind
from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling.models import CrewAct, Job
from scheduling.queries.crew_words import worded
from scheduling.rules.words import clock
from scheduling.rules.worktime import local_date
from scheduling.states import ActKind

FOLDER = "Uppdrag"
LARGEST = 12 * 1024 * 1024  # bytes; the page makes pictures smaller before they are sent


def keep(*, content: BinaryIO, kind: ActKind, by: User | None, at: datetime) -> Document:
    """Put a picture in the archive; the same bytes are the same document. Raises DomainError for what is no picture."""
    if content_type(content) not in PICTURES:
        raise DomainError(worded("Filen är ingen bild. Ta en bild eller välj en i JPEG, PNG eller HEIC."))
    is_signature = kind == ActKind.SIGNATURE
    stored = archive.store(
        content=content, name=f"{'Underskrift' if is_signature else 'Bild'} {at:%Y-%m-%d %H%M%S}", by=by, at=at,
        kind=DocumentKind.CUSTOMER_STATEMENT if is_signature else DocumentKind.PHOTO,
    )  # fmt: skip
    return stored.document


def file_picture(*, act: CrewAct, job: Job, title: str) -> Document:
    """Give the picture of an act its name and folder, and tie it to whose it is; part of the caller's transaction."""
    document = act.document
    assert document is not None  # noqa: S101 -- the caller has seen to it
    at = act.received_at
    if document.created_at == at:  # else the archive had the same picture already, under a name of its own
        day = local_date(act.moment)
        name = f"{job.number} {title} {day.isoformat()} {clock(act.moment).replace(':', '.')}"
        archive.rename(document=document, title=name, by=act.by, at=at)
        folder = archive.ensure_folder(path=[FOLDER, str(day.year), job.number])
        archive.move(document=document, folder=folder, by=act.by, at=at)
    if job.customer is not None:
        archive.link(
            document=document, kind=LinkKind.CUSTOMER, object_id=job.customer.pk, label=job.customer.name, by=act.by,
            at=at,
        )  # fmt: skip
    if job.contract is not None:
        archive.link(
            document=document, kind=LinkKind.CONTRACT, object_id=job.contract.pk, label=job.contract.number,
            by=act.by, at=at,
        )  # fmt: skip
    return document
