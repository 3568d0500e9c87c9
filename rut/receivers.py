"""What follows from which fact, one line each."""

from archive import events as archive_events
from perforia.base.events import on
from rut import events, tasks

on(events.letter_uploaded, tasks.read_letter)
on(events.package_requested, tasks.build_package)
on(archive_events.text_extracted, tasks.match_paper)
