"""Facts about documents."""

from perforia.base.events import Event

document_stored = Event("archive.document_stored")
text_extracted = Event("archive.text_extracted")
document_quarantined = Event("archive.document_quarantined")
