"""What form builders send, each in its own shape, as the vendors describe it: all become the same lead."""

import base64
import copy
import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from crm.models import Consent, Lead, LeadSubmission
from crm.services.sources import reveal_secret
from crm.states import LeadStatus, SourceKind, SubmissionState
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import source

pytestmark = pytest.mark.django_db
GOOGLE = {
    "lead_id": "TeSter-123-FICTITIOUS-lead-0001",
    "user_column_data": [
        {"column_name": "Full Name", "string_value": "Anna Svensson", "column_id": "FULL_NAME"},
        {"column_name": "User Email", "string_value": "anna.svensson@example.se", "column_id": "EMAIL"},
        {"column_name": "User Phone", "string_value": "+46701740605", "column_id": "PHONE_NUMBER"},
        {"column_name": "Postal Code", "string_value": "11122", "column_id": "POSTAL_CODE"},
        {"string_value": "Flyttstädning", "column_id": "vilken_tjanst"},
        {"string_value": "Ja", "column_id": "har_du_hiss"},
    ],
    "api_version": "1.0", "form_id": 40000000001, "campaign_id": 20000000001, "adgroup_id": "30000000001",
    "creative_id": 50000000001, "asset_group_id": 7, "gcl_id": "Cj0KCQiA-FICTITIOUS_gclid-0009", "is_test": True,
}  # fmt: skip
TYPEFORM = {
    "event_id": "01FICTITIOUSEVENT0001", "event_type": "form_response",
    "form_response": {
        "form_id": "abC123", "token": "fictitious-response-token-0001", "landed_at": "2026-11-21T12:58:01Z",
        "submitted_at": "2026-11-21T13:00:00Z",
        "hidden": {"gclid": "Cj0KCQiA-FICTITIOUS_gclid-0004", "utm_source": "google"},
        "definition": {
            "id": "abC123",
            "fields": [
                {"id": "f1", "ref": "email_ref", "type": "email", "title": "E-post"},
                {"id": "f3", "ref": "r", "type": "short_text", "title": "Vad heter du?"},
                {"id": "f4", "ref": "s", "type": "multiple_choice", "title": "Vilken tjänst?"},
                {"id": "f5", "ref": "t", "type": "number", "title": "Hur många rum?"},
                {"id": "f6", "ref": "u", "type": "number", "title": "Hur många rum?"},
            ],
        },
        "answers": [
            {"type": "email", "email": "anna.svensson@example.se", "field": {"id": "f1", "type": "email", "ref": "e"}},
            {"type": "phone_number", "phone_number": "+46701740605", "field": {"id": "f2", "ref": "phone_ref"}},
            {"type": "text", "text": "Anna Svensson", "field": {"id": "f3"}},
            {"type": "choices", "choices": {"labels": ["Flytt", "Flyttstädning"]}, "field": {"id": "f4"}},
            {"type": "number", "number": 3, "field": {"id": "f5"}},
            {"type": "number", "number": 4, "field": {"id": "f6"}},
            {"type": "boolean", "boolean": True, "field": {"id": "f9", "ref": "piano"}},
        ],
    },
}  # fmt: skip
WEBFLOW = {
    "triggerType": "form_submission",
    "payload": {
        "name": "Offert", "siteId": "fictitious-site-id",
        "data": {
            "Namn": "Anna Svensson", "E-post": "anna.svensson@example.se", "Nummer": "0701740605", "Nycklar?": "Ja",
        },
        "schema": [
            {"fieldName": "E-post", "fieldType": "Email", "fieldElementId": "fictitious-el"},
            {"fieldName": "Nummer", "fieldType": "Phone", "fieldElementId": "fictitious-el-2"},
        ],
        "submittedAt": "2026-11-21T13:00:00.000Z", "id": "fictitious-submission-id", "formId": "fictitious-form-id",
    },
}  # fmt: skip
GRAVITY = {
    "id": "812", "form_id": "3", "date_created": "2026-11-21 13:00:00", "source_url": "https://exempel.test/offert",
    "1": "Anna Svensson", "2": "anna.svensson@example.se", "3.1": "Ja", "4": "0701740605", "5": "Piano",
}  # fmt: skip
ELEMENTOR = {
    "form[id]": "a1b2", "form[name]": "Offert", "fields[name][id]": "name", "fields[name][title]": "Namn",
    "fields[name][value]": "Anna Svensson", "fields[email][id]": "email",
    "fields[email][value]": "anna.svensson@example.se", "fields[email][type]": "email",
    "fields[f_9][title]": "Ditt nummer", "fields[f_9][value]": "0701740605", "fields[f_9][type]": "tel",
    "fields[f_8][title]": "Antal trappor", "fields[f_8][value]": "2",
    "meta[page_url][value]": "https://exempel.test/offert?utm_source=google", "meta[remote_ip][value]": "203.0.113.9",
}  # fmt: skip
TALLY = {
    "eventId": "e", "eventType": "FORM_RESPONSE", "createdAt": "2026-11-21T13:00:00Z",
    "data": {
        "responseId": "r-1", "formId": "f", "formName": "Offert",
        "fields": [
            {"key": "question_1", "label": "E-post", "type": "INPUT_EMAIL", "value": "anna.svensson@example.se"},
            {"key": "question_2", "label": "Namn", "type": "INPUT_TEXT", "value": "Anna Svensson"},
            {"key": "question_3", "label": "Nås på", "type": "INPUT_PHONE_NUMBER", "value": "+46701740605"},
            {"key": "question_4", "label": "Piano?", "type": "CHECKBOXES", "value": ["ja", "stort"]},
        ],
    },
}  # fmt: skip


