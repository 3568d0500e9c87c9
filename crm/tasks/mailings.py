"""Sending mailings, and working on the text messages that come back."""

from celery import shared_task

from crm.models import Mailing
from crm.services import mailings, withdrawals
from perforia.base.clock import now
from perforia.base.tasks import Queue


@shared_task(name="crm.send_mailing", queue=Queue.DEFAULT)
def send_mailing(*, mailing_id: int) -> None:
    """Hand every receiver of a mailing to the outbox; safe to run any number of times, and beside itself."""
    mailing = Mailing.objects.select_related("created_by").filter(pk=mailing_id, finished_at=None).first()
    while mailing is not None and mailings.hand_over_some(mailing=mailing, at=now()):
        pass


@shared_task(name="crm.handle_text", queue=Queue.DEFAULT)
def handle_text(*, text_id: int) -> None:
    """Put an incoming text message where it belongs; safe to run any number of times."""
    withdrawals.handle_text(text_id=text_id, at=now())
