"""People in the browser: the list, the page of one, writing them down, and what ties them to others."""

from datetime import date, time, timedelta

import pytest

from perforia.base.clock import today
from perforia.base.permissions import Role
from scheduling.models import Employee, Resource, StaffPreference, WorkPattern
from scheduling.services import absences as services
from scheduling.services.absences import Away
from scheduling.services.staff import version_of
from scheduling.states import AbsenceKind
from tests.factories import crm, world
from tests.factories.scheduling import job, person, team

pytestmark = pytest.mark.django_db
SOON = timedelta(days=20)
NEW = {"name": "Ali Demoström", "phone": "070-174 06 05", "group": "moving", "weekly_hours": "37,5", "language": "sv"}


def listed(client, asked=""):
    page = client.get(f"/personal/{asked}")
    assert page.status_code == 200
    return [row.resource.name for row in page.context["page"].rows]


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("typed", ["ali", "demo", "070-174 06 05", "740605", "ali@exempel", "storköping"])
def test_somebody_is_found_by_what_is_typed(client, office, typed):
    person("Ali Demoström", email="ali@exempel.test", city="Storköping")
    person("Elin Låtsasberg", phone="+46701740699")
    assert listed(client, f"?q={typed}") == ["Ali Demoström"]


def test_filters_compose_and_nonsense_asks_for_nothing(client, office):
    person("Ali", group="moving", roles=["driver"], languages=["ar"], skills={"c": today() + SOON})
    person("Elin", group="cleaning", roles=["cleaner"], languages=["sv"], skills={"b": today() - SOON})
    Resource.objects.filter(pk=person("Tore").pk).update(active_until=today() - SOON)
    assert listed(client) == ["Ali", "Elin"]
    assert listed(client, "?grupp=moving&roll=driver&sprak=ar&kompetens=b") == ["Ali"]
    assert listed(client, "?kompetens=ce") == []
    assert listed(client, "?utgar=snart") == ["Ali", "Elin"]
    assert listed(client, "?lage=slutat") == ["Tore"]
    assert listed(client, "?grupp=x&roll=y&kompetens=z&efter=%%%&q=%00") == ["Ali", "Elin"]
    page = text_of(client.get("/personal/"))
    assert "går ut om 20 dagar" in page
    assert "gick ut" in page


def test_the_list_asks_as_often_with_many_rows_as_with_one(client, office, assert_steady_queries):
    assert_steady_queries(client, "/personal/", lambda: person(skills={"c": None}), most=30)


def test_an_empty_list_and_one_without_hits_say_what_to_do(client, office):
    assert "Ingen personal än" in text_of(client.get("/personal/"))
    assert "Ingen passar" in text_of(client.get("/personal/?q=xyz"))
    assert "Ingen personal än" in text_of(client.get("/personal/telefonlista/"))


def test_typing_swaps_the_list_alone(client, office):
    person()
    answer = client.get("/personal/?q=vik", headers={"HX-Request": "true", "HX-Target": "staff-region"})
    assert text_of(answer).lstrip().startswith('<div class="p-region')


def test_the_telephone_list_has_those_who_work_here(client, office):
    person("Ali Demoström")
    Resource.objects.filter(pk=person("Tore").pk).update(active_until=today() - SOON)
    page = text_of(client.get("/personal/telefonlista/"))
    assert "070-174 06 05" in page
    assert "Tore" not in page


