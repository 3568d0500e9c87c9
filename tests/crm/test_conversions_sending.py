"""From the outbox to Google and back: sent once, confirmed later, every kind of trouble told apart."""

import json
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from crm.models import Activity, AdAccount, Consent, Conversion, ConversionRequest, ConversionRun, Lead
from crm.services import ad_consents, conversions, lead_moves
from crm.services.ad_accounts import ask_for_test
from crm.services.conversions import Told
from crm.services.conversions_runs import begin, due_runs
from crm.states import AdWay, ConsentChannel, ConversionAct, ConversionState, LostReason, Milestone, ValueKind
from crm.tasks import poll_conversions, retry_conversions, try_ads, upload_conversions, work_on_conversions
from integrations.models import Exchange
from perforia.base.clock import now
from perforia.base.models import Notification
from perforia.base.permissions import Role
from simulators.google_ads_state import CONVERTED, QUALIFIED, Mode
from tests.factories import conversions as factory
from tests.factories import world
from tests.factories.crm import customer

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STATE = ConversionState


@pytest.fixture
def by(google_ads):
    factory.account(google_ads.account.info)
    return world.person(Role.OWNER)


def states():
    return sorted(Conversion.objects.values_list("state", flat=True))


def travel(after):
    return time_machine.travel(now() + after, tick=True)


def known(google_ads):
    """What Google counts: number → value, as often as it was told."""
    return {number: (row.value, row.told) for (_, number), row in google_ads.state.conversions.items()}


def test_a_night_sends_and_half_an_hour_later_it_is_confirmed(by, google_ads):
    factory.rule()
    lead = factory.qualified(by)
    run = factory.upload()
    row = factory.the()
    request = ConversionRequest.objects.get()

    assert (run.counts, run.problem, run.finished_at is not None) == ({"pending": 1}, "", True)
    assert (row.state, row.request, row.position, row.reported_value) == (STATE.SENT, request, 0, Decimal(2400))
    assert (len(request.payload_sha256), request.poll_at) == (64, request.sent_at + HOUR / 2)
    assert known(google_ads) == {row.transaction_id: (2400.0, 1)}
    poll_conversions(conversion_request_id=request.pk)
    assert factory.the().state == STATE.SENT

    with travel(HOUR):
        factory.poll()
    row.refresh_from_db()
    assert (row.state, row.settled_at is not None) == (STATE.CONFIRMED, True)
    assert Activity.objects.filter(lead=lead, title="Google Ads bekräftade konverteringen").count() == 1
    assert set(Exchange.objects.values_list("path", flat=True)) == {"/v1/events:ingest", "/v1/requestStatus:retrieve"}


def test_running_twice_sends_nothing_twice(by, google_ads):
    factory.rule()
    factory.qualified(by)
    factory.upload()
    factory.upload()
    factory.poll()
    assert known(google_ads) == {factory.the().transaction_id: (2400.0, 1)}


def test_nothing_of_anybody_without_a_yes_ever_leaves(by, google_ads):
    """Every way there is not to consent, beside one who does; looked at in all that Google received."""
    factory.account(google_ads.account.info, sends_contact=True, needs_click=False)
    factory.rule()
    good = factory.qualified(by, "SIM_OK-GRANTED-01")
    factory.qualified(by, "SIM_OK-DENIED-001", consent="denied")
    factory.qualified(by, "SIM_OK-UNKNOWN-01", consent="")
    later = factory.qualified(by, "SIM_OK-LATER-0001")
    ad_consents.withdraw_ad_consent(lead=later, by=by, at=now(), channel=ConsentChannel.MAIL)
    at_once = factory.qualified(by, "SIM_OK-CUSTOMER-1")
    Consent.objects.create(lead=at_once, kind="ad_user_data", state="denied", source="mail", at=now())
    factory.asked("SIM_OK-PARTIAL-01", is_complete=False)
    factory.upload()

    sent = json.dumps(google_ads.state.received)
    assert sent.count("transactionId") == 1
    assert "SIM_OK-GRANTED-01" in sent
    for click in ("DENIED", "UNKNOWN", "LATER", "CUSTOMER", "PARTIAL"):
        assert f"SIM_OK-{click}" not in sent
    assert good.email not in sent
    assert states() == [STATE.SENT, STATE.SKIPPED, STATE.SKIPPED]
    reasons = set(Conversion.objects.filter(state=STATE.SKIPPED).values_list("reason", flat=True))
    assert reasons == {"samtycket är återkallat"}


