"""Sending an offer: frozen at once, its paper built by a worker, filed, and mailed with a link of its own."""

import io
from datetime import datetime
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from archive import services as archive
from archive.states import DocumentKind, LinkKind
from contracts import events
from contracts.documents.offer_mail import mail_body
from contracts.models import Offer
from contracts.queries.offer_sums import content_of
from contracts.rules.offers import fingerprint, link_until
from contracts.services import offer_history as history
from contracts.services.offers import SENT_ALREADY, lock
from contracts.states import OFFER_DELIVERY_MOVES, OfferDelivery, OfferStatus
from crm.services import offered
from integrations.services import Attachment, queue_message
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.errors import DomainError
from perforia.base.models import Firm, User
from perforia.base.secrets import lookup_hash
from perforia.base.states import check_move

MOST_ATTEMPTS = 3
BYTES = 32  # of the link's secret
GAVE_UP = "Offertens PDF gick inte att skapa. Försök igen."


@transaction.atomic
def send(*, offer: Offer, mail_to: str, subject: str = "", text: str = "", by: User, at: datetime) -> None:
    """Freeze a draft and put its paper in line; without `mail_to` it is only filed, for handing over in another way.

    The version before is taken back if the customer has not answered it. Tells the lead what it is worth. Idempotent.
    Announces offer_delivery_wanted. Raises DomainError when its last day has passed.
    """
    locked = lock(offer)
    if locked.status == OfferStatus.SENT:
        return
    if not locked.is_draft:
        raise DomainError(SENT_ALREADY)
    if locked.valid_until < timezone.localdate(at):
        raise DomainError("Offertens sista dag har redan varit. Ändra giltighetstiden först.")
    history.move(locked, OfferStatus.SENT, by=by, at=at)
    locked.content_hash = fingerprint(content_of(locked))
    locked.sent_at, locked.sent_by, locked.link_until = at, by, link_until(locked.valid_until)
    locked.mail_to, locked.mail_subject, locked.mail_text = mail_to, " ".join(subject.split()), text
    locked.delivery = OfferDelivery.QUEUED
    locked.save(
        update_fields=[
            "status", "content_hash", "sent_at", "sent_by", "link_until", "mail_to", "mail_subject", "mail_text",
            "delivery",
        ]
    )  # fmt: skip
    _supersede(locked, by, at)
    history.tell(locked, "sent", "Skickade offert", by=by, at=at)
    if locked.lead is not None:
        offered.note_offered(lead=locked.lead, offer=history.told(locked), by=by, at=at)
    events.offer_delivery_wanted.announce(offer_id=locked.pk)


def claim_delivery(*, offer_id: int, at: datetime) -> Offer | None:
    """Take a sent offer for building its paper; None when another worker has it or it is done. Safe to repeat."""
    queued = Offer.objects.filter(pk=offer_id, delivery=OfferDelivery.QUEUED)
    taken = queued.update(delivery=OfferDelivery.BUILDING, claimed_at=at, attempts=F("attempts") + 1)
    found = Offer.objects.select_related("customer", "lead", "owner", "sent_by")
    return found.get(pk=offer_id) if taken else None


@transaction.atomic
def record_paper(*, offer: Offer, pdf: bytes, at: datetime) -> None:
    """File the paper and hand the mail with it to the outbox, in one act. Idempotent. Announces offer_sent."""
    locked = lock(offer)
    if not check_move(OfferDelivery(locked.delivery), OfferDelivery.DONE, OFFER_DELIVERY_MOVES):
        return
    stored = archive.store(
        content=io.BytesIO(pdf), name=f"Offert {locked}.pdf", by=locked.sent_by, at=at, kind=DocumentKind.AGREEMENT,
        folder=archive.ensure_folder(path=["Offerter", str(locked.created_at.year)]),
    )  # fmt: skip
    if locked.customer is not None:
        archive.link(
            document=stored.document, kind=LinkKind.CUSTOMER, object_id=locked.customer.pk, label=locked.customer.name,
            by=locked.sent_by, at=at,
        )  # fmt: skip
    locked.document, locked.delivery, locked.delivery_error = stored.document, OfferDelivery.DONE, ""
    if locked.mail_to:
        token = _new_token(locked)
        version = stored.version
        attachment = Attachment(f"Offert {locked.number}.pdf", version.content_type, version.storage_key, version.size)
        locked.message = queue_message(
            to=locked.mail_to, subject=locked.mail_subject, by=locked.sent_by, at=at, attachments=[attachment],
            body=mail_body(offer=locked, firm=Firm.load(), link=link_of(token)),
        )  # fmt: skip
    locked.save(update_fields=["document", "delivery", "delivery_error", "message", "token_hash"])
    events.offer_sent.announce(offer_id=locked.pk)


@transaction.atomic
def retry_delivery(*, offer: Offer, by: User, at: datetime) -> None:
    """Try once more to build the paper. Idempotent. Announces offer_delivery_wanted."""
    locked = lock(offer)
    if check_move(OfferDelivery(locked.delivery), OfferDelivery.QUEUED, OFFER_DELIVERY_MOVES):
        locked.delivery, locked.attempts, locked.delivery_error = OfferDelivery.QUEUED, 0, ""
        locked.save(update_fields=["delivery", "attempts", "delivery_error"])
        audit.record(verb="offer.delivery_retried", target=locked, by=by, at=at)
        events.offer_delivery_wanted.announce(offer_id=locked.pk)


@transaction.atomic
def renew_link(*, offer: Offer, by: User, at: datetime) -> str:
    """A new link to the customer's page, answered once; the one before opens nothing any more.

    Raises DomainError for a draft, and when the days of the link are over.
    """
    locked = lock(offer)
    if locked.is_draft or locked.link_until is None:
        raise DomainError("Skicka offerten först. Ett utkast har ingen länk.")
    if locked.link_until < timezone.localdate(at):
        raise DomainError("Offertens länk har gått ut. Gör en ny version i stället.")
    token = _new_token(locked)
    locked.save(update_fields=["token_hash"])
    audit.record(verb="offer.link_renewed", target=locked, by=by, at=at)
    return link_of(token)


def link_of(token: str) -> str:
    """The whole address of the customer's page."""
    return f"{settings.BASE_URL}{reverse('contracts:public_offer', args=[token])}"


def due_deliveries(at: datetime) -> list[dict[str, int]]:
    """Papers to build; first frees those whose worker died, and gives up on those that killed three."""
    stale = Offer.objects.filter(delivery=OfferDelivery.BUILDING, claimed_at__lt=dead_before(at))
    stale.filter(attempts__gte=MOST_ATTEMPTS).update(delivery=OfferDelivery.FAILED, delivery_error=GAVE_UP)
    stale.filter(attempts__lt=MOST_ATTEMPTS).update(delivery=OfferDelivery.QUEUED)
    queued = Offer.objects.filter(delivery=OfferDelivery.QUEUED).order_by("pk")
    return [{"offer_id": pk} for pk in queued.values_list("pk", flat=True)[:100]]


def _new_token(offer: Offer) -> str:
    token = token_urlsafe(BYTES)
    offer.token_hash = lookup_hash(token)
    return token


def _supersede(offer: Offer, by: User, at: datetime) -> None:
    """The version before: what the customer has answered stands, what lies with the customer is taken back."""
    if offer.replaces_id is None:
        return
    older = Offer.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.replaces_id)
    if older.is_open:
        history.move(older, OfferStatus.WITHDRAWN, by=by, at=at, reason=f"Ersatt av version {offer.version}")
    older.superseded_at = at
    older.save(update_fields=["status", "superseded_at"])
