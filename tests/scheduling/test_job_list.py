"""The list of jobs: found by what one knows and by where they are, page by page, at the same cost however many."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.states import Service
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from perforia.home.queries.search import search as search_everything
from scheduling.models import Job
from scheduling.queries import job_list
from scheduling.queries.job_list import Filters
from scheduling.services import moves, publishing
from scheduling.services.jobs import StopDetails
from tests.factories import contracts, crm, world
from tests.factories.scheduling import TUESDAY, at, customer, job, person
from tests.scheduling.test_beginnings import offer
from tests.scheduling.test_series import begin

pytestmark = pytest.mark.django_db
PAGE = "/uppdrag/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(at("06:00"), tick=False):
        yield


def office_user():
    return world.person(Role.OFFICE)


def found(**asked) -> set[Job]:
    return set(job_list.filtered(office_user(), Filters(**asked), today=today()))


def cancelled(made: Job) -> Job:
    moves.cancel(job=made, reason="Prov", by=office_user(), at=now())
    return made


def test_the_views_hold_what_they_say():
    viktor, elin = person(), person("Elin Låtsasberg")
    done, ongoing = job("07:00", viktor), job("07:00", elin)
    publishing.publish_day(day=TUESDAY, by=office_user(), at=now())
    moves.finish(job=done, by=office_user(), at=now())
    moves.start(job=ongoing, by=office_user(), at=now())
    coming, past, waiting = job("10:00", viktor), job("08:00", viktor, day=TUESDAY - DAY), job()
    short, gone = job("12:00", viktor, people=2), cancelled(job("14:00", elin))

    assert found() == found(view=job_list.COMING) == {ongoing, coming, short}
    assert found(view=job_list.UNPLANNED) == {waiting}
    assert found(view=job_list.SHORT) == {short}
    assert found(view=job_list.ONGOING) == {ongoing}
    assert found(view=job_list.DONE) == {done}
    assert found(view=job_list.CANCELLED) == {gone}
    assert found(view=job_list.EVERYTHING) == {done, ongoing, coming, past, waiting, short, gone}


def test_jobs_are_found_by_number_by_customer_and_by_the_beginning_of_an_address():
    bengt = crm.customer("Bengt Påhittsson", phone="+46701740605")
    his = job(customer=bengt, stops=[StopDetails("Ängsgatan 17", city="Nyby")])
    other = job(customer=crm.customer("Anna Exempel"))

    assert (
        found(text=his.number) == found(text=his.number.lower()) == found(text=his.number.removeprefix("U-")) == {his}
    )
    assert found(text="påhitts") == found(text="1740605") == found(text=bengt.number) == {his}
    assert found(text="ängsgatan") == {his}
    assert found(text="nobody") == set()
    assert found(view="alla") == {his, other}


def test_filters_narrow_by_service_person_customer_status_days_and_address():
    viktor = person()
    windows = job("10:00", viktor, kind=Service.WINDOWS)
    later = job("10:00", person("Elin Låtsasberg"), day=TUESDAY + 7 * DAY, stops=[StopDetails("Testgränd 14")])
    other = job("12:00", customer=crm.customer("Anna Exempel"))

    assert found(service="windows") == {windows}
    assert found(person=str(viktor.pk)) == {windows}
    assert found(customer=str(other.customer_id)) == {other}
    assert found(status="published") == set()
    assert found(first=TUESDAY + DAY) == {later}
    assert found(last=TUESDAY) == {windows, other}
    assert found(is_unconfirmed=True) == {later}


def test_every_view_leads_through_all_pages_and_shows_nothing_twice(monkeypatch):
    monkeypatch.setattr(job_list, "PAGE", 2)
    for number in range(3):
        job("10:00", day=TUESDAY + number * DAY)
        job(wanted_on=TUESDAY + DAY if number else None)
        cancelled(job())
    for view, count in (
        (job_list.COMING, 3),
        (job_list.UNPLANNED, 3),
        (job_list.CANCELLED, 3),
        (job_list.EVERYTHING, 9),
    ):
        filters, seen, after = Filters(view=view), [], ""
        while True:
            rows = job_list.filtered(office_user(), filters, today=today())
            page = job_list.page_of(rows, filters, user=office_user(), cursor={"efter": after})
            seen += [row.job.pk for row in page.rows]
            after = page.slice.later
            if not after:
                break
        assert len(seen) == len(set(seen)) == count, view


def test_a_row_says_when_for_whom_where_by_whom_and_what_is_missing(client, office):
    job("10:00", person("Ali Demoström"), people=3, title="Flytt 3 rum", stops=[StopDetails("Testgränd 14")])
    shown = client.get(PAGE).content.decode()
    for words in ("Flytt 3 rum", "idag", "10:00–12:00", customer().name, "Testgränd 14", "Ali Demoström", "saknar 2",
                  "bekräfta</a>", "1 uppdrag, först i tiden överst"):  # fmt: skip
        assert words in shown, words


def test_one_that_was_wanted_before_now_says_so(client, office):
    job(wanted_on=TUESDAY - DAY)
    assert "önskas igår" in client.get(f"{PAGE}?vy=planera").content.decode()


def test_what_cannot_be_read_asks_for_nothing(client, office):
    job("10:00")
    answer = client.get(f"{PAGE}?vy=x&status=x&tjanst=x&person=x&kund=x&fran=x&efter=x&adress=x")
    assert (answer.status_code, "U-" in answer.content.decode()) == (200, True)
    assert "Inga uppdrag passar" in client.get(f"{PAGE}?q=nobody").content.decode()


@pytest.mark.parametrize("view", ["", "planera", "alla"])
def test_three_rows_cost_as_many_questions_as_one(client, office, view):
    viktor, costs = person(), []
    client.get(PAGE)
    for number in range(3):
        day = TUESDAY + number * DAY
        _ = job(wanted_on=day) if view == "planera" else job("10:00", viktor, day=day)
        if number != 1:
            with CaptureQueriesContext(connection) as asked:
                client.get(f"{PAGE}?vy={view}")
            costs.append(len(asked))
    assert costs[0] == costs[1] <= 25  # the menu and who is logged in among them


def test_jobs_stand_on_the_pages_they_belong_to(client, office):
    agreed, promised = contracts.draft(), offer()
    mine = job(title="Från avtalet", customer=agreed.customer, contract=agreed)
    job(title="Från offerten", customer=promised.customer, offer=promised)
    begin(person())
    theirs = reverse("scheduling:jobs_of_customer", args=[crm.customer("Nora Testgren").pk])

    assert "Från avtalet" in client.get(reverse("scheduling:jobs_of_contract", args=[agreed.pk])).content.decode()
    assert "Från offerten" in client.get(reverse("scheduling:jobs_of_offer", args=[promised.pk])).content.decode()
    of_customer = client.get(reverse("scheduling:jobs_of_customer", args=[agreed.customer_id])).content.decode()
    assert mine.number in of_customer
    assert client.get(theirs).status_code == 200
    page = client.get(reverse("crm:customer_page", args=[agreed.customer_id])).content.decode()
    assert f"/uppdrag/kund/{agreed.customer_id}/" in page
    assert f"/uppdrag/nytt/?kund={agreed.customer_id}" in page


def test_the_search_over_everything_finds_jobs():
    made = job(title="Flytt 3 rum")
    hits = dict(search_everything(office_user(), made.number, today=today()))
    assert [(hit.label, hit.url) for hit in hits["Uppdrag"]] == [
        (f"Flytt 3 rum, {customer().name}", f"/uppdrag/{made.pk}/")
    ]


def test_the_crew_does_not_see_the_list(client, login_as):
    login_as(Role.STAFF)
    assert client.get(PAGE).status_code == 403
