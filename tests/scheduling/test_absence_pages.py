"""Absence in the browser: asked for, written down, answered, ended; and what colleagues see of it."""

from datetime import timedelta

import pytest

from integrations.models import Message
from perforia.base.clock import now, today
from perforia.base.models import Notification
from perforia.base.permissions import Role
from scheduling.models import Absence, Resource
from scheduling.services import absences as services
from scheduling.services.absences import Away
from scheduling.states import AbsenceKind, AbsenceState
from tests.factories import world
from tests.factories.scheduling import job, person, vehicle

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
URL, OWN = "/personal/franvaro/", "/min-dag/franvaro/"


def text_of(answer):
    return answer.content.decode()


def told(resource, **more):
    first = today() + 7 * DAY
    return {"resource": resource.pk, "kind": "vacation", "first": first.isoformat(), "last": ""} | more


def wish(resource, first=None, kind=AbsenceKind.VACATION, by=None):
    day = first or today() + 7 * DAY
    return services.request(resource=resource, away=Away(kind, day, day), by=by, at=now())


def test_the_office_writes_down_absence_and_sees_the_jobs_that_need_somebody_else(client, office):
    viktor = person()
    planned = job("08:00", viktor, day=today() + 7 * DAY)
    answer = client.post(f"{URL}ny/", told(viktor))
    made = Absence.objects.get()
    assert (made.state, answer["Location"]) == (AbsenceState.APPROVED, f"{URL}{made.pk}/")
    page = text_of(client.get(answer["Location"]))
    assert "1 uppdrag behöver någon annan" in page
    assert "1 uppdrag saknar personal" in page
    assert f"/uppdrag/{planned.pk}/vem-kan/" in page
    assert f"/uppdrag/{planned.pk}/planera/" in page
    assert "1 uppdrag saknar personal" in text_of(client.get(URL))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"last": "2020-01-01"}, "Sista dagen är före första"),
        ({"first": "2019-06-01"}, "mer än ett år tillbaka"),
        ({"first": "snart"}, "Skriv ett datum"),
        ({"first": "9999-12-31"}, "Kontrollera årtalet"),
        ({"last": "9999-12-31"}, "Kontrollera årtalet"),
        ({"starts": "08:00"}, "Skriv båda tiderna"),
        ({"starts": "12:00", "ends": "08:00"}, "slutar innan den börjar"),
        ({"starts": "08:00", "ends": "12:00", "last": "2030-01-01"}, "Klockslag gäller en enda dag"),
        ({"resource": ""}, "Välj vem det gäller"),
        ({"resource": "999999"}, "Den finns inte längre"),
        ({"kind": "service"}, "Service gäller fordon"),
        ({"first": "2030-01-01", "last": "2033-01-01"}, "högst två år"),
    ],
)
def test_absence_that_cannot_be_is_told_and_what_was_typed_is_kept(client, office, more, sentence):
    answer = client.post(f"{URL}ny/", told(person(), note="Ring frun") | more)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Ring frun" in text_of(answer)
    assert not Absence.objects.exists()


def test_nobody_is_away_twice_at_once(client, office):
    viktor = person()
    wish(viktor)
    answer = client.post(f"{URL}ny/", told(viktor))
    assert (answer.status_code, "är redan borta" in text_of(answer)) == (422, True)


def test_a_part_of_a_day_is_a_time_and_a_vehicle_is_at_the_workshop(client, office):
    client.post(f"{URL}ny/", told(person(), starts="08:00", ends="12:00"))
    client.post(f"{URL}ny/", told(vehicle(), kind="service"))
    part, service = Absence.objects.order_by("pk")
    assert (part.is_whole_days, part.ends_at - part.starts_at) == (False, 4 * timedelta(hours=1))
    assert "08:00–12:00" in text_of(client.get(URL))
    assert "Service" in text_of(client.get("/fordon/"))
    assert service.is_whole_days


def test_of_a_vehicle_it_is_said_that_jobs_lack_a_vehicle(client, office):
    car = vehicle()
    job("09:00", person(), car, day=today() + 7 * DAY)
    answer = client.post(f"{URL}ny/", told(car, kind="service"), follow=True)
    assert ("I bruk igen" in answer.text, "på jobbet" in answer.text) == (True, False)
    assert "1 uppdrag behöver något annat." in text_of(answer)
    assert "1 uppdrag saknar fordon." in text_of(answer)


