"""The list and the board of cases: their order, groups, filters, search, pages and export."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from perforia.base.clock import now, today
from perforia.base.permissions import Role
from rut.models import Case, CaseInvoice
from rut.queries import case_list
from rut.queries.cases import neighbours
from rut.services.searching import index_case
from rut.states import CaseStatus, DocumentType
from tests.factories import world

pytestmark = pytest.mark.django_db
LIST = "/rut/arenden/"
DAY = timedelta(days=1)


def add(number, *, due=None, status=CaseStatus.COLLECTING, decided=None, **more):
    """A case of 1 000 kr."""
    made = Case.objects.create(
        number=number, status=status, kind=more.pop("kind", DocumentType.COMPLETION_REQUEST),
        reference=more.pop("reference", number.replace("RUT", "8")), received_on=today(), deadline=due, amount=1000,
        opened_at=now(), answered_at=now(), decided_on=decided,
        closed_at=now() if status == CaseStatus.CLOSED else None, **more,
    )  # fmt: skip
    index_case(made)
    return made


def numbers(client, **asked):
    """The cases of a page, in their order."""
    page = client.get(LIST, asked).content.decode()
    return re.findall(r'<div class="p-id">(RUT-\d+),', page)


@pytest.fixture
def officer(client):
    client.force_login(world.person())
    return client


def test_cases_stand_in_the_order_in_which_they_must_be_answered(officer):
    week_end = today() + (6 - today().weekday()) * DAY
    add("RUT-0001", due=week_end + 20 * DAY)
    add("RUT-0002", due=today() - DAY)
    add("RUT-0003", due=week_end + DAY)
    add("RUT-0004")
    add("RUT-0005", status=CaseStatus.AWAITING_DECISION, due=today() - 9 * DAY)
    add("RUT-0006", due=week_end)
    add("RUT-0007", status=CaseStatus.CLOSED)

    assert numbers(officer) == ["RUT-0004", "RUT-0002", "RUT-0006", "RUT-0003", "RUT-0001", "RUT-0005"]
    page = officer.get(LIST).content.decode()
    groups = ["Utan frist", "Försenat", "Den här veckan", "Nästa vecka", "Senare", "Väntar på beslut"]
    places = [page.index(f">{name}</b>") for name in groups]
    assert places == sorted(places)
    assert numbers(officer, status=CaseStatus.CLOSED) == ["RUT-0007"]


def test_every_case_is_on_exactly_one_page_and_groups_count_all_pages(officer, monkeypatch):
    monkeypatch.setattr(case_list, "PAGE", 2)
    for number in range(1, 6):
        add(f"RUT-000{number}", due=today() - number * DAY)

    seen, address = [], LIST
    while address:
        page = officer.get(address).content.decode()
        assert "</b> 5 ärenden" in page
        seen += re.findall(r'<div class="p-id">(RUT-\d+),', page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = LIST + found[1].replace("&amp;", "&") if found else ""

    assert seen == [f"RUT-000{number}" for number in (5, 4, 3, 2, 1)]


def test_filters_work_together_and_say_what_is_left(officer):
    mine, other = world.person(), world.person(name="Olle Annan")
    add("RUT-0001", due=date(2026, 6, 1), owner=mine)
    add("RUT-0002", due=date(2026, 6, 1), owner=mine, kind=DocumentType.QUESTION)
    add("RUT-0003", due=date(2026, 7, 1), owner=other)
    add("RUT-0004", due=date(2026, 7, 2))

    assert numbers(officer, agare=mine.pk) == ["RUT-0001", "RUT-0002"]
    assert numbers(officer, agare=mine.pk, typ="question") == ["RUT-0002"]
    assert numbers(officer, agare="ingen") == ["RUT-0004"]
    assert numbers(officer, fran="2026-06-02", till="2026-07-01") == ["RUT-0003"]
    assert "Inga ärenden passar" in officer.get(LIST, {"agare": other.pk, "typ": "question"}).content.decode()


@pytest.mark.parametrize(
    "typed",
    ["RUT-0142", "rut0142", "8-99887", "99887", "887", "tove", "Exempelgrén", "F-10482", "0482", "berg", "anna b"],
)
def test_a_case_is_found_by_any_part_of_what_one_knows_of_it(officer, typed):
    case = add("RUT-0142", reference="8-99887", officer_name="Tove Exempelgrén", status=CaseStatus.CLOSED)
    CaseInvoice.objects.create(case=case, invoice=world.invoice("F-10482", name="Anna Berg"), position=1)
    index_case(case)
    add("RUT-0007", reference="8-11223", officer_name="Nils Fingerad")

    assert numbers(officer, q=typed) == ["RUT-0142"]


def test_the_sums_of_the_year_lead_to_the_cases_they_count(officer):
    add("RUT-0001", status=CaseStatus.GRANTED, decided=today())
    add("RUT-0002", status=CaseStatus.PARTLY_GRANTED, decided=today())
    add("RUT-0003", status=CaseStatus.GRANTED, decided=today().replace(year=today().year - 1))
    add("RUT-0004", status=CaseStatus.REJECTED, decided=today())

    counted = {figure["value"]: figure["count"] for figure in case_list.figures(world.person(), today=today())}
    assert (counted["godkanda"], counted["avslagna"]) == (2, 1)
    assert numbers(officer, status="godkanda") == ["RUT-0002", "RUT-0001"]
    assert numbers(officer, status="avslagna") == ["RUT-0004"]


def test_the_board_shows_the_nearest_of_each_state_and_how_many_more_there_are(officer, monkeypatch):
    monkeypatch.setattr(case_list, "LANE", 1)
    add("RUT-0001", due=today() + 3 * DAY)
    add("RUT-0002", due=today() + 2 * DAY)
    add("RUT-0003", status=CaseStatus.GRANTED, decided=today())

    lanes = {lane.name: lane for lane in case_list.board(Case.objects.all(), user=world.person(), today=today())}
    collecting = lanes["Samlar underlag"]
    assert ([case.number for case in collecting.cases], collecting.count, collecting.amount) == (["RUT-0002"], 2, 2000)
    page = officer.get(LIST, {"vy": "tavla"}).content.decode()
    assert "Visa 1 till" in page
    assert "RUT-0003" in page


def test_an_export_holds_the_listed_cases_and_no_formulas(officer):
    add("RUT-0001", due=date(2026, 6, 1), reference="=HYPERLINK(1)")
    add("RUT-0002", status=CaseStatus.CLOSED)

    lines = officer.get(reverse("rut:export_cases")).getvalue().decode().splitlines()

    assert len(lines) == 2
    assert lines[1].startswith("RUT-0001;Begäran om komplettering;'=HYPERLINK(1);2026-06-01;Samlar underlag;1000;")


def test_a_case_without_an_owner_is_taken_by_one_click_and_not_from_somebody(officer):
    case = add("RUT-0001")
    take = reverse("rut:take_case", args=[case.number])

    officer.post(take)
    officer.force_login(world.person(Role.OFFICE, "Olle Annan"))
    refused = officer.post(take, follow=True)

    case.refresh_from_db()
    assert case.owner == world.person()
    assert "Rut Testberg ansvarar redan för RUT-0001." in refused.content.decode()


def test_beside_a_case_lie_those_with_the_dates_before_and_after(officer):
    first, last, middle = add("RUT-0001", due=today()), add("RUT-0002"), add("RUT-0003", due=today() - DAY)
    ended = add("RUT-0004", status=CaseStatus.CLOSED)

    assert neighbours(middle, world.person()) == (last, first)
    assert neighbours(first, world.person()) == (middle, None)
    assert neighbours(ended, world.person()) == (None, None)
