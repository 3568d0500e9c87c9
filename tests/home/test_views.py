"""The start page, the login and the health of the product."""

import json

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from perforia.base.clock import now
from perforia.base.models import Notification, User
from perforia.base.permissions import Role
from perforia.base.tasks import HEARTBEAT_KEY, note_heartbeat
from perforia.home.views import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def rut():
    return User.objects.create_user(
        email="rut@exempel.test", name="Rut Testberg", role=Role.RUT_OFFICER, password="hemligt-ord-12"
    )


@pytest.fixture
def worker(monkeypatch):
    """A worker that answers; real ones are killed in tests/journeys/test_crashes.py."""
    monkeypatch.setattr(health, "worker_answers", lambda: True)


def test_health_is_good_when_every_part_answers(client, worker):
    note_heartbeat()

    answer = client.get("/healthz/")

    assert answer.status_code == 200
    assert answer.json()["parts"] == {
        "database": "ok", "broker": "ok", "worker": "ok", "schedule": "ok", "storage": "ok",
    }  # fmt: skip


def test_health_names_the_worker_that_does_not_answer(client, monkeypatch):
    note_heartbeat()
    monkeypatch.setattr(health, "worker_answers", lambda: False)

    answer = client.get("/healthz/")

    assert answer.status_code == 503
    assert [part for part, state in answer.json()["parts"].items() if state == "fails"] == ["worker"]


def test_health_names_the_schedule_when_nothing_due_has_been_done(client, worker):
    cache.delete(HEARTBEAT_KEY)

    answer = client.get("/healthz/")

    assert answer.status_code == 503
    assert [part for part, state in answer.json()["parts"].items() if state == "fails"] == ["schedule"]


def test_health_names_the_broker_that_does_not_answer(client, settings):
    note_heartbeat()
    settings.REDIS_URL = "redis://127.0.0.1:9/0"

    answer = client.get("/healthz/")

    assert answer.status_code == 503
    assert answer.json()["parts"]["broker"] == "fails"


def test_the_start_page_asks_for_login(client):
    answer = client.get(reverse("home:today"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_a_fragment_asked_for_without_login_sends_the_browser_to_the_login(client):
    answer = client.get(reverse("home:today"), headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


def test_the_right_password_leads_to_the_start_page(client, rut):
    answer = client.post(reverse("account_login"), {"login": rut.email, "password": "hemligt-ord-12"}, follow=True)

    assert answer.status_code == 200
    assert "Rut Testberg" in answer.content.decode()


def test_a_wrong_password_is_told_and_the_address_kept(client, rut):
    answer = client.post(reverse("account_login"), {"login": rut.email, "password": "fel"})

    assert answer.status_code == 200
    assert 'value="rut@exempel.test"' in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_the_start_page_shows_own_notifications_only(client, rut):
    other = User.objects.create_user(email="kim@exempel.test", name="Kim", role=Role.OFFICE)
    Notification.tell(user=rut, key="a", text="Svara på RUT-0142", at=now())
    Notification.tell(user=other, key="a", text="Ring banken", at=now())
    client.force_login(rut)

    page = client.get(reverse("home:today")).content.decode()

    assert "Svara på RUT-0142" in page
    assert "Ring banken" not in page


def test_telling_twice_is_told_once(rut):
    assert Notification.tell(user=rut, key="a", text="Svara", at=now()) is True
    assert Notification.tell(user=rut, key="a", text="Svara", at=now()) is False
    assert Notification.objects.count() == 1


def test_the_theme_is_remembered_and_nonsense_is_not(client, rut):
    client.force_login(rut)

    client.post(reverse("home:change_look"), {"theme": "dark"})
    client.post(reverse("home:change_look"), {"theme": "rosa"})

    rut.refresh_from_db()
    assert rut.theme == "dark"
    assert 'data-bs-theme="dark"' in client.get(reverse("home:today")).content.decode()


def test_scripts_and_styles_come_from_the_product_alone(client):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]

    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "default-src 'none';" in policy


def test_an_unknown_page_says_the_way_on(client, rut):
    client.force_login(rut)

    answer = client.get("/finns-inte/")

    assert answer.status_code == 404
    assert "Gå till Idag" in answer.content.decode()


def test_a_form_sent_after_the_session_ended_leads_back_to_the_page_it_was_on(client):
    address = reverse("rut:inbox")

    answer = client.post(reverse("rut:upload_letters"), headers={"Referer": f"http://testserver{address}?flik=alla"})

    assert answer["Location"] == f"{reverse('account_login')}?next={address}%3Fflik%3Dalla"
    assert "inget sparades" in client.get(answer["Location"]).content.decode()


def test_that_nothing_was_saved_is_said_once_however_much_was_sent(client):
    answers = [client.post(reverse("rut:upload_letters")) for _ in range(3)]
    assert client.get(answers[-1]["Location"]).content.decode().count("inget sparades") == 1


def test_a_form_from_another_site_leads_nowhere_but_to_its_own_address(client):
    answer = client.post(reverse("rut:upload_letters"), headers={"Referer": "https://elsewhere.example/x"})

    assert answer["Location"] == f"{reverse('account_login')}?next={reverse('rut:upload_letters')}"


def test_an_address_for_forms_opened_as_a_page_says_so(client, rut):
    client.force_login(rut)

    answer = client.get(reverse("rut:upload_letters"))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Gå tillbaka" in answer.content.decode()


def test_a_form_from_before_the_latest_login_is_refused_in_words(rut):
    client = Client(enforce_csrf_checks=True)
    client.force_login(rut)

    answer = client.post(reverse("home:change_look"), {"theme": "dark"})
    fragment = client.post(reverse("home:change_look"), {"theme": "dark"}, headers={"HX-Request": "true"})

    assert (answer.status_code, fragment.status_code) == (403, 403)
    assert "ladda om sidan" in answer.content.decode()
    assert "ladda om sidan" in json.loads(fragment["HX-Trigger"])["toast"]["text"]
