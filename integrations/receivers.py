"""What follows from which fact, one line each."""

from integrations import events, tasks
from perforia.base.events import on

on(events.message_queued, tasks.send_message)
on(events.connection_check_asked, tasks.check_connection)
