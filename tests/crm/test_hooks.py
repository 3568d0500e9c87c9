"""The door of the hooks: whatever is posted gets a clear answer, and nothing that was posted is lost."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from time_machine import travel

from crm.models import Consent, Lead, LeadSubmission
from crm.readers.signatures import sign
from crm.services import incoming
from crm.services.sources import reveal_secret
from crm.states import LeadStatus, SourceKind, SubmissionState
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import source

pytestmark = pytest.mark.django_db
SITE = "https://www.exempelflytt.example"
# The example of the contract between a site and the hook, whole.
WHOLE = {
    "v": 1, "submission_id": "0197d0c2-7c1e-7b7a-9d0e-3f2c1a4b5c6d", "seq": 3, "stage": "partial",
    "form": {"id": "offert-flytt", "step": 2, "version": "2026-11-01", "name": "Offert"},
    "contact": {"name": "Anna Svensson", "email": "anna.svensson@example.se", "phone": "070-174 06 05"},
    "details": {
        "service": "flytt", "from_postcode": "11122", "to_postcode": "75220", "move_date": "2026-12-12",
        "area_m2": 64, "message": "Hiss finns.", "husdjur": "en katt",
    },
    "attribution": {
        "gclid": "Cj0KCQiA-FICTITIOUS_gclid-0001", "gbraid": "", "wbraid": "", "gad_source": "1",
        "utm_source": "google", "utm_medium": "cpc", "utm_campaign": "flytt-stockholm", "utm_term": "flyttfirma",
        "landing_url": "https://www.exempelflytt.example/flytt?gclid=Cj0KCQiA-FICTITIOUS_gclid-0001",
        "referrer": "https://www.google.com/", "first_seen": "2026-11-18T09:14:03+01:00",
    },
    "consent": {
        "ad_storage": "granted", "analytics_storage": "denied", "ad_user_data": "granted",
        "ad_personalization": "denied", "source": "cmp:example", "at": "2026-11-18T09:13:58+01:00",
        "notice_version": "2026-10",
    },
    "antispam": {"hp": "", "elapsed_ms": 23450},
    "client": {"sent_at": "2026-11-18T09:15:40+01:00", "page": "https://www.exempelflytt.example/flytt"},
}  # fmt: skip
PERSON = {"name": "Anna Svensson", "phone": "070-174 06 05", "elapsed_ms": 9000}


@pytest.fixture
def generic():
    return source("Hemsidan", kind=SourceKind.GENERIC, origins=[SITE])


@pytest.fixture
def server():
    return source("Servern", kind=SourceKind.GENERIC, is_signed=True)


def post(to, body, *, kind="application/json", **headers):
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return Client().post(f"/hooks/leads/{to.key}/", content, content_type=kind, headers=headers)


def signed(to, body, *, identity="msg_0001", at=None, secret=""):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = int((at or now()).timestamp())
    key = secret or reveal_secret(source=to, by=world.person(Role.OWNER), at=now())
    signature = sign(key, identity, stamp, content)
    return post(
        to, content,
        **{"webhook-id": identity, "webhook-timestamp": str(stamp), "webhook-signature": signature},
    )  # fmt: skip


def test_the_whole_contract_becomes_one_lead_with_everything_that_was_told(generic):
    answer = post(generic, WHOLE, origin=SITE)
    lead = Lead.objects.get()

    assert (answer.status_code, answer.json()) == (
        202, {"status": "accepted", "submission_id": WHOLE["submission_id"], "seq": 3},
    )  # fmt: skip
    assert (lead.status, lead.name, lead.email) == (LeadStatus.STARTED, "Anna Svensson", "anna.svensson@example.se")
    assert (lead.phone, lead.services, lead.step) == ("+46701740605", ["moving"], 2)
    assert (lead.postal_code, lead.to_postal_code, str(lead.wanted_on)) == ("111 22", "752 20", "2026-12-12")
    assert (lead.details["area_m2"], lead.message) == ("64", "Hiss finns.")
    assert lead.extra == {
        "form.id": "offert-flytt", "form.version": "2026-11-01", "form.name": "Offert", "details.husdjur": "en katt",
    }  # fmt: skip
    assert lead.attribution["gclid"] == "Cj0KCQiA-FICTITIOUS_gclid-0001"
    assert lead.attribution["utm_campaign"] == "flytt-stockholm"
    assert lead.attribution["referrer"] == "https://www.google.com/"
    assert lead.clicked_at == datetime(2026, 11, 18, 8, 14, 3, tzinfo=UTC)


def test_consents_stand_with_time_source_and_version_of_the_text(generic):
    post(generic, WHOLE)
    rows = {row.kind: row for row in Consent.objects.all()}

    assert {kind: row.state for kind, row in rows.items()} == {
        "ad_storage": "granted", "analytics_storage": "denied", "ad_user_data": "granted",
        "ad_personalization": "denied",
    }  # fmt: skip
    consent = rows["ad_user_data"]
    assert (consent.source, consent.text_version) == ("cmp:example", "2026-10")
    assert consent.at == datetime(2026, 11, 18, 8, 13, 58, tzinfo=UTC)
    assert consent.page == "https://www.exempelflytt.example/flytt"


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "text/plain;charset=UTF-8"])
def test_json_is_read_whatever_it_is_sent_as(generic, kind):
    assert post(generic, PERSON, kind=kind).status_code == 202
    assert Lead.objects.get().phone == "+46701740605"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain"])
def test_forms_are_read_and_beacons_too(generic, kind):
    body = "namn=Anna+Sv%C3%A4rd&telefon=0701740605&tj%C3%A4nst=Flyttst%C3%A4dning&Antal+nycklar=3&elapsed_ms=8000"
    assert post(generic, body, kind=kind).status_code == 202
    lead = Lead.objects.get()

    assert (lead.name, lead.services, lead.extra) == ("Anna Svärd", ["move_cleaning"], {"Antal nycklar": "3"})


def test_the_click_is_read_from_the_address_of_the_page_when_no_field_tells_it(generic):
    page = f"{SITE}/flytt?utm_source=google&gclid=Cj0KCQiA-FICTITIOUS_gclid-0001#form"
    post(generic, {**PERSON, "landing_page": page, "ad_user_data": "granted"})
    post(generic, {**PERSON, "landing_page": page, "submission_id": "b"})
    yes, unknown = Lead.objects.order_by("pk")

    assert yes.attribution["gclid"] == "Cj0KCQiA-FICTITIOUS_gclid-0001"
    assert unknown.attribution == {"utm_source": "google", "landing_page": f"{SITE}/flytt?utm_source=google"}


def test_what_cannot_be_a_click_id_is_kept_as_an_unknown_field(generic):
    post(generic, {**PERSON, "gclid": "'; DROP TABLE crm_lead; --", "ad_user_data": "granted"})
    lead = Lead.objects.get()

    assert lead.extra["gclid"] == "'; DROP TABLE crm_lead; --"
    assert "gclid" not in lead.attribution


def test_a_field_known_by_two_names_keeps_the_second_as_unknown(generic):
    post(generic, {**PERSON, "mobil": "070-174 06 06", "namn": ""})
    lead = Lead.objects.get()

    assert (lead.name, lead.extra) == ("Anna Svensson", {"mobil": "070-174 06 06"})


# ------------------------------------------------------------------ signatures


def test_a_right_signature_is_taken_and_the_same_message_again_is_a_duplicate(server):
    assert signed(server, PERSON).status_code == 202
    again = signed(server, PERSON)

    assert (again.status_code, again.json()["status"]) == (200, "duplicate")
    assert Lead.objects.count() == 1
    assert LeadSubmission.objects.filter(state=SubmissionState.REPEATED).count() == 1


@pytest.mark.parametrize(
    ("shift", "secret", "words"),
    [
        (timedelta(0), "whsec_ZGVtby1zZWNyZXQ=", "Fel signatur"),
        (timedelta(minutes=-6), "", "för gammal"),
        (timedelta(minutes=6), "", "ligger framåt"),
    ],
)
def test_a_wrong_or_old_signature_is_refused_with_words_and_kept(server, shift, secret, words):
    answer = signed(server, PERSON, at=now() + shift, secret=secret)
    kept = LeadSubmission.objects.get()
    server.refresh_from_db()

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "bad_signature")
    assert words in answer.json()["error"]["message"]
    assert (kept.state, kept.body) == (SubmissionState.REFUSED, json.dumps(PERSON))
    assert words in server.last_error
    assert not Lead.objects.exists()


def test_no_signature_where_one_is_asked_for_is_refused(server):
    assert post(server, PERSON).status_code == 401


def test_one_of_several_signatures_is_enough_while_secrets_are_exchanged(server):
    content, stamp = json.dumps(PERSON).encode(), int(now().timestamp())
    key = reveal_secret(source=server, by=world.person(Role.OWNER), at=now())
    signatures = f"v1,{'A' * 43}= {sign(key, 'm', stamp, content)}"
    answer = post(
        server, content,
        **{"webhook-id": "m", "webhook-timestamp": str(stamp), "webhook-signature": signatures},
    )  # fmt: skip

    assert answer.status_code == 202


def test_the_published_example_of_the_standard_has_this_signature():
    body = b'{"submission_id":"0197d0c2-7c1e-7b7a-9d0e-3f2c1a4b5c6d","stage":"partial"}'
    made = sign("ZGVtby1zZWNyZXQtZGVtby1zZWNyZXQtZGVtby1zZWM=", "msg_0001", 1795266000, body)

    assert made == "v1,WZrFEd+mysDK3kXWuIccCxjPbdXYyty9EQxMYPEMCJc="


def test_a_changed_body_breaks_the_signature(server):
    content, stamp = json.dumps(PERSON).encode(), int(now().timestamp())
    key = reveal_secret(source=server, by=world.person(Role.OWNER), at=now())
    answer = post(
        server, content.replace(b"Anna", b"Anne"),
        **{"webhook-id": "m", "webhook-timestamp": str(stamp), "webhook-signature": sign(key, "m", stamp, content)},
    )  # fmt: skip

    assert answer.status_code == 401


# ------------------------------------------------------------------ origins


def preflight(to, origin):
    return Client().options(
        f"/hooks/leads/{to.key}/", headers={"origin": origin, "access-control-request-method": "POST"}
    )


def test_the_sources_own_page_may_ask_and_read_the_answer(generic):
    asked, posted = preflight(generic, SITE), post(generic, PERSON, origin=SITE)

    assert (asked.status_code, posted.status_code) == (204, 202)
    for answer in (asked, posted):
        assert answer["Access-Control-Allow-Origin"] == SITE
        assert "Origin" in answer["Vary"]
        assert "Access-Control-Allow-Credentials" not in answer
    assert asked["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert asked["Access-Control-Allow-Headers"] == "content-type"


@pytest.mark.parametrize(
    "origin",
    [
        "https://exempelflytt.example", "http://www.exempelflytt.example", f"{SITE}:8443", f"{SITE}.evil.example",
        "https://evil.example", "null", f"{SITE}/",
    ],
)  # fmt: skip
def test_any_other_origin_is_refused_and_its_post_kept(generic, origin):
    asked, posted = preflight(generic, origin), post(generic, PERSON, origin=origin)

    assert (asked.status_code, posted.status_code) == (403, 403)
    assert posted.json()["error"]["code"] == "origin_not_allowed"
    assert "Access-Control-Allow-Origin" not in asked
    assert "Access-Control-Allow-Origin" not in posted
    assert LeadSubmission.objects.get().state == SubmissionState.REFUSED


# ------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b'{"name": "Anna"', "application/json", 400, "invalid_json"),
        (b"[1, 2]", "application/json", 400, "invalid_json"),
        (b" \n", "application/json", 400, "empty"),
        (b"hej", "text/plain", 400, "invalid_form"),
        (b"%PDF-1.7", "application/pdf", 415, "unsupported_type"),
        (b'{"a":' * 20 + b"1" + b"}" * 20, "application/json", 400, "too_complex"),
        (b"[" * 30_000, "application/json", 400, "invalid_json"),
        (b'{"a":' * 6000 + b"1", "application/json", 400, "invalid_json"),
        (b"&".join(b"f%d=1" % n for n in range(400)), "application/x-www-form-urlencoded", 400, "invalid_form"),
        (b'{"n": ' + b"9" * 5000 + b"}", "application/json", 400, "invalid_json"),
    ],
)
def test_what_cannot_be_read_gets_a_clear_answer_and_is_kept(generic, body, kind, status, code):
    answer = post(generic, body, kind=kind)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"].endswith(".")
    kept = LeadSubmission.objects.get()
    assert (kept.state, kept.body, kept.content_type) == (SubmissionState.REFUSED, body.decode(), kind)


def test_ten_megabytes_are_refused_and_their_beginning_kept(generic):
    answer = post(generic, b'{"message": "' + b"x" * 10_000_000 + b'"}')

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert len(LeadSubmission.objects.get().body) == 32 * 1024


@pytest.mark.parametrize(
    "name", ["Zoë 🚚🧹 Öberg", "Robert'); DROP TABLE crm_lead;--", "<script>alert(1)</script> Ek", "أحمد", "O’Brien"]
)
def test_names_are_kept_as_they_are_written(server, name):
    signed(server, {**PERSON, "name": name})

    assert Lead.objects.get().name == name


@pytest.mark.parametrize("hidden", ["\x00", "\ud800", "\udfff\ud800"])
def test_what_a_database_cannot_hold_is_replaced_and_the_rest_kept(server, hidden):
    assert signed(server, {**PERSON, "message": f"Hej{hidden}då", f"k{hidden}": "v"}).status_code == 202
    lead = Lead.objects.get()

    assert lead.message.startswith("Hej")
    assert lead.message.endswith("då")
    assert list(lead.extra.values()) == ["v"]


def test_nul_bytes_in_a_form_are_replaced(generic):
    post(generic, "name=Anna%00Berg&phone=0701740605&elapsed_ms=9000", kind="application/x-www-form-urlencoded")

    assert Lead.objects.get().name == "Anna�Berg"


def test_what_is_no_utf8_is_read_as_far_as_it_goes(generic):
    post(generic, b'{"name": "Anna \xff\xfe", "phone": "0701740605", "elapsed_ms": 9000}')

    assert Lead.objects.get().name.startswith("Anna")


@pytest.mark.parametrize("key", ["finns-inte", "a%00b", "%F0%9F%9A%9A", "x" * 500, "' OR 1=1 --"])
def test_an_address_that_is_nobodys_is_not_found(db, key):
    answer = Client().post(f"/hooks/leads/{key}/", "{}", content_type="application/json")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_form")


def test_reading_the_address_is_told_to_post(generic):
    answer = Client().get(f"/hooks/leads/{generic.key}/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")


def test_a_source_that_is_switched_off_says_so_and_keeps_the_post():
    off = source("Gammal", kind=SourceKind.GENERIC, is_active=False)
    answer = post(off, PERSON)

    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "closed")
    assert LeadSubmission.objects.get().body == json.dumps(PERSON)


def test_while_the_database_is_away_the_sender_is_asked_to_come_again(generic, monkeypatch):
    monkeypatch.setattr(incoming, "receive", lambda **_: (_ for _ in ()).throw(OperationalError("away")))
    answer = post(generic, PERSON)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer.json()["error"]["code"] == "try_again"


def test_nobody_to_reach_is_told_and_waits_for_a_person_when_the_form_is_whole(generic):
    whole, step = post(generic, {"name": "Anna"}), post(generic, {"name": "Bo", "stage": "partial"})

    assert (whole.status_code, step.status_code) == (422, 422)
    assert list(LeadSubmission.objects.order_by("pk").values_list("state", flat=True)) == ["quarantined", "refused"]


def test_a_late_step_and_a_repeated_one_change_nothing_and_say_so(generic):
    step = {**PERSON, "submission_id": "a", "stage": "partial"}
    assert post(generic, {**step, "seq": 1, "city": "Storköping"}).status_code == 202
    assert post(generic, {**step, "seq": 3, "city": "Nyköping"}).status_code == 202
    late = post(generic, {**step, "seq": 2, "city": "Storköping"})
    again = post(generic, {**step, "seq": 3, "city": "Nyköping"})

    assert (late.json()["status"], again.json()["status"]) == ("duplicate", "duplicate")
    assert Lead.objects.get().city == "Nyköping"
    assert LeadSubmission.objects.count() == 4


def test_the_same_body_without_any_id_is_one_lead_for_ten_minutes(generic):
    with travel(datetime(2026, 11, 25, 10, 9, 50, tzinfo=UTC), tick=False) as time:
        post(generic, PERSON)
        time.shift(30)  # into the next window
        post(generic, PERSON)
        assert Lead.objects.count() == 1
        time.shift(1200)
        post(generic, PERSON)
    assert Lead.objects.count() == 2


def test_no_address_of_the_sender_is_kept_in_clear(generic):
    post(generic, PERSON, **{"x-forwarded-for": "203.0.113.7"})
    kept = LeadSubmission.objects.get()

    assert "203.0.113.7" not in json.dumps([kept.address_hash, kept.body, kept.user_agent])
    assert len(kept.address_hash) == 64


STRANGE = (
    "namn=Anna&telefon=0701740605&fields[a][value]=1&form[id]=2",
    '{"form_response": {}}',
    '{"user_column_data": [1, null, {"column_id": {}}], "google_key": []}',
    '{"payload": {"data": {"a": {}}}, "triggerType": 1}',
    '{"data": {"fields": [[], {"value": {"a": [{}]}}]}, "eventType": null}',
    '{"form_id": [], "1": {}, "id": null}',
)


def broken(chance, text):
    """A body somebody might send by mistake or malice."""
    pieces = ["\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), '"', "{", "}", "[", "]", "null", "=",
              "&", "%", "é", "🚚", "\\u0000", "1e999", "-0", "true", "\\", "\n"]  # fmt: skip
    signs = list(text)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(signs) + 1)
        signs[place : place + chance.randint(0, 3)] = chance.choice(pieces)
    return "".join(signs)[: chance.randint(1, len(signs) + 1)]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_posted_never_breaks_anything_and_is_always_kept(generic, monkeypatch, seed):
    monkeypatch.setattr("crm.services.limits.KEPT_REFUSED_PER_MINUTE", 10_000)
    chance = random.Random(seed)
    texts = [json.dumps(WHOLE), *STRANGE]
    kinds = ["application/json", "text/plain", "application/x-www-form-urlencoded", "image/png", ""]
    for number in range(30):
        body = broken(chance, chance.choice(texts)).encode("utf-8", "replace")
        answer = post(generic, body, kind=chance.choice(kinds))
        assert answer.status_code in {200, 202, 400, 401, 413, 415, 422}, body
        assert LeadSubmission.objects.count() == number + 1, body