def test_somebody_is_written_down_and_is_on_the_list(client, office):
    answer = client.post("/personal/ny/", NEW | {"roles": ["driver", "lead"], "languages": ["sv", "ar"]})
    made = Employee.objects.get()
    assert answer["Location"] == f"/personal/{made.resource_id}/"
    assert (made.phone, made.roles, str(made.weekly_hours)) == ("+46701740605", ["driver", "lead"], "37.5")
    assert "Fyll i kompetenser och arbetstid" in text_of(client.get(answer["Location"]))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"name": " "}, "Skriv ett namn"),
        ({"phone": "12"}, "Skriv ett telefonnummer"),
        ({"weekly_hours": "90"}, "Skriv timmar i veckan, 0 till 60"),
        ({"weekly_hours": ""}, "Skriv hur många timmar"),
        ({"email": "ali"}, "Skriv en e-postadress"),
        ({"postal_code": "1"}, "Skriv fem siffror"),
        ({"active_from": "igår"}, "Skriv ett datum"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_is_kept(client, office, told, sentence):
    answer = client.post("/personal/ny/", NEW | {"note": "Har egen nyckel"} | told)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Har egen nyckel" in text_of(answer)
    assert not Employee.objects.exists()


def test_a_change_keeps_the_account_and_is_refused_to_one_who_saw_an_older_row(client, office):
    user = world.person(Role.STAFF, "Ali Demoström")
    viktor = person(user=user)
    told = NEW | {"name": "Viktor M", "seen": version_of(viktor)}
    assert client.post(f"/personal/{viktor.pk}/andra/", told).status_code == 302
    assert Employee.objects.get().user == user
    answer = client.post(f"/personal/{viktor.pk}/andra/", told | {"name": "Viktor X"})
    assert (answer.status_code, "Någon har ändrat uppgifterna" in text_of(answer)) == (422, True)
    assert Resource.objects.get().name == "Viktor M"


def test_a_home_is_looked_up_in_the_register_and_kept_while_the_address_is(client, office):
    viktor = person(address="Provvägen 3", latitude=59.3, longitude=18.0)
    told = NEW | {"address": "Provvägen 3", "seen": version_of(viktor)}
    client.post(f"/personal/{viktor.pk}/andra/", told)
    assert Employee.objects.get().latitude == 59.3
    viktor.refresh_from_db()
    client.post(f"/personal/{viktor.pk}/andra/", told | {"address": "Okänd stig 9", "seen": version_of(viktor)})
    assert Employee.objects.get().latitude is None
    assert "Platsen är okänd" in text_of(client.get(f"/personal/{viktor.pk}/"))


def test_skills_are_ticked_with_their_last_day(client, office):
    viktor = person(skills={"piano": None})
    until = (today() + SOON).isoformat()
    assert "Körkort C" in text_of(client.get(f"/personal/{viktor.pk}/kompetenser/"))
    wrong = client.post(f"/personal/{viktor.pk}/kompetenser/", {"until_c": until})
    assert (wrong.status_code, "Kryssa i Körkort C" in text_of(wrong)) == (422, True)
    client.post(f"/personal/{viktor.pk}/kompetenser/", {"has_c": "on", "until_c": until, "has_heavy": "on"})
    assert list(viktor.employee.skills.order_by("skill").values_list("skill", "valid_until")) == [
        ("c", today() + SOON), ("heavy", None),
    ]  # fmt: skip
    assert "går ut om 20 dagar" in text_of(client.get(f"/personal/{viktor.pk}/"))


def hours(**more):
    return {
        "valid_from": "2027-06-07",
        "cycle": "1",
        "starts_0_0": "07:00",
        "ends_0_0": "16:00",
        "break_0_0": "60",
    } | more


def test_working_hours_of_two_weeks_in_turn_are_kept_and_told(client, office):
    viktor = person()
    told = hours(cycle="2", starts_1_4="22:00", ends_1_4="06:00", break_1_4="30")
    assert client.post(f"/personal/{viktor.pk}/arbetstid/", told).status_code == 302
    rows = WorkPattern.objects.filter(valid_from=date(2027, 6, 7)).order_by("cycle_week")
    assert list(rows.values_list("weekday", "starts", "cycle_week", "cycle_weeks")) == [
        (0, time(7), 0, 2), (4, time(22), 1, 2),
    ]  # fmt: skip
    page = text_of(client.get(f"/personal/{viktor.pk}/"))
    assert "mån–fre" in page  # what holds today
    assert "22:00–06:00, rast 30 min" in page  # and from then


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"ends_0_0": ""}, "Skriv både start och slut"),
        ({"starts_0_0": "sju"}, "Skriv en tid"),
        ({"break_0_0": "-5"}, "Skriv minuter"),
        ({"starts_0_0": "15:30", "break_0_0": "60"}, "Rasten är längre än arbetspasset"),
        ({"valid_from": ""}, "Välj ett datum"),
        ({"valid_from": "0001-01-01"}, "Kontrollera årtalet"),
    ],
)
def test_hours_that_cannot_be_are_told(client, office, told, sentence):
    answer = client.post(f"/personal/{person(hours=None).pk}/arbetstid/", hours(**told))
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert not WorkPattern.objects.exists()


