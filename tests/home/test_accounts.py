"""Getting in: passwords, codes from the telephone, forgotten passwords, devices; all in our words."""

import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.template import Engine
from django.test import Client
from django.urls import reverse

from perforia.base import urls as account_urls
from perforia.base.models import User
from perforia.base.permissions import Role
from tests.support import second_step

pytestmark = pytest.mark.django_db
PASSWORD = "tre ord som ingen gissar"
TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.fixture
def rut():
    return User.objects.create_user(
        email="rut@exempel.test", name="Rut Testberg", role=Role.RUT_OFFICER, password=PASSWORD
    )


def log_in(client, user, **more):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, **more)


def place(name):
    """The file of a template."""
    return Path(Engine.get_default().get_template(name).origin.name)


def link_in(message):
    """The path of the link that a mail asks to open."""
    found = re.search(r"http://testserver(\S+)", message)
    assert found
    return found[1]


def prove(client):
    """What the page asks before something that protects the account is changed."""
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def text_of(answer):
    return answer.content.decode()


def test_nobody_can_sign_up_or_change_an_address_by_themselves(client):
    names = {pattern.name for pattern in account_urls.urlpatterns}

    assert {"account_signup", "account_email", "account_set_password"} & names == set()
    assert client.get("/konto/signup/").status_code in {302, 404}


@pytest.mark.parametrize("pattern", account_urls.urlpatterns, ids=lambda pattern: pattern.name)
def test_every_account_page_is_ours(pattern):
    view = pattern.callback
    name = getattr(view, "view_class", None) and view.view_class.template_name
    if not name:
        pytest.skip("answers without a page")

    assert TEMPLATES in place(name).parents, f"{pattern.name} shows {place(name)}"


def test_no_template_of_ours_stands_on_one_of_allauths():
    inherited = [
        (str(file.relative_to(TEMPLATES)), parent)
        for folder in ("account", "mfa", "usersessions")
        for file in (TEMPLATES / folder).rglob("*.html")
        for parent in re.findall(r'{% (?:extends|include) "([^"]+)"', file.read_text(encoding="utf-8"))
        if TEMPLATES not in place(parent).parents
    ]

    assert inherited == []


def test_a_wrong_password_is_told_in_words_and_the_address_kept(client, rut):
    page = text_of(client.post(reverse("account_login"), {"login": rut.email, "password": "fel"}))

    assert "Fel e-post eller lösenord." in page
    assert 'value="rut@exempel.test"' in page
    assert "fel" not in re.findall(r'type="password"[^>]*value="([^"]*)"', page)


def test_many_wrong_passwords_are_stopped(client, rut):
    answers = [client.post(reverse("account_login"), {"login": rut.email, "password": "fel"}) for _ in range(6)]

    assert "För många försök" in text_of(answers[-1])
    assert "_auth_user_id" not in log_in(client, rut).wsgi_request.session


def test_somebody_with_a_second_step_needs_the_code(client, rut):
    second_step.switch_on(rut)

    answer = log_in(client, rut, follow=True)

    assert "Skriv koden från din app" in text_of(answer)
    assert client.get(reverse("home:today")).status_code == 302
    refused = client.post(reverse("mfa_authenticate"), {"code": second_step.wrong_code()})
    assert "Koden stämmer inte." in text_of(refused)
    client.post(reverse("mfa_authenticate"), {"code": second_step.code()})
    assert client.get(reverse("home:today")).status_code == 200


def test_a_recovery_code_lets_in_once(rut):
    codes = second_step.switch_on(rut)
    first, second = Client(), Client()

    for client in (first, second):
        log_in(client, rut)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert first.get(reverse("home:today")).status_code == 200
    assert second.get(reverse("home:today")).status_code == 302


@pytest.mark.writes_on_get  # allauth notes that the recovery codes have been looked at
def test_the_second_step_is_switched_on_with_a_code_and_gives_recovery_codes(client, rut):
    log_in(client, rut)
    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Bekräfta att det är du" in text_of(asked)
    prove(client)
    page = text_of(client.get(reverse("mfa_activate_totp")))
    (secret,) = re.findall(r'p-key">([A-Z2-7]+)<', page)
    assert "data:image/svg+xml" in page

    refused = client.post(reverse("mfa_activate_totp"), {"code": second_step.wrong_code(secret)})
    assert "Koden stämmer inte." in text_of(refused)
    answer = client.post(reverse("mfa_activate_totp"), {"code": second_step.code(secret)}, follow=True)

    assert "Reservkoder" in text_of(answer)
    assert "10 av 10 koder kvar" in text_of(answer)
    stored = Authenticator.objects.get(user=rut, type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)


def test_the_second_step_is_switched_off_again(client, rut):
    second_step.switch_on(rut)
    log_in(client, rut)
    client.post(reverse("mfa_authenticate"), {"code": second_step.code()})
    prove(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=rut).exists()
    assert "Slå på" in text_of(client.get(reverse("mfa_index")))


def test_a_forgotten_password_is_chosen_anew_by_mail(client, rut):
    client.post(reverse("account_reset_password"), {"email": rut.email})
    (sent,) = mail.outbox
    assert sent.subject == "Välj ett nytt lösenord"
    link = link_in(str(sent.body))

    form = client.get(link, follow=True)
    path = form.redirect_chain[-1][0]
    short = client.post(path, {"password1": "kort", "password2": "kort"})
    assert "12 tecken" in text_of(short)
    done = client.post(path, {"password1": "fyra nya glada ord", "password2": "fyra nya glada ord"}, follow=True)

    assert "Lösenordet är sparat" in text_of(done)
    rut.refresh_from_db()
    assert rut.check_password("fyra nya glada ord")
    assert "Länken gäller inte längre" in text_of(Client().get(link, follow=True))


def test_an_unknown_address_gets_the_same_answer_as_a_known_one(client, rut):
    known = client.post(reverse("account_reset_password"), {"email": rut.email}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "ingen@exempel.test"}, follow=True)

    assert text_of(known) == text_of(unknown)
    assert [sent.to for sent in mail.outbox] == [[rut.email]]


def test_devices_are_listed_and_the_others_logged_out(rut):
    here, there = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}), Client()
    log_in(here, rut)
    log_in(there, rut)
    there.get(reverse("home:today"))
    page = text_of(here.get(reverse("usersessions_list")))
    assert "Firefox på Windows" in page
    assert "Logga ut alla andra" in page

    here.post(reverse("usersessions_list"))

    assert here.get(reverse("home:today")).status_code == 200
    assert there.get(reverse("home:today")).status_code == 302


def test_somebody_whose_account_is_closed_gets_no_further(client, rut):
    log_in(client, rut)
    rut.is_active = False
    rut.save(update_fields=["is_active"])

    assert client.get(reverse("home:today")).status_code == 302
    assert "avstängt" in text_of(log_in(Client(), rut, follow=True))


def test_a_password_is_changed_after_the_old_one_was_given(client, rut):
    log_in(client, rut)
    new = {"password1": "fyra nya glada ord", "password2": "fyra nya glada ord"}

    refused = client.post(reverse("account_change_password"), {"oldpassword": "fel", **new})
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    assert "nuvarande lösenord" in text_of(refused)
    rut.refresh_from_db()
    assert rut.check_password("fyra nya glada ord")
