"""Conversions through the Google Ads API: newcomers are refused, old accounts upload, everybody may take back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from integrations.clients.ads import Account, Conversion
from integrations.clients.ads_calls import Reply
from integrations.clients.ads_data_manager import DataManager
from integrations.clients.ads_google import GoogleAds, _request_refused, moment, read_failures
from perforia.base.errors import Refused
from perforia.base.outcomes import OutcomeKind
from simulators.google_ads_state import CONVERTED, COUNTS_ONCE, CUSTOMER, DAY, MANAGER, QUALIFIED, Mode

AT = datetime(2026, 11, 19, 13, 32, 10, tzinfo=UTC)
ONE = Conversion(
    "lead-0197d0c27c1e7b7a9d0e3f2c1a4b5c6d-ql", QUALIFIED, AT, Decimal(2400), "gclid", "SIM_OK-FICTITIOUS_gclid-0001",
    "7ad5bc19170b296897d92d2934bcccfa8c7ad4de35e013232b5be647d55778b6",
)  # fmt: skip


@pytest.fixture
def account(google_ads):
    return Account(CUSTOMER, key=google_ads.account.info)


@pytest.fixture
def sink(account):
    return GoogleAds(account)


def only(outcomes):
    (outcome,) = outcomes
    return outcome


def test_a_newcomer_is_refused_in_an_answer_that_looks_fine(google_ads, sink):
    outcome = only(sink.upload([ONE]))
    assert (outcome.kind, outcome.reason) == (OutcomeKind.CONFIG, "CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE")
    assert google_ads.state.conversions == {}


def test_an_old_account_uploads_and_hears_of_each_row_at_once(google_ads, sink):
    google_ads.plan("legacy")
    rows = [replace(ONE, transaction_id=f"lead-{number}-ql") for number in range(4)]
    rows[1] = replace(rows[1], click_id="SIM_TOORECENT-0001")
    rows[2] = replace(rows[2], click_id="SIM_NOTFOUND-00001")
    outcomes = sink.upload(rows)

    assert [outcome.kind for outcome in outcomes] == [
        OutcomeKind.FINAL, OutcomeKind.RETRY, OutcomeKind.REJECTED, OutcomeKind.FINAL,
    ]  # fmt: skip
    assert [outcome.reason for outcome in outcomes[1:3]] == ["TOO_RECENT_EVENT", "EVENT_NOT_FOUND"]
    sent = google_ads.state.received[0]["conversions"][0]
    assert (sent["conversionDateTime"], sent["orderId"]) == ("2026-11-19 14:32:10+01:00", "lead-0-ql")
    assert sent["consent"] == {"adUserData": "GRANTED"}
    assert sent["userIdentifiers"] == [{"hashedEmail": ONE.email_sha256, "userIdentifierSource": "FIRST_PARTY"}]


def test_a_braid_to_an_action_that_counts_once_is_the_accounts_fault(google_ads, sink):
    google_ads.plan("legacy")
    outcome = only(sink.upload([replace(ONE, click_kind="gbraid", action_id=COUNTS_ONCE)]))
    assert outcome.kind == OutcomeKind.CONFIG


def test_what_was_reported_is_taken_back_by_its_number_alone(google_ads, account, sink):
    DataManager(account).upload([ONE])
    assert only(sink.retract([ONE], at=AT)).reason == "TOO_RECENT_CONVERSION"

    google_ads.state.advance(DAY)
    assert only(sink.retract([ONE], at=AT + timedelta(days=1))).kind == OutcomeKind.FINAL
    assert only(sink.retract([ONE], at=AT + timedelta(days=1))).kind == OutcomeKind.ALREADY
    assert google_ads.state.conversions[QUALIFIED, ONE.transaction_id].is_retracted
    assert google_ads.state.adjustments == [
        {
            "conversionAction": f"customers/{CUSTOMER}/conversionActions/{QUALIFIED}", "orderId": ONE.transaction_id,
            "adjustmentType": "RETRACTION", "adjustmentDateTime": "2026-11-20 14:32:10+01:00",
        }
    ]  # fmt: skip


def test_another_value_is_told(google_ads, sink):
    google_ads.plan("legacy")
    sink.upload([ONE])
    google_ads.state.advance(DAY)
    assert only(sink.restate([replace(ONE, value=Decimal(5200))], at=AT)).kind == OutcomeKind.FINAL
    assert google_ads.state.conversions[QUALIFIED, ONE.transaction_id].value == 5200.0


def test_what_google_does_not_know_may_still_come(sink):
    outcome = only(sink.retract([ONE], at=AT))
    assert (outcome.kind, outcome.reason) == (OutcomeKind.RETRY, "CONVERSION_NOT_FOUND")


def test_the_manager_is_named_in_a_header_and_a_stranger_is_refused(google_ads, account):
    assert GoogleAds(replace(account, login_customer_id=MANAGER)).settings().owner_id == CUSTOMER
    assert only(GoogleAds(replace(account, customer_id="5555555555")).retract([ONE], at=AT)).reason == (
        "USER_PERMISSION_DENIED"
    )
    google_ads.plan(Mode.QUOTA)
    assert only(GoogleAds(account).retract([ONE], at=AT)).kind == OutcomeKind.RETRY


def test_the_account_tells_of_its_actions(sink):
    found = {action.id: action for action in sink.actions()}
    assert (found[QUALIFIED].name, found[QUALIFIED].counts_once) == ("Kvalificerat lead", False)
    assert found[CONVERTED].window_days == 90
    assert found[COUNTS_ONCE].counts_once
    assert sink.settings().has_terms
    with pytest.raises(Refused):
        sink.poll("x", 1)


def test_a_moment_has_the_offset_of_its_day():
    assert moment(datetime(2026, 7, 1, 12, tzinfo=UTC)) == "2026-07-01 14:00:00+02:00"
    assert moment(AT) == "2026-11-19 14:32:10+01:00"


UPLOAD_CODES = {
    OutcomeKind.RETRY: ["TOO_RECENT_EVENT", "TOO_RECENT_CONVERSION_ACTION", "TOO_RECENT_CONVERSION"],
    OutcomeKind.ALREADY: [
        "CLICK_CONVERSION_ALREADY_EXISTS", "ORDER_ID_ALREADY_IN_USE", "DUPLICATE_ORDER_ID",
        "DUPLICATE_CLICK_CONVERSION_IN_REQUEST", "CONVERSION_ALREADY_RETRACTED", "RESTATEMENT_ALREADY_EXISTS",
        "MORE_RECENT_RESTATEMENT_FOUND", "DUPLICATE_ADJUSTMENT_IN_REQUEST",
    ],
    OutcomeKind.REJECTED: [
        "EXPIRED_EVENT", "CONVERSION_PRECEDES_EVENT", "EVENT_NOT_FOUND", "CLICK_NOT_FOUND", "UNPARSEABLE_GCLID",
        "INVALID_CUSTOMER_FOR_CLICK", "CONVERSION_TRACKING_NOT_ENABLED_AT_IMPRESSION_TIME",
        "CONVERSION_NOT_COMPLIANT_WITH_ATT_POLICY", "GBRAID_WBRAID_BOTH_SET", "INVALID_USER_IDENTIFIER",
        "UNSUPPORTED_USER_IDENTIFIER", "ORDER_ID_CONTAINS_PII", "CONVERSION_EXPIRED",
        "ADJUSTMENT_PRECEDES_CONVERSION", "TOO_MANY_CONVERSIONS_IN_REQUEST",
    ],
    OutcomeKind.CONFIG: [
        "UNAUTHORIZED_CUSTOMER", "CUSTOMER_NOT_ACCEPTED_CUSTOMER_DATA_TERMS",
        "CUSTOMER_NOT_ENABLED_ENHANCED_CONVERSIONS_FOR_LEADS", "NO_CONVERSION_ACTION_FOUND",
        "CUSTOMER_DATA_POLICY_PROHIBITS_ENHANCED_CONVERSIONS", "INVALID_CONVERSION_ACTION_TYPE",
        "CUSTOM_VARIABLE_NOT_ENABLED", "CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in UPLOAD_CODES.items() for code in codes])
def test_every_code_of_a_row_means_what_the_reference_says(kind, code):
    where = {"fieldPathElements": [{"fieldName": "conversions", "index": 0}, {"fieldName": "gclid"}]}
    error = {"errorCode": {"conversionUploadError": code}, "message": "…", "location": where}
    by_row, common = read_failures(
        {"partialFailureError": {"code": 3, "details": [{"errors": [error]}]}}, "conversions"
    )
    found = common if kind == OutcomeKind.CONFIG else by_row[0]
    assert found is not None
    assert (found.kind, found.reason) == (kind, code)


def test_an_error_without_a_row_concerns_them_all():
    error = {"errorCode": {"conversionUploadError": "EVENT_NOT_FOUND"}}
    assert read_failures({"partialFailureError": {"details": [{"errors": [error]}]}}, "conversions")[1] is not None
    assert read_failures({"partialFailureError": {"code": 3, "message": "Nej"}}, "conversions")[1] is not None


@pytest.mark.parametrize(
    ("status", "family", "code", "kind"),
    [
        (401, "authenticationError", "OAUTH_TOKEN_REVOKED", OutcomeKind.CONFIG),
        (403, "authorizationError", "CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION", OutcomeKind.CONFIG),
        (403, "authorizationError", "CUSTOMER_NOT_ENABLED", OutcomeKind.CONFIG),
        (400, "headerError", "INVALID_LOGIN_CUSTOMER_ID", OutcomeKind.CONFIG),
        (400, "requestError", "PARTIAL_FAILURE_MODE_REQUIRED", OutcomeKind.CONFIG),
        (429, "quotaError", "RESOURCE_TEMPORARILY_EXHAUSTED", OutcomeKind.RETRY),
        (429, "quotaError", "RESOURCE_EXHAUSTED", OutcomeKind.RETRY),
        (500, "internalError", "TRANSIENT_ERROR", OutcomeKind.RETRY),
        (503, "internalError", "INTERNAL_ERROR", OutcomeKind.RETRY),
    ],
)
def test_every_refusal_of_a_request_means_what_the_reference_says(status, family, code, kind):
    quota = {"quotaErrorDetails": {"retryDelay": "30s"}} if code == "RESOURCE_TEMPORARILY_EXHAUSTED" else {}
    error = {"errorCode": {family: code}, "message": "…", "details": quota}
    outcome = _request_refused(Reply(status, {"error": {"code": status, "details": [{"errors": [error]}]}}))
    assert (outcome.kind, outcome.reason) == (kind, code)
    assert outcome.retry_after == (30 if quota else 86400 if code == "RESOURCE_EXHAUSTED" else outcome.retry_after)
