"""The page of a job: what is planned beside what was told, and one gate for every move."""

from datetime import timedelta

import pytest
from django.urls import reverse

from contracts.states import RutWork
from crm.states import Verification
from perforia.base.clock import now
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from scheduling.models import Job, JobStop
from scheduling.services import moves, planning, publishing
from scheduling.services.jobs import StopDetails
from scheduling.states import JobStatus
from tests.factories import crm, world
from tests.factories.scheduling import TUESDAY, act, customer, job, person, plan, vehicle

pytestmark = pytest.mark.django_db
STATES = {
    "start": (JobStatus.PUBLISHED, JobStatus.ONGOING), "finish": (JobStatus.ONGOING, JobStatus.DONE),
    "take_back": (JobStatus.ONGOING, JobStatus.PUBLISHED), "revive": (JobStatus.CANCELLED, JobStatus.PLANNED),
}  # fmt: skip


def page(client, of: Job) -> str:
    return str(client.get(reverse("scheduling:job", args=[of.pk])).content.decode())


def publish(day=TUESDAY):
    publishing.publish_day(day=day, by=world.person(Role.PLANNER), at=now())


def in_state(state: JobStatus) -> Job:
    made = job("08:00", person())
    if state == JobStatus.CANCELLED:
        moves.cancel(job=made, reason="Prov", by=world.person(Role.PLANNER), at=now())
    if state in {JobStatus.PUBLISHED, JobStatus.ONGOING}:
        publish()
    if state == JobStatus.ONGOING:
        moves.start(job=made, by=world.person(Role.PLANNER), at=now())
    return made


def test_the_page_says_what_when_where_by_whom_and_for_how_much(client, office):
    buyer = customer()
    place = crm.place(
        buyer, "Mallgatan 9", postal_code="123 45", city="Storköping", floor=3, lift="Ingen",
        parking="Vid porten", door_code="4711",
    )  # fmt: skip
    made = job(
        "08:00", person("Ali Demoström"), vehicle(), title="Flytt 2 rum", people=2, notes="Pianot ska med",
        hours={RutWork.MOVING: 8}, price=9500, checklist=["Fota tomt"], stops=[StopDetails(place.address, place=place)],
    )  # fmt: skip
    shown = page(client, made)

    for words in (
        "Flytt 2 rum", "Tisdag 8 juni 2027 08:00–10:00", "Ali Demoström", "Bil 1", "2 personer", "Pianot ska med",
        "Våning 3, ingen hiss, parkering: vid porten.", "Fota tomt", "9\u00a0500\u00a0kr", "Flyttjänster",
        buyer.name, "8 tim planerat",
    ):  # fmt: skip
        assert words in shown, words
    assert "4711" not in shown
    assert "Portkod ••••" in shown


def test_an_unconfirmed_address_blocks_and_is_confirmed_with_one_press(client, office):
    made = job("08:00", person(), stops=[StopDetails("Testgränd 14")])
    stop = JobStop.objects.get(job=made)
    assert "Inte klart för planering" in page(client, made)
    assert f'href="/uppdrag/{made.pk}/#adress">bekräfta</a>' in client.get(reverse("scheduling:jobs")).content.decode()

    answer = client.post(reverse("scheduling:confirm_stop", args=[stop.pk]))

    assert answer.url == reverse("scheduling:job", args=[made.pk])
    assert "Inte klart för planering" not in page(client, made)
    publish()
    made.refresh_from_db()
    assert made.status == JobStatus.PUBLISHED


def test_confirming_a_customers_own_address_confirms_it_for_all_that_is_to_be_done_there(client, office):
    buyer = customer()
    place = crm.place(buyer, "Mallgatan 9")
    first, other = (job(stops=[StopDetails("Mallgatan 9", place=place)]) for _ in range(2))

    client.post(reverse("scheduling:confirm_stop", args=[JobStop.objects.get(job=first).pk]))

    place.refresh_from_db()
    assert place.verification == Verification.MANUAL
    assert JobStop.objects.get(job=other).confirmed_at is not None


def test_the_door_code_is_shown_once_asked_for_and_who_asked_is_written_down(client, login_as):
    login_as(Role.PLANNER)
    place = crm.place(customer(), "Mallgatan 9", door_code="4711")
    made = job(stops=[StopDetails("Mallgatan 9", place=place)])
    url = reverse("scheduling:reveal_stop_code", args=[JobStop.objects.get(job=made).pk])

    answer = client.post(url, headers={"HX-Request": "true"})

    assert "4711" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert set(AuditEvent.objects.filter(verb__contains="door_code").values_list("verb", flat=True)) == {
        "customer.door_code_revealed", "job.door_code_revealed",
    }  # fmt: skip
    assert "visade portkoden" in page(client, made)


def test_where_a_protected_customer_lives_is_shown_to_few(client, login_as):
    place = crm.place(crm.protected(), "Dolda stigen 5", door_code="4711")
    made = job(customer=place.customer, stops=[StopDetails("Dolda stigen 5", place=place)])
    code = reverse("scheduling:reveal_stop_code", args=[JobStop.objects.get(job=made).pk])

    login_as(Role.PLANNER)
    assert "Dolda stigen" not in page(client, made) + client.get("/uppdrag/?vy=alla").content.decode()
    assert client.post(code).status_code == 404
    login_as(Role.OFFICE)
    assert "Dolda stigen" in page(client, made)


