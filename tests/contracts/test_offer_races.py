"""The customer and the office at the same moment: an offer has one end, a number is given once."""

import pytest

from contracts.models import Offer, OfferMove
from contracts.rules.offer_details import Answer
from contracts.services import offer_answers, offers
from contracts.states import OfferStatus
from crm.models import Activity
from crm.states import ActivityKind
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import crm, world
from tests.factories import offers as made
from tests.support.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ENDS = {OfferStatus.ACCEPTED, OfferStatus.DECLINED, OfferStatus.WITHDRAWN}


def test_yes_no_and_taking_back_at_once_leave_one_answer_and_refuse_the_others():
    offer, office = made.sent(), world.person(Role.OFFICE)
    answer, at = Answer("Bengt"), now()
    errors = at_once(
        lambda: offer_answers.accept(offer=offer, answer=answer, seen_hash=offer.content_hash, by=None, at=at),
        lambda: offer_answers.accept(offer=offer, answer=answer, seen_hash=offer.content_hash, by=None, at=at),
        lambda: offer_answers.decline(offer=offer, answer=answer, by=None, at=at),
        lambda: offer_answers.withdraw(offer=offer, reason="Fel datum", by=office, at=at),
        lambda: offer_answers.note_viewed(offer=offer, at=at),
    )

    offer.refresh_from_db()
    ended = OfferMove.objects.filter(offer=offer, new__in=sorted(ENDS))
    assert [move.new for move in ended.order_by("pk")] == [offer.status]
    assert len(errors) in {2, 3}
    assert all("Det går inte att ändra" in str(error) for error in errors)
    assert Activity.objects.filter(kind=ActivityKind.OFFER, key__endswith=f":{offer.status}").count() == 1


def test_drafts_that_are_written_at_once_have_numbers_of_their_own():
    customer, office = crm.customer(), world.person(Role.OFFICE)
    errors = at_once(
        *(
            lambda: offers.draft_offer(details=made.details(), customer=customer, by=office, at=now())
            for _ in range(4)
        )
    )  # fmt: skip

    assert errors == []
    assert len(set(Offer.objects.order_by("pk").values_list("number", flat=True))) == 4
