"""The list and the board of leads: one query, filters that compose, pages by key, sums, steady queries."""

from datetime import timedelta

import pytest

from crm.models import Customer, Lead
from crm.queries import lead_lists
from crm.queries.leads import filtered_leads, neighbours, place_among, search_leads
from crm.rules import lead_filters
from crm.rules.lead_filters import LeadFilters
from crm.services import lead_moves, leads
from crm.services.customers import CustomerDetails, record_customer
from crm.services.next_steps import set_next_step
from crm.states import LeadStatus, LostReason
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import lead, source, step

pytestmark = pytest.mark.django_db


def shown(client, query=""):
    """The names of the list, from the top."""
    page = client.get(f"/leads/?{query}").context["page"]
    return [row.lead.name for row in page.rows]


@pytest.fixture
def four(seller):
    """Three open leads and one that is won, the first the oldest."""
    first = lead("Astrid", at=now() - timedelta(days=20), value=1_000, owner=seller)
    second = lead("Bengt", at=now() - timedelta(days=3), value=30_000, services=["home_cleaning"])
    third = lead("Cecilia", at=now() - timedelta(hours=2), value=20_000)
    won = lead("David", at=now() - timedelta(hours=1), value=9_000)
    lead_moves.qualify(lead=won, step=step(), by=seller, at=now())
    lead_moves.win(lead=won, by=seller, at=now())
    lead_moves.contact(lead=first, step=step("Ring", days=-1), by=seller, at=now())
    lead_moves.contact(lead=second, step=step("Ring", days=2), by=seller, at=now())
    return first, second, third, won


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Cecilia", "Bengt", "Astrid"]),
        ("sort=aldst", ["Astrid", "Bengt", "Cecilia"]),
        ("sort=varde", ["Bengt", "Cecilia", "Astrid"]),
        ("sort=namn", ["Astrid", "Bengt", "Cecilia"]),
        ("sort=nasta", ["Astrid", "Bengt", "Cecilia"]),
        ("status=alla", ["David", "Cecilia", "Bengt", "Astrid"]),
        ("status=won", ["David"]),
        ("status=ring", ["Cecilia"]),
        ("status=contacted&sort=namn", ["Astrid", "Bengt"]),
        ("agare=jag", ["Astrid"]),
        ("agare=ingen", ["Cecilia", "Bengt"]),
        ("tjanst=home_cleaning", ["Bengt"]),
        ("inkom=7", ["Cecilia", "Bengt"]),
        ("inkom=7&varde=25000", ["Bengt"]),
        ("nasta=forsenat", ["Astrid"]),
        ("nasta=saknas", []),
        ("varde=20000&tjanst=moving&agare=ingen", ["Cecilia"]),
        ("q=david", ["David"]),
        ("q=ceci", ["Cecilia"]),
        ("q=ceci&status=won", []),
        ("status=finns-inte&agare=x&kalla=x&varde=x&sort=x", ["Cecilia", "Bengt", "Astrid"]),
    ],
)  # fmt: skip
def test_filters_compose_and_what_means_nothing_asks_for_nothing(client, four, query, names):
    assert shown(client, query) == names


def test_a_step_that_is_missing_is_asked_for_and_one_of_this_week_too(client, four):
    first, second, *_ = four
    Lead.objects.filter(pk=second.pk).update(next_step="", next_step_at=None)
    Lead.objects.filter(pk=first.pk).update(next_step_at=now() + timedelta(minutes=1))

    assert shown(client, "nasta=saknas") == ["Bengt"]
    assert "Astrid" in shown(client, "nasta=vecka")


def test_leads_of_a_source_and_archived_ones(client, four):
    hand = four[0].source
    leads.archive(lead=four[0], by=world.person(Role.OFFICE), at=now())

    assert len(shown(client, f"kalla={hand.pk}")) == 2
    assert shown(client, f"kalla={source().pk}") == []
    assert shown(client, "status=arkiverade") == ["Astrid"]


