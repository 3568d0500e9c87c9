"""Vehicles, equipment and teams in the browser."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from perforia.base.clock import now, today
from perforia.base.permissions import Role
from scheduling.models import Equipment, Resource, Team, TeamMember, Vehicle
from scheduling.services import absences, things
from scheduling.services.absences import Away
from scheduling.services.staff import version_of
from scheduling.services.things import EquipmentDetails
from scheduling.states import AbsenceKind
from tests.factories.scheduling import job, person, team, vehicle

pytestmark = pytest.mark.django_db
URL, TEAMS = "/fordon/", "/personal/team/"
NEW = {"name": "Bil 7", "registration": "abc 12d", "volume": "18,5", "licence": "c1", "seats": "3"}
DAY = timedelta(days=1)


def text_of(answer):
    return answer.content.decode()


def test_a_vehicle_is_written_down_and_listed(client, office):
    assert client.post(f"{URL}nytt/", NEW | {"address": "Exempelgatan 1"}).status_code == 302
    made = Vehicle.objects.get()
    assert (made.registration, made.volume, made.licence) == ("ABC12D", Decimal("18.5"), "c1")
    page = text_of(client.get(URL))
    assert [word for word in ("Bil 7", "ABC12D", "18,5 m³", "C1", "Exempelgatan 1") if word not in page] == []


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"name": " "}, "Skriv ett namn"),
        ({"registration": ""}, "Skriv registreringsnumret"),
        ({"registration": "TST001"}, "TST001 finns redan"),
        ({"volume": "stor"}, "Skriv kubikmeter"),
        ({"seats": "0"}, "Skriv antal säten"),
        ({"licence": "piano"}, "Välj ett av alternativen i listan."),
    ],
)
def test_a_vehicle_that_cannot_be_is_told(client, office, told, sentence):
    vehicle(registration="TST001")
    answer = client.post(f"{URL}nytt/", NEW | {"note": "Lackad röd"} | told)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Lackad röd" in text_of(answer)
    assert Vehicle.objects.count() == 1


def test_a_change_keeps_the_place_while_the_address_is_and_loses_to_a_newer_one(client, office):
    bil = vehicle(address="Exempelgatan 1", latitude=59.3, longitude=18.0)
    told = NEW | {"address": "Exempelgatan 1", "seen": version_of(bil)}
    assert client.post(f"{URL}{bil.pk}/", told).status_code == 302
    assert Vehicle.objects.get().latitude == 59.3
    stale = client.post(f"{URL}{bil.pk}/", told)
    assert (stale.status_code, "Någon har ändrat uppgifterna" in text_of(stale)) == (422, True)
    bil.refresh_from_db()
    client.post(f"{URL}{bil.pk}/", told | {"address": "Mallgatan 2", "seen": version_of(bil)})
    assert Vehicle.objects.get().latitude is None


def test_a_thing_is_kept_and_corrected(client, office):
    client.post(f"{URL}utrustning/ny/", {"name": "Trappklättrare", "serial": "TK-1"})
    made = Resource.objects.get()
    client.post(f"{URL}utrustning/{made.pk}/", {"name": "Klättraren", "serial": "TK-2", "seen": version_of(made)})
    assert Equipment.objects.get().serial == "TK-2"
    assert "Klättraren" in text_of(client.get(URL))
    assert client.get(f"{URL}{made.pk}/").status_code == 404  # it is no vehicle


def test_a_vehicle_at_the_workshop_and_one_that_is_sold_say_so(client, office):
    bil, sold = vehicle(), vehicle("Bil 2")
    away = Away(AbsenceKind.SERVICE, today(), today() + 2 * DAY, note="Bromsar")
    absences.record(resource=bil, away=away, by=office, at=now())
    planned = job("08:00", sold)
    refused = client.post(f"/personal/sista-dag/{sold.pk}/", {"last_day": today().isoformat()})
    assert (refused.status_code, planned.number in text_of(refused)) == (422, True)
    sold.assignments.all().delete()
    client.post(f"/personal/sista-dag/{sold.pk}/", {"last_day": (today() - DAY).isoformat()})
    page = text_of(client.get(URL))
    assert ("Inte i drift" in page, "Bromsar" in page, "Bil 2" in page) == (True, True, False)
    assert "Bil 2" in text_of(client.get(f"{URL}?visa=alla"))


def test_the_lists_ask_as_often_with_many_rows_as_with_one(client, office, assert_steady_queries):
    def more():
        number = Resource.objects.count()
        vehicle(f"Bil {number}")
        things.add_equipment(details=EquipmentDetails(f"Klättrare {number}"), by=None, at=now())

    assert_steady_queries(client, URL, more, most=30)
    assert_steady_queries(client, TEAMS, lambda: team(f"Lag {Team.objects.count()}", person()), most=30)


def test_a_team_is_put_together_with_days_and_shows_who_leads(client, office):
    ali, viktor, bil = person("Ali Demoström"), person(), vehicle()
    told = {"name": "Flytt 1", "group": "moving", "lead": str(ali.pk)}
    for row in (ali, viktor, bil):
        told[f"in_{row.pk}"] = "on"
    told[f"until_{viktor.pk}"] = "2027-01-31"
    assert client.post(f"{TEAMS}nytt/", told).status_code == 302
    made = Team.objects.get()
    assert TeamMember.objects.get(resource=viktor).valid_until == date(2027, 1, 31)
    (row,) = client.get(TEAMS).context["teams"]
    assert (row.lead, [each.resource for each in row.others]) == (ali, [viktor, bil])
    del told[f"in_{viktor.pk}"]
    wrong = client.post(f"{TEAMS}{made.pk}/", told)
    assert (wrong.status_code, "Kryssa i Viktor Mallberg" in text_of(wrong)) == (422, True)
    del told[f"until_{viktor.pk}"]
    client.post(f"{TEAMS}{made.pk}/", told)
    assert made.members.count() == 2


def test_a_team_that_cannot_be_is_told(client, office):
    viktor, _ = person(), team("Flytt 1")
    days = {f"in_{viktor.pk}": "on", f"from_{viktor.pk}": "2027-02-01", f"until_{viktor.pk}": "2027-01-01"}
    for told, sentence in (
        ({"name": "flytt 1", "group": "moving"}, "redan ett team"),
        ({"name": "", "group": "moving"}, "Skriv ett namn"),
        ({"name": "Flytt 2", "group": "moving"} | days, "Sista dagen är före första"),
    ):
        answer = client.post(f"{TEAMS}nytt/", told)
        assert (answer.status_code, sentence in text_of(answer)) == (422, True), sentence
    assert Team.objects.count() == 1


def test_a_team_is_put_away(client, office):
    made = team("Flytt 1", person())
    client.post(f"{TEAMS}{made.pk}/avveckla/")
    assert "Inga team än" in text_of(client.get(TEAMS))


def test_a_reader_sees_and_changes_nothing(client, login_as):
    bil, made = vehicle(), team("Flytt 1", person())
    login_as(Role.READER)
    assert f"{URL}{bil.pk}/" not in text_of(client.get(URL))
    assert "Flytt 1" in text_of(client.get(TEAMS))
    for path in (f"{URL}nytt/", f"{URL}{bil.pk}/", f"{URL}utrustning/ny/", f"{TEAMS}nytt/", f"{TEAMS}{made.pk}/"):
        assert client.get(path).status_code == 403, path
    assert client.post(f"{TEAMS}{made.pk}/avveckla/").status_code == 403
