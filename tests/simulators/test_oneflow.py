"""The simulator of Oneflow is as strict as its documentation, and fails as it is told to."""

import hashlib
import json
import threading
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
import requests

from simulators.oneflow import Oneflow, Options
from simulators.oneflow.hooks import DELAYS
from simulators.oneflow.seed import CLEANING, OFFICE, PRIVATE_MOVE
from simulators.pages import PageHandler, PageServer

MAJA = {
    "name": "Maja Ekdahl", "email": "maja@kund.example", "signatory": True, "sign_method": "swedish_bankid",
    "delivery_channel": "email", "two_step_authentication_method": "none",
}  # fmt: skip
KEY = "hemlig-nyckel-123"


@pytest.fixture
def oneflow():
    with Oneflow(Options(pdf_delay=0, allow_http=True, time_scale=1000)) as running:
        yield running


@pytest.fixture
def ask(oneflow):
    def make(method, path, body=None, **headers):
        told = {"x-oneflow-api-token": oneflow.token, "x-oneflow-user-email": oneflow.email, **headers}
        sent = {name: value for name, value in told.items() if value}
        return requests.request(
            method, oneflow.url + path, json=body, headers=sent, timeout=5, allow_redirects=False
        )  # fmt: skip

    return make


def individual(**changes):
    return {"type": "individual", "participant": {**MAJA, **changes}}


def body(**changes):
    return {"workspace_id": OFFICE, "template_id": PRIVATE_MOVE, "parties": [individual()], **changes}


@pytest.fixture
def sent(ask):
    made = ask("POST", "/contracts/create", body()).json()
    return ask("POST", f"/contracts/{made['id']}/publish", {"subject": "Avtal", "message": "Hej"}).json()


class Receiver(PageServer):
    """Keeps what is posted to it; answers the statuses it is told to, then 200."""

    def __init__(self):
        kept = self

        class Handler(PageHandler):
            def do_POST(self):  # noqa: N802
                posted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with kept.lock:
                    kept.posted.append(posted)
                    status = kept.statuses.pop(0) if kept.statuses else 200
                self.answer(b"", status=HTTPStatus(status))

        super().__init__(Handler)
        self.posted, self.statuses, self.lock = [], [], threading.Lock()
        self.url = f"http://127.0.0.1:{self.port}/hook/"


@pytest.fixture
def receiver(ask):
    with Receiver() as running:
        ask("POST", "/webhooks", {"callback_url": running.url, "sign_key": KEY, "filters": None})
        yield running


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"nonsense": 1}, "nonsense"),
        ({"workspace_id": "88001"}, "workspace_id"),
        ({"name": "x" * 131}, "name"),
        ({"data_fields": [{"custom_id": "felstavat", "value": "x"}]}, "data_fields[0].custom_id"),
        ({"parties": [{"type": "individual", "participants": [MAJA]}]}, "parties[0].participant"),
        ({"parties": [{"type": "company", "name": "Bolaget", "participants": []}]}, "parties[0].participants"),
        ({"parties": [{"type": "company", "participants": [MAJA]}]}, "parties[0].name"),
        ({"parties": [{"type": "firm", "participants": [MAJA]}]}, "parties[0].type"),
        ({"parties": [individual(name="")]}, "parties[0].participant.name"),
        ({"parties": [individual(email="")]}, "parties[0].participant.email"),
        ({"parties": [individual(delivery_channel="")]}, "parties[0].participant.delivery_channel"),
        ({"parties": [individual(delivery_channel="sms")]}, "parties[0].participant.phone_number"),
        ({"parties": [individual(sign_method="sms")]}, "parties[0].participant.phone_number"),
        ({"parties": [individual(sign_method="swedish_bankid_esign")]}, "parties[0].participant.sign_method"),
        ({"parties": [individual(two_step_authentication_method="pigeon")]},
         "parties[0].participant.two_step_authentication_method"),
        ({"parties": [individual(delivery_channel="same_device", sign_method="standard_esign")]},
         "parties[0].participant.sign_method"),
        ({"parties": [individual(identification_number="9" * 26)]}, "parties[0].participant.identification_number"),
        ({"parties": [individual()] * 41}, "parties"),
        ({"product_groups": [{"products": []}]}, "product_groups"),
    ],
)  # fmt: skip
def test_what_the_documentation_does_not_allow_is_refused_by_its_place(ask, changes, path):
    answer = ask("POST", "/contracts/create", body(**changes))

    told = answer.json()
    assert (answer.status_code, told["error_code"]) == (400, 4000000)
    assert path in told["parameter_problems"]
    assert told["request_id"]


