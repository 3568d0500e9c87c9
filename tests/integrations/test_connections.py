"""Inställningar › Integrationer: Oneflow is connected, tested, watched and turned off; its key never shows."""

from datetime import timedelta

import pytest
from django.urls import reverse

from integrations import tasks
from integrations.models import Callback, Connection, Exchange, Message
from integrations.services import connection_checks as checks
from integrations.services.connections import (
    account_of,
    esign_account,
    forget_exchanges,
    note_exchange,
)
from perforia.base.clock import now
from perforia.base.models import AuditEvent, Notification
from perforia.base.permissions import Role
from perforia.demo import connections as demo
from simulators.oneflow import seed

pytestmark = pytest.mark.django_db
PAGE, OVERVIEW = "/installningar/integrationer/oneflow/", "/installningar/integrationer/"


@pytest.fixture
def owner(login_as):
    return login_as(Role.OWNER)


@pytest.fixture
def typed(oneflow):
    return {"environment": "test", "token": oneflow.token, "user_email": oneflow.email, "workspace": ""}


def shown(client, url=PAGE):
    return client.get(url).content.decode()


def check():
    tasks.check_connection(connection_id=Connection.objects.get().pk)
    return Connection.objects.get()


def words(row):
    return [(found["tone"], found["text"].partition(",")[0]) for found in row.checks["rows"]]


def call(row, status, **changes):
    told = {"method": "GET", "path": "/v1/ping", "milliseconds": 4, "request_id": "", "error": ""}
    note_exchange(**{**told, "connection_id": row.pk, "status": status, **changes})
    row.refresh_from_db()
    return row


