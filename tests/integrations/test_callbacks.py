"""What Oneflow calls back with: told from what others post, kept once, answered at once, found again when forgotten."""

import json
import secrets
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse

from integrations import events
from integrations.models import Callback, Connection
from integrations.readers.callbacks import esign_signature, read_esign_callback, remote_contract_id
from integrations.services import callbacks as services
from perforia.base.clock import now
from perforia.base.secrets import decrypt, encrypt

CALLBACK_ID = "3b7e0c52a91d4f6688c0de15b2f7349a0d6e81c4"
SIGNED_AT = [{"id": 66100234, "type": "contract:sign", "created_time": "2026-11-22T18:04:11+00:00"}]
KEY = "hemlig-nyckel-123"
SIGNATURE = "c2cc43cc56b6bf673132b14df2d710a9f02f576c"  # the documentation's own example


def body(callback_id=CALLBACK_ID, *, signature=None, contract_id=9911001):
    said = {"contract": {"id": contract_id}, "callback_id": callback_id, "events": SIGNED_AT}
    return {**said, "signature": signature or esign_signature(callback_id, KEY)}


@pytest.fixture
def connection(db):
    return Connection.objects.create(
        service="oneflow", callback_key=secrets.token_urlsafe(), callback_secret=encrypt(KEY), created_at=now()
    )


@pytest.fixture(autouse=True)
def _no_flood_before(monkeypatch):
    monkeypatch.setattr(services, "PACE", services.Pace(per_second=10, at_once=50, slow=1, pause=1))


@pytest.fixture
def post(client, connection):
    def send(told, *, key=connection.callback_key):
        content = told if isinstance(told, bytes) else json.dumps(told).encode()
        return client.post(
            reverse("integrations:esign_callback", args=[key]), content, content_type="application/json"
        ).status_code

    return send


def take(*, at=None):
    """The one callback there is, taken up."""
    taken = services.claim_callback(callback_id=Callback.objects.get().pk, at=at or now())
    assert taken is not None
    return taken


@pytest.fixture
def announced():
    heard = []

    def hear(*, callback_id, **_):
        heard.append(callback_id)

    events.esign_callback_recorded.connect(hear, weak=False)
    yield heard
    events.esign_callback_recorded.disconnect(hear)


def test_the_documented_example_is_read():
    assert esign_signature(CALLBACK_ID, KEY) == SIGNATURE
    callback = read_esign_callback(json.dumps(body(signature=SIGNATURE.upper())).encode(), sign_key=KEY)
    assert callback is not None
    assert (callback.external_id, remote_contract_id(callback.payload)) == (CALLBACK_ID, 9911001)


@pytest.mark.parametrize(
    "told",
    [
        b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 30_000,
        {}, {"callback_id": CALLBACK_ID}, {"signature": SIGNATURE}, {"callback_id": 7, "signature": SIGNATURE},
        {"callback_id": CALLBACK_ID, "signature": None}, {"callback_id": "", "signature": esign_signature("", KEY)},
        {"callback_id": CALLBACK_ID, "signature": SIGNATURE[:-1] + "5"},
        {"callback_id": "x" * 121, "signature": esign_signature("x" * 121, KEY)},
        {"callback_id": "\ud800", "signature": SIGNATURE}, {"callback_id": CALLBACK_ID, "signature": "å" * 40},
        {"callback_id": "a\x00b", "signature": esign_signature("a\x00b", KEY)},
        {**body(), "events": ["\x00"]}, {**body(), "events": ["\udfff"]},
    ],
)  # fmt: skip
def test_what_is_not_signed_by_oneflow_is_refused_and_leaves_a_count_only(post, connection, told):
    assert post(told) == 403

    connection.refresh_from_db()
    assert (Callback.objects.count(), connection.refused_callbacks) == (0, 1)


def test_without_a_key_nothing_is_let_in(post, connection):
    Connection.objects.update(callback_secret="")

    assert post(body(signature=esign_signature(CALLBACK_ID, ""))) == 403
    assert read_esign_callback(json.dumps(body()).encode(), sign_key="") is None


