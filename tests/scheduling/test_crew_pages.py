"""A crew's pages: one's own day alone, readable by machines and without scripts, in two languages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.states import RutWork
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from scheduling.forms.crew import LARGEST
from scheduling.models import CrewAct, Employee, MaterialUse, Notice, TimeEntry
from scheduling.rules.navigation import navigation_url
from scheduling.services import planning, publishing
from scheduling.services.jobs import StopDetails
from tests.factories import crm, world
from tests.factories.crew import on_the_phone, picture, published, send, upload
from tests.factories.scheduling import NEAR, TUESDAY, act, at, customer, person, vehicle

pytestmark = pytest.mark.django_db
DAY = "/min-dag/"
PHONE = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def viktor(client, time_machine):
    time_machine.move_to(at("07:30"), tick=False)
    return on_the_phone(client)


def home(**facts):
    """A customer's address, third floor without a lift, with a code."""
    return crm.place(customer(), address="Testgränd 7", floor=3, lift="ingen", door_code="4711", **facts)


def at_home(**facts):
    """A stop there."""
    return [StopDetails("Testgränd 7", city="Storköping", place=home(**facts), is_confirmed=True)]


def form(kind, job=None, **facts):
    """What a form of the page sends without scripts."""
    told = {"kind": kind, "uuid": str(uuid4())} | ({"job": job.pk} if job else {}) | facts
    return reverse("scheduling:my_act"), told


def test_the_day_tells_when_where_how_to_get_in_with_whom_and_what_to_mind(client, viktor):
    published(
        "08:00", viktor, person("Elin Låtsasberg"), vehicle(), stops=at_home(), notes="Pianot ska inte med.",
        title="Flytt, 2 rum och kök",
    )  # fmt: skip
    text = client.get(DAY).content.decode()

    for said in (
        "tisdag 8 juni, 1 uppdrag, slutar 10:00", "08:00–10:00", "Bengt Demosson", "Flytt, 2 rum och kök",
        "Testgränd 7, våning 3, ingen hiss", "Med Elin Låtsasberg, Bil 1", "Pianot ska inte med.", "Bokat",
    ):  # fmt: skip
        assert said in text
    assert "4711" not in text


def test_the_job_that_is_under_way_stands_first_and_those_that_are_done_last(client, viktor):
    first, second, third = (published(start, viktor, title=f"Flytt {start}") for start in ("08:00", "10:30", "13:00"))
    send("check_in", viktor, first, at("08:00"))
    send("check_out", viktor, first, at("09:50"), is_done=True)
    send("check_in", viktor, third, at("13:00"))
    text = client.get(DAY).content.decode()

    places = [text.index(f'data-job="{job.pk}"') for job in (third, second, first)]
    assert places == sorted(places)
    assert "Pågår, incheckad 13:00" in text


def test_pages_cost_as_many_questions_for_three_jobs_as_for_one(client, viktor):
    client.get(DAY)
    counted = []
    for starts in (("08:00",), ("10:30", "13:00")):
        for start in starts:
            published(start, viktor, stops=at_home(), checklist=["Golv"])
        with CaptureQueriesContext(connection) as seen:
            client.get(DAY)
            client.get("/min-dag/vecka/")
        counted.append(len(seen))

    assert counted[0] == counted[1]
    assert counted[0] < 30


def test_only_ones_own_jobs_are_there(client, viktor):
    theirs = published("08:00", person("Elin Låtsasberg"))

    assert client.get(f"{DAY}{theirs.pk}/").status_code == 404
    answer = client.post(*form("check_in", theirs), **PHONE)
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert "Inga uppdrag idag" in client.get(DAY).content.decode()


def test_a_change_is_told_until_somebody_has_seen_it(client, viktor):
    made = published("08:00", viktor)
    client.post(*form("seen", until=Notice.objects.get().at.isoformat()))
    planning.move(job=made, starts_at=at("09:00"), act=act(at=at("07:20")))
    publishing.publish_day(day=TUESDAY, by=world.person(Role.PLANNER), at=at("07:25"))
    text = client.get(DAY).content.decode()

    assert "Ändrat sedan sist" in text
    assert "ny tid 09:00–11:00 i stället för 08:00–10:00" in text
    client.post(reverse("scheduling:my_language"), {"language": "en"})
    assert (
        "<li>Moving at Demosson Tuesday 8 June: new time 09:00–11:00 instead of 08:00–10:00.</li>"
        in client.get(DAY).content.decode()
    )
    client.post(*form("seen", until=Notice.objects.latest("at").at.isoformat()))
    assert "Changed since last time" not in client.get(DAY).content.decode()