def post(to, body, *, kind="application/json", **headers):
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return Client().post(f"/hooks/leads/{to.key}/", content, content_type=kind, headers=headers)


def secret(of):
    return reveal_secret(source=of, by=world.person(Role.OWNER), at=now())


def google_lead(to, **more):
    return post(to, {**copy.deepcopy(GOOGLE), "google_key": secret(to), **more})


@pytest.fixture
def google():
    return source("Google", kind=SourceKind.GOOGLE)


@pytest.mark.parametrize(
    ("kind", "body", "extra"),
    [
        (SourceKind.TYPEFORM, TYPEFORM, {"Hur många rum? (2)": "4", "piano": "true"}),
        (SourceKind.WEBFLOW, WEBFLOW, {"Nycklar?": "Ja"}),
        (SourceKind.GRAVITY, GRAVITY, {"3.1": "Ja", "5": "Piano"}),
        (SourceKind.GENERIC, TALLY, {"Piano?": "ja, stort"}),
        (SourceKind.ELEMENTOR, urlencode(ELEMENTOR), {"form_id": "a1b2", "form_name": "Offert", "Antal trappor": "2"}),
    ],
)
def test_every_builder_makes_the_same_person_and_keeps_what_it_asks_besides(kind, body, extra):
    sender = source("Byggare", kind=kind)
    form = "application/x-www-form-urlencoded" if isinstance(body, str) else "application/json"
    assert post(sender, body, kind=form).status_code == 202
    lead = Lead.objects.get()

    assert (lead.name, lead.email, lead.phone) == ("Anna Svensson", "anna.svensson@example.se", "+46701740605")
    assert lead.status == LeadStatus.NEW
    assert {name: lead.extra.get(name) for name in extra} == extra


def test_typeform_tells_services_and_rooms_and_counts_by_its_token():
    sender = source("Typeform", kind=SourceKind.TYPEFORM)
    post(sender, TYPEFORM)
    again = post(sender, {**TYPEFORM, "event_id": "another-delivery"})
    lead = Lead.objects.get()

    assert (lead.services, again.json()["status"]) == (["moving", "move_cleaning"], "duplicate")
    assert lead.submission_id == "fictitious-response-token-0001"
    assert "gclid" not in lead.attribution  # nobody said yes


