"""The life of a message to the outside world."""

from django.db.models import TextChoices


class MessageStatus(TextChoices):
    """UNSURE: the process died between handing over and hearing back; a person decides, nothing is sent twice."""

    QUEUED = "queued", "I kö"
    SENDING = "sending", "Skickas"
    SENT = "sent", "Skickat"
    FAILED = "failed", "Gick inte att skicka"
    UNSURE = "unsure", "Osäkert om det kom fram"


MESSAGE_MOVES: dict[MessageStatus, set[MessageStatus]] = {
    MessageStatus.QUEUED: {MessageStatus.SENDING},
    MessageStatus.SENDING: {MessageStatus.SENT, MessageStatus.QUEUED, MessageStatus.FAILED, MessageStatus.UNSURE},
    MessageStatus.SENT: set(),
    MessageStatus.FAILED: {MessageStatus.QUEUED},
    MessageStatus.UNSURE: {MessageStatus.QUEUED, MessageStatus.SENT},
}
WAITING = (MessageStatus.QUEUED, MessageStatus.SENDING)
NEEDS_ATTENTION = (MessageStatus.FAILED, MessageStatus.UNSURE)
