"""The outbox: a mail leaves once, whatever breaks on the way."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from integrations import services, tasks
from integrations.clients import border
from integrations.models import Message
from integrations.rules import next_try
from integrations.states import MessageStatus
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import Notification, User
from perforia.base.permissions import Role
from simulators.smtp import Failure

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender() -> User:
    return User.objects.create_user(email="rut@example.test", name="Rut Testberg", role=Role.RUT_OFFICER)


@pytest.fixture
def message(sender) -> Message:
    key = default_storage.save("outbox/paket.pdf", ContentFile(b"%PDF-1.7 paket"))
    paper = services.Attachment("Svar å.pdf", "application/pdf", key, 14)
    with transaction.atomic():
        return services.queue_message(
            to="officer@example.test",
            cc="kopia@example.test, arkiv@example.test",
            subject="Svar på begäran\nEX-1",
            body="Hej!\nHär är svaret.",
            attachments=[paper],
            by=sender,
            at=now(),
        )


def test_a_queued_mail_arrives_with_its_attachment_and_is_recorded(message, mail_sink):
    tasks.send_message(message_id=message.pk)

    (received,) = mail_sink.received()
    message.refresh_from_db()
    assert received.recipients == ("officer@example.test", "kopia@example.test", "arkiv@example.test")
    assert received.message["Subject"] == "Svar på begäran EX-1"
    assert received.message["Message-ID"] == message.message_id
    assert [part.get_filename() for part in received.message.iter_attachments()] == ["Svar å.pdf"]
    assert (message.status, message.attempts) == (MessageStatus.SENT, 1)
    assert message.sent_at is not None


def test_sending_twice_sends_once(message, mail_sink):
    tasks.send_message(message_id=message.pk)
    tasks.send_message(message_id=message.pk)

    assert len(mail_sink.received()) == 1


def test_a_temporary_failure_is_tried_again_later(message, mail_sink):
    mail_sink.fail_next(Failure.TEMPORARY)

    tasks.send_message(message_id=message.pk)

    message.refresh_from_db()
    assert message.status == MessageStatus.QUEUED
    assert services.due_messages(now()) == []
    assert services.due_messages(now() + timedelta(minutes=2)) == [{"message_id": message.pk}]


def test_a_server_that_is_down_is_tried_again_later(message, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    tasks.send_message(message_id=message.pk)

    message.refresh_from_db()
    assert message.status == MessageStatus.QUEUED
    assert message.handed_over_at is None


def test_a_refusal_is_final_and_told_to_the_sender(message, mail_sink, sender):
    mail_sink.fail_next(Failure.PERMANENT)

    tasks.send_message(message_id=message.pk)

    message.refresh_from_db()
    assert message.status == MessageStatus.FAILED
    assert Notification.objects.visible_to(sender).get().text == "Gick inte att skicka: ”Svar på begäran EX-1”"


def test_the_last_try_gives_up_visibly(message, sender):
    Message.objects.filter(pk=message.pk).update(status=MessageStatus.SENDING, attempts=11)
    message.refresh_from_db()

    services.postpone(message=message, reason="tyst", at=now())

    message.refresh_from_db()
    assert (message.status, message.error) == (MessageStatus.FAILED, "tyst")


@pytest.mark.parametrize(("was_handed_over", "status"), [(False, MessageStatus.QUEUED), (True, MessageStatus.UNSURE)])
def test_a_killed_worker_leaves_a_mail_to_send_or_to_doubt(message, was_handed_over, status, settings):
    claimed = services.claim_message(message_id=message.pk, at=now())
    assert claimed is not None
    if was_handed_over:
        services.note_handover(message=claimed, at=now())

    services.due_messages(now() + timedelta(seconds=settings.CLAIM_SECONDS + 1))

    message.refresh_from_db()
    assert message.status == status


def test_a_person_sends_a_doubtful_mail_again(message, sender, mail_sink):
    services.claim_message(message_id=message.pk, at=now())
    services.doubt(message=message, reason="bröts", at=now())

    services.send_again(message=message, by=sender, at=now())
    services.send_again(message=message, by=sender, at=now())
    tasks.send_message(message_id=message.pk)

    message.refresh_from_db()
    assert message.status == MessageStatus.SENT
    assert len(mail_sink.received()) == 1


def test_a_person_knows_that_a_doubtful_mail_arrived(message, sender):
    services.claim_message(message_id=message.pk, at=now())
    services.doubt(message=message, reason="bröts", at=now())
    services.doubt(message=message, reason="bröts", at=now())

    services.mark_as_sent(message=message, by=sender, at=now())
    services.mark_as_sent(message=message, by=sender, at=now())

    message.refresh_from_db()
    assert message.status == MessageStatus.SENT


def test_a_mail_that_has_not_left_cannot_be_marked_as_sent(message, sender):
    with pytest.raises(DomainError, match="inte lämnat Perforia"):
        services.mark_as_sent(message=message, by=sender, at=now())


def test_queueing_outside_a_transaction_is_a_bug(monkeypatch):
    monkeypatch.setattr(services.messages, "connection", SimpleNamespace(in_atomic_block=False))

    with pytest.raises(RuntimeError, match="transaction"):
        services.queue_message(to="a@example.test", subject="s", body="b", by=None, at=now())


def test_calling_the_world_inside_a_transaction_is_a_bug():
    border.check_outside_transaction()

    with transaction.atomic(), pytest.raises(RuntimeError, match="outside transactions"):
        border.check_outside_transaction()


def test_tries_wait_longer_and_end():
    at = now()
    waits = [moment - at for number in range(1, 12) if (moment := next_try(attempts=number, at=at))]

    assert len(waits) == 10
    assert waits == sorted(waits)
    assert next_try(attempts=0, at=now()) is None


def test_the_outbox_shows_what_needs_a_person(client, login_as, message):
    login_as(Role.OFFICE)
    Message.objects.filter(pk=message.pk).update(status=MessageStatus.UNSURE, error="bröts")

    page = client.get("/utgaende/")
    assert page.status_code == 200
    assert "Osäkert om det kom fram" in page.text

    assert client.post(f"/utgaende/{message.pk}/kom-fram/").status_code == 302
    assert client.post(f"/utgaende/{message.pk}/skicka-igen/").status_code == 409


def test_a_reader_may_not_see_the_outbox(client, login_as):
    login_as(Role.READER)

    assert client.get("/utgaende/").status_code == 403
