"""What follows from which fact, one line each."""

from archive import events as archive_events
from billing import events, tasks
from perforia.base.events import on

on(archive_events.text_extracted, tasks.match_document)
on(events.import_requested, tasks.write_import)
