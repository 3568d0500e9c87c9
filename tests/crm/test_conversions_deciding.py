"""What is decided about a lead is in the outbox at once, and follows whatever happens to the lead afterwards."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps

from crm.models import Conversion, Lead, LeadFact
from crm.rules.bulk import Act
from crm.services import ad_consents, bulk, contracted, conversions, lead_moves, merging
from crm.services.ad_accounts import RuleDetails, save_rule
from crm.services.conversions import Told
from crm.services.conversions_deciding import review, send_again
from crm.states import (
    BulkKind,
    ConsentChannel,
    ConversionAct,
    ConversionState,
    FactKind,
    LeadStatus,
    LostReason,
    Milestone,
    ValueKind,
)
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from simulators.google_ads_state import CONVERTED
from tests.factories import conversions as factory
from tests.factories import world
from tests.factories.crm import customer
from tests.factories.leads import lead as by_hand
from tests.factories.leads import step

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def by():
    factory.account()
    return world.person()


def confirmed(row: Conversion) -> Conversion:
    """As if Google had confirmed it."""
    Conversion.objects.filter(pk=row.pk).update(
        state=ConversionState.CONFIRMED, reported_value=row.value, settled_at=now()
    )
    row.refresh_from_db()
    return row


def test_a_person_who_qualifies_a_lead_puts_it_in_line_with_value_and_delay(by):
    made = factory.rule(settle_hours=30)
    lead = factory.qualified(by)
    row = factory.the()

    assert (row.lead, row.state, row.act) == (lead, ConversionState.WAITING, ConversionAct.REPORT)
    assert (row.value, row.known_by, row.decided_by) == (Decimal(2400), ["gclid"], by)
    assert lead.qualified_at is not None
    assert (row.occurred_at, row.next_try_at) == (lead.qualified_at, lead.qualified_at + 30 * HOUR)
    assert (row.action_id, row.rule_version) == (made.action_id, 1)
    assert row.transaction_id.startswith("lead-")
    assert row.transaction_id.endswith("-ql")
    assert len(row.transaction_id) <= 64


def test_a_click_of_an_hour_ago_waits_six_hours(by):
    factory.rule(settle_hours=0)
    lead = factory.qualified(by, at=now() - HOUR)
    assert lead.clicked_at is not None
    assert factory.the().next_try_at == lead.clicked_at + 6 * HOUR


@pytest.mark.parametrize("consent", ["denied", ""])
def test_a_lead_without_a_yes_is_never_put_in_line(by, consent):
    factory.rule()
    factory.qualified(by, consent=consent)
    assert not Conversion.objects.exists()


def test_unfinished_unqualified_test_and_hand_written_leads_are_never_put_in_line(by):
    factory.rule()
    factory.asked(is_complete=False)
    factory.asked()
    lead_moves.qualify(lead=factory.asked(is_test=True), step=step(), by=by, at=now())
    lead_moves.qualify(lead=by_hand(), step=step(), by=by, at=now())
    lead_moves.disqualify(lead=factory.asked(), reason=LostReason.SPAM, by=by, at=now())
    assert not Conversion.objects.exists()


def test_without_a_rule_nothing_is_put_in_line_and_a_new_one_does_not_look_back(by):
    made = factory.rule(is_active=False)
    lead = factory.qualified(by)
    assert not Conversion.objects.exists()

    details = RuleDetails(Milestone.QUALIFIED, made.action_id, "Kvalificerad", amount=Decimal(100))
    save_rule(rule=made, details=details, by=by, at=now())
    review(lead=lead, by=by, at=now())
    assert not Conversion.objects.exists()


def test_qualifying_twice_and_two_rules_make_one_row_each(by):
    factory.rule()
    factory.rule(action=CONVERTED)
    lead = factory.qualified(by)
    lead_moves.contact(lead=lead, step=step(), by=by, at=now())
    lead_moves.qualify(lead=lead, step=step(), by=by, at=now())
    assert Conversion.objects.count() == 2


def test_what_has_not_left_is_skipped_with_its_reason_and_taken_up_again(by):
    factory.rule()
    lead = factory.qualified(by)
    lead_moves.disqualify(lead=lead, reason=LostReason.JOB_SEEKER, by=by, at=now())
    row = factory.the()
    assert (row.state, row.reason) == (ConversionState.SKIPPED, "leadet är diskvalificerat")

    lead_moves.qualify(lead=lead, step=step(), by=by, at=now())
    assert factory.the().state == ConversionState.WAITING


def test_undoing_a_bulk_act_takes_the_decision_back(by):
    factory.rule()
    lead = factory.asked()
    done = bulk.apply(
        act=Act(BulkKind.STATUS, status=LeadStatus.QUALIFIED, step="Ring", due_at=now() + DAY), ids=[lead.pk], by=by,
        at=now(),
    )  # fmt: skip
    assert factory.the().state == ConversionState.WAITING
    bulk.undo(done=done, by=by, at=now())
    assert (factory.the().state, factory.the().reason) == (ConversionState.SKIPPED, "leadet är inte kvalificerat")


@pytest.mark.parametrize("reason", [LostReason.PRICE, LostReason.CHANGED_MIND])
def test_a_lead_lost_later_was_a_lead_all_the_same(by, reason):
    factory.rule()
    lead_moves.lose(lead=factory.qualified(by), reason=reason, by=by, at=now())
    assert factory.the().state == ConversionState.WAITING


def test_what_google_knows_is_taken_back_when_it_never_was_a_lead(by):
    factory.rule()
    lead = factory.qualified(by)
    confirmed(factory.the())
    lead_moves.disqualify(lead=lead, reason=LostReason.SPAM, by=by, at=now())
    row = factory.the()
    assert (row.state, row.act, row.value) == (ConversionState.WAITING, ConversionAct.RETRACT, Decimal(0))

    lead_moves.qualify(lead=lead, step=step(), by=by, at=now())
    row.refresh_from_db()
    assert (row.state, row.act, row.value) == (ConversionState.CONFIRMED, ConversionAct.REPORT, Decimal(2400))


def test_a_value_that_is_known_better_is_told_anew_and_only_once(by):
    factory.rule(value_kind=ValueKind.OFFER, amount=Decimal(1000))
    lead = factory.qualified(by)
    assert factory.the().value == Decimal(1000)
    conversions.note_offer(lead=lead, told=Told("offer:1", Decimal(8000), now()), by=by, at=now())
    confirmed(factory.the())

    told = Told("contract:1", Decimal("8400.40"), now())
    conversions.note_contract(lead=lead, told=told, by=by, at=now())
    row = factory.the()
    assert (row.state, row.act, row.value) == (ConversionState.WAITING, ConversionAct.RESTATE, Decimal(8400))

    confirmed(row)
    conversions.note_contract(lead=lead, told=told, by=by, at=now())
    assert factory.the().state == ConversionState.CONFIRMED
    assert LeadFact.objects.filter(kind=FactKind.SIGNED).count() == 1


def test_signing_is_reported_to_its_own_action_and_a_cancelled_contract_is_taken_back(by):
    factory.rule(Milestone.SIGNED, CONVERTED, value_kind=ValueKind.CONTRACT)
    lead = factory.qualified(by)
    assert not Conversion.objects.exists()
    signed = now() - HOUR
    conversions.note_contract(lead=lead, told=Told("contract:1", Decimal(9500), signed), by=by, at=now())
    row = factory.the()
    assert (row.milestone, row.occurred_at, row.value) == (Milestone.SIGNED, signed, Decimal(9500))
    assert row.transaction_id.endswith("-sg")

    confirmed(row)
    conversions.withdraw_facts(keys=["contract:1"], kinds=(FactKind.SIGNED,), by=by, at=now())
    assert (factory.the().act, factory.the().state) == (ConversionAct.RETRACT, ConversionState.WAITING)


def test_a_lead_that_is_won_by_hand_counts_as_signed(by):
    factory.rule(Milestone.SIGNED, CONVERTED)
    lead = factory.qualified(by)
    lead_moves.win(lead=lead, by=by, at=now())
    assert factory.the().milestone == Milestone.SIGNED


def test_an_invoice_finds_the_lead_behind_it(by):
    factory.rule(value_kind=ValueKind.OFFER)
    factory.rule(Milestone.PAID, CONVERTED, value_kind=ValueKind.CONTRACT)
    somebody = customer()
    older, newer = factory.qualified(by, at=now() - 30 * DAY), factory.qualified(by)
    Lead.objects.filter(pk__in=[older.pk, newer.pk]).update(customer=somebody)
    told = Told("invoice:7", Decimal(9870), now())
    conversions.note_invoice(customer=somebody, told=told, by=by, at=now())
    conversions.note_paid(customer=somebody, told=told, by=by, at=now())

    assert set(LeadFact.objects.values_list("lead", "kind")) == {(newer.pk, "invoiced"), (newer.pk, "paid")}
    assert set(Conversion.objects.filter(lead=newer).values_list("milestone", "value")) == {
        ("qualified", Decimal(9870)), ("paid", Decimal(9870)),
    }  # fmt: skip


def test_a_contract_that_is_signed_no_longer_counts_no_longer(by):
    factory.rule(value_kind=ValueKind.CONTRACT)
    lead = factory.qualified(by)
    agreement = contracted.Agreement("A-2026-0001", Decimal(8400), "contract:1")
    contracted.note_signed(customer=customer(), lead=lead, agreement=agreement, signed_at=now(), at=now())
    assert factory.the().value == Decimal(8400)

    contracted.note_unsigned(lead=lead, agreement=agreement, said="avböjt", at=now())
    assert LeadFact.objects.get(kind=FactKind.SIGNED).withdrawn_at is not None
    assert factory.the().value != Decimal(8400)


def test_an_invoice_of_somebody_without_a_lead_is_nobodys(by):
    factory.rule()
    conversions.note_invoice(customer=customer(), told=Told("invoice:8", Decimal(1), now()), by=by, at=now())
    assert not LeadFact.objects.exists()


def test_a_yes_that_is_taken_back_forgets_the_click_and_skips_the_report(by):
    factory.rule()
    lead = factory.qualified(by)
    ad_consents.withdraw_ad_consent(lead=lead, by=by, at=now(), channel=ConsentChannel.PHONE)
    lead.refresh_from_db()
    row = factory.the()

    assert "gclid" not in lead.attribution
    assert lead.clicked_at is None
    assert not any("SIM_OK" in post.body for post in lead.submissions.order_by("pk"))
    assert row.state == ConversionState.WAITING  # skipped when it would be sent: nothing personal is left to send
    assert AuditEvent.objects.filter(verb="lead.ad_consent_withdrawn").count() == 1


def test_a_click_that_google_has_forgotten_is_forgotten_here_and_in_the_history(by):
    lead = factory.asked(at=now() - 98 * DAY)
    fresh = factory.asked(at=now() - 89 * DAY)
    assert ad_consents.forget_clicks(at=now()) == 1
    assert ad_consents.forget_clicks(at=now()) == 0
    lead.refresh_from_db()
    fresh.refresh_from_db()
    assert (lead.attribution, lead.clicked_at) == (
        {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "flytt-stockholm"}, None,
    )  # fmt: skip
    assert fresh.attribution["gclid"]
    history = apps.get_model("crm", "LeadEvent").objects.filter(pgh_obj_id=lead.pk)
    assert not any("gclid" in event.attribution for event in history.order_by("pk"))


def test_an_account_that_may_take_back_does_so_when_a_yes_is_taken_back(by):
    factory.account(may_retract=True)
    factory.rule()
    lead = factory.qualified(by)
    confirmed(factory.the())
    ad_consents.withdraw_ad_consent(lead=lead, by=by, at=now(), channel=ConsentChannel.PHONE)
    assert factory.the().act == ConversionAct.RETRACT


def test_a_merged_pair_is_reported_once(by):
    factory.rule()
    first, second = factory.qualified(by), factory.qualified(by)
    merging.merge(kept=first, gone=second, by=by, at=now())
    kept, gone = Conversion.objects.get(lead=first), Conversion.objects.get(lead=second)
    review(lead=second, by=by, at=now())
    gone.refresh_from_db()
    assert (kept.state, gone.state, gone.reason) == ("waiting", "skipped", "leadet är en dubblett")


def test_a_rejected_one_is_sent_again_by_a_person_unless_it_may_not_be(by):
    factory.rule()
    lead = factory.qualified(by)
    row = factory.the()
    Conversion.objects.update(state=ConversionState.REJECTED, reason="CLICK_NOT_FOUND", attempts=3)
    send_again(conversion=row, by=by, at=now())
    assert (factory.the().state, factory.the().attempts) == (ConversionState.WAITING, 0)

    Conversion.objects.update(state=ConversionState.REJECTED, reason="CLICK_NOT_FOUND")
    ad_consents.withdraw_ad_consent(lead=lead, by=by, at=now(), channel=ConsentChannel.PHONE)
    with pytest.raises(DomainError, match="samtycket är återkallat"):
        send_again(conversion=row, by=by, at=now())