@pytest.mark.parametrize(
    "text",
    ["asa ostrom", "Åsa", "ÖSTRÖM", "174 06 12", "070-174 06 12", "+46701740612", "asa@ex", "provvägen 4", "12345"],
)  # fmt: skip
def test_a_lead_is_found_by_any_part_of_what_is_known(seller, text):
    made = lead("Åsa Öström", email="asa@example.se", address="Provvägen 4", postal_code="123 45")
    lead("Någon Annan", "+46701740699")

    assert list(search_leads(seller, text)) == [made]
    assert made in search_leads(seller, made.number)


@pytest.mark.parametrize("text", ["' OR 1=1 --", "\x00", "🚚", "%", "a:*&!b", "(", "x" * 500])
def test_whatever_is_searched_for_is_answered(client, seller, text):
    lead()

    assert client.get("/leads/", {"q": text}).status_code == 200


def test_pages_lead_on_and_back_by_key(client, seller, monkeypatch):
    monkeypatch.setattr(lead_lists, "PAGE", 2)
    for number in range(5):
        lead(f"Nr {number}", at=now() - timedelta(minutes=10 - number))
    first = client.get("/leads/").context["page"].slice
    second = client.get(f"/leads/?efter={first.later}").context["page"].slice
    back = client.get(f"/leads/?fore={second.earlier}").context["page"].slice

    assert [row.name for row in first.rows] == ["Nr 4", "Nr 3"]
    assert [row.name for row in second.rows] == ["Nr 2", "Nr 1"]
    assert [row.name for row in back.rows] == ["Nr 4", "Nr 3"]
    assert shown(client, "efter=skräp") == ["Nr 4", "Nr 3"]


def test_sums_are_of_all_that_fits_not_of_the_page(client, four):
    page = client.get("/leads/").content.decode()

    assert "3 leads, värde 51\u00a0000\u00a0kr" in page


def test_a_sum_of_too_many_says_so(four, monkeypatch):
    monkeypatch.setattr(lead_lists, "MOST_SUMMED", 2)
    total = lead_lists.total_of(Lead.objects.all())

    assert (total.words, total.is_capped) == ("fler än 2 leads", True)


def test_the_board_has_a_lane_for_each_state_with_its_sum_and_what_was_won_this_month(client, four, seller):
    lead_moves.lose(lead=lead("Elsa"), reason=LostReason.PRICE, by=seller, at=now())
    answer = client.get("/leads/?vy=tavla")
    lanes = {lane.status: lane for lane in answer.context["lanes"]}

    assert [lane.name for lane in lanes.values()][:2] == ["Ny", "Kontaktad"]
    assert {status: lane.total.amount for status, lane in lanes.items() if lane.total.count} == {
        LeadStatus.NEW: 20_000, LeadStatus.CONTACTED: 31_000, LeadStatus.WON: 9_000,
    }  # fmt: skip
    assert answer.context["lost"] == 1


def test_the_board_has_the_same_filters_as_the_list(client, four):
    lanes = client.get("/leads/?vy=tavla&agare=jag").context["lanes"]

    assert [row.lead.name for lane in lanes for row in lane.rows] == ["Astrid"]


def test_a_long_lane_shows_its_newest_and_says_how_many_more(client, seller, monkeypatch):
    monkeypatch.setattr(lead_lists, "LANE", 1)
    for number in range(3):
        lead(f"Nr {number}")
    page = client.get("/leads/?vy=tavla").content.decode()

    assert "Visa 2 till" in page


def test_only_the_part_that_changes_is_sent_to_a_search_that_types(client, four):
    part = client.get("/leads/?q=ceci", headers={"HX-Request": "true", "HX-Target": "leads-region"}).content.decode()

    assert "<html" not in part
    assert 'id="lead-tabs"' in part
    assert "Cecilia" in part


@pytest.mark.parametrize(
    ("url", "most"),
    [("/leads/", 34), ("/leads/?vy=tavla", 44), ("/leads/?q=astrid", 36), ("/", 44)],
)
def test_a_page_asks_as_often_for_many_leads_as_for_one(client, seller, assert_steady_queries, url, most):
    def add():
        made = lead(owner=seller)
        lead_moves.contact(lead=made, step=step(days=-1), by=seller, at=now())
        lead()

    assert_steady_queries(client, url, add, most=most)


