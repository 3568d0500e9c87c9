"""Offers in the browser: the list, the form with its sums, one offer and what is done with it."""

from datetime import timedelta

import pytest

from contracts.models import Offer
from contracts.rules.offer_details import Answer
from contracts.services import offer_answers, offers
from contracts.states import OfferStatus
from contracts.tasks.offers import build_offer
from crm.services.people import BuyerDetails, add_buyer
from integrations.models import Message
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from tests.factories import crm, leads
from tests.factories import offers as made

pytestmark = pytest.mark.django_db
NEW = "/offerter/ny/"
ROW = {"sort": "labour-moving", "unit": "hour", "vat": "25", "quantity": "1"}


def typed(rows=(), buyers=({"percent": "100"},), **head):
    """What the form of an offer posts."""
    data = {
        "title": "Flytt", "recipient_name": "Bengt Påhittsson", "recipient_email": "bengt@exempel.test",
        "valid_until": (today() + timedelta(days=14)).isoformat(), "pricing": "fixed", "includes_vat": "1",
        "has_rut": "on", "paid_on": today().isoformat(), "rad-TOTAL_FORMS": len(rows), "rad-INITIAL_FORMS": 0,
        "kopare-TOTAL_FORMS": len(buyers), "kopare-INITIAL_FORMS": 0, **head,
    }  # fmt: skip
    for number, row in enumerate(rows):
        data |= {f"rad-{number}-{name}": value for name, value in (ROW | row).items()}
    for number, buyer in enumerate(buyers):
        data |= {f"kopare-{number}-{name}": value for name, value in buyer.items()}
    return {name: value for name, value in data.items() if value is not None}


WORK = {"description": "Flyttarbete", "quantity": "21", "unit_price": "400"}
TRUCK = {"description": "Flyttbil", "sort": "travel", "unit": "piece", "unit_price": "4 600"}


@pytest.fixture
def customer():
    return crm.customer(email="bengt@exempel.test")


def test_an_offer_is_written_with_rows_in_the_order_they_were_put(client, office, customer):
    rows = [TRUCK | {"place": "2"}, WORK | {"place": "1"}, {"description": "", "unit_price": ""}]
    answer = client.post(f"{NEW}?kund={customer.pk}", typed(rows))

    offer = Offer.objects.get()
    assert answer["Location"] == f"/offerter/{offer.pk}/"
    assert [row.description for row in offer.rows.order_by("position")] == ["Flyttarbete", "Flyttbil"]
    assert [int(each) for each in (offer.total, offer.deduction, offer.to_pay)] == [13_000, 4_200, 8_800]
    assert (offer.customer, offer.owner) == (customer, office)


