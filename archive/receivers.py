"""What follows from which fact, one line each."""

from archive import events, tasks
from perforia.base.events import on

on(events.document_stored, tasks.read_text)
on(events.document_stored, tasks.draw_preview)