def test_a_callback_is_kept_once_and_told_of_once(post, connection, announced, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert [post(body()), post(body()), post(body(contract_id=1))] == [200, 200, 200]

    kept = Callback.objects.get()
    assert (kept.source, kept.external_id, kept.payload) == ("oneflow", CALLBACK_ID, body())
    assert announced == [kept.pk]
    connection.refresh_from_db()
    assert connection.last_callback_at == kept.received_at


def test_other_addresses_methods_and_sizes_are_not_taken(client, post, connection):
    assert post(body(), key="some-other-part") == 404
    assert client.get(reverse("integrations:esign_callback", args=[connection.callback_key])).status_code == 405
    assert post(json.dumps(body()).encode() + b" " * 70_000) == 413
    assert Callback.objects.count() == 0


def test_while_the_database_is_away_oneflow_is_asked_to_come_back(post, monkeypatch):
    def away(**_):
        raise OperationalError

    monkeypatch.setattr(services, "record_callback", away)
    assert post(body()) == 503


def test_a_callback_whose_news_got_lost_is_found_by_the_sweep(post):
    post(body())  # nobody listens: the broker is away

    kept = Callback.objects.get()
    assert services.due_callbacks(now()) == [{"callback_id": kept.pk}]


def test_in_a_flood_some_are_told_of_and_the_sweep_finds_all(
    post, announced, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(services, "PACE", services.Pace(per_second=0.001, at_once=2, slow=1, pause=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert {post(body(f"{number:040}")) for number in range(5)} == {200}

    assert len(announced) == 2
    assert len(services.due_callbacks(now())) == 5


def test_a_broker_that_hangs_is_left_alone_for_a_while():
    pace = services.Pace(per_second=100, at_once=9, slow=0.2, pause=30)
    assert pace.may_tell()
    pace.took(0.1)
    assert pace.may_tell()
    pace.took(3.0)
    assert not pace.may_tell()


def may_tell_quickly(pace):
    may = pace.may_tell()
    if may:
        pace.took(0.001)
    return may


def test_a_broker_that_never_answers_holds_two_and_no_more():
    pace = services.Pace(per_second=100, at_once=9, slow=0.2, pause=30)
    assert [pace.may_tell() for _ in range(3)] == [True, True, False]


def test_only_so_many_are_told_of_at_once_and_more_as_time_goes(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("integrations.services.callbacks.time.monotonic", lambda: clock[0])
    pace = services.Pace(per_second=4, at_once=2, slow=1, pause=1)
    assert [may_tell_quickly(pace) for _ in range(3)] == [True, True, False]
    clock[0] += 0.25
    assert [may_tell_quickly(pace) for _ in range(2)] == [True, False]


def test_the_secret_address_is_not_written_to_the_log(post, connection, caplog):
    assert (post(b"{}"), post(b"", key="no-such-part")) == (403, 404)
    assert "webhooks" not in caplog.text


def test_a_broker_that_is_away_costs_no_callback(post, django_capture_on_commit_callbacks):
    def away(**_):
        raise ConnectionError

    events.esign_callback_recorded.connect(away, weak=False)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert post(body()) == 200
    finally:
        events.esign_callback_recorded.disconnect(away)

    assert services.due_callbacks(now()) == [{"callback_id": Callback.objects.get().pk}]


def test_a_callback_is_taken_up_by_one_worker_and_again_when_that_one_died(post, settings):
    post(body())
    at = now()
    kept = Callback.objects.get()

    assert services.claim_callback(callback_id=kept.pk, at=at) == kept
    assert services.claim_callback(callback_id=kept.pk, at=at) is None
    assert services.due_callbacks(at) == []
    later = at + timedelta(seconds=settings.CLAIM_SECONDS + 1)
    assert services.due_callbacks(later) == [{"callback_id": kept.pk}]
    services.note_handled(callback=take(at=later), at=later)
    assert services.claim_callback(callback_id=kept.pk, at=later + timedelta(days=1)) is None
    assert Callback.objects.get().attempts == 2


def test_a_callback_about_nothing_of_ours_is_looked_at_three_times_more_then_dropped(post):
    post(body())
    at, waits = now(), []
    for _ in range(4):
        later = services.look_later(callback=take(at=at), at=at)
        waits.append((later - at).total_seconds() if later else None)
        at = later or at

    assert waits == [10, 60, 300, None]
    assert Callback.objects.get().note == "Avtalet är inte gjort här."
    assert services.due_callbacks(at + timedelta(days=1)) == []


def test_a_callback_waits_while_oneflow_cannot_be_asked(post):
    post(body())
    at = now()
    kept = take(at=at)

    services.postpone(callback=kept, seconds=60, at=at)

    assert services.due_callbacks(at + timedelta(seconds=59)) == []
    assert services.due_callbacks(at + timedelta(seconds=60)) == [{"callback_id": kept.pk}]


def test_callbacks_that_were_seen_to_are_forgotten_after_a_season(post):
    post(body())
    services.note_handled(callback=Callback.objects.get(), at=now())
    post(body("b" * 40))

    assert services.forget_callbacks(at=now() + timedelta(days=89)) == 0
    assert services.forget_callbacks(at=now() + timedelta(days=91)) == 1
    assert Callback.objects.get().external_id == "b" * 40


def test_the_key_of_the_connection_is_encrypted_at_rest(connection):
    assert KEY not in connection.callback_secret
    assert decrypt(connection.callback_secret) == KEY
