"""The strict environment of the tests is strict, and its stores and mail really work."""

import socket

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.db import connection
from django.template import engines

from perforia.base.models import Firm, User
from perforia.base.permissions import Role
from tests.support.database import refuse_writes
from tests.support.network import NetworkClosedError


@pytest.mark.parametrize("host", ["192.0.2.1", "example.com"])
def test_the_network_is_closed(host):
    with pytest.raises(NetworkClosedError):
        socket.create_connection((host, 80), timeout=1)


@pytest.mark.django_db
def test_a_reading_page_may_not_write():
    with pytest.raises(AssertionError, match="base_firm"), refuse_writes("/x/"):
        Firm.objects.create(pk=1, name="Skrivet")


@pytest.mark.django_db
def test_a_lock_while_reading_is_no_write():
    with connection.cursor() as cursor, refuse_writes("/x/"):
        cursor.execute('SELECT 1 FROM "base_firm" FOR UPDATE')
        assert cursor.fetchall() == []


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_with_an_empty_cache(turn):
    assert cache.get("left-behind") is None
    cache.set("left-behind", turn)
    assert cache.get("left-behind") == turn


def test_lists_without_an_order_come_in_any_order(db):
    for number in range(8):
        User.objects.create_user(email=f"{number}@example.test", name="x", role=Role.READER)
    seen = {tuple(user.pk for user in User.objects.all()) for _ in range(6)}
    assert len(seen) > 1


def test_documents_are_kept_on_disk_and_on_s3(document_store):
    name = document_store.save("brev/å ä ö.txt", ContentFile("innehåll".encode()))
    with document_store.open(name) as kept:
        assert kept.read().decode() == "innehåll"
    document_store.delete(name)
    assert not document_store.exists(name)


def test_mail_travels_to_the_sink(mail_sink):
    EmailMessage("Ämne", "Hej", "kontor@example.test", ["anna@example.test"]).send()
    (received,) = mail_sink.received()
    assert received.message["Subject"] == "Ämne"


def test_login_as_logs_the_client_in(client, login_as):
    user = login_as(Role.OFFICE)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_undefined_template_variable_fails():
    template = engines["django"].from_string("{{ misspelt }}")
    with pytest.raises(pytest.fail.Exception, match="misspelt"):
        template.render({})
