"""The text of a content is read once, by a child process, whatever becomes of the worker."""

from datetime import timedelta

import pytest

from archive import tasks
from archive.models import DocumentVersion
from archive.services import texts
from archive.states import TextState
from perforia.base.clock import now
from tests.factories.archive import keep, zipped
from tests.support import hostile

pytestmark = pytest.mark.django_db
HTML_MAIL = (
    b"From: Elsa <elsa@example.test>\r\nSubject: Betalning\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n<style>p{}</style><p>Hej</p><p>Betalt <b>4 200</b></p>"
)


@pytest.mark.slow
def test_reading_twice_reads_once_and_a_dead_worker_is_found_again(document_store):
    stored = keep()
    texts.claim_text(version_id=stored.version.pk, at=now())

    assert texts.due_texts(now()) == []
    assert texts.due_texts(now() + timedelta(hours=1)) == [{"version_id": stored.version.pk}]
    tasks.read_text(version_id=stored.version.pk)
    tasks.read_text(version_id=stored.version.pk)

    stored.version.refresh_from_db()
    assert (stored.version.text_state, stored.version.attempts) == (TextState.READ, 2)


def test_a_file_that_kills_its_readers_ends_in_quarantine():
    stored = keep()
    DocumentVersion.objects.update(text_state=TextState.READING, attempts=3, claimed_at=now() - timedelta(hours=1))

    assert texts.due_texts(now()) == []
    stored.version.refresh_from_db()
    assert stored.version.text_state == TextState.QUARANTINED


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        hostile.pdf(hostile.text("Hemligt"), password="nyckel"), b"%PDF-1.7 avbruten",
        zipped(**{"word/document.xml": b"<broken"}), zipped(**{"xl/workbook.xml": b"<broken"}),
    ],
    ids=["locked", "broken", "word", "excel"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_ends_in_quarantine_with_a_sentence(content):
    stored = keep(content, "l.pdf")

    tasks.read_text(version_id=stored.version.pk)

    stored.version.refresh_from_db()
    assert stored.version.text_state == TextState.QUARANTINED
    assert "låst" in stored.version.quarantine_reason


def test_what_a_late_worker_says_changes_nothing():
    version = keep().version
    texts.record_text(version=version, text="för sent", pages=None)
    texts.quarantine(version=version, reason="för sent")

    version.refresh_from_db()
    assert (version.text, version.text_state) == ("", TextState.WAITING)


@pytest.mark.slow
def test_a_mail_is_read_as_its_head_and_what_it_says():
    stored = keep(HTML_MAIL, "m.eml")

    tasks.read_text(version_id=stored.version.pk)

    stored.version.refresh_from_db()
    assert stored.version.text.startswith("From: Elsa <elsa@example.test>\nSubject: Betalning\n")
    assert "p{}" not in stored.version.text
    assert "Betalt 4 200" in stored.version.text


def test_a_zip_has_no_text_to_wait_for():
    assert keep(zipped(a=b"x"), "a.zip").version.text_state == TextState.EMPTY
