"""Sending what waits in the outbox: claim, call, record."""

from celery import shared_task
from django.core.files.storage import default_storage

from integrations import services
from integrations.clients import mail
from integrations.models import Message
from perforia.base.clock import now
from perforia.base.errors import Refused, Unheard, Unreachable
from perforia.base.tasks import Queue, Swept, enqueue_due


@shared_task(name="integrations.send_message", queue=Queue.MAIL)
def send_message(*, message_id: int) -> None:
    """Send one mail of the outbox; safe to run any number of times."""
    claimed = services.claim_message(message_id=message_id, at=now())
    if claimed is None:
        return
    try:
        mail.send(_mail(claimed), before_handover=lambda: services.note_handover(message=claimed, at=now()))
    except Refused as refusal:
        services.fail(message=claimed, reason=str(refusal), at=now())
    except Unheard as broken:
        services.doubt(message=claimed, reason=str(broken), at=now())
    except Unreachable as silence:
        services.postpone(message=claimed, reason=str(silence), at=now())
    else:
        services.record_sent(message=claimed, at=now())


@shared_task(name="integrations.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what should have been sent."""
    enqueue_due(SWEPT, at=now())


SWEPT: Swept = {send_message: services.due_messages}


def _mail(message: Message) -> mail.Mail:
    return mail.Mail(
        message_id=message.message_id,
        to=message.to,
        cc=message.cc,
        subject=message.subject,
        body=message.body,
        attachments=[
            mail.Attachment(attachment.name, attachment.content_type, _content(attachment.storage_key))
            for attachment in message.attachments.order_by("pk")
        ],
    )


def _content(storage_key: str) -> bytes:
    with default_storage.open(storage_key) as file:
        content: bytes = file.read()
    return content