@pytest.mark.parametrize(
    ("rows", "changes", "sentence"),
    [
        ([], {}, "Skriv minst en rad"),
        ([WORK | {"unit_price": "tolv"}], {}, "Skriv ett belopp"),
        ([WORK | {"unit_price": ""}], {}, "Skriv priset"),
        ([WORK | {"description": ""}], {}, "Skriv vad raden gäller"),
        ([WORK | {"quantity": "0"}], {}, "Skriv hur många"),
        ([WORK | {"discount": "120"}], {}, "Skriv procent från 0 till 100"),
        ([WORK | {"sort": "magi"}], {}, "Välj ett av alternativen i listan."),
        ([WORK], {"title": ""}, "Skriv vad offerten gäller"),
        ([WORK], {"recipient_email": "bengt"}, "Skriv en e-postadress"),
        ([WORK], {"valid_until": "2020-01-01"}, "Datumet har redan varit"),
        ([WORK], {"paid_on": "2019-01-01"}, "ingen regel för rutavdrag"),
        ([WORK], {"rad-TOTAL_FORMS": "x"}, "kom fram ofullständigt"),
        ([WORK], {"kopare-0-percent": "101"}, "Skriv en andel"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, office, customer, rows, changes, sentence):
    data = typed(rows, work_address="Testgränd 7") | changes
    answer = client.post(f"{NEW}?kund={customer.pk}", data)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Testgränd 7" in answer.text
    assert not Offer.objects.exists()


def test_parts_of_more_than_the_whole_are_refused(client, office, customer):
    buyers = ({"name": "A", "percent": "60"}, {"name": "B", "percent": "60"})
    answer = client.post(f"{NEW}?kund={customer.pk}", typed([WORK], buyers))

    assert answer.status_code == 422
    assert "mer än 100 % tillsammans" in answer.text


def test_an_offer_from_a_lead_begins_with_what_was_asked_for(client, office):
    made.item("Flyttarbete", 450, service="moving", usual_quantity=12)
    made.item("Bortforsling", 900, kind="other", unit="piece", work=None, extra="disposal")
    made.item("Fönsterputs", 70, service="windows")
    asked = leads.lead(
        email="astrid@exempel.test", address="Provvägen 4", postal_code="123 45", city="Storköping",
        to_address="Nygatan 1", wanted_on=today() + timedelta(days=20), details={"extras": ["disposal"]},
    )  # fmt: skip
    page = client.get(f"{NEW}?lead={asked.pk}").text

    for words in ("Astrid Exempelsson", "astrid@exempel.test", "Provvägen 4, 123 45 Storköping", "Nygatan 1"):
        assert words in page
    assert 'value="Flyttarbete"' in page
    assert 'name="rad-1-description" value="Bortforsling"' in page
    assert "rad-2-description" not in page
    answer = client.post(f"{NEW}?lead={asked.pk}", typed([WORK]))
    assert answer.status_code == 302
    assert Offer.objects.get().lead == asked


def test_an_offer_to_a_customer_knows_who_shares_the_deduction(client, office, customer):
    for name, number, share in (("Bengt", crm.NUMBERS[0], 60), ("Britta", crm.NUMBERS[1], 40)):
        add_buyer(customer=customer, details=BuyerDetails(name, number, share), by=office, at=now())
    page = client.get(f"{NEW}?kund={customer.pk}").text

    assert 'name="kopare-1-name" value="Britta"' in page
    assert 'name="kopare-0-percent" value="60"' in page


def test_a_company_is_offered_prices_without_vat_and_no_deduction(client, office):
    association = crm.association()
    page = client.get(f"{NEW}?kund={association.pk}").text
    assert '<option value="0" selected>Utan moms' in page

    client.post(f"{NEW}?kund={association.pk}", typed([WORK], includes_vat="0", has_rut=None))
    offer = Offer.objects.get()
    assert [int(each) for each in (offer.total, offer.vat, offer.deduction)] == [10_500, 2_100, 0]
    assert offer.paid_on is None


def test_the_customer_can_be_chosen_on_the_page(client, office, customer):
    assert "Välj en kund" in client.post(NEW, typed([WORK], customer="")).text
    assert "Ingen kund heter så" in client.post(NEW, typed([WORK], customer="Ingen Alls")).text
    answer = client.post(NEW, typed([WORK], customer=customer.number, recipient_name="", recipient_email=""))

    assert answer.status_code == 302
    assert Offer.objects.get().recipient_name == customer.name
    assert customer.number in client.get("/offerter/kundforslag/", {"customer": "bengt"}).text


def test_the_sums_follow_while_one_types_and_leave_out_what_cannot_be_read(client, office):
    rows = [WORK, TRUCK, {"description": "Packning", "unit_price": "många"}]
    page = client.post("/offerter/summor/", typed(rows)).text.replace("\xa0", " ")

    for words in ("13 000 kr", "8 400 kr", "−4 200 kr", "8 800 kr", "67 kap. 19 §", "En rad är inte färdig"):
        assert words in page
    assert 'id="sum-0" hx-swap-oob="true">8 400 kr' in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kopare-0-used": "74 000"}, "−1 000 kr"),
        ({"has_rut": None}, "13 000 kr"),
        ({"discount": "10"}, "−1 300 kr"),
        ({"paid_on": "2019-01-01"}, "ingen regel för rutavdrag"),
        ({"includes_vat": "0"}, "16 250 kr"),
    ],
)
def test_the_live_sums_follow_every_condition(client, office, changes, words):
    data = {name: value for name, value in (typed([WORK, TRUCK]) | changes).items() if value is not None}
    page = client.post("/offerter/summor/", data).text.replace("\xa0", " ")

    assert words in page


def test_without_scripts_there_are_buttons_for_rows_prices_and_sums(client, office, customer):
    item = made.item("Packning", 350)
    url = f"{NEW}?kund={customer.pk}"
    more = client.post(url, typed([WORK], mer="1"))
    assert (more.status_code, "rad-3-description" in more.text) == (200, True)
    added = client.post(url, typed([WORK], lagg="1", artikel=str(item.pk))).text
    assert 'name="rad-1-description" value="Packning"' in added
    assert "8 750 kr" in added.replace("\xa0", " ")
    assert client.post(url, typed([WORK], lagg="1", artikel="999999")).status_code == 200
    counted = client.post(url, typed([WORK], rakna="1"))
    assert "4 200 kr" in counted.text.replace("\xa0", " ")
    assert not Offer.objects.exists()


