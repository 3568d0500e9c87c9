"""Idag and the notifications: what waits, the soonest first, and that seen things go away."""

from datetime import timedelta

import pytest
from django.urls import reverse

from archive.states import DocumentKind
from perforia.base.clock import now, today
from perforia.base.models import Notification
from perforia.base.permissions import Role
from rut.models import Case, Intake
from rut.states import CaseStatus, DocumentType, IntakeState
from tests.factories import world

pytestmark = pytest.mark.django_db


def a_case(number, days, *, amount=1000, **more):
    made = Case.objects.create(
        number=number, status=CaseStatus.COLLECTING, kind=DocumentType.COMPLETION_REQUEST, reference=number,
        received_on=today(), opened_at=now(), deadline=today() + timedelta(days=days), **more,
    )  # fmt: skip
    Case.objects.filter(pk=made.pk).update(amount=amount)
    return made


def page_of(client):
    return client.get(reverse("home:today")).content.decode()


def test_answers_are_listed_with_the_soonest_first_and_the_days_left(client, login_as):
    login_as(Role.RUT_OFFICER)
    a_case("RUT-0002", 9)
    a_case("RUT-0001", -1)

    page = page_of(client)

    assert page.index("RUT-0001") < page.index("RUT-0002")
    assert "1 dag för sent" in page
    assert "9 dagar kvar" in page
    assert "1 svar är för sent" in page
    assert f'href="{reverse("rut:case_page", args=["RUT-0001"])}"' in page


def test_the_figures_add_up_and_lead_to_their_lists(client, login_as):
    login_as(Role.RUT_OFFICER)
    a_case("RUT-0001", 2, amount=12500, item_count=4, settled_count=1)
    a_case("RUT-0002", 20, amount=7500)

    page = page_of(client)

    assert "20\u00a0000\u00a0kr" in page
    assert "2 ärenden" in page
    assert "<b>3</b>" in page
    assert f'href="{reverse("rut:inbox")}?flik=olasta"' in page


def test_a_file_nobody_could_read_is_shown_with_the_reason(client, login_as):
    login_as(Role.RUT_OFFICER)
    document = world.paper(b"inte ett brev", "IMG_2291.txt", DocumentKind.LETTER)
    version = document.versions.get()
    Intake.objects.create(
        document=document, version=version, file_name="IMG_2291.pdf", uploaded_at=now(), received_on=today(),
        state=IntakeState.QUARANTINED, quarantine_code="damaged", quarantine_sentence="Filen är skadad.",
    )  # fmt: skip

    page = page_of(client)

    assert "IMG_2291.pdf" in page
    assert "Filen är skadad." in page


def test_staff_see_their_own_page_without_the_firms_cases(client, login_as):
    login_as(Role.STAFF)
    a_case("RUT-0001", 2)

    page = page_of(client)

    assert "RUT-0001" not in page
    assert "Inget väntar på dig" in page


def test_the_page_asks_as_often_for_three_cases_as_for_one(client, login_as, assert_steady_queries):
    login_as(Role.RUT_OFFICER)

    assert_steady_queries(client, reverse("home:today"), lambda: a_case(f"RUT-{Case.objects.count()}", 5), most=28)


def test_a_notification_that_is_followed_is_read(client, login_as):
    user = login_as(Role.RUT_OFFICER)
    Notification.tell(user=user, key="a", text="Svara på RUT-0142", url="/rut/arenden/", at=now())
    told = Notification.objects.get()

    answer = client.post(reverse("home:open_notification", args=[told.pk]))

    assert answer["Location"] == "/rut/arenden/"
    assert Notification.objects.visible_to(user).unread().count() == 0
    assert "Svara på RUT-0142" not in page_of(client)
    assert "Svara på RUT-0142" in client.get(reverse("home:notifications")).content.decode()
    assert "Allt är läst" in client.get(reverse("home:notifications"), {"visa": "olasta"}).content.decode()


def test_nobody_reads_what_others_were_told(client, login_as):
    other = world.person(Role.OFFICE, "Kim")
    Notification.tell(user=other, key="a", text="Hemligt", at=now())
    login_as(Role.RUT_OFFICER)

    assert client.post(reverse("home:open_notification", args=[Notification.objects.get().pk])).status_code == 404
    client.post(reverse("home:mark_notifications_read"))
    assert Notification.objects.get().read_at is None


def test_all_are_marked_as_read_at_once(client, login_as):
    user = login_as(Role.RUT_OFFICER)
    for key in "ab":
        Notification.tell(user=user, key=key, text=f"Sak {key}", at=now())
    assert "2 nya" in page_of(client)

    client.post(reverse("home:mark_notifications_read"))

    assert "2 nya" not in page_of(client)
    assert Notification.objects.filter(read_at=None).count() == 0


def test_the_look_is_changed_where_one_stands(client, login_as):
    user = login_as(Role.READER)
    url = reverse("home:change_look")

    answer = client.post(url, {"density": "kompakt"}, headers={"HX-Request": "true"})
    back = client.post(url, {"theme": "dark"}, headers={"Referer": "http://testserver/kunder/"})
    away = client.post(url, {"theme": "dark"}, headers={"Referer": "https://elak.example/"})

    assert answer.headers["HX-Trigger"] == '{"look": {"theme": "auto", "density": "kompakt"}}'
    assert back["Location"] == "http://testserver/kunder/"
    assert away["Location"] == reverse("home:today")
    user.refresh_from_db()
    assert (user.theme, user.density) == ("dark", "kompakt")
