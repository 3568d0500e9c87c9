"""The picture of a content's first page: claimed by a worker, drawn, or there is none."""

from datetime import datetime
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from archive.models import DocumentVersion
from archive.rules import DRAWN
from archive.services.content import PREVIEWS, hold, key_of, put
from archive.states import PreviewState
from perforia.base.claims import dead_before

MOST_ATTEMPTS = 2
MOST_DUE = 200


def first_state(content_type: str) -> PreviewState:
    """Whether there is anything to draw."""
    return PreviewState.WAITING if content_type in DRAWN else PreviewState.NONE


def claim_preview(*, version_id: int, at: datetime) -> DocumentVersion | None:
    """Take a version for drawing; None when another worker has it or it is drawn. Safe to repeat."""
    waiting = DocumentVersion.objects.filter(pk=version_id, preview_state=PreviewState.WAITING)
    taken = waiting.update(
        preview_state=PreviewState.DRAWING, preview_claimed_at=at, preview_attempts=F("preview_attempts") + 1
    )
    return DocumentVersion.objects.get(pk=version_id) if taken else None


def record_preview(*, version: DocumentVersion, picture: BinaryIO | None) -> None:
    """Keep the picture, or that there is none. Idempotent; a document deleted meanwhile leaves nothing behind."""
    with transaction.atomic():
        hold(version.sha256)
        drawing = DocumentVersion.objects.filter(pk=version.pk, preview_state=PreviewState.DRAWING)
        if picture is None or not drawing.exists():
            drawing.update(preview_state=PreviewState.NONE)
            return
        key = key_of(PREVIEWS, version.sha256, ".jpg")
        if not default_storage.exists(key):
            put(key, picture)
        drawing.update(preview_state=PreviewState.DRAWN, preview_key=key)


def due_previews(at: datetime) -> list[dict[str, int]]:
    """Versions to draw; first frees those whose worker died, and gives up on those that killed two."""
    stale = DocumentVersion.objects.filter(
        preview_state=PreviewState.DRAWING, preview_claimed_at__lt=dead_before(at)
    )  # fmt: skip
    stale.filter(preview_attempts__gte=MOST_ATTEMPTS).update(preview_state=PreviewState.NONE)
    stale.filter(preview_attempts__lt=MOST_ATTEMPTS).update(preview_state=PreviewState.WAITING)
    waiting = DocumentVersion.objects.filter(preview_state=PreviewState.WAITING).order_by("pk")
    return [{"version_id": pk} for pk in waiting.values_list("pk", flat=True)[:MOST_DUE]]
