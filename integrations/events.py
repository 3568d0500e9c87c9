"""Facts about messages to the outside world."""

from perforia.base.events import Event

message_queued = Event("integrations.message_queued")
message_sent = Event("integrations.message_sent")
message_failed = Event("integrations.message_failed")
text_received = Event("integrations.text_received")