def test_everything_works_as_plain_forms(client, viktor):
    made = published("08:00", viktor, checklist=["Skydda golv"])
    page = f"{DAY}{made.pk}/"
    here = client.post(*form("check_in", made, work="moving"), follow=True)
    assert "Incheckad 07:30." in here.content.decode()
    client.post(*form("tick", made, text="Skydda golv", done="1"))
    client.post(*form("photo", made, image=upload()))
    client.post(*form("material", made, text="Kartong", quantity="1,5", price="35"))
    client.post(*form("signature", made, name="Bengt Demosson"))
    client.post(*form("deviation", made, deviation_kind="damage", text="Repa"))
    text = client.get(page).content.decode()

    for said in ("1 av 1", "Kartong", "1,5 st", "Bengt Demosson", "Repa", "Pågår, incheckad 07:30", "/min-dag/bild/"):
        assert said in text
    shown = client.get(f"{DAY}bild/{made.photos.get().pk}/")
    assert (shown["Content-Type"], shown.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert "Utcheckad 07:30." in client.post(*form("check_out", made), follow=True).content.decode()


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("check_out", {"break_minutes": "en kvart"}, "Skriv rasten i hela minuter, till exempel 30."),
        ("check_out", {"ended": "halv fem"}, "Skriv klockslaget så här: 16:30."),
        ("material", {"text": "Tejp", "quantity": "två"}, "Skriv antalet med siffror, till exempel 2 eller 1,5."),
        ("material", {"text": "Tejp", "price": "-5"}, "Skriv priset i kronor, till exempel 120."),
        ("dansa", {}, "Läs om sidan och försök igen."),
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(client, viktor, kind, facts, sentence):
    made = published("08:00", viktor)
    answer = client.post(*form(kind, made, **facts))

    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert all(f'value="{typed}"' in text for typed in facts.values())
    assert not MaterialUse.objects.exists()


def test_a_picture_of_thirty_megabytes_is_refused_with_its_size_and_the_rest_goes_through(client, viktor):
    made = published("08:00", viktor)
    huge = SimpleUploadedFile("stor.jpg", b"\xff\xd8" + bytes(30 * 1024 * 1024), "image/jpeg")
    told = client.post(*form("photo", made, image=huge), **PHONE)
    rest = client.post(*form("check_in", made), **PHONE)

    assert told.status_code == 422
    assert told.json()["sentence"] == (
        f"Bilden är 30 MB, och högst {LARGEST // 1024**2} MB tas emot. Ta en ny bild eller minska den."
    )
    assert rest.json() == {"state": "applied", "sentence": "Incheckad 07:30."}


def test_what_one_person_kept_on_a_phone_is_never_done_as_another(client, viktor):
    made = published("08:00", viktor)
    answer = client.post(*form("check_in", made, person=viktor.pk + 1), **PHONE)

    assert (answer.status_code, answer.json()) == (409, {"state": "other"})
    assert not CrewAct.objects.exists()


def test_a_door_code_is_shown_to_the_crew_on_the_day_and_written_down(client, viktor, time_machine):
    made = published("08:00", viktor, stops=at_home())
    url = reverse("scheduling:my_code", args=[made.pk, made.stops.get().pk])
    shown = client.post(url, **PHONE)

    assert (shown.json(), shown["Cache-Control"]) == ({"code": "4711"}, "no-store")
    assert "4711" in client.post(url).content.decode()
    assert AuditEvent.objects.filter(verb="job.door_code_shown", target_id=made.pk).count() == 2
    time_machine.move_to(at("08:00") - timedelta(days=1), tick=False)
    assert client.post(url).status_code == 409
    assert "Portkoden visas på dagen." in client.get(f"{DAY}{made.pk}/").content.decode()


def test_a_door_code_is_not_shown_to_others(client, viktor):
    theirs = published("08:00", person("Elin Låtsasberg"), stops=at_home())

    assert client.post(reverse("scheduling:my_code", args=[theirs.pk, theirs.stops.get().pk])).status_code == 409


def test_nothing_of_a_protected_customer_stays_in_the_phone(client, viktor):
    made = published("08:00", viktor, customer=crm.protected("Hemlig Skyddsson"))
    day = client.get(DAY).content.decode()
    page = client.get(f"{DAY}{made.pk}/")

    assert "Skissvägen 2" not in day
    assert "Skissvägen 2" in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_several_kinds_of_work_are_chosen_among(client, viktor):
    made = published("08:00", viktor, hours={RutWork.MOVING: 2, RutWork.CLEANING: 1})
    assert "Flyttjänster" in client.get(f"{DAY}{made.pk}/").content.decode()
    client.post(*form("check_in", made, work="cleaning"))
    client.post(*form("switch", made, work="moving"))

    assert list(TimeEntry.objects.order_by("pk").values_list("work", flat=True)) == ["cleaning", "moving"]


def test_the_week_and_the_time_are_there_with_sums(client, viktor):
    made = published("08:00", viktor)
    send("check_in", viktor, made, at("08:00"), work="moving")
    send("check_out", viktor, made, at("10:30"), break_minutes=15)
    week, times = client.get("/min-dag/vecka/").content.decode(), client.get("/min-dag/tid/").content.decode()

    assert "Vecka 23" in week
    assert "08:00–10:00" in week
    for said in ("2:15", "Flyttjänster", "rast 15 min", "Att godkänna", made.number):
        assert said in times


def test_the_pages_speak_english_to_who_wants_that(client, viktor):
    made = published("08:00", viktor, checklist=["Skydda golv"])
    client.post(reverse("scheduling:my_language"), {"language": "en"})
    day, page = client.get(DAY).content.decode(), client.get(f"{DAY}{made.pk}/").content.decode()

    assert Employee.objects.get(resource=viktor).language == "en"
    for said in ('lang="en"', "My day", "Moving 3 rum", "Tuesday 8 June", "1 job", "ends 10:00", "Booked", "Navigate"):
        assert said in day
    for said in ("Check in", "Checklist", "0 of 1", "Report a deviation"):
        assert said in page
    told = client.post(*form("resume", made), **PHONE).json()["sentence"]
    assert told == f"You are not checked in at {made.number}. Check in first."
    assert client.post(reverse("scheduling:my_language"), {"language": "tlh"}).status_code == 409


def test_who_has_no_day_is_told_so_and_who_is_not_logged_in_logs_in(client):
    assert client.get(DAY)["Location"] == "/konto/login/?next=/min-dag/"
    assert client.get(DAY, **PHONE).status_code == 401
    client.force_login(world.person(Role.OWNER, "Olle Ägare"))
    refused = client.get(DAY)

    assert refused.status_code == 403
    assert "Du har ingen egen dag" in refused.content.decode()


def test_who_works_at_jobs_alone_begins_with_the_day(client, viktor):
    assert client.get("/")["Location"] == DAY
    client.force_login(world.person(Role.STAFF, "Stina Utan"))
    assert client.get("/").status_code == 200


def test_the_office_sees_what_the_crew_has_left_and_what_could_not_be_saved(client, viktor):
    made = published("08:00", viktor)
    url = reverse("scheduling:crew_left", args=[made.pk])
    send("photo", viktor, made, at("08:20"), image=picture(), text="Repa i dörr")
    send("material", viktor, made, at("08:30"), text="Tejp", quantity="2", price="49")
    send("signature", viktor, made, at("08:40"), name="Bengt Demosson")
    send("deviation", viktor, made, at("08:50"), deviation_kind="damage", text="Hallen")
    send("check_out", viktor, made, at("09:00"))
    assert client.get(url).status_code == 403
    client.force_login(world.person(Role.PLANNER))
    text = client.get(url).content.decode()

    for said in (
        "Repa i dörr", "Tejp", "49\u00a0kr styck", "Bekräftat av Bengt Demosson", "Skada", "Hallen",
        "Utcheckning från Viktor Mallberg sparades inte", "Checka in först.",
    ):  # fmt: skip
        assert said in text
    other = reverse("scheduling:crew_left", args=[published("12:00", viktor).pk])
    assert "Laget har inte lämnat något än" in client.get(other).content.decode()


def test_who_has_left_has_no_day(client, viktor):
    type(viktor).objects.filter(pk=viktor.pk).update(active_until=TUESDAY - timedelta(days=1))

    assert client.get(DAY).status_code == 403


def test_a_phone_is_told_which_pages_of_the_week_ahead_to_keep(client, viktor, django_assert_num_queries):
    first = published("08:00", viktor)
    client.get("/min-dag/framat/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/min-dag/framat/")
    later = published("08:00", viktor, day=TUESDAY + timedelta(days=7))
    hidden = published("13:00", viktor, customer=crm.protected("Hemlig Skyddsson"))
    published("10:00", viktor, day=TUESDAY + timedelta(days=8))
    published("10:00", person("Elin Låtsasberg"))
    with django_assert_num_queries(len(seen)):
        answer = client.get("/min-dag/framat/")

    assert answer.json()["pages"] == [
        "/min-dag/vecka/", "/min-dag/vecka/?dag=2027-06-07", "/min-dag/vecka/?dag=2027-06-14",
        "/min-dag/?dag=2027-06-08", "/min-dag/?dag=2027-06-15", f"/min-dag/{first.pk}/", f"/min-dag/{later.pk}/",
    ]  # fmt: skip
    assert all(client.get(page).status_code == 200 for page in answer.json()["pages"])
    assert hidden.number in client.get(f"{DAY}{hidden.pk}/").content.decode()


def test_the_script_that_keeps_pages_comes_from_the_folder_of_the_pages(client):
    answer = client.get("/min-dag/sw.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert "addEventListener" in answer.content.decode()
    assert client.get("/min-dag/utan-tackning/").status_code == 200


@pytest.mark.parametrize(
    ("point", "is_apple", "url"),
    [
        (NEAR, False, "geo:59.340000,18.070000?q=59.340000,18.070000(Skissv%C3%A4gen%202)"),
        (None, False, "geo:0,0?q=Skissv%C3%A4gen%202"),
        (NEAR, True, "https://maps.apple.com/?daddr=59.340000,18.070000&dirflg=d"),
        (None, True, "https://maps.apple.com/?daddr=Skissv%C3%A4gen%202&dirflg=d"),
    ],
)
def test_the_way_leads_to_the_pin_or_the_words(point, is_apple, url):
    assert navigation_url("Skissvägen 2", point, is_apple=is_apple) == url