# ------------------------------------------------------------------ connecting
def test_a_key_and_a_user_are_saved_tested_and_the_workspace_chosen_from_those_there_are(client, owner, typed):
    assert "Gör så här" in shown(client)
    saved = client.post(PAGE, typed, follow=True).content.decode()
    assert "Anslutningen testas nu" in saved
    assert "Testar anslutningen" in saved

    row = check()
    assert words(row)[:2] == [("ok", "Inloggning"), ("warn", "Ingen arbetsyta är vald")]
    page = shown(client)
    assert f'<option value="{seed.BRANCH}">Exempel Städ Norr</option>' in page
    client.post(PAGE, {**typed, "token": "", "workspace": str(seed.BRANCH)})

    row = check()
    assert ("ok", "Mallar hämtade") in words(row)
    account = esign_account()
    assert account is not None
    assert (account.workspace_id, row.settings["workspace_name"]) == (seed.BRANCH, "Exempel Städ Norr")
    assert "Arbetsyta Exempel Städ Norr" in shown(client, OVERVIEW)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"token": ""}, "Klistra in nyckeln från Oneflow."),
        ({"token": "kort"}, "Nyckeln är 40 tecken"),
        ({"token": "å" * 40}, "Nyckeln är 40 tecken"),
        ({"user_email": "maja"}, "Skriv en e-postadress, till exempel"),
        ({"user_email": ""}, "Skriv e-postadressen till en användare i Oneflow."),
        ({"environment": ""}, "Välj en miljö."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(client, owner, typed, changes, said):
    answer = client.post(PAGE, {**typed, **changes})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Connection.objects.exists()
    assert typed["token"] not in answer.content.decode()


def test_another_environment_wants_a_key_of_its_own(client, owner, typed):
    client.post(PAGE, typed)

    answer = client.post(PAGE, {**typed, "token": "", "environment": "production"})

    assert answer.status_code == 422
    assert "Den andra miljön har en egen nyckel" in answer.content.decode()


def test_a_new_key_is_a_new_account_whose_tests_begin_anew(client, owner, typed, esign_connection):
    check()
    client.post(PAGE, {**typed, "workspace": str(seed.OFFICE)})

    row = Connection.objects.get()
    assert (row.checks, row.checked_at, "webhook_id" in row.settings) == ({}, None, False)


def test_the_key_is_encrypted_and_never_shown_again(client, owner, typed):
    client.post(PAGE, typed)
    check()

    row = Connection.objects.get()
    assert typed["token"] not in row.secret
    assert account_of(row).token == typed["token"]
    assert typed["token"] not in shown(client)
    assert checks.sign_key(row) not in shown(client)
    assert all(typed["token"] not in str(event.data) for event in AuditEvent.objects.all())


def test_a_workspace_is_chosen_once_they_are_known(client, owner, typed, esign_connection):
    check()
    answer = client.post(PAGE, {**typed, "token": "", "workspace": ""})
    assert answer.status_code == 422
    assert "Välj den arbetsyta där avtalen ska ligga." in answer.content.decode()
    answer = client.post(PAGE, {**typed, "token": "", "workspace": "77"})
    assert answer.status_code == 422
    assert "Arbetsytan finns inte längre. Välj en av dem i listan." in answer.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_only_owners_see_and_change_connections(client, login_as, esign_connection, role):
    login_as(role)
    assert [client.get(url).status_code for url in (PAGE, OVERVIEW)] == [403, 403]
    for name in ("check_oneflow", "turn_oneflow", "turn_oneflow_callbacks"):
        assert client.post(reverse(f"integrations:{name}")).status_code == 403


def test_without_a_connection_there_is_nothing_to_test_or_turn_off(client, owner):
    for name in ("check_oneflow", "turn_oneflow", "turn_oneflow_callbacks"):
        assert client.post(reverse(f"integrations:{name}")).status_code == 404
    assert "Anslut Oneflow" in shown(client, OVERVIEW)
    assert esign_account() is None


# ------------------------------------------------------------------ testing
def test_a_test_is_followed_until_the_worker_has_made_it(client, owner, esign_connection):
    client.post(reverse("integrations:check_oneflow"))
    answer = client.get(reverse("integrations:oneflow_checks"))
    assert "Testar anslutningen" in answer.content.decode()
    assert "HX-Refresh" not in answer

    check()

    answer = client.get(reverse("integrations:oneflow_checks"))
    assert "Mallar hämtade, 3 st" not in answer.content.decode()
    assert "Mallar hämtade, 4 st" in answer.content.decode()
    assert answer["HX-Refresh"] == "true"


def test_a_test_whose_news_got_lost_is_found_by_the_sweep(owner, esign_connection):
    at = now()
    checks.ask_for_check(connection=esign_connection, by=owner, at=at)

    assert checks.due_checks(at) == []
    assert checks.due_checks(at + timedelta(seconds=31)) == [{"connection_id": esign_connection.pk}]
    check()
    assert checks.due_checks(at + timedelta(days=3)) == []


def test_a_key_that_is_taken_away_is_told_to_the_owners_once_and_until_it_is_mended(
    client, owner, oneflow, esign_connection
):
    oneflow.world.tables["tokens"].clear()
    check()
    row = check()

    assert words(row) == [("bad", "Oneflow släpper inte in oss. Kontrollera nyckeln och användarens e-post.")]
    assert Notification.objects.get().user == owner
    page = shown(client)
    assert "Oneflow släpper inte in Perforia." in page
    assert Exchange.objects.order_by("-pk")[0].request_id in page

    oneflow.reset()
    assert check().refused_at is None


def test_a_workspace_one_has_lost_is_told(oneflow, esign_connection):
    for user in oneflow.world.tables["users"].values():
        user["workspace_ids"] = [seed.BRANCH]

    assert ("bad", "Användaren kommer inte åt arbetsytan längre. Välj en annan.") in words(check())


@pytest.mark.parametrize("mode", ["status:500", "html:502", "timeout_before", "status:429"])
def test_a_test_that_gets_no_answer_says_so(oneflow, esign_connection, mode):
    oneflow.fail("GET /v1/workspaces", mode)

    assert [tone for tone, _ in words(check())] == ["ok", "bad"]


# ------------------------------------------------------------------ being called back
def test_callbacks_are_turned_on_once_and_reach_us_signed(client, owner, oneflow, esign_connection):
    assert "avstängd" in str(words(check()))
    client.post(reverse("integrations:turn_oneflow_callbacks"), {"wanted": "1"})
    check()
    row = check()  # a second test finds it and makes no other

    (hook,) = oneflow.world.tables["webhooks"].values()
    assert hook["id"] == row.settings["webhook_id"]
    assert (hook["callback_url"], hook["sign_key"]) == (checks.callback_url(row), checks.sign_key(row))
    assert ("ok", "Återkoppling vid signering") in words(row)


def test_a_key_that_is_exchanged_goes_on_calling_back_at_the_same_place(
    client, owner, oneflow, typed, esign_connection
):
    checks.want_callbacks(connection=esign_connection, wanted=True, by=owner, at=now())
    check()
    fresh = "b" * 40
    oneflow.world.tables["tokens"] = {fresh: seed.ACCOUNT}
    client.post(PAGE, {**typed, "token": fresh, "workspace": str(seed.OFFICE)})

    row = check()

    (hook,) = oneflow.world.tables["webhooks"].values()
    assert (hook["id"], hook["sign_key"]) == (row.settings["webhook_id"], checks.sign_key(row))
    assert {tone for tone, _ in words(row)} == {"ok"}


def test_a_place_that_others_changed_is_put_right_and_doubles_are_removed(owner, oneflow, esign_connection):
    checks.want_callbacks(connection=esign_connection, wanted=True, by=owner, at=now())
    row = check()
    hooks = oneflow.world.tables["webhooks"]
    first = hooks[str(row.settings["webhook_id"])]
    hooks["99999999"] = {**first, "id": 99999999}
    first["filters"] = None

    check()

    (hook,) = hooks.values()
    assert hook["id"] == row.settings["webhook_id"]
    assert hook["filters"] is not None


def test_turning_callbacks_off_removes_the_place_and_nobody_elses(client, owner, oneflow, esign_connection):
    checks.want_callbacks(connection=esign_connection, wanted=True, by=owner, at=now())
    check()
    hooks = oneflow.world.tables["webhooks"]
    hooks["1"] = {**next(iter(hooks.values())), "id": 1, "callback_url": "https://other.example/"}

    client.post(reverse("integrations:turn_oneflow_callbacks"), {"wanted": "0"})
    check()

    assert list(hooks) == ["1"]


def test_an_address_without_https_is_told_in_words(owner, oneflow, esign_connection):
    oneflow.world.options.allow_http = False
    checks.want_callbacks(connection=esign_connection, wanted=True, by=owner, at=now())

    assert ("bad", "Oneflow ringer bara upp adresser med https. Rätta BASE_URL.") in words(check())


def test_what_is_to_call_back_is_tested_daily_and_soon_while_it_does_not(owner, oneflow, esign_connection):
    oneflow.fail("POST /v1/webhooks", "timeout_before")
    checks.want_callbacks(connection=esign_connection, wanted=True, by=owner, at=now())
    at = check().checked_at
    due = [{"connection_id": esign_connection.pk}]
    assert (checks.due_checks(at + timedelta(minutes=9)), checks.due_checks(at + timedelta(minutes=11))) == ([], due)

    at = check().checked_at
    assert (checks.due_checks(at + timedelta(hours=23)), checks.due_checks(at + timedelta(hours=25))) == ([], due)


# ------------------------------------------------------------------ health
@pytest.mark.parametrize(
    ("status", "is_bad"),
    [(200, False), (400, False), (403, False), (404, False), (409, False), (401, True), (402, True), (429, True),
     (500, True), (None, True)],
)  # fmt: skip
def test_only_what_concerns_every_call_speaks_against_the_connection(esign_connection, status, is_bad):
    row = call(esign_connection, status)
    assert (row.last_error != "", row.last_ok_at is None) == (is_bad, is_bad)


def test_the_page_shows_calls_errors_and_callbacks(client, owner, esign_connection):
    call(esign_connection, 200)
    call(esign_connection, 500, request_id="q0Zx7mTt2hJw", path="/v1/contracts/create", method="POST")
    Callback.objects.create(source="oneflow", external_id="a", payload={}, received_at=now(), next_try_at=now())
    Callback.objects.create(source="oneflow", external_id="b", payload={}, received_at=now(), handled_at=now())

    page = shown(client)

    assert "2 av 2" in page
    assert "q0Zx7mTt2hJw" in page
    assert "2 senaste dygnet, 1 väntar" in page
    assert "Fungerar inte" in page
    assert "Tjänsten har ett fel hos sig (500)." in page
    call(esign_connection, 200)
    assert "Fungerar inte" not in shown(client)


def test_a_connection_that_is_turned_off_is_used_by_nobody_and_keeps_its_key(client, owner, esign_connection):
    client.post(reverse("integrations:turn_oneflow"), {"wanted": "0"})
    assert esign_account() is None
    assert "Avstängd" in shown(client, OVERVIEW)

    client.post(reverse("integrations:turn_oneflow"), {"wanted": "1"})
    assert esign_account() is not None


def test_mails_that_wait_say_what_the_server_answered(client, owner):
    assert "Inte använd än" in shown(client, OVERVIEW)
    Message.objects.create(
        message_id="<a@exempel.test>", to="a@exempel.test", subject="Svar", body="…", created_at=now(), attempts=2,
        next_try_at=now(), error="535 5.7.8 Authentication credentials invalid",
    )  # fmt: skip

    page = shown(client, OVERVIEW)

    assert "E-postservern tog inte emot det senaste." in page
    assert "535 5.7.8" in page


def test_calls_are_forgotten_after_a_month(esign_connection):
    call(esign_connection, 200)
    assert forget_exchanges(at=now() + timedelta(days=29)) == 0
    assert forget_exchanges(at=now() + timedelta(days=31)) == 1


# ------------------------------------------------------------------ the demo
def test_the_demo_is_connected_to_the_oneflow_of_this_machine(oneflow, owner):
    demo.load(by=owner, at=now())
    demo.load(by=owner, at=now())

    account = esign_account()
    assert account is not None
    assert (account.token, account.user_email, account.workspace_id) == (seed.TOKEN, seed.EMAIL, seed.OFFICE)
    assert {tone for tone, _ in words(check())} == {"ok"}


def test_the_demo_leaves_oneflow_itself_alone(settings, owner):
    settings.ONEFLOW_URLS = {"production": "https://api.oneflow.com/v1", "test": "https://api.test.oneflow.com/v1"}
    demo.load(by=owner, at=now())
    assert not Connection.objects.exists()