def test_a_draft_is_changed_unless_somebody_else_was_faster(client, office):
    offer = made.draft()
    offer.refresh_from_db()
    page = client.get(f"/offerter/{offer.pk}/andra/")
    seen = offer.changed_at.isoformat() if offer.changed_at else ""
    assert seen in page.text
    assert client.post(f"/offerter/{offer.pk}/andra/", typed([TRUCK], seen=seen)).status_code == 302
    late = client.post(f"/offerter/{offer.pk}/andra/", typed([WORK], seen=seen))

    assert late.status_code == 422
    assert "Någon annan har ändrat offerten" in late.text
    offer.refresh_from_db()
    assert offer.total == 4_600


def test_the_page_of_a_draft_explains_its_sum(client, office):
    offer = made.draft()
    page = client.get(f"/offerter/{offer.pk}/").text.replace("\xa0", " ")

    for words in (
        "Så räknade vi", "21 tim × 400 kr", "18 900 kr × 25 / 125", "100 % × 14 300 kr × 50 % = 7 150 kr",
        "75 000 kr − 0 kr = 75 000 kr", "67 kap. 19 § inkomstskattelagen (1999:1229)", "11 750 kr",
    ):  # fmt: skip
        assert words in page
    assert f"/offerter/{offer.pk}/skicka/" in page


def test_a_draft_is_sent_with_the_words_of_the_sender(client, office):
    offer = made.draft()
    page = client.get(f"/offerter/{offer.pk}/skicka/").text
    assert "bengt@exempel.test" in page
    assert "Tack för din förfrågan" in page
    missing = client.post(f"/offerter/{offer.pk}/skicka/", {"mail_to": "", "subject": "", "way": "mail"})
    assert missing.status_code == 422
    assert "Skriv kundens e-postadress" in missing.text

    client.post(f"/offerter/{offer.pk}/skicka/", {"mail_to": "b@exempel.test", "subject": "Hej", "text": "Här."})
    offer.refresh_from_db()
    assert (offer.status, offer.mail_to, offer.mail_text) == (OfferStatus.SENT, "b@exempel.test", "Här.")
    assert "Offerten skickas" in client.get(f"/offerter/{offer.pk}/").text
    assert "HX-Refresh" not in client.get(f"/offerter/{offer.pk}/lage/").headers
    assert client.get(f"/offerter/{offer.pk}/andra/").status_code == 302


def test_a_paper_that_failed_can_be_asked_for_again_and_a_filed_one_is_shown(client, office):
    offer = made.sent()
    assert client.get(f"/offerter/{offer.pk}/pdf/").status_code == 404
    Offer.objects.filter(pk=offer.pk).update(delivery="failed", delivery_error="Det gick inte.")
    assert "Offerten kom inte iväg" in client.get(f"/offerter/{offer.pk}/").text
    client.post(f"/offerter/{offer.pk}/igen/")
    build_offer(offer_id=offer.pk)

    paper = client.get(f"/offerter/{offer.pk}/pdf/")
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    assert Message.objects.count() == 1
    assert client.get(f"/offerter/{offer.pk}/lage/").headers["HX-Refresh"] == "true"


def test_an_answer_by_telephone_is_registered_by_the_office(client, office):
    offer = made.sent()
    url = f"/offerter/{offer.pk}/svar/"
    assert client.post(url, {"answer": "yes", "name": "", "note": ""}).status_code == 422
    client.post(url, {"answer": "yes", "name": "Bengt", "note": "Ringde 10:15"})

    offer.refresh_from_db()
    assert (offer.status, offer.answered_by, offer.answer_note) == (OfferStatus.ACCEPTED, office, "Ringde 10:15")
    page = client.get(f"/offerter/{offer.pk}/").text
    assert f"/avtal/nytt/?offert={offer.pk}" in page


def test_a_no_taking_back_and_a_new_version_are_a_press_away(client, office):
    declined, taken, renewed = made.sent(), made.sent(), made.sent()
    client.post(f"/offerter/{declined.pk}/svar/", {"answer": "no", "name": "Bengt", "note": "För dyrt"})
    assert client.post(f"/offerter/{taken.pk}/aterta/", {"reason": ""}).status_code == 422
    client.post(f"/offerter/{taken.pk}/aterta/", {"reason": "Fel datum"})
    answer = client.post(f"/offerter/{renewed.pk}/ny-version/")

    states = dict(Offer.objects.order_by("pk").values_list("pk", "status"))
    assert (states[declined.pk], states[taken.pk]) == (OfferStatus.DECLINED, OfferStatus.WITHDRAWN)
    draft = Offer.objects.get(replaces=renewed)
    assert answer["Location"] == f"/offerter/{draft.pk}/andra/"
    assert f"Visa utkastet till version {draft.version}" in client.get(f"/offerter/{renewed.pk}/").text
    page = client.get(f"/offerter/{taken.pk}/").text
    assert "Fel datum" in page
    assert client.post(f"/offerter/{draft.pk}/kasta/")["Location"] == "/offerter/"
    assert client.get(f"/offerter/{draft.pk}/").status_code == 404