def test_contact_data_leaves_only_as_hashes_and_only_when_the_firm_has_said_so(by, google_ads):
    factory.rule()
    factory.qualified(by)
    factory.upload()
    assert "userData" not in google_ads.state.received[0]["events"][0]

    factory.account(google_ads.account.info, sends_contact=True)
    lead = factory.qualified(by)
    factory.upload()
    told = google_ads.state.received[1]["events"][0]["userData"]["userIdentifiers"]
    assert [set(each) for each in told] == [{"emailAddress"}, {"phoneNumber"}]
    assert lead.email not in json.dumps(google_ads.state.received)
    assert factory.the(lead).known_by == ["gclid", "e-post", "telefon"]


VERDICTS = [
    ("SIM_NOTFOUND-0001", STATE.REJECTED, "CLICK_NOT_FOUND"),
    ("SIM_OLD-000000001", STATE.REJECTED, "EVENT_TOO_OLD"),
    ("SIM_PRECEDES-0001", STATE.REJECTED, "CONVERSION_PRECEDES_CLICK"),
    ("SIM_BADGCLID-0001", STATE.REJECTED, "INVALID_GCLID"),
    ("SIM_STRANGE-00001", STATE.REJECTED, "SOMETHING_NEW"),
    ("SIM_DUP-000000001", STATE.CONFIRMED, ""),
    ("SIM_TOORECENT-001", STATE.WAITING, "TOO_RECENT_CLICK"),
    ("SIM_INTERNAL-0001", STATE.WAITING, "INTERNAL_ERROR"),
    ("SIM_VARIABLE-0001", STATE.WAITING, "CUSTOM_VARIABLE_NOT_ENABLED"),
    ("SIM_OK-0000000001", STATE.CONFIRMED, ""),
]


def test_every_verdict_lands_on_its_own_row(by):
    factory.rule()
    leads = {click: factory.qualified(by, click) for click, _, _ in VERDICTS}
    factory.upload()
    with travel(HOUR):
        factory.poll()
    found = [(click, factory.the(lead).state, factory.the(lead).reason) for click, lead in leads.items()]
    assert found == VERDICTS
    assert AdAccount.objects.get().problem == "CUSTOM_VARIABLE_NOT_ENABLED"


def test_what_passes_is_tried_again_and_then_taken(by, google_ads):
    factory.rule()
    factory.qualified(by, "SIM_INTERNAL-0001")
    factory.qualified(by, "SIM_TOORECENT-001")
    factory.upload()
    with travel(HOUR):
        factory.poll()
    assert states() == [STATE.WAITING, STATE.WAITING]
    with travel(2 * DAY):
        factory.upload()
    with travel(2 * DAY + HOUR):
        factory.poll()
    assert states() == [STATE.CONFIRMED, STATE.CONFIRMED]
    assert len(google_ads.state.conversions) == 2


def test_errors_that_google_only_counts_are_found_by_sending_each_alone(by, google_ads):
    factory.rule()
    google_ads.plan("without_indices")
    for click in ("SIM_OK-0000000001", "SIM_NOTFOUND-0001", "SIM_OK-0000000002"):
        factory.qualified(by, click)
    factory.upload()
    with travel(HOUR):
        factory.poll()
        assert set(Conversion.objects.values_list("state", "is_alone")) == {(STATE.WAITING, True)}
        factory.upload()
    with travel(2 * HOUR):
        factory.poll()
    assert states() == [STATE.CONFIRMED, STATE.CONFIRMED, STATE.REJECTED]
    assert [len(each["events"]) for each in google_ads.state.received] == [3, 1, 1, 1]


PASSING = [Mode.UNAVAILABLE, Mode.INTERNAL, Mode.QUOTA, Mode.HTML, Mode.TIMEOUT_AFTER_STORE]


@pytest.mark.parametrize("mode", PASSING)
def test_a_line_that_fails_costs_an_hour_and_nothing_else(by, google_ads, mode):
    factory.rule()
    factory.qualified(by)
    google_ads.plan(mode)
    run = factory.upload()
    assert (run.finished_at is not None, bool(run.problem)) == (True, True)
    assert (factory.the().state, factory.the().attempts) == (STATE.WAITING, 1)
    assert AdAccount.objects.get().paused_at is None

    with travel(2 * HOUR):
        retry_conversions()
        work_on_conversions(run_id=ConversionRun.objects.latest("pk").pk)
    assert factory.the().state == STATE.SENT
    told = 2 if mode == Mode.TIMEOUT_AFTER_STORE else 1
    assert known(google_ads) == {factory.the().transaction_id: (2400.0, told)}


def test_what_never_gets_through_is_given_up(by, google_ads):
    factory.rule()
    factory.qualified(by)
    for night in range(6):
        google_ads.plan(Mode.UNAVAILABLE)
        with travel(night * 2 * DAY):
            factory.upload()
    row = factory.the()
    assert (row.state, row.reason) == (STATE.REJECTED, "GAVE_UP")
    assert "UNAVAILABLE" in row.detail


