"""What becomes of a sent offer: looked at, accepted, declined, taken back, or run out. One service per move."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from contracts import events
from contracts.models import Offer
from contracts.queries.offer_sums import content_of
from contracts.rules.offer_details import Answer
from contracts.rules.offers import fingerprint
from contracts.services import offer_history as history
from contracts.services.offers import lock
from contracts.states import OfferStatus
from crm.services import offered
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.templatetags.perforia import kr

REPLACED = "Offerten har ersatts av en nyare version. Använd länken i det senaste mejlet."
TOO_LATE = "Offertens sista dag har varit. Kontakta oss, så tar vi fram en ny."
CHANGED = "Offerten är inte längre densamma som du läste. Ladda om sidan och läs den igen."


@transaction.atomic
def note_viewed(*, offer: Offer, at: datetime) -> None:
    """The customer has the offer on the screen. The first time moves it to opened and tells the timelines."""
    locked = lock(offer)
    locked.views += 1
    locked.last_viewed_at = at
    if locked.status == OfferStatus.SENT and history.move(locked, OfferStatus.OPENED, by=None, at=at):
        locked.first_viewed_at = at
        history.tell(locked, "viewed", "Kunden öppnade offerten", by=None, at=at)
    locked.save(update_fields=["status", "views", "first_viewed_at", "last_viewed_at"])


@transaction.atomic
def accept(*, offer: Offer, answer: Answer, seen_hash: str, by: User | None, at: datetime) -> None:
    """The customer says yes to exactly what was read: `seen_hash` is the fingerprint that stood on the page.

    `by` is somebody of the office when the yes came by telephone, None for the customer on the page itself. Keeps
    name, moment, network address and fingerprint; tells timelines, lead and owner. Idempotent. Announces
    offer_accepted. Raises DomainError when it is answered, taken back or too late, or not what was read.
    """
    locked = lock(offer)
    if locked.status == OfferStatus.ACCEPTED:
        return
    _must_be_open(locked, at)
    if not locked.content_hash == seen_hash == fingerprint(content_of(locked)):
        raise DomainError(CHANGED)
    history.move(locked, OfferStatus.ACCEPTED, by=by, at=at, reason=answer.note)
    locked.answered_hash = seen_hash
    _write_answer(locked, answer, by, at)
    title = "Registrerade att kunden accepterade offert" if by else "Kunden accepterade offert"
    history.tell(locked, "accepted", title, by=by, at=at)
    history.notify(
        locked, "accepted", f"{locked.recipient_name} accepterade offert {locked.number}, {kr(locked.to_pay)}", at=at,
        tone="ok",
    )  # fmt: skip
    if locked.lead is not None:
        offered.note_accepted(lead=locked.lead, offer=history.told(locked), by=by, at=at)
    events.offer_accepted.announce(offer_id=locked.pk)


@transaction.atomic
def decline(*, offer: Offer, answer: Answer, by: User | None, at: datetime) -> None:
    """The customer says no, perhaps why. Idempotent. Announces offer_declined.

    Raises DomainError when it is answered otherwise, taken back or too late.
    """
    locked = lock(offer)
    if locked.status == OfferStatus.DECLINED:
        return
    _must_be_open(locked, at)
    history.move(locked, OfferStatus.DECLINED, by=by, at=at, reason=answer.note)
    _write_answer(locked, answer, by, at)
    title = "Registrerade att kunden avböjde offert" if by else "Kunden avböjde offert"
    history.tell(locked, "declined", title, by=by, at=at, text=answer.note)
    history.notify(locked, "declined", f"{locked.recipient_name} avböjde offert {locked.number}", at=at, tone="warn")
    if locked.lead is not None:
        offered.note_unanswered(lead=locked.lead, number=locked.number, said="avböjd", at=at)
    events.offer_declined.announce(offer_id=locked.pk)


@transaction.atomic
def withdraw(*, offer: Offer, reason: str, by: User, at: datetime) -> None:
    """Take an open offer back; its page says so. Idempotent. Raises DomainError for one that is answered."""
    locked = lock(offer)
    if history.move(locked, OfferStatus.WITHDRAWN, by=by, at=at, reason=reason):
        locked.save(update_fields=["status"])
        history.tell(locked, "withdrawn", "Återtog offert", by=by, at=at, text=reason)


@transaction.atomic
def expire(*, offer_id: int, at: datetime) -> None:
    """The last day has passed without an answer. Idempotent; nothing for an offer that is answered or still holds."""
    offer = Offer.objects.select_for_update(of=("self",), no_key=True).select_related("owner", "lead", "customer")
    locked = offer.filter(pk=offer_id).first()
    if locked is None or not locked.is_late(timezone.localdate(at)):
        return
    history.move(locked, OfferStatus.EXPIRED, by=None, at=at)
    locked.save(update_fields=["status"])
    history.tell(locked, "expired", "Offerten gick ut utan svar", by=None, at=at)
    history.notify(locked, "expired", f"Offert {locked.number} till {locked.recipient_name} gick ut utan svar", at=at)
    if locked.lead is not None and locked.lead.merged_into_id is None:
        offered.note_unanswered(lead=locked.lead, number=locked.number, said="utgången", at=at)


def due_expiries(at: datetime) -> list[dict[str, int]]:
    """Open offers whose last day has passed."""
    late = Offer.objects.open().filter(valid_until__lt=timezone.localdate(at)).order_by("valid_until", "pk")
    return [{"offer_id": pk} for pk in late.values_list("pk", flat=True)[:200]]


def _must_be_open(offer: Offer, at: datetime) -> None:
    if offer.superseded_at is not None:
        raise DomainError(REPLACED)
    if offer.is_late(timezone.localdate(at)):
        raise DomainError(TOO_LATE)


def _write_answer(offer: Offer, answer: Answer, by: User | None, at: datetime) -> None:
    offer.answered_at, offer.answered_by = at, by
    offer.answered_name, offer.answered_address = answer.name[:120], answer.address[:45]
    offer.answer_note = answer.note[:500]
    offer.save(
        update_fields=[
            "status", "answered_at", "answered_by", "answered_name", "answered_address", "answered_hash", "answer_note",
        ]
    )  # fmt: skip