@pytest.mark.parametrize(("right", "status"), [(True, 202), (False, 401)])
def test_typeform_signs_in_its_own_way(right, status):
    sender = source("Typeform", kind=SourceKind.TYPEFORM, is_signed=True)
    content = json.dumps(TYPEFORM).encode()
    key = secret(sender) if right else "wrong"
    mac = base64.b64encode(hmac.new(key.encode(), content, hashlib.sha256).digest()).decode()

    assert post(sender, content, **{"typeform-signature": f"sha256={mac}"}).status_code == status


@pytest.mark.parametrize(("shift", "status"), [(0, 202), (-400, 401)])
def test_webflow_signs_time_and_body(shift, status):
    sender = source("Webflow", kind=SourceKind.WEBFLOW, is_signed=True)
    content, stamp = json.dumps(WEBFLOW).encode(), str(int((now().timestamp() + shift) * 1000))
    mac = hmac.new(secret(sender).encode(), f"{stamp}:".encode() + content, hashlib.sha256).hexdigest()
    answer = post(sender, content, **{"x-webflow-timestamp": stamp, "x-webflow-signature": mac})

    assert answer.status_code == status


def test_googles_lead_form_is_known_by_its_key_and_answered_as_google_wants(google):
    answer = google_lead(google)
    lead = Lead.objects.get()

    assert (answer.status_code, answer.json()) == (200, {})
    assert (lead.name, lead.postal_code, lead.services) == ("Anna Svensson", "111 22", ["move_cleaning"])
    assert lead.is_test
    assert lead.attribution == {"gad_campaignid": "20000000001"}  # the click needs a yes
    assert lead.extra["har_du_hiss"] == "Ja"
    assert lead.extra["adgroup_id"] == "30000000001"
    assert "google_key" not in lead.extra


def test_googles_click_is_kept_when_the_form_asks_for_its_use():
    asked = source("Google", kind=SourceKind.GOOGLE, assumes_ad_consent=True)
    google_lead(asked)

    assert Lead.objects.get().attribution["gclid"] == "Cj0KCQiA-FICTITIOUS_gclid-0009"
    assert Consent.objects.get().source == "inställning: Google"


@pytest.mark.parametrize("key", ["wrong", "", None, ["a"]])
def test_googles_form_without_its_key_is_refused(google, key):
    assert google_lead(google, google_key=key).status_code == 401
    assert LeadSubmission.objects.get().state == SubmissionState.REFUSED


def test_google_may_deliver_twice(google):
    answers = [google_lead(google).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert Lead.objects.count() == 1


def test_elementor_without_advanced_data_has_labels_for_names():
    sender = source("Elementor", kind=SourceKind.ELEMENTOR)
    body = urlencode({"Ditt namn": "Anna Svensson", "Telefonnummer": "0701740605", "Beskrivning": "Två trappor"})
    post(sender, body, kind="application/x-www-form-urlencoded")
    lead = Lead.objects.get()

    assert (lead.name, lead.phone, lead.message) == ("Anna Svensson", "+46701740605", "Två trappor")


def test_elementor_tells_the_page_but_not_the_visitors_address():
    post(source("E", kind=SourceKind.ELEMENTOR), urlencode(ELEMENTOR), kind="application/x-www-form-urlencoded")
    lead = Lead.objects.get()

    assert lead.attribution["utm_source"] == "google"
    assert "203.0.113.9" not in json.dumps(lead.extra)


def test_own_names_of_fields_are_mapped_by_the_source():
    sender = source("Gravity", kind=SourceKind.GRAVITY, mapping={"5": "message", "3.1": "wants_rut"})
    post(sender, GRAVITY)
    lead = Lead.objects.get()

    assert (lead.message, lead.details["wants_rut"]) == ("Piano", "yes")


def test_a_builders_partial_response_is_a_started_lead_that_the_whole_one_completes():
    sender = source("Typeform", kind=SourceKind.TYPEFORM)
    partial = copy.deepcopy(TYPEFORM)
    partial["event_type"], partial["event_id"] = "form_response_partial", "one"
    post(sender, partial)
    assert Lead.objects.get().status == LeadStatus.STARTED
    post(sender, TYPEFORM)

    assert Lead.objects.get().status == LeadStatus.NEW