@pytest.mark.parametrize("mode", [Mode.DISABLED, Mode.NO_ACCESS, Mode.NO_TERMS, Mode.NOT_FOUND])
def test_a_fault_of_the_account_stops_the_run_tells_somebody_and_costs_no_row_anything(by, google_ads, mode):
    factory.rule()
    factory.qualified(by)
    google_ads.plan(mode)
    run = factory.upload()
    account = AdAccount.objects.get()

    assert (account.paused_at is not None, account.problem) == (True, run.problem)
    assert (factory.the().state, factory.the().attempts) == (STATE.WAITING, 0)
    assert Notification.objects.filter(user=by).count() == 1
    assert begin(by=None, at=now(), is_retry=True) is None

    factory.upload()
    assert (factory.the().state, AdAccount.objects.get().paused_at) == (STATE.SENT, None)


def test_many_rejections_are_told_once_a_day(by):
    factory.rule()
    for number in range(6):
        factory.qualified(by, f"SIM_NOTFOUND-000{number}")
    factory.upload()
    with travel(HOUR):
        factory.poll()
    assert [told.text for told in Notification.objects.filter(user=by)] == [
        "Google Ads avvisade 6 av 6 konverteringar."
    ]


def test_a_request_that_is_never_answered_is_called_so_after_a_week(by, google_ads):
    factory.rule()
    factory.qualified(by)
    google_ads.plan("stuck")
    factory.upload()
    with travel(8 * DAY):
        factory.poll()
    assert (factory.the().state, factory.the().reason) == (STATE.UNKNOWN, "NO_ANSWER")


def test_a_request_that_google_has_lost_is_sent_again(by, google_ads):
    factory.rule()
    factory.qualified(by)
    factory.upload()
    google_ads.state.requests.clear()
    with travel(HOUR):
        factory.poll()
    assert (factory.the().state, factory.the().reason) == (STATE.WAITING, "INVALID_REQUEST_ID")


def confirmed_lead(by, google_ads, **told):
    factory.rule(**told)
    lead = factory.qualified(by)
    factory.upload()
    with travel(HOUR):
        factory.poll()
    return lead


def test_a_lead_that_was_none_is_restated_to_nothing_where_it_cannot_be_taken_back(by, google_ads):
    lead = confirmed_lead(by, google_ads)
    lead_moves.disqualify(lead=lead, reason=LostReason.SPAM, by=by, at=now())
    factory.upload()
    with travel(HOUR):
        factory.poll()
    row = factory.the()
    assert (row.state, row.is_zeroed) == (STATE.RETRACTED, True)
    assert known(google_ads) == {row.transaction_id: (0.0, 2)}


def test_a_lead_that_was_none_is_taken_back_where_google_lets_the_account(by, google_ads):
    factory.account(google_ads.account.info, may_retract=True)
    lead = confirmed_lead(by, google_ads)
    lead_moves.disqualify(lead=lead, reason=LostReason.SPAM, by=by, at=now())
    google_ads.state.advance(2 * 86400)
    factory.upload()
    row = factory.the()
    assert (row.state, row.is_zeroed) == (STATE.RETRACTED, False)
    assert google_ads.state.conversions[QUALIFIED, row.transaction_id].is_retracted


def test_an_account_that_turns_out_not_to_be_let_restates_to_nothing(by, google_ads):
    factory.account(google_ads.account.info, may_retract=True)
    lead = confirmed_lead(by, google_ads)
    lead_moves.disqualify(lead=lead, reason=LostReason.SPAM, by=by, at=now())
    google_ads.plan(Mode.NO_ACCESS)
    factory.upload()
    row = factory.the()
    assert (row.state, row.is_zeroed) == (STATE.SENT, True)
    assert known(google_ads)[row.transaction_id][0] == 0.0


def test_a_yes_taken_back_after_the_report_leaves_nothing_to_restate_with(by, google_ads):
    lead = confirmed_lead(by, google_ads)
    ad_consents.withdraw_ad_consent(lead=lead, by=by, at=now(), channel=ConsentChannel.PHONE)
    lead_moves.disqualify(lead=lead, reason=LostReason.SPAM, by=by, at=now())
    factory.upload()
    row = factory.the()
    assert (row.state, row.act, row.reason) == (STATE.REJECTED, ConversionAct.RETRACT, "samtycket är återkallat")
    assert len(google_ads.state.received) == 1


