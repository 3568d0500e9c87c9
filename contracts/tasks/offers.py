"""The paper of a sent offer is built, and offers that nobody answered run out."""

from celery import shared_task

from contracts.documents.offer_paper import print_offer
from contracts.queries.offer_sums import buyers_of, rows_of, totals_of
from contracts.services import offer_answers, offer_sending
from perforia.base.clock import now
from perforia.base.models import Firm
from perforia.base.tasks import Queue


@shared_task(name="contracts.build_offer", queue=Queue.DOCUMENTS)
def build_offer(*, offer_id: int) -> None:
    """Build, file and mail the paper of one offer; safe to run any number of times."""
    offer = offer_sending.claim_delivery(offer_id=offer_id, at=now())
    if offer is None:
        return
    rows = rows_of(offer)
    totals = totals_of(offer, rows, buyers_of(offer))
    pdf = print_offer(offer=offer, rows=rows, totals=totals, firm=Firm.load())
    offer_sending.record_paper(offer=offer, pdf=pdf, at=now())


@shared_task(name="contracts.expire_offer", queue=Queue.DEFAULT)
def expire_offer(*, offer_id: int) -> None:
    """Let an offer whose last day has passed run out; safe to run any number of times."""
    offer_answers.expire(offer_id=offer_id, at=now())
