"""Personal links: used once, on one phone, for one's own pages alone, and taken back at will."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from integrations.models import Message
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from scheduling.models import CrewLink, Employee, TimeEntry
from scheduling.services import crew_limits, crew_links
from tests.factories import world
from tests.factories.crew import link_path, log_in, published
from tests.factories.scheduling import at, person

pytestmark = pytest.mark.django_db
DAY = "/min-dag/"


@pytest.fixture
def viktor(time_machine):
    time_machine.move_to(at("07:30"), tick=False)
    return person()


def test_looking_at_a_link_uses_nothing_up_and_the_button_opens_the_phone_once(client, viktor):
    published("08:00", viktor)
    path = link_path(viktor)
    for _ in range(2):
        assert "Öppna min dag" in client.get(path).content.decode()
    opened = client.post(path, follow=True)

    assert opened.redirect_chain == [(DAY, 302)]
    assert "1 uppdrag" in opened.content.decode()
    assert client.get(path)["Location"] == DAY  # the same phone goes straight in
    again = type(client)().post(path)
    assert again.status_code == 410
    assert "Länken är redan använd" in again.content.decode()


def test_only_the_hash_of_a_secret_is_kept_and_it_is_long(viktor):
    token = link_path(viktor).split("/")[3]

    assert len(token) >= 43  # 256 bits
    assert CrewLink.objects.get().token_hash != token


def test_a_phone_that_a_link_opened_reaches_the_crews_pages_and_nothing_else(client, viktor):
    owner = world.person(Role.OWNER, "Olle Ägare")
    Employee.objects.filter(resource=viktor).update(user=owner)
    client.post(link_path(viktor))

    assert client.get(DAY).status_code == 200
    for other in ("/", "/kunder/", "/uppdrag/", "/personal/", "/konto/"):
        assert client.get(other).status_code in {302, 404}, other
    assert client.get("/kunder/")["Location"].startswith("/konto/login/")


def test_what_is_done_on_such_a_phone_is_done_as_its_person(client, viktor):
    made = published("08:00", viktor)
    client.post(link_path(viktor))
    client.post(reverse("scheduling:my_act"), {"kind": "check_in", "job": made.pk, "uuid": "0" * 32})

    assert TimeEntry.objects.get().resource == viktor
    assert CrewLink.objects.get(used_at__isnull=False).seen_at == at("07:30")


def test_a_link_grows_old_and_so_does_the_phone_it_opened(client, viktor, time_machine):
    old, used = link_path(viktor), link_path(viktor)
    client.post(used)
    time_machine.move_to(at("07:30") + timedelta(days=8), tick=False)
    assert client.get(DAY).status_code == 200
    assert "Länken är för gammal" in type(client)().get(old).content.decode()
    time_machine.move_to(at("07:30") + timedelta(days=61), tick=False)

    assert client.get(DAY)["Location"].startswith("/konto/login/")


def test_taking_back_closes_phones_links_and_calendar_at_once(client, viktor):
    client.post(link_path(viktor))
    path = link_path(viktor)
    crew_links.renew_calendar(resource=viktor, by=None, at=now())
    office = world.person(Role.PLANNER)

    assert crew_links.revoke(resource=viktor, by=office, at=now()) == 3
    assert crew_links.revoke(resource=viktor, by=office, at=now()) == 0
    assert client.get(DAY)["Location"].startswith("/konto/login/")
    gone = client.get(path)
    assert gone.status_code == 410
    assert "Be kontoret om en ny" in gone.content.decode()


def test_who_has_left_comes_in_no_more(client, viktor):
    path = link_path(viktor)
    client.post(path)
    type(viktor).objects.filter(pk=viktor.pk).update(active_until=at("07:30").date() - timedelta(days=1))

    assert client.get(DAY).status_code == 302
    viktor.refresh_from_db()
    with pytest.raises(DomainError, match="arbetar inte här längre"):
        crew_links.send(resource=viktor, by=None, at=now())
    assert "Länken gäller inte längre" in client.get(link_path(viktor)).content.decode()


def test_who_begins_later_can_look_ahead(client, viktor):
    type(viktor).objects.filter(pk=viktor.pk).update(active_from=at("07:30").date() + timedelta(days=7))

    assert client.post(link_path(viktor), follow=True).status_code == 200


def test_a_used_link_can_be_asked_for_anew_and_goes_to_the_number_of_the_firm_a_few_times_a_day(client, viktor):
    cache.clear()
    path = link_path(viktor)
    client.post(path)
    stranger = type(client)()
    answers = [stranger.post(f"{path}ny/") for _ in range(crew_limits.SENT_PER_DAY + 1)]

    assert "En ny länk är på väg till dig." in answers[0].content.decode()
    assert answers[-1].status_code == 429
    sent = Message.objects.order_by("pk")
    assert {message.to for message in sent} == {"+46701740605"}
    (fresh,) = re.findall(r"/min-dag/l/\S+/", sent.latest("pk").body)
    assert "Öppna min dag" in stranger.get(fresh).content.decode()
    assert fresh not in answers[0].content.decode()


def test_guessing_is_stopped(client, viktor):
    cache.clear()
    answers = [client.get(f"/min-dag/l/{number}/").status_code for number in range(crew_limits.MISSES_PER_HOUR + 2)]

    assert answers[0] == 404
    assert answers[-1] == 429


def test_somebody_who_is_logged_in_as_another_does_not_open_it(client, viktor):
    path = link_path(viktor)
    log_in(client, person("Elin Låtsasberg"))

    assert "Du är inloggad som någon annan" in client.post(path).content.decode()
    assert CrewLink.objects.get().used_at is None


def test_logging_out_closes_the_phone_and_lets_the_browser_forget(client, viktor):
    client.post(link_path(viktor))
    out = client.post(reverse("scheduling:my_log_out"))

    assert out["Clear-Site-Data"] == '"cache"'
    assert client.get(DAY).status_code == 302
    assert CrewLink.objects.get().revoked_at is not None


def test_the_office_sends_and_takes_back_on_the_page_of_the_person(client, viktor):
    client.force_login(world.person(Role.PLANNER))
    part = reverse("scheduling:crew_link", args=[viktor.pk])
    assert "Skicka länk" in client.get(part).content.decode()
    client.post(reverse("scheduling:send_crew_link", args=[viktor.pk]))
    message = Message.objects.get()
    assert message.to == "+46701740605"
    assert "/min-dag/l/" in message.body
    assert "Länk som inte är använd" in client.get(part).content.decode()
    client.post(reverse("scheduling:revoke_crew_links", args=[viktor.pk]))
    assert "Ingen telefon eller kalender är öppen" in client.get(part).content.decode()

    client.force_login(world.person(Role.STAFF, "Stina Städ"))
    assert client.get(part).status_code == 403


def test_who_has_neither_number_nor_address_gets_none_and_that_is_said(viktor):
    Employee.objects.filter(resource=viktor).update(phone="", email="")
    viktor.employee.refresh_from_db()

    with pytest.raises(DomainError, match="varken mobilnummer eller e-post"):
        crew_links.send(resource=viktor, by=None, at=now())
    assert not CrewLink.objects.exists()


def test_the_message_of_a_published_day_carries_a_link_of_ones_own(client, viktor):
    published("08:00", viktor)
    (path,) = re.findall(r"/min-dag/l/\S+/", Message.objects.get().body)

    assert "1 uppdrag" in client.post(path, follow=True).content.decode()
