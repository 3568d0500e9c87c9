"""A customer that is anonymised is not told of by offers either, and none that still holds is forgotten."""

import pytest

from contracts.models import Offer
from contracts.queries.offers import obstacles
from contracts.rules.offer_details import Answer
from contracts.services import contracts_forgetting, offer_answers
from crm.models import Customer
from perforia.base.clock import now, today
from tests.factories import crm
from tests.factories import offers as made

pytestmark = pytest.mark.django_db


def test_an_offer_that_can_still_be_accepted_is_in_the_way():
    customer = crm.customer()
    offer = made.sent(customer=customer)
    (found,) = obstacles(customer, today())
    assert offer.number in found.sentence
    offer_answers.decline(offer=offer, answer=Answer("Bengt"), by=None, at=now())

    assert list(obstacles(customer, today())) == []


def test_offers_keep_sums_and_days_and_forget_the_person(office):
    customer = crm.customer()
    offer = made.delivered(customer=customer, title="Flytt, Bengt Påhittsson", intro="Hej Bengt!")
    offer_answers.decline(offer=offer, answer=Answer("Bengt", "203.0.113.7", "Bengt säger nej"), by=None, at=now())
    Customer.objects.filter(pk=customer.pk).update(anonymised_at=now())
    assert contracts_forgetting.due_customers(now()) == [{"customer_id": customer.pk}]
    contracts_forgetting.forget_customer(customer_id=customer.pk, at=now())

    offer = Offer.objects.get()
    told = f"{offer.title}{offer.intro}{offer.recipient_name}{offer.mail_to}{offer.answered_name}{offer.answer_note}"
    assert told == ""
    assert offer.answered_address == ""
    assert [buyer.name for buyer in offer.buyers.order_by("pk")] == [""]
    assert [move.reason for move in offer.moves.order_by("pk")] == ["", ""]
    assert int(offer.total) == 18_900
    assert contracts_forgetting.due_customers(now()) == []
