"""Facts about messages to the outside world, and about what it calls back with."""

from perforia.base.events import Event

message_queued = Event("integrations.message_queued")
message_sent = Event("integrations.message_sent")
message_failed = Event("integrations.message_failed")
text_received = Event("integrations.text_received")
esign_callback_recorded = Event("integrations.esign_callback_recorded")
connection_check_asked = Event("integrations.connection_check_asked")
