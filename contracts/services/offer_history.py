"""What timelines are told of an offer, in the transaction of the act itself, and the one way from state to state."""

from datetime import datetime

from contracts.models import Offer, OfferMove
from contracts.states import OFFER_MOVES, OfferStatus
from crm.rules.history import Happening, Source
from crm.services import activities
from crm.services.offered import Told
from crm.states import ActivityKind, Direction
from perforia.base import audit
from perforia.base.models import Notification, User
from perforia.base.states import check_move
from perforia.base.templatetags.perforia import kr


def move(offer: Offer, new: OfferStatus, *, by: User | None, at: datetime, reason: str = "") -> bool:
    """Move a locked offer; False when it is there already. The caller saves `status` with what belongs to the move.

    Raises DomainError when the table does not allow it.
    """
    old = OfferStatus(offer.status)
    if not check_move(old, new, OFFER_MOVES):
        return False
    offer.status = new
    OfferMove.objects.create(offer=offer, old=old, new=new, at=at, by=by, reason=reason[:200])
    audit.record(
        verb=f"offer.{new}", target=offer, by=by, at=at, number=offer.number, version=offer.version,
        reason=reason[:200],
    )  # fmt: skip
    return True


def tell(offer: Offer, act: str, title: str, *, by: User | None, at: datetime, text: str = "") -> None:
    """One line in the timelines of the customer and of the lead; told again it changes nothing."""
    label = f"{offer.number} v{offer.version}" if offer.version > 1 else offer.number
    came_in = act in {"viewed", "accepted", "declined"} and by is None
    what = Happening(
        ActivityKind.OFFER, title, text or kr(offer.to_pay), source=Source(offer.pk, label, f"offer:{offer.pk}:{act}"),
        direction=Direction.IN if came_in else Direction.NONE,
    )  # fmt: skip
    activities.log(what=what, lead=offer.lead, customer=offer.customer, by=by, at=at, written_at=at)


def told(offer: Offer) -> Told:
    """What a lead is told of an offer."""
    return Told(offer.number, offer.total, offer.total - offer.vat)


def notify(offer: Offer, act: str, text: str, *, at: datetime, tone: str = "info") -> None:
    """Let whoever answers for the offer notice what the customer did."""
    if offer.owner is not None:
        url = f"/offerter/{offer.pk}/"
        Notification.tell(user=offer.owner, key=f"offer:{offer.pk}:{act}", text=text, url=url, at=at, tone=tone)