def test_what_is_planned_stands_beside_what_the_crew_was_told(client, office):
    ali, bo = person("Ali Demoström"), person("Bo Provberg")
    made = job("08:00", ali)
    assert "Laget har inte fått veta något än" in page(client, made)
    publish()
    assert "publicerad" in page(client, made)

    planning.plan(job=made, plan=plan("09:00", ali, bo), act=act())
    shown = page(client, made)

    assert "Inte publicerat som det är planerat nu" in shown
    assert "Ali vet om tisdag 8 juni 08:00–10:00." in shown
    assert "flyttade från tisdag 8 juni 08:00–10:00 till tisdag 8 juni 09:00–11:00, satte Bo Provberg på det" in shown
    assert "ändrad" in client.get(reverse("scheduling:jobs")).content.decode()


def test_the_page_tells_what_is_wrong_in_words_and_what_was_passed_over(client, office):
    viktor = person()
    job("08:00", viktor)
    clashing = job("09:00", viktor)
    early = job("05:00", person("Elin Låtsasberg"))

    assert "Viktor är dubbelbokad 09:00–10:00." in page(client, clashing)
    shown = page(client, early)
    assert "Varningar som godtagits (1)" in shown
    assert "Prov" in shown


@pytest.mark.parametrize("name", STATES)
def test_every_move_has_its_own_act(client, office, name):
    before, after = STATES[name]
    made = in_state(before)

    client.post(reverse(f"scheduling:{name}_job", args=[made.pk]))

    made.refresh_from_db()
    assert made.status == after


def test_a_move_that_cannot_be_is_refused_in_words(client, office):
    made = job("08:00", person())
    answer = client.post(reverse("scheduling:start_job", args=[made.pk]), follow=True)
    assert "Det går inte att ändra från ”Planerad” till ”Pågår”." in answer.content.decode()


def test_cancelling_asks_why_and_keeps_the_answer(client, office):
    made = job("08:00", person())
    url = reverse("scheduling:cancel_job", args=[made.pk])

    empty = client.post(url, {"reason": " "})
    client.post(url, {"reason": "Kunden flyttar inte"})

    assert (empty.status_code, "Skriv varför uppdraget avbokas." in empty.content.decode()) == (422, True)
    made.refresh_from_db()
    assert (made.status, made.cancel_reason) == (JobStatus.CANCELLED, "Kunden flyttar inte")
    assert "Kunden flyttar inte" in page(client, made)


def test_one_that_was_not_done_is_opened_again_with_what_is_left(client, office):
    made = in_state(JobStatus.ONGOING)
    moves.finish(job=made, by=office, at=now() + timedelta(hours=1))
    client.post(reverse("scheduling:reopen_job", args=[made.pk]), {"reason": "Ugnen återstår"})
    made.refresh_from_db()
    assert made.status == JobStatus.ONGOING
    assert "Ugnen återstår" in page(client, made)


def test_what_people_were_told_of_it_is_kept_on_its_page(client, office):
    made = job("08:00", person("Ali Demoström"))
    publish()
    shown = page(client, made)
    assert "Laget har fått veta" in shown
    assert "Nytt: tisdag 8 juni 08:00–10:00 Flytt hos Demosson" in shown


def test_a_reader_is_offered_nothing_that_would_be_refused(client, login_as):
    made = job("08:00", person())
    login_as(Role.READER)
    shown = page(client, made)
    assert "Avboka" not in shown
    assert client.post(reverse("scheduling:finish_job", args=[made.pk])).status_code == 403


def test_the_page_costs_the_same_whatever_the_crew_and_the_history(client, office, django_assert_max_num_queries):
    people = [person(f"Person {number}") for number in range(3)]
    made = job("08:00", *people, people=3, checklist=["Ett", "Två"])
    publish()
    planning.plan(job=made, plan=plan("09:00", *people), act=act())
    with django_assert_max_num_queries(45):
        page(client, made)


def test_the_customers_timeline_tells_of_jobs_and_leads_to_them(client, office):
    made = job("08:00", person())
    publish()
    moves.start(job=made, by=office, at=now())
    moves.finish(job=made, by=office, at=now())
    gone = job()
    moves.cancel(job=gone, reason="Kunden ångrade sig", by=office, at=now())
    url = reverse("crm:customer_timeline", args=[made.customer_id])

    shown = client.get(url).content.decode()
    for words in (
        "lade in uppdrag",
        "slutförde uppdrag",
        "avbokade uppdrag",
        "Kunden ångrade sig",
        f"/uppdrag/{made.pk}/",
    ):
        assert words in shown, words
    assert "08:00–10:00" in client.get(f"{url}?visa=uppdrag").content.decode()

    moves.reopen(job=made, by=office, at=now())
    moves.revive(job=gone, by=office, at=now())
    shown = client.get(url).content.decode()
    assert "slutförde uppdrag" not in shown
    assert "avbokade uppdrag" not in shown


def test_a_plan_that_is_shorter_than_the_work_says_so(client, office):
    made = job("08:00", person(), minutes=120)
    planning.plan(job=made, plan=plan("08:00", person("Elin Låtsasberg"), minutes=60), act=act())
    assert "Planen är 1 tim, men uppdraget tar 2 tim." in page(client, made)
