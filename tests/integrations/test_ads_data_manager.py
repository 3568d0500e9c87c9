"""Conversions through the Data Manager API: what is sent, what every answer means, and what is asked later."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import responses

from integrations.clients.ads import Account, Conversion
from integrations.clients.ads_data_manager import SETUP, DataManager, read_status
from perforia.base.errors import Refused, Unreachable
from perforia.base.outcomes import OutcomeKind
from simulators.google_ads_state import CUSTOMER, HALF_HOUR, MANAGER, OTHER_CUSTOMER, QUALIFIED, Mode

EMAIL = "7ad5bc19170b296897d92d2934bcccfa8c7ad4de35e013232b5be647d55778b6"
PHONE = "2ccd8a4a7c799cf7fefff2b94ba3a33e2c885ed33c866bdb88758273e8f51867"
ONE = Conversion(
    "lead-0197d0c27c1e7b7a9d0e3f2c1a4b5c6d-ql", QUALIFIED, datetime(2026, 11, 19, 13, 32, 10, tzinfo=UTC),
    Decimal(2400), "gclid", "SIM_OK-FICTITIOUS_gclid-0001", EMAIL, PHONE,
)  # fmt: skip


def row(number: int, **told: object) -> Conversion:
    return replace(ONE, transaction_id=f"lead-{number:032x}-ql", **told)  # type: ignore[arg-type]


@pytest.fixture
def account(google_ads):
    return Account(CUSTOMER, key=google_ads.account.info)


@pytest.fixture
def sink(account):
    return DataManager(account)


def only(outcomes):
    (outcome,) = outcomes
    return outcome


def test_an_event_is_said_as_google_documents_it(google_ads, sink):
    outcome = only(sink.upload([ONE]))
    (sent,) = google_ads.state.received

    assert (outcome.kind, bool(outcome.request_id), len(outcome.payload_sha256)) == (OutcomeKind.PENDING, True, 64)
    assert sent["destinations"] == [
        {
            "reference": "conversions", "productDestinationId": QUALIFIED,
            "operatingAccount": {"accountType": "GOOGLE_ADS", "accountId": CUSTOMER},
            "loginAccount": {"accountType": "GOOGLE_ADS", "accountId": CUSTOMER},
        }
    ]  # fmt: skip
    assert sent["encoding"] == "HEX"
    assert sent["events"] == [
        {
            "destinationReferences": ["conversions"], "transactionId": ONE.transaction_id, "eventSource": "WEB",
            "eventTimestamp": "2026-11-19T14:32:10+01:00", "conversionValue": 2400.0, "currency": "SEK",
            "adIdentifiers": {"gclid": "SIM_OK-FICTITIOUS_gclid-0001"},
            "userData": {"userIdentifiers": [{"emailAddress": EMAIL}, {"phoneNumber": PHONE}]},
            "consent": {"adUserData": "CONSENT_GRANTED", "adPersonalization": "CONSENT_DENIED"},
        }
    ]  # fmt: skip


def test_a_summer_moment_has_the_summers_offset_and_a_click_alone_needs_no_encoding(google_ads, sink):
    sink.upload([replace(ONE, occurred_at=datetime(2026, 7, 1, 12, tzinfo=UTC), email_sha256="", phone_sha256="")])
    (sent,) = google_ads.state.received
    assert sent["events"][0]["eventTimestamp"] == "2026-07-01T14:00:00+02:00"
    assert "encoding" not in sent
    assert "userData" not in sent["events"][0]


def test_the_manager_goes_along_where_access_is_through_it(google_ads, account):
    DataManager(replace(account, login_customer_id=MANAGER)).upload([ONE])
    assert google_ads.state.received[0]["destinations"][0]["loginAccount"]["accountId"] == MANAGER


def test_one_token_serves_many_calls(signed_out, google_ads, sink):
    for number in range(3):
        sink.upload([row(number)])
    assert google_ads.state.token_count == 1


def test_a_test_leaves_nothing_behind(google_ads, sink):
    assert only(sink.upload([ONE], validate_only=True)).kind == OutcomeKind.PENDING
    assert google_ads.state.received == []


TROUBLE = [
    (Mode.UNAVAILABLE, OutcomeKind.RETRY, "UNAVAILABLE", None),
    (Mode.INTERNAL, OutcomeKind.RETRY, "INTERNAL", None),
    (Mode.QUOTA, OutcomeKind.RETRY, "RESOURCE_EXHAUSTED", 120),
    (Mode.HTML, OutcomeKind.RETRY, "502", None),
    (Mode.TIMEOUT_AFTER_STORE, OutcomeKind.RETRY, "UNREACHABLE", None),
    (Mode.TOKEN_DOWN, OutcomeKind.RETRY, "INTERNAL_FAILURE", None),
    (Mode.DISABLED, OutcomeKind.CONFIG, "SERVICE_DISABLED", None),
    (Mode.NO_ACCESS, OutcomeKind.CONFIG, "PERMISSION_DENIED", None),
    (Mode.NOT_FOUND, OutcomeKind.CONFIG, "NOT_FOUND", None),
    (Mode.NO_TERMS, OutcomeKind.CONFIG, "TERMS_AND_CONDITIONS_NOT_SIGNED", None),
    (
        Mode.NO_ENHANCED, OutcomeKind.CONFIG, "DESTINATION_ACCOUNT_NOT_ENABLED_ENHANCED_CONVERSIONS_FOR_LEADS", None,
    ),
    (Mode.REVOKED, OutcomeKind.CONFIG, "INVALID_GRANT", None),
]  # fmt: skip


@pytest.mark.parametrize(("mode", "kind", "reason", "wait"), TROUBLE)
def test_trouble_is_told_apart_into_what_passes_and_what_a_person_must_put_right(
    signed_out, google_ads, sink, mode, kind, reason, wait
):
    google_ads.plan(*[mode] * (3 if mode == Mode.TOKEN_DOWN else 1))  # the library asks for a token three times
    outcome = only(sink.upload([ONE]))
    assert (outcome.kind, outcome.reason, outcome.retry_after) == (kind, reason, wait)


def test_a_token_that_is_refused_is_made_anew_once(google_ads, sink):
    sink.upload([ONE])
    google_ads.plan(Mode.TOKEN_EXPIRED)
    assert only(sink.upload([row(2)])).kind == OutcomeKind.PENDING
    google_ads.plan(Mode.TOKEN_EXPIRED, Mode.TOKEN_EXPIRED)
    assert only(sink.upload([row(3)])).reason == "ACCESS_TOKEN_EXPIRED"


def test_a_key_of_somebody_else_and_one_that_is_no_key_are_the_accounts_fault(google_ads, account):
    stranger = {**account.key, "client_email": "annan@exempel.iam.gserviceaccount.com"}
    assert only(DataManager(replace(account, key=stranger)).upload([ONE])).reason == "INVALID_GRANT"
    broken = {**account.key, "private_key": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}
    assert only(DataManager(replace(account, key=broken)).upload([ONE])).reason == "BAD_KEY"


def test_a_google_that_is_away_may_be_tried_again(settings, google_ads, sink):
    sink.upload([ONE])
    settings.GOOGLE_DATA_MANAGER_URL = "http://127.0.0.1:9"
    assert only(sink.upload([row(2)])).kind == OutcomeKind.RETRY


WRONG = [
    ({"occurred_at": None}, "INVALID_FORMAT"),
    ({"email_sha256": "xyz"}, "INVALID_HEX_ENCODING"),
    ({"email_sha256": "abc1"}, "INVALID_SHA256_FORMAT"),
    ({"click_id": "", "email_sha256": "", "phone_sha256": ""}, "NO_IDENTIFIERS_PROVIDED"),
    ({"currency": "kr"}, "INVALID_CURRENCY_CODE"),
    ({"source": "BREV"}, "INVALID_ARGUMENT"),
]


class Timeless(datetime):
    """A moment that is written down wrongly."""

    def astimezone(self, *_, **__):
        return self

    def isoformat(self, *_, **__):
        return "igår"


@pytest.mark.parametrize(("told", "reason"), WRONG)
def test_an_event_that_is_wrong_is_left_out_and_the_others_are_sent_at_once(google_ads, sink, told, reason):
    told = {"occurred_at": Timeless(2026, 11, 1)} if "occurred_at" in told else told
    outcomes = sink.upload([row(1), row(2, **told), row(3)])

    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.PENDING, OutcomeKind.REJECTED, OutcomeKind.PENDING]
    assert outcomes[1].reason == reason
    assert {number for _, number in google_ads.state.conversions} == {row(1).transaction_id, row(3).transaction_id}


@pytest.mark.parametrize(
    ("account_told", "row_told", "reason"),
    [
        ({"customer_id": "123-456"}, {}, "INVALID_NUMBER_FORMAT"),
        ({"customer_id": "5555555555"}, {}, "PERMISSION_DENIED"),
        ({"customer_id": OTHER_CUSTOMER}, {}, "OPERATING_ACCOUNT_LOGIN_ACCOUNT_MISMATCH"),
        ({}, {"action_id": "1"}, "INVALID_CONVERSION_ACTION_ID"),
    ],
)
def test_a_wrong_account_or_action_stops_everything(account, account_told, row_told, reason):
    outcome = only(DataManager(replace(account, **account_told)).upload([row(1, **row_told)]))
    assert (outcome.kind, outcome.reason) == (OutcomeKind.CONFIG, reason)


def refusing(settings, reason, field):
    """Google as it refuses a whole request for one reason, and takes what is sent after that."""
    address = f"{settings.GOOGLE_DATA_MANAGER_URL}/v1/events:ingest"
    fault = {"field": field, "description": "told", "reason": reason}
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [fault]}
    error = {"code": 400, "message": "bad", "status": "INVALID_ARGUMENT", "details": [detail]}
    google = responses.RequestsMock(assert_all_requests_are_fired=False)
    google.post(address, json={"error": error}, status=400)
    google.post(address, json={"requestId": "later"})
    return google


@pytest.mark.parametrize(
    "reason",
    [
        "REQUIRED_FIELD_MISSING", "INVALID_FORMAT", "INVALID_HEX_ENCODING", "INVALID_BASE64_ENCODING",
        "INVALID_SHA256_FORMAT", "TOO_MANY_USER_IDENTIFIERS", "INVALID_NUMBER_FORMAT", "INVALID_CURRENCY_CODE",
        "INVALID_EVENT", "NO_IDENTIFIERS_PROVIDED", "EVENT_TIME_INVALID", "CUSTOM_VARIABLE_NOT_FOUND",
    ],
)  # fmt: skip
def test_what_google_finds_wrong_with_one_event_rejects_that_one_alone(settings, sink, reason):
    sink.upload([ONE])
    with refusing(settings, reason, "events.events[1].user_data"):
        outcomes = sink.upload([row(1), row(2), row(3)])
    kinds = [outcome.kind for outcome in outcomes]
    assert kinds == [OutcomeKind.PENDING, OutcomeKind.REJECTED, OutcomeKind.PENDING]
    assert outcomes[1].reason == reason


@pytest.mark.parametrize("reason", sorted(SETUP))
def test_what_google_finds_wrong_with_the_account_rejects_nothing(settings, sink, reason):
    sink.upload([ONE])
    with refusing(settings, reason, "destinations[0]"):
        outcomes = sink.upload([row(1), row(2)])
    assert {(outcome.kind, outcome.reason) for outcome in outcomes} == {(OutcomeKind.CONFIG, reason)}


def test_too_many_at_once_are_sent_in_halves(google_ads, sink, monkeypatch):
    monkeypatch.setattr("simulators.google_ads_rules.MOST_EVENTS", 2)
    outcomes = sink.upload([row(number) for number in range(5)])
    assert {outcome.kind for outcome in outcomes} == {OutcomeKind.PENDING}
    assert sorted(len(each["events"]) for each in google_ads.state.received) == [1, 2, 2]


def test_rows_of_two_actions_go_in_requests_of_their_own(google_ads, sink):
    outcomes = sink.upload([row(1), row(2, action_id="7001002004"), row(3)])
    assert len({outcome.request_id for outcome in outcomes}) == 2
    assert outcomes[0].request_id == outcomes[2].request_id


def test_verdicts_come_half_an_hour_later_by_the_place_of_the_event(google_ads, sink):
    clicks = ["SIM_OK-00001", "SIM_NOTFOUND-1", "SIM_TOORECENT-1", "SIM_DUP-000001", "SIM_VARIABLE-1"]
    outcome = sink.upload([row(number, click_id=click) for number, click in enumerate(clicks)])[0]

    assert sink.poll(outcome.request_id, 5) is None
    google_ads.state.advance(HALF_HOUR)
    verdicts = sink.poll(outcome.request_id, 5)

    assert {place: (each.kind, each.reason) for place, each in verdicts.by_position.items()} == {
        1: (OutcomeKind.REJECTED, "CLICK_NOT_FOUND"), 2: (OutcomeKind.RETRY, "TOO_RECENT_CLICK"),
        3: (OutcomeKind.ALREADY, "DUPLICATE_TRANSACTION_ID"), 4: (OutcomeKind.CONFIG, "CUSTOM_VARIABLE_NOT_ENABLED"),
    }  # fmt: skip
    assert not verdicts.is_vague


def test_asking_says_whether_asking_again_may_help(google_ads, sink):
    with pytest.raises(Refused, match="INVALID_REQUEST_ID"):
        sink.poll("okänd", 1)
    google_ads.plan(Mode.UNAVAILABLE)
    with pytest.raises(Unreachable, match="UNAVAILABLE"):
        sink.poll("okänd", 1)
    google_ads.plan(Mode.DISABLED)
    with pytest.raises(Refused, match="PERMISSION_DENIED"):
        sink.poll("okänd", 1)


REASONS = {
    OutcomeKind.ALREADY: ["DUPLICATE_TRANSACTION_ID", "DUPLICATE_GCLID"],
    OutcomeKind.RETRY: ["TOO_RECENT_CLICK", "INTERNAL_ERROR"],
    OutcomeKind.CONFIG: [
        "CUSTOM_VARIABLE_NOT_ENABLED", "INVALID_CUSTOM_VARIABLE",
        "DESTINATION_ACCOUNT_ENHANCED_CONVERSIONS_TERMS_NOT_SIGNED",
        "ONE_PER_CLICK_CONVERSION_ACTION_NOT_PERMITTED_WITH_BRAID", "EXTERNAL_ATTRIBUTION_DATA_MISSING",
    ],
    OutcomeKind.REJECTED: [
        "CLICK_NOT_FOUND", "INVALID_CLICK", "INVALID_GCLID", "INVALID_GBRAID", "INVALID_WBRAID", "EVENT_TOO_OLD",
        "CONVERSION_PRECEDES_CLICK", "DENIED_CONSENT", "NO_CONSENT", "UNKNOWN_CONSENT", "INVALID_EVENT",
        "INVALID_FORMAT", "ORIGINAL_CONVERSIONS_NOT_FOUND", "SOMETHING_NEW", "INVALID_OPERATING_ACCOUNT_FOR_CLICK",
    ],
}  # fmt: skip


def said(state, *counts):
    told = {"requestStatus": state, "errorInfo": {"errorCounts": list(counts)}}
    return {"requestStatusPerDestination": [told]}


@pytest.mark.parametrize(("kind", "reason"), [(kind, reason) for kind, found in REASONS.items() for reason in found])
def test_every_reason_means_what_the_reference_says(kind, reason):
    count = {"recordCount": "1", "reason": f"PROCESSING_ERROR_REASON_{reason}", "recordIndices": ["2"]}
    verdicts = read_status(said("PARTIAL_SUCCESS", count), 5)
    assert verdicts is not None
    assert {place: (each.kind, each.reason) for place, each in verdicts.by_position.items()} == {2: (kind, reason)}


def test_an_account_that_fits_no_click_at_all_is_itself_at_fault():
    count = {"recordCount": "2", "reason": "PROCESSING_ERROR_OPERATING_ACCOUNT_MISMATCH_FOR_AD_IDENTIFIER"}
    verdicts = read_status(said("FAILURE", count), 2)
    assert verdicts is not None
    assert {each.kind for each in verdicts.by_position.values()} == {OutcomeKind.CONFIG}


@pytest.mark.parametrize(
    ("body", "is_vague"),
    [
        (said("SUCCESS"), False),
        (said("PARTIAL_SUCCESS", {"recordCount": "1", "reason": "CLICK_NOT_FOUND"}), True),
        (said("FAILED"), True),
    ],
)
def test_errors_that_are_only_counted_are_vague(body, is_vague):
    verdicts = read_status(body, 3)
    assert verdicts is not None
    assert (verdicts.is_vague, dict(verdicts.by_position)) == (is_vague, {})


@pytest.mark.parametrize("state", ["PROCESSING", "REQUEST_STATUS_UNKNOWN"])
def test_a_request_that_is_worked_on_has_no_verdicts(state):
    assert read_status(said(state), 1) is None
    assert read_status({}, 1) is None


def test_what_cannot_be_taken_back_is_said(sink):
    assert only(sink.retract([ONE], at=ONE.occurred_at)).reason == "RETRACTION_NOT_SUPPORTED"
    assert "retract" not in sink.capabilities
