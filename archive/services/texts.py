"""The text of a content: claimed by a worker, read, or given up."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from archive import events
from archive.models import DocumentVersion
from archive.services.searching import refresh_search
from archive.states import TextState
from perforia.base.claims import dead_before

MOST_ATTEMPTS = 3
MOST_DUE = 500


def claim_text(*, version_id: int, at: datetime) -> DocumentVersion | None:
    """Take a version for reading; None when another worker has it or it is read. Safe to repeat."""
    waiting = DocumentVersion.objects.filter(pk=version_id, text_state=TextState.WAITING)
    taken = waiting.update(text_state=TextState.READING, claimed_at=at, attempts=F("attempts") + 1)
    return DocumentVersion.objects.select_related("document").get(pk=version_id) if taken else None


@transaction.atomic
def record_text(*, version: DocumentVersion, text: str, pages: int | None) -> None:
    """Keep the text that was read, and make the document found by it. Announces text_extracted."""
    state = TextState.READ if text.strip() else TextState.EMPTY
    changed = DocumentVersion.objects.filter(pk=version.pk, text_state=TextState.READING).update(
        text_state=state, text=text, page_count=pages
    )
    if changed:
        refresh_search(document=version.document)
        events.text_extracted.announce(version_id=version.pk)


@transaction.atomic
def quarantine(*, version: DocumentVersion, reason: str) -> None:
    """Keep a file that cannot be read, but show and send it to nobody. Announces document_quarantined."""
    changed = DocumentVersion.objects.filter(pk=version.pk, text_state=TextState.READING).update(
        text_state=TextState.QUARANTINED, quarantine_reason=reason[:300]
    )
    if changed:
        events.document_quarantined.announce(version_id=version.pk)


def due_texts(at: datetime) -> list[dict[str, int]]:
    """Versions to read; first frees those whose worker died, and gives up on those that killed three."""
    stale = DocumentVersion.objects.filter(text_state=TextState.READING, claimed_at__lt=dead_before(at))
    stale.filter(attempts__gte=MOST_ATTEMPTS).update(
        text_state=TextState.QUARANTINED, quarantine_reason="Filen gick inte att läsa. Öppna den och ladda upp en ny."
    )
    stale.filter(attempts__lt=MOST_ATTEMPTS).update(text_state=TextState.WAITING)
    waiting = DocumentVersion.objects.filter(text_state=TextState.WAITING).order_by("pk")
    return [{"version_id": pk} for pk in waiting.values_list("pk", flat=True)[:MOST_DUE]]