def test_the_page_of_a_lead_asks_as_often_for_many_duplicates(client, seller, assert_steady_queries):
    made = lead()
    assert_steady_queries(client, f"/leads/{made.pk}/", lead, most=34)


def test_a_lead_has_its_place_and_neighbours_among_the_open_ones(client, four, seller):
    first, second, third, won = four

    assert neighbours(seller, second) == (third, first)
    assert [count.number for count in place_among(seller, second) or ()] == [2, 3]
    assert place_among(seller, Lead.objects.get(pk=won.pk)) is None
    assert "2 av 3" in client.get(f"/leads/{second.pk}/").content.decode()


def test_the_empty_list_says_what_will_be_here_and_a_search_without_hits_what_to_do(client, seller):
    assert "Inga öppna leads" in client.get("/leads/").content.decode()
    assert "Inga leads passar" in client.get("/leads/?q=zebra").content.decode()


def test_nobody_without_permission_sees_leads(client, login_as):
    lead()
    staff = login_as(Role.STAFF)

    assert client.get("/leads/").status_code == 403
    assert not filtered_leads(staff, LeadFilters(), at=now()).exists()
    assert not search_leads(staff, "astrid").exists()


def test_a_reader_sees_leads_without_what_changes_them(client, login_as):
    lead()
    login_as(Role.READER)
    page = client.get("/leads/").content.decode()

    assert "Astrid" in page
    assert "Nytt lead" not in page
    assert "Markera alla" not in page


def test_what_a_saved_view_keeps_is_the_filters_in_their_order():
    asked = {"sort": "varde", "q": "åsa", "efter": "x", "okänd": "1", "status": ""}

    assert lead_filters.as_query(asked) == "q=%C3%A5sa&sort=varde"
    assert lead_filters.read(asked) == LeadFilters(text="åsa", sort="varde")
    assert lead_filters.read({"sort": "namn"}).is_plain


def test_the_list_is_taken_home_as_a_file(client, four, login_as):
    login_as(Role.OWNER)
    rows = b"".join(client.get("/leads/export/?status=won")).decode()

    assert "David" in rows
    assert "Cecilia" not in rows


def test_a_form_that_was_not_finished_says_how_far_it_came(client, seller):
    made = lead("Vera", details={"area_m2": "70"})
    Lead.objects.filter(pk=made.pk).update(status=LeadStatus.STARTED, step=2, steps=5, completed_at=None)
    page = client.get(f"/leads/{made.pk}/").content.decode()

    assert "avbröts på steg 2 av 5" in page
    assert "Adress, våning, hiss och datum saknas" in page
    assert "Tjänst och Kontakt är ifyllt" in page
    assert "2 av 5" in client.get("/leads/").content.decode()


def test_a_step_that_is_late_says_how_late(client, seller):
    made = lead(owner=seller)
    set_next_step(lead=made, step=step("Hembesök", days=-2), by=seller, at=now())
    Lead.objects.update(status=LeadStatus.CONTACTED, first_contact_at=now())

    assert "Hembesök, 2 dagar sen" in client.get("/leads/").content.decode()


def test_how_protected_people_are_reached_is_shown_to_those_who_may_alone(client, login_as):
    made = lead(address="Provvägen 4", email="astrid@example.se", to_address="Nyvägen 9")
    known = record_customer(details=CustomerDetails(name="Astrid"), by=None, at=now())
    Customer.objects.filter(pk=known.pk).update(is_protected=True)
    Lead.objects.filter(pk=made.pk).update(customer=known)
    for role, is_shown in ((Role.OFFICE, True), (Role.READER, False)):
        login_as(role)
        pages = [client.get(address).content.decode() for address in ("/leads/", f"/leads/{made.pk}/")]
        assert all(("Provvägen 4" in page) is is_shown for page in pages)
        assert ("070-174 06 12" in pages[1].replace("\u00a0", " ")) is is_shown
        assert ("Nyvägen 9" in pages[1]) is is_shown
        assert ("astrid@" in pages[1]) is is_shown
