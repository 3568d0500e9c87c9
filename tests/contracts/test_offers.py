"""Offers: written, sent once and for all, looked at, answered, taken back, run out, written anew."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from time_machine import travel

from archive.models import DocumentLink
from contracts import events
from contracts.models import Offer, OfferMove, OfferRow
from contracts.queries.offer_sums import content_of
from contracts.rules.offer_details import Answer
from contracts.rules.offers import fingerprint
from contracts.services import offer_answers, offer_sending, offers
from contracts.states import OfferDelivery, OfferStatus
from contracts.tasks.offers import build_offer, expire_offer
from crm.models import Activity, FollowUp
from crm.services import lead_moves
from crm.states import ActivityKind, LeadStatus, LostReason
from integrations.models import Message
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent, Notification
from perforia.base.permissions import Role
from tests.factories import crm, leads, world
from tests.factories import offers as made

pytestmark = pytest.mark.django_db
YES = Answer("Bengt Påhittsson", "203.0.113.7")


def seller():
    return world.person(Role.OFFICE)


def whole(*sums):
    return [int(each) for each in sums]


def accept(offer, *, by=None, seen=None):
    offer_answers.accept(offer=offer, answer=YES, seen_hash=seen or offer.content_hash, by=by, at=now())
    offer.refresh_from_db()
    return offer


@pytest.fixture
def heard():
    """The events that were announced."""
    told = []
    listened = (events.offer_delivery_wanted, events.offer_sent, events.offer_accepted, events.offer_declined)

    def hear(signal, sender, **ids):
        told.append((signal.name, ids))

    for event in listened:
        event.connect(hear)
    yield told
    for event in listened:
        event.disconnect(hear)


def test_a_draft_has_a_number_of_the_year_its_sums_and_no_trace_with_the_customer():
    first, second = made.draft(), made.draft()

    assert first.number == f"O-{today().year}-0001"
    assert second.number == f"O-{today().year}-0002"
    assert whole(first.total, first.labour, first.deduction, first.to_pay) == [18_900, 14_300, 7_150, 11_750]
    assert [row.amount for row in first.rows.order_by("position")] == [8_400, 4_600, 5_900]
    assert not Activity.objects.filter(kind=ActivityKind.OFFER).exists()


def test_an_offer_without_rows_or_with_a_day_that_has_no_rule_is_refused():
    customer = crm.customer()
    empty = replace(made.details(), rows=())
    of_old = made.details(paid_on=today().replace(year=2020, day=1))
    for details, sentence in ((empty, "minst en rad"), (of_old, "ingen regel")):
        with pytest.raises(DomainError, match=sentence):
            offers.draft_offer(details=details, customer=customer, by=seller(), at=now())


def test_a_draft_is_changed_only_by_who_has_seen_the_latest():
    offer = made.draft()
    opened = offer.changed_at
    offers.change_draft(offer=offer, details=made.details(made.truck(1000)), by=seller(), at=now(), seen=opened)

    offer.refresh_from_db()
    assert whole(offer.total, offer.rows.count()) == [1_000, 1]
    with pytest.raises(DomainError, match="Någon annan har ändrat offerten"):
        offers.change_draft(offer=offer, details=made.details(), by=seller(), at=now(), seen=opened)


def test_sending_freezes_the_words_and_asks_for_the_paper(heard, django_capture_on_commit_callbacks):
    offer = made.draft()
    with django_capture_on_commit_callbacks(execute=True):
        made.send(offer)

    assert (offer.status, offer.delivery) == (OfferStatus.SENT, OfferDelivery.QUEUED)
    assert offer.content_hash == fingerprint(content_of(offer))
    assert (events.offer_delivery_wanted.name, {"offer_id": offer.pk}) in heard
    assert OfferMove.objects.get(offer=offer).new == OfferStatus.SENT
    assert AuditEvent.objects.filter(verb="offer.sent", target_id=offer.pk).exists()
    assert Activity.objects.get(customer=offer.customer, kind=ActivityKind.OFFER).title == "Skickade offert"


def test_a_sent_offer_is_never_edited_neither_by_a_service_nor_in_the_database():
    offer = made.sent()
    with pytest.raises(DomainError, match="ändras inte mer"):
        offers.change_draft(offer=offer, details=made.details(), by=seller(), at=now())
    with pytest.raises(DomainError, match="Återta den i stället"):
        offers.discard_draft(offer=offer, by=seller(), at=now())
    tampering = [
        lambda: Offer.objects.filter(pk=offer.pk).update(to_pay=1),
        lambda: Offer.objects.filter(pk=offer.pk).update(title="Något annat"),
        lambda: OfferRow.objects.filter(offer=offer).update(unit_price=1),
        lambda: OfferRow.objects.filter(offer=offer).delete(),
        lambda: offer.buyers.update(percent=1),
    ]
    for tamper in tampering:
        with pytest.raises(DatabaseError), transaction.atomic():
            tamper()


def test_an_offer_whose_last_day_has_been_is_not_sent():
    offer = made.draft()
    with travel(now() + timedelta(days=30), tick=False), pytest.raises(DomainError, match="sista dag har redan varit"):
        made.send(offer)


def test_the_paper_is_filed_and_mailed_once_with_a_link_that_is_kept_as_a_hash_alone():
    offer = made.sent()
    build_offer(offer_id=offer.pk)
    build_offer(offer_id=offer.pk)

    offer.refresh_from_db()
    message = Message.objects.get()
    assert offer.delivery == OfferDelivery.DONE
    assert (message.to, message.attachments.get().name) == ("bengt@exempel.test", f"Offert {offer.number}.pdf")
    link = next(word for word in message.body.split() if "/din-offert/" in word)
    token = link.rstrip("/").rpartition("/")[2]
    assert len(token) > 40
    assert token not in offer.token_hash
    assert DocumentLink.objects.get(document=offer.document).label == "Bengt Påhittsson"


def test_without_an_address_the_paper_is_filed_and_nothing_mailed():
    offer = made.delivered(to="")

    assert offer.document is not None
    assert not Message.objects.exists()
    assert offer.token_hash == ""


def test_a_paper_whose_worker_died_is_built_again_and_given_up_after_three():
    offer = made.sent()
    for attempt in range(1, 4):
        claimed = offer_sending.claim_delivery(offer_id=offer.pk, at=now())
        assert claimed is not None
        assert claimed.attempts == attempt
        assert offer_sending.claim_delivery(offer_id=offer.pk, at=now()) is None
        later = now() + timedelta(hours=2)
        due = offer_sending.due_deliveries(later)
        assert due == ([{"offer_id": offer.pk}] if attempt < 3 else [])
    offer.refresh_from_db()
    assert offer.delivery == OfferDelivery.FAILED

    offer_sending.retry_delivery(offer=offer, by=seller(), at=now())
    build_offer(offer_id=offer.pk)
    offer.refresh_from_db()
    assert offer.delivery == OfferDelivery.DONE


def test_looking_opens_the_offer_once_and_is_counted():
    offer = made.sent()
    for _ in range(2):
        offer_answers.note_viewed(offer=offer, at=now())

    offer.refresh_from_db()
    assert (offer.status, offer.views) == (OfferStatus.OPENED, 2)
    assert Activity.objects.filter(title="Kunden öppnade offerten").count() == 1


def test_a_yes_keeps_who_when_from_where_and_to_what(heard, django_capture_on_commit_callbacks):
    offer = made.sent()
    with django_capture_on_commit_callbacks(execute=True):
        accept(offer)
        accept(offer)

    assert offer.status == OfferStatus.ACCEPTED
    assert (offer.answered_name, offer.answered_address) == ("Bengt Påhittsson", "203.0.113.7")
    assert offer.answered_hash == offer.content_hash
    assert [name for name, _ in heard].count(events.offer_accepted.name) == 1
    assert Notification.objects.get(user=offer.owner).tone == "ok"


def test_a_yes_to_other_words_than_those_sent_is_refused():
    offer = made.sent()
    with pytest.raises(DomainError, match="inte längre densamma"):
        accept(offer, seen="0" * 64)
    offer.refresh_from_db()
    assert offer.status == OfferStatus.SENT


@pytest.mark.parametrize("days", [15, 40])
def test_nobody_accepts_after_the_last_day(days):
    offer = made.sent()
    with travel(now() + timedelta(days=days), tick=False), pytest.raises(DomainError, match="sista dag har varit"):
        accept(offer)


def test_an_offer_can_be_accepted_on_its_last_day():
    offer = made.sent()
    with travel(now() + timedelta(days=14), tick=False):
        assert accept(offer).status == OfferStatus.ACCEPTED


def test_a_no_with_its_reason_reaches_the_owner(heard, django_capture_on_commit_callbacks):
    offer = made.sent()
    with django_capture_on_commit_callbacks(execute=True):
        offer_answers.decline(offer=offer, answer=Answer("Bengt", note="För dyrt"), by=None, at=now())

    offer.refresh_from_db()
    assert (offer.status, offer.answer_note) == (OfferStatus.DECLINED, "För dyrt")
    assert events.offer_declined.name in [name for name, _ in heard]
    with pytest.raises(DomainError, match="Det går inte att ändra"):
        accept(offer)


def test_an_offer_is_taken_back_with_a_reason_until_it_is_answered():
    offer, answered = made.sent(), accept(made.sent())
    offer_answers.withdraw(offer=offer, reason="Fel datum", by=seller(), at=now())

    offer.refresh_from_db()
    assert offer.status == OfferStatus.WITHDRAWN
    assert OfferMove.objects.get(offer=offer, new=OfferStatus.WITHDRAWN).reason == "Fel datum"
    with pytest.raises(DomainError, match="Det går inte att ändra"):
        offer_answers.withdraw(offer=answered, reason="Ångrar mig", by=seller(), at=now())


def test_offers_run_out_the_day_after_their_last_found_by_the_sweep():
    offer, other = made.sent(), accept(made.sent())
    with travel(now() + timedelta(days=14), tick=False):
        assert offer_answers.due_expiries(now()) == []
    with travel(now() + timedelta(days=15), tick=False):
        assert offer_answers.due_expiries(now()) == [{"offer_id": offer.pk}]
        for _ in range(2):
            expire_offer(offer_id=offer.pk)
            expire_offer(offer_id=other.pk)

    offer.refresh_from_db()
    other.refresh_from_db()
    assert (offer.status, other.status) == (OfferStatus.EXPIRED, OfferStatus.ACCEPTED)
    assert OfferMove.objects.filter(offer=offer, new=OfferStatus.EXPIRED).count() == 1


def test_a_new_version_takes_the_place_of_the_sent_one_when_it_is_sent_itself():
    first = made.sent()
    second = offers.new_version(offer=first, by=seller(), at=now())
    assert offers.new_version(offer=first, by=seller(), at=now()).pk == second.pk
    assert (second.number, second.version, second.total) == (first.number, 2, first.total)
    first.refresh_from_db()
    assert first.is_open

    offers.change_draft(offer=second, details=made.details(made.truck(9_000)), by=seller(), at=now())
    made.send(second)
    first.refresh_from_db()
    assert first.status == OfferStatus.WITHDRAWN
    assert first.superseded_at is not None
    assert first.total == 18_900
    assert list(Offer.objects.listed()) == [second]
    with pytest.raises(DomainError, match="ersatt"):
        accept(first)


def test_an_answer_given_before_the_new_version_stands():
    first = made.sent()
    second = offers.new_version(offer=first, by=seller(), at=now())
    accept(first)
    made.send(second)

    first.refresh_from_db()
    assert first.status == OfferStatus.ACCEPTED


def test_a_draft_can_be_thrown_away_and_is_gone():
    offer = made.draft()
    offers.discard_draft(offer=offer, by=seller(), at=now())
    offers.discard_draft(offer=offer, by=seller(), at=now())

    assert not Offer.objects.exists()
    assert AuditEvent.objects.filter(verb="offer.discarded").count() == 1


def test_a_lead_is_told_what_it_is_worth_and_what_comes_next():
    lead = leads.lead()
    offer = made.sent(lead=lead)
    lead.refresh_from_db()
    assert (lead.value, lead.status) == (Decimal(18_900), LeadStatus.CONTACTED)
    assert lead.next_step == f"Följ upp offert {offer.number}"
    assert FollowUp.objects.get(lead=lead).owner == offer.owner

    accept(offer)
    lead.refresh_from_db()
    assert lead.status == LeadStatus.QUALIFIED
    assert "Skicka avtal" in lead.next_step
    assert Activity.objects.filter(lead=lead, kind=ActivityKind.OFFER).count() == 2


def test_a_lead_that_was_given_up_comes_back_with_a_yes_but_not_with_an_offer():
    lead = leads.lead()
    lead_moves.lose(lead=lead, reason=LostReason.PRICE, by=None, at=now())
    offer = made.sent(lead=lead)
    lead.refresh_from_db()
    assert lead.status == LeadStatus.LOST

    accept(offer)
    lead.refresh_from_db()
    assert lead.status == LeadStatus.QUALIFIED


def test_a_declined_offer_leaves_the_lead_open_with_somebody_to_call():
    lead = leads.lead()
    offer = made.sent(lead=lead)
    offer_answers.decline(offer=offer, answer=YES, by=None, at=now())

    lead.refresh_from_db()
    assert lead.status == LeadStatus.CONTACTED
    assert lead.next_step == f"Ring: offert {offer.number} är avböjd"
