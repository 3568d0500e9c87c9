"""Sending what waits in the outbox: claim, call, record."""

from celery import shared_task
from django.core.files.storage import default_storage

from integrations.clients import mail, sms
from integrations.models import Message
from integrations.services import messages as services
from integrations.states import Channel
from perforia.base.clock import now
from perforia.base.errors import Refused, Unheard, Unreachable
from perforia.base.tasks import Queue


@shared_task(name="integrations.send_message", queue=Queue.MAIL)
def send_message(*, message_id: int) -> None:
    """Send one message of the outbox by its channel; safe to run any number of times."""
    claimed = services.claim_message(message_id=message_id, at=now())
    if claimed is None:
        return
    try:
        accepted = _send(claimed)
    except Refused as refusal:
        services.fail(message=claimed, reason=str(refusal), at=now())
    except Unheard as broken:
        services.doubt(message=claimed, reason=str(broken), at=now())
    except Unreachable as silence:
        services.postpone(message=claimed, reason=str(silence), at=now())
    else:
        services.record_sent(
            message=claimed, at=now(), external_id=accepted.external_id, parts=accepted.parts
        )  # fmt: skip


@shared_task(name="integrations.forget_texts", queue=Queue.DEFAULT)
def forget_texts() -> None:
    """Forget old incoming text messages; safe to run any number of times."""
    services.forget_texts(at=now())


def _send(message: Message) -> sms.Accepted:
    """Hand a claimed message over, with the moment of it written down before."""

    def note() -> None:
        services.note_handover(message=message, at=now())

    if message.channel == Channel.SMS:
        return sms.send(sms.Text(message.message_id, message.to, message.body), before_handover=note)
    mail.send(_mail(message), before_handover=note)
    return sms.Accepted("", 0)


def _mail(message: Message) -> mail.Mail:
    return mail.Mail(
        message_id=message.message_id,
        to=message.to,
        cc=message.cc,
        subject=message.subject,
        body=message.body,
        unsubscribe_url=message.unsubscribe_url,
        attachments=[
            mail.Attachment(attachment.name, attachment.content_type, _content(attachment.storage_key))
            for attachment in message.attachments.order_by("pk")
        ],
    )


def _content(storage_key: str) -> bytes:
    with default_storage.open(storage_key) as file:
        content: bytes = file.read()
    return content
