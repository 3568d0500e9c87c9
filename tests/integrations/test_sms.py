"""Text messages: one leaves once whatever breaks, and what the gateway tells is believed only with its password."""

import base64
from datetime import timedelta

import pytest
import responses
from django.db import transaction

from integrations import services, tasks
from integrations.clients import sms
from integrations.models import IncomingText, Message
from integrations.rules import parts_of
from integrations.states import Channel, MessageStatus
from perforia.base.clock import now
from perforia.base.errors import Refused, Unheard, Unreachable
from perforia.base.models import Notification
from perforia.base.permissions import Role
from simulators.sms import Failure
from tests.factories import world

pytestmark = pytest.mark.django_db
NUMBER = "+46701740612"
REPORT, ANSWER = "/utgaende/sms/rapport/", "/utgaende/sms/svar/"


@pytest.fixture
def message() -> Message:
    with transaction.atomic():
        return services.queue_text(
            to=NUMBER, body="Hej! Vi kommer kl 8.", by=world.person(Role.OFFICE), at=now()
        )  # fmt: skip


def shown(password="only-for-tests"):  # noqa: S107 -- of the test settings
    return {"authorization": f"Basic {base64.b64encode(f'perforia:{password}'.encode()).decode()}"}


def status_of(message):
    message.refresh_from_db()
    return message.status


def test_a_text_message_is_taken_once_under_the_gateways_id(message, sms_gateway):
    tasks.send_message(message_id=message.pk)
    tasks.send_message(message_id=message.pk)

    (taken,) = sms_gateway.taken()
    assert status_of(message) == MessageStatus.SENT
    assert dict(taken.form) == {"from": "Exempel", "to": NUMBER, "message": "Hej! Vi kommer kl 8."}
    assert (message.external_id, message.parts) == (taken.id, 1)


@pytest.mark.parametrize(
    ("failure", "status", "is_taken"),
    [
        (Failure.TEMPORARY, MessageStatus.QUEUED, False),
        (Failure.CREDITS, MessageStatus.QUEUED, False),
        (Failure.PERMANENT, MessageStatus.FAILED, False),
        (Failure.DROP, MessageStatus.UNSURE, True),
    ],
)
def test_each_failure_ends_where_nothing_is_lost_or_sent_twice(message, sms_gateway, failure, status, is_taken):
    sms_gateway.fail_next(failure)

    tasks.send_message(message_id=message.pk)

    assert status_of(message) == status
    assert bool(sms_gateway.taken()) is is_taken
    tasks.send_message(message_id=message.pk)
    assert len(sms_gateway.taken()) == is_taken


def test_a_gateway_that_is_away_is_tried_again_later(message):
    tasks.send_message(message_id=message.pk)

    assert status_of(message) == MessageStatus.QUEUED
    assert "går inte att nå" in message.error


def test_no_gateway_at_all_is_said_in_swedish(message, settings):
    settings.SMS_URL = ""
    tasks.send_message(message_id=message.pk)
    assert message.error == "" or status_of(message) == MessageStatus.QUEUED
    message.refresh_from_db()
    assert "Ingen sms-växel" in message.error


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, "not json", Unheard),
        (200, "{}", Unheard),
        (500, "oops", Unheard),
        (504, "", Unheard),
        (429, "slow down", Unreachable),
        (401, "", Unreachable),
        (400, "Invalid to number", Refused),
        (404, "", Refused),
    ],
)
@responses.activate
def test_strange_answers_are_sorted_by_whether_the_message_may_have_left(status, body, error):
    responses.post("http://127.0.0.1:9/a1/sms", body=body, status=status, headers={"Retry-After": "7"})
    handed_over = []
    with pytest.raises(error):
        sms.send(sms.Text("<1@x>", NUMBER, "Hej"), before_handover=lambda: handed_over.append(True))
    assert handed_over == [True]


def test_the_address_of_reports_carries_the_password_and_our_own_id(settings):
    assert (
        sms.report_url("<a@b>")
        == "http://perforia:only-for-tests@testserver/utgaende/sms/rapport/?meddelande=%3Ca%40b%3E"
    )
    settings.SMS_CALLBACK_PASSWORD = ""
    assert sms.report_url("<a@b>") == ""


def report(client, message, status, headers=None):
    return client.post(
        f"{REPORT}?meddelande={message.message_id}", {"id": "s1", "status": status}, headers=headers or shown()
    )  # fmt: skip


def test_reports_tell_that_it_came_whatever_their_order(client, message):
    Message.objects.update(status=MessageStatus.SENT, sent_at=now())
    for status in ("delivered", "sent", "failed", "delivered"):
        assert report(client, message, status).status_code == 204
    assert status_of(message) == MessageStatus.DELIVERED
    assert message.delivered_at is not None