def test_wishes_come_first_are_counted_and_answered(client, office):
    asker = world.person(Role.STAFF, "Viktor Mallberg")
    first, second = wish(person(user=asker), by=asker), wish(person("Elin Låtsasberg"))
    page = client.get(URL)
    assert [row.absence for row in page.context["wishes"]] == [first, second]
    assert "önskar ledigt" in text_of(client.get("/personal/"))
    client.post(f"{URL}{first.pk}/svara/", {"is_yes": "ja", "answer": "Trevlig semester"})
    refused = client.post(f"{URL}{second.pk}/svara/", {"is_yes": "nej", "answer": ""})
    assert (refused.status_code, "Skriv varför du säger nej" in text_of(refused)) == (422, True)
    client.post(f"{URL}{second.pk}/svara/", {"is_yes": "nej", "answer": "Full vecka"})
    assert [each.state for each in Absence.objects.order_by("pk")] == ["approved", "rejected"]
    notice = Notification.objects.get(user=asker)
    assert (notice.url, "Trevlig semester" in notice.text) == (OWN, True)


def test_those_who_work_outside_are_texted_the_answer_in_their_language(client, office):
    first = today() + 7 * DAY
    wishes = [wish(person()), wish(person("Nadia Provsson", language="en"), first)]
    for made in wishes:
        client.post(f"{URL}{made.pk}/svara/", {"is_yes": "nej", "answer": "Full vecka"})
    day = f"{first.day}/{first.month}"
    assert [each.body.strip() for each in Message.objects.order_by("pk")] == [
        f"Hej Viktor! Kontoret har svarat om din frånvaro {day}: avslagen. Full vecka",
        f"Hi Nadia! The office has answered about your absence {day}: declined. Full vecka",
    ]
    client.post(f"{URL}ny/", told(person("Elin Låtsasberg")))  # what the office writes itself is no answer
    assert Message.objects.count() == 2


def test_who_else_of_the_group_is_away_stands_beside_a_wish(client, office):
    made = wish(person())
    other = wish(person("Elin Låtsasberg"))
    services.approve(absence=other, by=office, at=now())
    wish(person("Nadia Provsson", group="cleaning"))
    assert [row.absence for row in client.get(f"{URL}{made.pk}/").context["meanwhile"]] == [other]


def test_somebody_is_well_again_earlier_and_what_was_wrong_is_taken_back(client, office):
    away = Away(AbsenceKind.SICK, today() - DAY, today() + 5 * DAY)
    made = services.record(resource=person(), away=away, by=office, at=now())
    assert client.post(f"{URL}{made.pk}/slut/", {"back_on": "0001-01-01"}).status_code == 422
    wrong = client.post(f"{URL}{made.pk}/slut/", {"back_on": (today() - 3 * DAY).isoformat()})
    assert (wrong.status_code, "Sista dagen är före första" in text_of(wrong)) == (422, True)
    client.post(f"{URL}{made.pk}/slut/", {"back_on": today().isoformat()})
    assert "igår" not in text_of(client.get(URL))  # it is over, and no longer listed
    assert len(client.get(f"{URL}?visa=tidigare").context["page"].rows) == 1
    client.post(f"{URL}{made.pk}/ta-bort/")
    assert Absence.objects.get().state == AbsenceState.WITHDRAWN


def test_an_end_that_runs_into_another_absence_is_refused(client, office):
    viktor = person()
    made = services.record(resource=viktor, away=Away(AbsenceKind.SICK, today(), today()), by=office, at=now())
    wish(viktor, today() + 3 * DAY)
    answer = client.post(f"{URL}{made.pk}/slut/", {"back_on": (today() + 9 * DAY).isoformat()})
    assert (answer.status_code, "är redan borta" in text_of(answer)) == (422, True)


def test_a_no_becomes_a_yes_only_while_the_time_is_still_free(client, office):
    viktor = person()
    made = wish(viktor)
    services.reject(absence=made, answer="Full vecka", by=office, at=now())
    wish(viktor)
    answer = client.post(f"{URL}{made.pk}/svara/", {"is_yes": "ja"})
    assert (answer.status_code, "är redan borta" in text_of(answer)) == (422, True)