def test_amount_and_currency_inside_a_price_are_refused(ask, oneflow):
    product = {
        "name": "Flytt", "price_1": {"amount": "1", "base_amount": {"amount": "x"}},
        "quantity": {"type": "quantity", "amount": 1},
    }  # fmt: skip
    answer = ask("POST", "/contracts/create", body(template_id=771201, product_groups=[{"products": [product]}]))
    assert {"product_groups[0].products[0].price_1.amount", "product_groups[0].products[0].price_1.base_amount"} <= set(
        answer.json()["parameter_problems"]
    )


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ({"x-oneflow-api-token": ""}, "/ping", 401), ({"x-oneflow-api-token": "kort"}, "/ping", 401),
        ({"x-oneflow-user-email": ""}, "/ping", 200), ({"x-oneflow-user-email": "okänd@x.se".encode()}, "/ping", 401),
        ({}, "/contracts/1", 404), ({}, "/nothing", 404), ({}, "/contracts?limit=200", 400),
        ({}, "/contracts?limit=x", 400), ({}, "/contracts?offset=20000", 400), ({}, "/contracts?sort=colour", 400),
        ({}, "/contracts?filter[template_id]=1", 400), ({}, "/contracts?filter[data_field_match]=a:", 400),
        ({}, "/contracts?filter[states]=a&filter[states]=b", 400), ({}, "/contracts?colour=red", 400),
        ({}, "/contracts?filter[published_time]=2026-01-01|", 200), ({}, "/helpers/contract_create_data", 200),
    ],
)  # fmt: skip
def test_who_asks_and_how_is_checked(ask, headers, path, status):
    assert ask("GET", path, **headers).status_code == status