def test_odd_hours_are_warned_of(client, office):
    viktor = person(hours=("06:00", "17:00"), weekly_hours=30)
    page = text_of(client.get(f"/personal/{viktor.pk}/"))
    assert "52,5 tim i veckan är mer än 40 tim ordinarie arbetstid" in page
    assert "Ingen arbetstid just nu" in text_of(client.get(f"/personal/{person(hours=None).pk}/"))


def test_the_page_tells_plan_absence_team_and_wishes_in_a_fixed_number_of_questions(
    client, office, assert_steady_queries
):
    viktor = person()
    day = today() + timedelta(days=1)
    team("Flytt 1", viktor)
    away = Away(AbsenceKind.VACATION, day + SOON, day + SOON)
    services.record(resource=viktor, away=away, by=office, at=viktor.created_at)
    assert_steady_queries(client, f"/personal/{viktor.pk}/", lambda: job("08:00", viktor, day=day), most=40)
    page = text_of(client.get(f"/personal/{viktor.pk}/"))
    assert [word for word in ("Demosson", "Utkast", "Semester", "Flytt 1", "6 tim") if word not in page] == []


def test_an_account_is_chosen_among_those_that_are_free(client, office):
    user = world.person(Role.STAFF, "Ali Demoström")
    viktor, taken = person(), person("Ali Demoström", user=user)
    assert user.email not in text_of(client.get(f"/personal/{viktor.pk}/konto/"))
    assert client.post(f"/personal/{viktor.pk}/konto/", {"user": user.pk}).status_code == 422
    client.post(f"/personal/{taken.pk}/konto/", {"user": ""})
    client.post(f"/personal/{viktor.pk}/konto/", {"user": user.pk})
    assert Employee.objects.get(user=user).resource == viktor


def test_what_a_customer_thinks_is_written_and_forgotten(client, office):
    viktor, customer = person(), crm.customer("Bengt Påhittsson")
    url = f"/personal/{viktor.pk}/onskemal/"
    wrong = client.post(url, {"customer": "Ingen Alls", "kind": "blocked"})
    assert (wrong.status_code, "Ingen kund heter så" in text_of(wrong)) == (422, True)
    client.post(url, {"customer": customer.number, "kind": "blocked", "reason": "Bråk om nyckel"})
    wish = StaffPreference.objects.get()
    assert "Bråk om nyckel" in text_of(client.get(f"/personal/{viktor.pk}/"))
    client.force_login(world.person(Role.READER))
    assert "Bråk om nyckel" not in text_of(client.get(f"/personal/{viktor.pk}/"))
    client.force_login(office)
    client.post(f"/personal/onskemal/{wish.pk}/ta-bort/")
    assert not StaffPreference.objects.exists()


def test_nobody_leaves_while_jobs_are_planned_and_the_jobs_are_shown(client, office):
    viktor = person()
    planned = job("08:00", viktor)
    url, last = f"/personal/sista-dag/{viktor.pk}/", date(2027, 6, 7).isoformat()
    assert client.post(url, {"last_day": "9999-12-31"}).status_code == 422
    answer = client.post(url, {"last_day": last})
    assert answer.status_code == 422
    assert f"är planerad på {planned.number}" in text_of(answer)
    assert f"/uppdrag/{planned.pk}/vem-kan/" in text_of(answer)
    assert client.post(url, {"last_day": "2027-06-08"}).status_code == 302
    assert "Slutar 8 juni 2027" in text_of(client.get("/personal/"))
    client.post(url, {"ater": "1"})
    assert Resource.objects.get(pk=viktor.pk).active_until is None


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
def test_only_those_who_manage_staff_may_write(client, login_as, role):
    viktor = person(note="Slutar troligen i vår")
    login_as(role)
    for path in ("ny/", f"{viktor.pk}/andra/", f"{viktor.pk}/kompetenser/", f"{viktor.pk}/arbetstid/",
                 f"{viktor.pk}/konto/", f"sista-dag/{viktor.pk}/"):  # fmt: skip
        assert client.get(f"/personal/{path}").status_code == 403, path
    page = client.get(f"/personal/{viktor.pk}/")
    assert page.status_code == (200 if role == Role.READER else 403)
    assert "Slutar troligen" not in text_of(page)
    assert client.get("/personal/").status_code == page.status_code