def test_a_new_link_is_shown_once_and_ends_the_one_before(client, office):
    offer = made.sent()
    links = [client.post(f"/offerter/{offer.pk}/lank/").text for _ in range(2)]
    found = ["/din-offert/" + page.partition("/din-offert/")[2].partition('"')[0] for page in links]

    assert client.get(found[0]).status_code == 404
    assert client.get(found[1]).status_code == 200


def test_a_copy_begins_with_everything_the_other_says(client, office):
    offer = made.sent()
    page = client.get(f"{NEW}?kopia={offer.pk}").text

    assert "Flyttstädning 74 m²" in page
    assert client.post(f"{NEW}?kopia={offer.pk}", typed([WORK])).status_code == 302
    assert Offer.objects.count() == 2


def test_the_list_has_tabs_search_and_a_sum(client, office, customer):
    draft, sent = made.draft(title="Kontorsflytt", customer=customer), made.sent(customer=customer)
    offer_answers.accept(
        offer=sent, answer=Answer("Bengt"), seen_hash=sent.content_hash, by=office, at=now()
    )  # fmt: skip
    everything = client.get("/offerter/").text.replace("\xa0", " ")
    assert "2 offerter" in everything
    assert "37 800 kr" in everything
    for query, shown, hidden in [
        ("lage=utkast", draft, sent), ("lage=accepterade", sent, draft), ("q=kontors", draft, sent),
        (f"q={sent.number}", sent, draft),
    ]:  # fmt: skip
        page = client.get(f"/offerter/?{query}").text
        assert f"/offerter/{shown.pk}/" in page, query
        assert f"/offerter/{hidden.pk}/" not in page, query
    assert "Inga offerter passar" in client.get("/offerter/?q=finnsinte").text
    assert "Inga offerter passar" in client.get("/offerter/?ansvarig=ingen").text


def test_the_list_asks_as_often_with_three_rows_as_with_one(client, office, assert_steady_queries):
    assert_steady_queries(client, "/offerter/", made.draft, most=21)


def test_parts_of_customers_and_leads_show_their_offers(client, office, customer, assert_steady_queries):
    lead = leads.lead()
    made.draft(lead=lead, title="Till leadet")
    url = f"/offerter/for/kund/{customer.pk}/"
    assert_steady_queries(client, url, lambda: made.draft(customer=customer, title="Till kunden"), most=12)

    assert "Till kunden" in client.get(url).text
    assert "Till leadet" in client.get(f"/offerter/for/lead/{lead.pk}/").text


@pytest.mark.parametrize("role", [Role.READER, Role.PLANNER])
def test_who_may_only_see_is_offered_nothing_to_press(client, login_as, role):
    offer = made.sent()
    login_as(role)

    page = client.get(f"/offerter/{offer.pk}/")
    assert page.status_code == 200
    assert "Registrera svar" not in page.text
    for url in (NEW, f"/offerter/{offer.pk}/skicka/", f"/offerter/{offer.pk}/svar/"):
        assert client.get(url).status_code == 403
    assert client.post(f"/offerter/{offer.pk}/lank/").status_code == 403


def test_offers_to_protected_people_are_seen_only_with_permission(client, login_as):
    offer = made.draft(customer=crm.protected())
    login_as(Role.READER)
    assert client.get(f"/offerter/{offer.pk}/").status_code == 404
    assert f"/offerter/{offer.pk}/" not in client.get("/offerter/").text
    login_as(Role.OFFICE)
    assert client.get(f"/offerter/{offer.pk}/").status_code == 200


def test_versions_are_beside_each_other_on_the_page(client, office):
    first = made.sent()
    second = made.send(offers.new_version(offer=first, by=office, at=now()))
    page = client.get(f"/offerter/{second.pk}/").text

    assert f"/offerter/{first.pk}/" in page
    assert "Ersatt av version 2" in client.get(f"/offerter/{first.pk}/").text


def test_the_search_of_the_whole_house_finds_offers(client, office):
    offer = made.draft(title="Kontorsflytt till Gärdet")

    assert f"/offerter/{offer.pk}/" in client.get("/sok/", {"q": "gärdet"}).text
    assert f"/offerter/{offer.pk}/" in client.get("/sok/", {"q": offer.number}).text