def test_only_those_who_manage_staff_are_told_why(client, login_as):
    made = wish(person(), kind=AbsenceKind.CHILD_SICK)
    Absence.objects.update(note="Feber", decision="Krya på")
    login_as(Role.READER)
    for url in (URL, f"{URL}{made.pk}/", f"/personal/{made.resource_id}/", "/personal/"):
        page = text_of(client.get(url))
        assert [word for word in ("Vab", "Feber", "Krya på") if word in page] == [], url
    assert "Frånvarande" in text_of(client.get(URL))
    assert client.post(f"{URL}{made.pk}/svara/", {"is_yes": "ja"}).status_code == 403
    login_as(Role.PLANNER)
    assert "Vab" in text_of(client.get(URL))


def test_the_list_asks_as_often_with_many_rows_as_with_one(client, office, assert_steady_queries):
    days = iter(range(60))

    def more():
        wish(person())
        away = today() + next(days) * DAY
        services.record(resource=person(), away=Away(AbsenceKind.VACATION, away, away), by=office, at=now())

    assert_steady_queries(client, URL, more, most=30)


def test_an_empty_page_says_what_will_be_here(client, office):
    assert "Ingen är borta" in text_of(client.get(URL))
    assert "Ingen har varit borta" in text_of(client.get(f"{URL}?visa=tidigare"))
    assert client.get(f"{URL}999/").status_code == 404


# One's own.


@pytest.fixture
def ali(client, login_as):
    user = login_as(Role.STAFF)
    return person("Ali Demoström", user=user)


def asked(**more):
    return {"kind": "vacation", "first": (today() + 7 * DAY).isoformat(), "last": ""} | more


def test_one_asks_for_oneself_and_sees_the_answer_and_nobody_elses(client, ali):
    wish(person("Elin Låtsasberg"))
    assert client.post(OWN, asked()).status_code == 302
    made = Absence.objects.get(resource=ali)
    assert (made.state, made.requested_by) == (AbsenceState.REQUESTED, ali.employee.user)
    services.reject(absence=made, answer="Full vecka", by=world.person(Role.PLANNER), at=now())
    page = client.get(OWN)
    assert [row.absence for row in page.context["rows"]] == [made]
    assert "Full vecka" in text_of(page)
    assert client.get(URL).status_code == 403


def test_illness_stands_at_once(client, ali):
    answer = client.post(OWN, asked(kind="sick", first=today().isoformat()), follow=True)
    assert "Kontoret vet nu att du är borta" in text_of(answer)
    assert Absence.objects.get().state == AbsenceState.APPROVED


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"first": "2020-01-01"}, "Dagen har varit"),
        ({"kind": "sick", "first": "2020-01-01"}, "mer än en vecka sedan"),
        ({"kind": "service"}, "Välj ett av alternativen i listan."),
        ({"last": "2020-01-01"}, "Sista dagen är före första"),
    ],
)
def test_a_wish_that_cannot_be_is_told(client, ali, more, sentence):
    answer = client.post(OWN, asked(note="Resa", **more))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Resa" in text_of(answer)


def test_a_wish_is_taken_back_until_it_is_answered_and_only_ones_own(client, ali):
    mine, theirs = wish(ali), wish(person("Elin Låtsasberg"))
    assert client.post(f"{OWN}{theirs.pk}/").status_code == 404
    client.post(f"{OWN}{mine.pk}/")
    mine.refresh_from_db()
    assert mine.state == AbsenceState.WITHDRAWN
    later = wish(ali, today() + 20 * DAY)
    services.approve(absence=later, by=world.person(Role.PLANNER), at=now())
    assert "Kontoret har redan svarat" in text_of(client.post(f"{OWN}{later.pk}/", follow=True))


def test_the_page_speaks_english_to_those_who_do(client, login_as):
    ali = person("Ali Demoström", user=login_as(Role.STAFF), language="en")
    wish(ali)
    page = text_of(client.post(OWN, asked(last="2020-01-01")))
    assert [word for word in ("Holiday", "First day", "The last day is before", "Requested") if word not in page] == []


def test_whoever_has_no_day_of_their_own_is_told(client, login_as):
    login_as(Role.STAFF)
    assert client.get(OWN).status_code == 403
    assert Resource.objects.count() == 0