def test_the_value_is_restated_when_the_invoice_is_known(by, google_ads):
    lead = confirmed_lead(by, google_ads, value_kind=ValueKind.CONTRACT, amount=Decimal(1500))
    conversions.note_contract(lead=lead, told=Told("contract:1", Decimal(9500), now()), by=by, at=now())
    factory.upload()
    somebody = customer()
    Lead.objects.filter(pk=lead.pk).update(customer=somebody)
    conversions.note_invoice(
        customer=somebody, told=Told("invoice:1", Decimal("9870.40"), now()), by=by, at=now()
    )  # fmt: skip
    with travel(2 * HOUR):
        factory.poll()
        factory.upload()
    row = factory.the()
    assert (row.state, row.act, row.reported_value) == (STATE.SENT, ConversionAct.RESTATE, Decimal(9870))
    assert google_ads.state.conversions[QUALIFIED, row.transaction_id].history == [1500.0, 9500.0, 9870.0]


def test_an_old_account_reports_through_the_ads_api_and_is_confirmed_at_once(by, google_ads):
    factory.account(google_ads.account.info, way=AdWay.GOOGLE_ADS)
    factory.rule()
    factory.qualified(by)
    google_ads.plan("legacy")
    factory.upload()
    assert factory.the().state == STATE.CONFIRMED


def test_a_newcomer_at_the_ads_api_is_told_so(by, google_ads):
    factory.account(google_ads.account.info, way=AdWay.GOOGLE_ADS)
    factory.rule()
    factory.qualified(by)
    run = factory.upload()
    assert run.problem == "CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE"
    assert factory.the().state == STATE.WAITING


def test_a_night_catches_who_was_missed(by):
    factory.rule()
    lead = factory.qualified(by, consent="")
    assert not Conversion.objects.exists()
    Consent.objects.create(lead=lead, kind="ad_user_data", state="granted", source="mail", at=now())
    Lead.objects.filter(pk=lead.pk).update(attribution={"gclid": "SIM_OK-0000001"}, clicked_at=now() - DAY)
    factory.upload()
    assert factory.the().state == STATE.SENT


def test_a_run_whose_worker_died_is_taken_up_with_what_it_had_in_hand(by, settings):
    factory.rule()
    factory.qualified(by)
    upload_conversions()
    run = ConversionRun.objects.get()
    Conversion.objects.update(state=STATE.SENDING, claimed_at=now())
    ConversionRun.objects.update(claimed_at=now())
    assert due_runs(now()) == []
    work_on_conversions(run_id=run.pk)
    assert factory.the().state == STATE.SENDING

    with travel(timedelta(seconds=settings.CLAIM_SECONDS + 60)):
        assert due_runs(now()) == [{"run_id": run.pk}]
        work_on_conversions(run_id=run.pk)
    assert factory.the().state == STATE.SENT


def test_the_command_tells_what_it_would_send_and_sends_it(by, google_ads):
    factory.rule()
    lead = factory.qualified(by)
    told = StringIO()
    call_command("upload_conversions", "--dry-run", stdout=told)
    assert f"{lead.number} Kvalificerad: 2400.00 kr, gclid" in told.getvalue()
    assert google_ads.state.received == []
    call_command("upload_conversions", "--since", "2200-01-01", stdout=told)
    assert google_ads.state.received == []
    call_command("upload_conversions", stdout=told)
    assert "pending" in told.getvalue()
    assert factory.the().state == STATE.SENT


def test_without_an_account_the_command_says_what_to_do_and_the_night_does_nothing(db):
    with pytest.raises(CommandError, match="inte inkopplat"):
        call_command("upload_conversions")
    upload_conversions()
    assert not ConversionRun.objects.exists()


def test_a_test_of_the_connection_leaves_nothing_and_tells_what_google_says(by, google_ads):
    factory.rule()
    factory.rule(Milestone.SIGNED, CONVERTED)
    ask_for_test(by=by, at=now())
    try_ads(account_id=AdAccount.objects.get().pk)
    account = AdAccount.objects.get()
    assert (account.test_problem, google_ads.state.received) == ("", [])
    assert account.facts["owner_id"] == account.customer_id

    ask_for_test(by=by, at=now() + HOUR)
    google_ads.plan(Mode.DISABLED)
    with travel(2 * HOUR):
        try_ads(account_id=account.pk)
    assert AdAccount.objects.get().test_problem == "SERVICE_DISABLED"


def test_a_lead_that_changes_while_its_report_is_on_its_way_is_told_of_afterwards(by, google_ads):
    factory.rule()
    lead = factory.qualified(by)
    factory.upload()
    lead_moves.disqualify(lead=lead, reason=LostReason.SPAM, by=by, at=now())
    assert (factory.the().state, factory.the().is_stale) == (STATE.SENT, True)
    with travel(HOUR):
        factory.poll()
    row = factory.the()
    assert (row.state, row.act, row.value, row.is_stale) == (STATE.WAITING, ConversionAct.RETRACT, Decimal(0), False)
