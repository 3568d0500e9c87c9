"""Maps of jobs, of a person's day and of everybody's; the list beside says the same, in few questions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.models import Property
from perforia.base.clock import now
from perforia.base.maps import MapSize, PinKind
from perforia.base.permissions import Role
from scheduling.models import EmployeeSkill
from scheduling.queries.board_rows import Filter
from scheduling.queries.day_map import Pages, day_map
from scheduling.queries.maps import map_of_job, map_of_person
from scheduling.queries.morning import morning_of
from scheduling.rules.facts import Span
from scheduling.services import absences, publishing
from scheduling.services.absences import Away
from scheduling.services.jobs import StopDetails
from scheduling.states import AbsenceKind, AssignmentRole, Skill, StopKind
from tests.factories import crm, world
from tests.factories.crew import link_path, published
from tests.factories.scheduling import FAR, NEAR, TUESDAY, at, customer, job, person, vehicle

pytestmark = pytest.mark.django_db
DAY_URL = f"/schema/{TUESDAY}/karta/"
TODAY = TUESDAY - timedelta(days=1)
HERE, THERE = NEAR, FAR


def planner():
    return world.person(Role.PLANNER)


def stop(address, point=None, **facts):
    north, east = point or (None, None)
    return StopDetails(address, city="Storköping", latitude=north, longitude=east, is_confirmed=True, **facts)


def move(*people, **facts):
    stops = [stop("Mallgatan 9", HERE, kind=StopKind.LOAD), stop("Testgränd 14", THERE, kind=StopKind.UNLOAD)]
    return job("08:00", *people, stops=stops, **facts)


def day(user=None, people=(), **shown):
    return day_map(
        TUESDAY, user=user or planner(), shown=Filter(**shown), people=people, today=TODAY,
        pages=Pages("/uppdrag/0/", "/rutt/0/"),
    )  # fmt: skip


# ------------------------------------------------------------------ a job
def test_a_job_has_its_addresses_in_order_and_the_pins_of_door_and_lorry():
    place = crm.place(customer(), "Mallgatan 9")
    Property.objects.filter(pk=place.pk).update(entrance_latitude=59.3401, entrance_longitude=18.0701)
    made = job("08:00", stops=[
        stop("Mallgatan 9", HERE, kind=StopKind.LOAD, place=place), stop("Testgränd 14", THERE, kind=StopKind.UNLOAD),
    ])  # fmt: skip
    shown = map_of_job(made, planner(), size=MapSize.STRIP)

    assert [(point.number, point.label, point.detail, point.kind) for point in shown.points] == [
        ("1", "Mallgatan 9, Storköping", "Lastning", PinKind.STOP),
        ("2", "Testgränd 14, Storköping", "Lossning", PinKind.STOP),
        ("", "Mallgatan 9", "", PinKind.ENTRANCE),
    ]
    assert [line.points for line in shown.lines] == [(HERE, THERE)]
    assert shown.label == "Karta över Mallgatan 9 och Testgränd 14"


def test_where_a_protected_customer_lives_is_on_no_map_of_who_may_not_know():
    hidden = crm.protected()
    made = job("08:00", person(), customer=hidden, stops=[stop("Dolda stigen 5", HERE)])
    shown = [map_of_job(made, planner()), day().map]

    assert [point.point for each in shown for point in each.points] == [None, None]
    assert "Dolda" not in repr(shown)
    assert map_of_job(made, world.person(Role.OFFICE)).points[0].point == HERE


# ------------------------------------------------------------------ a person's day
def test_a_persons_road_has_its_stops_in_order_with_the_kilometres_between():
    viktor = person()
    job("13:00", viktor, stops=[stop("Provvägen 9", FAR)])
    move(viktor)
    road = map_of_person(TUESDAY, viktor.pk, planner())

    assert road is not None
    assert road.kilometres is not None
    assert [(point.number, point.label, point.detail[:11]) for point in road.map.points] == [
        ("1", "Mallgatan 9, Storköping", "08:00–10:00"),
        ("2", "Testgränd 14, Storköping", "08:00–10:00"),
        ("3", "Provvägen 9, Storköping", "13:00–15:00"),
    ]
    assert 20 < road.kilometres < 30
    assert road.is_estimated


def test_the_road_stands_on_a_part_of_the_days_page(client, login_as, tile_server):
    login_as(Role.PLANNER)
    viktor = person()
    move(viktor)
    page = client.get(f"{DAY_URL}{viktor.pk}/")
    nobody = client.get(f"{DAY_URL}{person('Elin Låtsasberg').pk}/")

    assert page.status_code == 200
    assert "2 stopp, ca 2" in page.text
    assert f"/schema/{TUESDAY}/rutt/{viktor.pk}/" in page.text
    assert f'href="{DAY_URL}?vem={viktor.pk}"' in page.text
    assert "Inget planerat den här dagen" in nobody.text
    assert client.get(f"{DAY_URL}999999/").status_code == 404


# ------------------------------------------------------------------ everybody's day
def test_a_day_has_every_job_once_with_who_leads_it_and_what_waits_by_another_shape():
    ali, jonas = person("Ali Demoström"), person("Jonas Skissgren")
    made = move(jonas, ali, people=2)
    made.assignments.filter(resource=ali).update(role=AssignmentRole.LEAD)
    job("13:00", ali, stops=[stop("Provvägen 9")])
    job(None, wanted_on=TUESDAY, stops=[stop("Fiktionsvägen 5", HERE)])
    shown = day()

    (crew,) = shown.crews
    assert [(each.number, each.index, each.when, each.mates) for each in crew.stops] == [
        ("AD 1a", "0", "08:00–10:00", "Jonas"),
        ("AD 1b", "1", "08:00–10:00", "Jonas"),
        ("AD 2", "2", "13:00–15:00", ""),
    ]
    assert [(each.number, each.index, each.when) for each in shown.waiting] == [("?", "3", "imorgon")]
    assert [(point.kind, point.colour) for point in shown.map.points] == [
        *[(PinKind.STOP, crew.resource.hue)] * 3, (PinKind.UNASSIGNED, 0),
    ]  # fmt: skip
    assert shown.map.points[0].url == f"/uppdrag/{made.pk}/"
    assert [line.url for line in shown.map.lines] == [f"/rutt/{ali.pk}/"]


def test_some_people_alone_are_shown_with_the_jobs_they_are_on():
    ali, jonas, elin = person("Ali Demoström"), person("Jonas Skissgren"), person("Elin Låtsasberg")
    move(ali, jonas, people=2)
    job("08:00", elin, stops=[stop("Provvägen 9", FAR)])
    job(None, wanted_on=TUESDAY, stops=[stop("Fiktionsvägen 5", HERE)])

    shown = day(people=[jonas.pk, 424242])
    assert [crew.resource.name for crew in shown.crews] == ["Ali Demoström"]
    assert shown.waiting == []
    assert len(shown.people) == 3


def test_the_page_can_be_worked_from_its_list(client, login_as, tile_server):
    login_as(Role.PLANNER)
    ali = person("Ali Demoström")
    made = move(ali)
    job(None, wanted_on=TUESDAY, stops=[stop("Fiktionsvägen 5")])
    page = client.get(DAY_URL)

    assert page.status_code == 200
    for words in ("Ali Demoström", "AD 1a", "Lastning: Mallgatan 9, Storköping", "59.34000, 18.07000", "Otilldelat",
                  "Inget läge på kartan än", f'href="/uppdrag/{made.pk}/"'):  # fmt: skip
        assert words in page.text
    assert 'data-map-index="2"' in page.text
    assert client.get(f"{DAY_URL}?vem={ali.pk}&vem=x&vem=99999999999999999999").status_code == 200
    assert "passar valen" in client.get(f"{DAY_URL}?vem={person('Elin Låtsasberg').pk}").text
    assert "Inga uppdrag är planerade" in client.get("/schema/2027-06-03/karta/").text


@pytest.mark.parametrize("part", ["karta/", "morgonkoll/"])
def test_a_day_costs_the_same_questions_whatever_its_size(client, login_as, part):
    login_as(Role.PLANNER)

    def fill(number):
        for count in range(number):
            who = person(f"Test {number} {count}")
            move(who, vehicle(f"Bil {number}{count}"), customer=crm.customer(f"Kund {number} {count}"))
            job(None, wanted_on=TUESDAY, stops=[stop("Fiktionsvägen 5", HERE)])

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/schema/{TUESDAY}/{part}").status_code == 200
        return len(asked)

    fill(1)
    cost()
    once = cost()
    fill(2)
    assert cost() == once
    assert once < 40


# ------------------------------------------------------------------ the morning
def found(key, user=None):
    morning = morning_of(TUESDAY, user=user or planner(), today=TODAY)
    return {check.key: check.lines for check in morning.checks}[key]


def sentences(key, user=None):
    return [line.sentence for line in found(key, user)]


def test_a_day_without_faults_says_so(client, login_as):
    user = login_as(Role.PLANNER)
    elin = person("Elin Låtsasberg")
    job("08:00", elin, customer=crm.customer("Anna Provlund", phone="070-174 06 22"), kind="home_cleaning")
    publishing.publish_day(day=TUESDAY, by=user, at=now())
    page = client.get(f"/schema/{TUESDAY}/morgonkoll/")

    assert "Allt är i sin ordning." in page.text
    assert "1 uppdrag är planerade" in page.text
    assert "Ingen är dubbelbokad." in page.text


def test_what_clashes_or_lacks_people_or_a_vehicle_is_told_with_where_it_is_mended():
    viktor = person()
    job("08:00", viktor, minutes=210)
    second = job("11:00", viktor)
    waiting = job("13:00", title="Flyttstädning 78 m²")

    assert [(line.sentence, line.mend.page, line.mend.about, line.is_grave) for line in found("krockar")] == [
        ("Viktor är dubbelbokad 11:00–11:30.", "scheduling:plan_job", second.pk, True)
    ]
    assert [(line.mend.page, line.mend.about) for line in found("bemanning")] == [("scheduling:who_can", waiting.pk)]
    assert "Ingen står på Flyttstädning 78 m² hos Demosson (13:00)." in sentences("bemanning")
    assert sentences("fordon") == ["Demosson har inget fordon till flytten."] * 2
    assert found("krockar", world.person(Role.READER))[0].mend.page == "scheduling:job"


def test_what_a_crew_would_stand_outside_without_is_told():
    silent = crm.customer("Anna Provlund")
    flat = crm.place(silent, "Exempelgatan 41", floor=3)
    villa = crm.place(silent, "Skissvägen 2")
    told = crm.place(silent, "Provvägen 9", apartment="1203", door_code="1234")
    job("08:00", person(), customer=silent, stops=[
        StopDetails("Exempelgatan 41", place=flat), stop("Skissvägen 2", place=villa), stop("Provvägen 9", place=told),
    ])  # fmt: skip

    assert sentences("adresser") == [
        "Adressen hos Provlund är inte bekräftad.", "Portkod eller tillträde saknas (Provlund, Exempelgatan 41).",
    ]  # fmt: skip
    assert sentences("kunder") == ["Provlund har inget telefonnummer."]
    assert found("kunder")[0].mend.page == "crm:customer_page"


def test_who_is_away_or_asks_to_be_and_what_runs_out_is_told():
    hugo, sara = person("Hugo Fingerad"), person("Sara Utkastsson")
    job("08:00", hugo)
    asked = Away(AbsenceKind.VACATION, TUESDAY, TUESDAY, Span(at("12:00"), at("17:00")))
    absences.record(resource=hugo, away=Away(AbsenceKind.SICK, TUESDAY, TUESDAY), by=planner(), at=now())
    absences.request(resource=sara, away=asked, by=world.person(Role.STAFF), at=now())
    EmployeeSkill.objects.create(employee=hugo.employee, skill=Skill.LICENCE_C1, valid_until=TUESDAY)

    assert sentences("franvaro") == [
        "Hugo är frånvarande tisdag 8 juni men står på Demosson.",
        "Sara Utkastsson vill vara borta den här dagen och har inte fått svar.",
    ]
    assert sentences("gar-ut") == ["Hugo Fingerad: Körkort C1 går ut imorgon."]
    assert morning_of(TUESDAY, user=planner(), today=TODAY).away == ["Hugo Fingerad"]


def test_what_nobody_has_been_told_is_told_with_the_way_to_publish(client, login_as):
    login_as(Role.PLANNER)
    made = job("08:00", person())
    page = client.get(f"/schema/{TUESDAY}/morgonkoll/")

    assert sentences("opublicerat") == [f"1 uppdrag är inte publicerat som de står: {made.number} Demosson."]
    assert f'href="/schema/{TUESDAY}/publicera/"' in page.text


@pytest.mark.parametrize("path", [DAY_URL, f"/schema/{TUESDAY}/morgonkoll/", f"{DAY_URL}1/"])
def test_a_crew_sees_its_own_day_alone(client, login_as, path):
    login_as(Role.STAFF)

    assert client.get(path).status_code == 403


def test_a_phone_that_a_link_opened_sees_the_map_of_its_job_and_no_other_tiles(client, tile_server, time_machine):
    time_machine.move_to(at("07:30"), tick=False)
    viktor = person()
    made = published("08:00", viktor)
    client.post(link_path(viktor))

    assert "/karta/lag/karta/0/0/0" in client.get(f"/min-dag/{made.pk}/").text
    assert client.get("/karta/lag/karta/14/9014/4816").content.startswith(b"\x89PNG")
    assert client.get("/karta/karta/14/9014/4816").status_code == 302
    assert type(client)().get("/karta/lag/karta/14/9014/4816").status_code in {302, 401}