def test_a_report_settles_a_doubt(client, message):
    Message.objects.update(status=MessageStatus.UNSURE)
    report(client, message, "delivered")
    assert status_of(message) == MessageStatus.DELIVERED
    services.record_sent(message=message, at=now())
    assert status_of(message) == MessageStatus.DELIVERED


def test_a_failed_report_is_told_to_who_sent_it(client, message):
    Message.objects.update(status=MessageStatus.SENT, sent_at=now())
    report(client, message, "failed")
    assert status_of(message) == MessageStatus.FAILED
    assert f"Sms till {NUMBER}" in Notification.objects.get().text


@pytest.mark.parametrize("headers", [{}, shown("fel"), {"authorization": "Basic !!"}, {"authorization": "Bearer x"}])
def test_nobody_else_is_believed(client, message, headers):
    Message.objects.update(status=MessageStatus.SENT, sent_at=now())
    assert client.post(f"{REPORT}?meddelande={message.message_id}", headers=headers).status_code == 403
    assert client.post(ANSWER, {"id": "s1", "from": NUMBER, "message": "STOPP"}, headers=headers).status_code == 403
    assert status_of(message) == MessageStatus.SENT
    assert not IncomingText.objects.exists()


def test_without_a_password_nobody_is_believed(client, message, settings):
    settings.SMS_CALLBACK_PASSWORD = ""
    assert report(client, message, "delivered", shown("")).status_code == 403


def test_a_report_on_nothing_of_ours_is_noted(client, db):
    assert client.post(f"{REPORT}?meddelande=okänt", {"status": "delivered"}, headers=shown()).status_code == 204


def test_an_answer_is_kept_once(client, db):
    told = {"id": "s77", "from": NUMBER, "to": "+46766861004", "message": "Ja tack \U0001f600\x00"}
    for _ in range(2):
        assert client.post(ANSWER, told, headers=shown()).status_code == 204
    assert IncomingText.objects.get().body == "Ja tack \U0001f600"


@pytest.mark.parametrize("told", [{}, {"id": "s1"}, {"from": NUMBER}])
def test_an_answer_without_id_or_sender_is_refused(client, db, told):
    assert client.post(ANSWER, told, headers=shown()).status_code == 400


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_gateways_own_reports_reach_the_product(live_server, sms_gateway, settings, message):
    settings.BASE_URL, settings.SMS_CALLBACK_PASSWORD = live_server.url, "s3cret"
    sms_gateway.fail_next(Failure.REPEAT)
    tasks.send_message(message_id=message.pk)
    sms_gateway.wait_for_reports()
    (taken,) = sms_gateway.taken()
    assert taken.reports == ["delivered 204", "sent 204", "delivered 204"]
    assert status_of(message) == MessageStatus.DELIVERED


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"to": "0701740612"}, "Invalid to"),
        ({"from": "Flytt & Städ"}, "Invalid sender"),
        ({"from": "ExempelFlytt"}, "Invalid sender"),
        ({"message": ""}, "Missing key message"),
        ({"priority": "1"}, "Unknown parameter"),
        ({"message": "x" * 2000}, "too long"),
    ],
)
def test_the_simulator_refuses_what_the_vendor_would(sms_gateway, form, words):
    import requests  # noqa: PLC0415 -- speaks past the client, which would never send this

    told = {"from": "Exempel", "to": NUMBER, "message": "Hej"} | form
    address = f"http://127.0.0.1:{sms_gateway.port}/a1/sms"
    assert requests.post(address, data=told, timeout=5).status_code == 401
    answer = requests.post(address, data=told, auth=("user", "password"), timeout=5)
    assert answer.status_code == 400
    assert words in answer.text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("å" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("é–" * 35, 1),
        ("–" * 71, 2),
        ("\U0001f600" * 35, 1),
        ("\U0001f600" * 36, 2),
    ],
)
def test_parts_are_counted_as_they_are_paid(text, parts):
    assert parts_of(text) == parts


def test_the_outbox_shows_text_messages_but_not_those_of_mailings(client, login_as, message):
    login_as(Role.OFFICE)
    with transaction.atomic():
        services.queue_text(to=NUMBER, body="Ett av tusen", by=None, at=now(), is_bulk=True)
    page = client.get("/utgaende/").text
    assert "Vi kommer kl 8" in page
    assert "Ett av tusen" not in page
    assert Message.objects.filter(channel=Channel.SMS).count() == 2


def test_old_answers_are_forgotten_once_they_are_in_the_history(db):
    for number, days in enumerate((10, 100, 100)):
        services.receive_text(external_id=f"s{number}", sender=NUMBER, to="+46", body="Hej", at=now())
        if number < 2:
            IncomingText.objects.filter(external_id=f"s{number}").update(handled_at=now() - timedelta(days=days))
    tasks.forget_texts()
    assert set(IncomingText.objects.values_list("external_id", flat=True)) == {"s0", "s2"}