def test_too_many_calls_in_five_minutes_are_refused_in_the_documented_words(ask, oneflow):
    oneflow.world.options.rate_limit = 2
    answers = [ask("GET", "/ping") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["error_code"] == 4290000
    assert "request_id" not in answers[2].json()
    assert "Retry-After" not in answers[2].headers
    oneflow.advance(300)
    assert ask("GET", "/ping").status_code == 200


def test_a_user_is_needed_to_write_and_must_have_access(ask):
    assert ask("POST", "/contracts/create", body(), **{"x-oneflow-user-email": ""}).status_code == 401
    assert ask("POST", "/contracts/create", body(workspace_id=1)).status_code == 404
    told = body(template_id=CLEANING)
    assert ask("POST", "/contracts/create", told, **{"x-oneflow-user-email": "utan@exempel.test"}).status_code == 403


@pytest.mark.parametrize(
    ("state", "act", "status"),
    [
        ("draft", ("POST", "publish", {"subject": "a", "message": "b"}), 200),
        ("draft", ("PUT", "data_fields/c::pris", {"value": "1"}), 200),
        ("draft", ("PUT", "data_fields/c::finns-inte", {"value": "1"}), 404),
        ("draft", ("POST", "participants/{person}/access_link", {}), 409),
        ("pending", ("POST", "publish", {"subject": "a", "message": "b"}), 409),
        ("pending", ("PUT", "data_fields/c::pris", {"value": "1"}), 409),
        ("pending", ("PUT", "", {"_private": {"signing_period_expiration": None}}), 400),
        ("pending", ("PUT", "", {"_private": {"signing_period_expiration": {"type": "days_after_publish"}}}), 400),
        ("pending", ("PUT", "", {"_private": {
            "signing_period_expiration": {"type": "fixed_date", "expire_date": "2020-01-01"}}}), 400),
        ("pending", ("PUT", "", {"_private": {"name": "Nytt namn"}}), 200),
        ("signed", ("PUT", "", {"_private": {"value": {"amount": "5", "currency": "SEK"}}}), 200),
        ("signed", ("PUT", "", {"_private": {"signing_period_expiration": {"type": "never"}}}), 409),
        ("declined", ("PUT", "", {"_private": {"name": "Nytt namn"}}), 409),
        ("signed", ("DELETE", "", None), 200),
    ],
)  # fmt: skip
def test_a_state_allows_what_the_documentation_says(ask, oneflow, state, act, status):
    made = ask("POST", "/contracts/create", body()).json()
    if state != "draft":
        ask("POST", f"/contracts/{made['id']}/publish", {"subject": "Avtal", "message": "Hej"})
    if state in {"signed", "declined"}:
        oneflow.act({"signed": "sign", "declined": "decline"}[state], made["id"])
    method, path, told = act
    path = path.format(person=made["parties"][1]["participant"]["id"])

    assert ask(method, f"/contracts/{made['id']}/{path}".rstrip("/"), told).status_code == status


def test_two_signatories_must_both_sign_and_one_can_end_it(ask, oneflow):
    people = [{**MAJA, "sign_method": "standard_esign", "email": f"{number}@kund.example"} for number in range(2)]
    made = ask(
        "POST", "/contracts/create", body(parties=[{"type": "company", "name": "Bolaget", "participants": people}])
    ).json()
    ask("POST", f"/contracts/{made['id']}/publish", {"subject": "Avtal", "message": "Hej"})
    first, second = [person["id"] for person in made["parties"][1]["participants"]]

    oneflow.act("sign", made["id"], first)
    assert oneflow.contract(made["id"])["state"] == "pending"
    oneflow.act("decline", made["id"], second)
    assert oneflow.contract(made["id"])["state"] == "declined"


def test_a_bounce_changes_the_delivery_and_not_the_state(ask, oneflow):
    made = ask("POST", "/contracts/create", body(parties=[individual(email="bounce@kund.example")])).json()
    told = ask("POST", f"/contracts/{made['id']}/publish", {"subject": "Avtal", "message": "Hej"}).json()
    assert (told["state"], told["parties"][1]["participant"]["delivery_status"]) == ("pending", "bounce")
    assert [mail["address"] for mail in oneflow.outbox()] == ["bounce@kund.example"]


def test_time_runs_out_by_itself(oneflow, sent, receiver):
    oneflow.advance(15 * 24 * 3600)
    assert oneflow.contract(sent["id"])["state"] == "overdue"
    oneflow.settle()
    assert receiver.posted[0]["events"][0]["type"] == "contract:signing_period_expire"


def test_a_download_leads_to_a_store_that_wants_none_of_our_headers_and_gives_once(ask, oneflow, sent):
    leads = ask("GET", f"/contracts/{sent['id']}/files/1?download=true")
    assert leads.status_code == 302
    leaking = requests.get(leads.headers["Location"], headers={"x-oneflow-api-token": oneflow.token}, timeout=5)
    assert leaking.status_code == 400
    given = requests.get(leads.headers["Location"], timeout=5)
    assert (given.headers["Content-Type"], given.content[:5]) == ("binary/octet-stream", b"%PDF-")
    assert requests.get(leads.headers["Location"], timeout=5).status_code == 403
    assert ask("GET", f"/contracts/{sent['id']}/files/2").status_code == 404


def test_a_file_is_attached_to_a_draft_in_the_ways_its_template_has(oneflow, ask):
    made = ask("POST", "/contracts/create", body()).json()

    def upload(way, name="Villkor.pdf"):
        headers = {"x-oneflow-api-token": oneflow.token, "x-oneflow-user-email": oneflow.email}
        url = f"{oneflow.url}/contracts/{made['id']}/files"
        files = {"file": (name, b"%PDF-1.4 ...", "application/pdf")}
        return requests.post(url, files=files, data={"upload_as": way}, headers=headers, timeout=5)

    answer = upload("attachment")
    told = answer.json()
    assert (answer.status_code, told["name"], told["type"], told["extension"]) == (200, "Villkor", "attachment", "pdf")
    assert list(upload("expanded_pdf").json()["parameter_problems"]) == ["upload_as"]
    assert upload("something").status_code == 400
    ask("POST", f"/contracts/{made['id']}/publish", {"subject": "Avtal", "message": "Hej"})
    assert upload("attachment").status_code == 409


def test_a_webhook_holds_ids_only_and_is_signed_as_documented(oneflow, sent, receiver):
    oneflow.act("sign", sent["id"])
    assert oneflow.settle()

    (told,) = receiver.posted  # one delivery for one change
    assert told["contract"] == {"id": sent["id"]}
    kinds = ["participant:sign", "contract:sign", "contract:lifecycle_state:start"]
    assert [event["type"] for event in told["events"]] == kinds
    assert told["signature"] == hashlib.sha1((told["callback_id"] + KEY).encode()).hexdigest()  # noqa: S324


def test_a_webhook_is_tried_ten_times_and_only_200_counts(oneflow, sent, receiver):
    receiver.statuses = [204, 500, 302] + [503] * 7
    oneflow.act("visit", sent["id"])

    for _ in range(500):
        if oneflow.deliveries()[-1]["state"] != "waiting":
            break
        oneflow.advance(4)  # the longest wait is 3.6 seconds here
        threading.Event().wait(0.01)
    assert oneflow.deliveries()[-1]["state"] == "given_up"
    assert len(receiver.posted) == len(DELAYS) + 1 == 10
    assert len({told["callback_id"] for told in receiver.posted}) == 1


@pytest.mark.parametrize(
    ("mode", "count", "is_signed"),
    [("duplicate", 2, True), ("drop", 0, True), ("bad_signature", 1, False), ("delay:0.05", 1, True)],
)
def test_webhooks_go_wrong_as_they_are_told_to(oneflow, sent, receiver, mode, count, is_signed):
    oneflow.fail("HOOK participant:first_visit", mode)
    oneflow.act("visit", sent["id"])
    assert oneflow.settle()

    assert len(receiver.posted) == count
    for told in receiver.posted:
        wanted = hashlib.sha1((told["callback_id"] + KEY).encode()).hexdigest()  # noqa: S324
        assert (told["signature"] == wanted) == is_signed


def test_a_webhook_that_comes_late_is_overtaken(oneflow, sent, receiver):
    oneflow.fail("HOOK participant:first_visit", "reorder:0.1")
    oneflow.act("visit", sent["id"])
    oneflow.act("sign", sent["id"])
    assert oneflow.settle()
    assert [told["events"][0]["type"] for told in receiver.posted] == ["participant:sign", "participant:first_visit"]


def test_a_webhook_can_be_faster_than_the_answer_it_is_about(ask, oneflow, receiver):
    oneflow.fail("POST /v1/contracts/create", "before_response")
    made = ask("POST", "/contracts/create", body()).json()
    assert [told["contract"]["id"] for told in receiver.posted] == [made["id"]]


def test_only_those_are_told_who_want_to_know(ask, oneflow, sent, receiver):
    hook = next(iter(oneflow.world.tables["webhooks"]))
    rules = [{"type": "EVENT_TYPE", "values": ["contract:sign"]}, {"type": "WORKSPACE", "values": [OFFICE]}]
    ask("PUT", f"/webhooks/{hook}", {"callback_url": receiver.url, "filters": [{"filter_rules": rules}]})
    oneflow.act("visit", sent["id"])
    oneflow.act("sign", sent["id"])
    assert oneflow.settle()

    (told,) = receiver.posted
    assert [event["type"] for event in told["events"]] == ["contract:sign"]
    assert "signature" not in told  # no key, no signature


def test_the_customers_page_counts_a_visit_signs_and_ends_after_six_hours(ask, oneflow, sent):
    person = sent["parties"][1]["participant"]["id"]
    link = ask("POST", f"/contracts/{sent['id']}/participants/{person}/access_link", {}).json()["access_link"]
    page = requests.get(link, timeout=5).text
    assert "Signera" in page
    assert "Avböj" in page
    assert "har signerat" in requests.post(f"{link}/sign", timeout=5).text
    assert oneflow.contract(sent["id"])["state"] == "signed"
    oneflow.advance(6 * 3600 + 1)
    assert requests.get(link, timeout=5).status_code == 404


def test_a_person_sees_contracts_and_invitations(oneflow, sent):
    page = requests.get(f"{oneflow.page}/", timeout=5).text
    assert "Flyttavtal privatperson" in page
    assert "maja@kund.example" in page
    opened = requests.get(f"{oneflow.page}/open/{sent['id']}/{sent['parties'][1]['participant']['id']}", timeout=5)
    assert "Signera" in opened.text
    assert requests.get(f"{oneflow.page}/contracts/{sent['id']}", timeout=5).ok
    assert requests.get(f"{oneflow.page}/nothing", timeout=5).status_code == 404


def test_it_is_steered_over_http_too(oneflow, sent):
    def steer(path, told=None, method="POST"):
        return requests.request(method, f"{oneflow.page}/_sim/{path}", json=told or {}, timeout=5)

    person = sent["parties"][1]["participant"]["id"]
    assert steer(f"contracts/{sent['id']}/participants/{person}/visit").ok
    assert steer(f"contracts/{sent['id']}/expire").ok
    assert steer(f"contracts/{sent['id']}/expire").status_code == 409
    assert steer("faults", {"match": "*", "mode": "explode"}).status_code == 400
    assert steer("faults", {"match": "*", "mode": "status:500"}).ok
    assert steer("faults", method="DELETE").ok
    assert steer("clock", {"advance_s": 5}).ok
    assert [row["id"] for row in steer("contracts", method="GET").json()] == [sent["id"]]
    assert steer("reset").ok
    assert steer("contracts", method="GET").json() == []
    assert steer("nothing").status_code == 404


def test_contracts_are_kept_from_one_run_to_the_next(tmp_path):
    state = tmp_path / "oneflow.json"
    for expected in (0, 1):
        with Oneflow(Options(allow_http=True), state=state) as running:
            assert len(running.contracts()) == expected
            headers = {"x-oneflow-api-token": running.token, "x-oneflow-user-email": running.email}
            made = requests.post(f"{running.url}/contracts/create", json=body(), headers=headers, timeout=5)
            assert made.ok
            assert urlsplit(made.json()["_links"]["self"]["href"]).port == running.port
