"""Contracts in the browser: written with everything known, told what is wrong at the field, shown as they are."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contracts.models import Contract, Participant, TemplateMapping
from contracts.states import ContractStatus, Delivery, PdfState, SendState, SignState
from contracts.tasks.drafts import values_of
from crm.states import CustomerKind
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import contracts as made
from tests.factories import crm
from tests.factories.integrations import esign_connection
from tests.factories.templates import refresh, template, told

pytestmark = pytest.mark.django_db
NEW = "/avtal/nytt/"


@pytest.fixture
def customer():
    return crm.customer("Bengt Påhittsson", email="bengt@example.se", phone="+46701740605")


def typed(**changes):
    """The page as it is posted for one private person, with changes."""
    page = {
        "title": "Flyttavtal Bengt", "subject": "Avtal från oss", "message": "Hej!", "kind": "one_job",
        "renewal": "none", "party_kind": "individual", "p-TOTAL_FORMS": "1", "p-INITIAL_FORMS": "1",
        "p-MIN_NUM_FORMS": "0", "p-MAX_NUM_FORMS": "40", "p-0-was": "0", "p-0-name": "Bengt Påhittsson",
        "p-0-email": "bengt@example.se", "p-0-is_signatory": "on", "p-0-channel": "email",
        "p-0-sign_method": "swedish_bankid", "p-0-two_step": "none", "value:pris": "14 500 kr", "act": "save",
    }  # fmt: skip
    return page | changes


def test_everything_known_is_filled_in_when_a_customer_gets_a_contract(client, office, customer):
    template()
    page = client.get(f"{NEW}?kund={customer.pk}").content.decode()

    assert "Bengt Påhittsson" in page
    assert "bengt@example.se" in page
    assert "070-174 06 05" in page
    assert "Kund K-" in page
    assert page.count("saknas") >= 1  # the move's day is not known


def test_somebody_chooses_the_customer_and_the_template_first_where_they_are_not_told(client, office, customer):
    assert "Välj kunden först" in client.get(NEW).content.decode()
    assert f"?kund={customer.pk}" in client.get(f"{NEW}?sok=bengt").content.decode()
    assert "Ingen mall används än" in client.get(f"{NEW}?kund={customer.pk}").content.decode()
    refresh(told(), told(remote_id=5, name="Städavtal"))
    TemplateMapping.objects.update(is_used=True)
    first, second = TemplateMapping.objects.order_by("pk")
    page = client.get(f"{NEW}?kund={customer.pk}").content.decode()

    assert f"mall={first.pk}" in page
    assert f"mall={second.pk}" in page


def test_a_draft_keeps_what_was_written_and_says_where_each_value_came_from(client, office, customer):
    template()
    client.get(f"{NEW}?kund={customer.pk}")
    answer = client.post(
        f"{NEW}?kund={customer.pk}", typed(**{"value:kundnamn": "Bengt Påhittsson", "value": "14 500"})
    )
    contract = Contract.objects.get()

    assert answer.headers["Location"] == f"/avtal/{contract.number}/"
    assert (contract.status, contract.title, contract.value) == ("draft", "Flyttavtal Bengt", Decimal(14500))
    assert {row.custom_id: row.source for row in contract.values.all()} == {
        "kundnamn": f"Kund {customer.number}", "fran-adress": "", "till-adress": "", "flyttdag": "",
        "pris": f"Skrivet av {office.name}", "avbokning": "",
    }  # fmt: skip
    person = contract.participants.get()
    assert (person.name, person.email, person.sign_method) == ("Bengt Påhittsson", "bengt@example.se", "swedish_bankid")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"p-0-channel": "sms"}, "Skriv ett mobilnummer: det behövs för sms."),
        ({"p-0-email": ""}, "Skriv en e-postadress, eller välj att skicka på ett annat sätt."),
        ({"p-0-email": "bengt@"}, "Skriv en e-postadress, till exempel astrid@example.se."),
        ({"p-0-is_signatory": ""}, "Minst en person måste signera."),
        ({"p-0-sign_method": "norwegian_bankid"}, "Mallen tillåter inte det här."),
        ({"p-0-name": "x" * 101}, "Korta namnet till högst 100 tecken."),
        ({"title": "x" * 131}, "Korta texten till högst 130 tecken."),
        ({"subject": ""}, "Skriv ämnet."),
        ({"sign_by": "2020-01-01"}, "Dagen har passerat."),
        ({"value": "mycket"}, "Skriv ett belopp, till exempel 12 480,50"),
        ({"renewal": "automatic"}, "Skriv när första perioden slutar"),
        ({"p-0-personal_number": "123"}, "Skriv 12 siffror"),
        ({"party_kind": "company", "company_name": "y" * 101}, "Korta texten till högst 100 tecken."),
        (
            {"p-TOTAL_FORMS": "2", "p-1-name": "Britta", "p-1-email": "BENGT@example.se", "p-1-is_signatory": "on",
             "p-1-channel": "email", "p-1-sign_method": "sms", "p-1-two_step": "none", "p-1-phone": "070-174 06 06"},
            "Samma e-postadress finns två gånger.",
        ),
    ],
)  # fmt: skip
def test_what_keeps_a_contract_from_being_sent_is_said_at_the_field_and_nothing_is_lost(
    client, office, customer, changes, words
):
    template()
    answer = client.post(f"{NEW}?kund={customer.pk}", typed(act="send", **changes))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert words in page
    assert "14 500 kr" in page
    assert not Contract.objects.exists()


def test_an_address_of_our_own_side_is_no_customers(client, office, customer):
    template()
    ours = esign_connection(at=now()).settings["user_email"]
    answer = client.post(f"{NEW}?kund={customer.pk}", typed(act="send", **{"p-0-email": ours.upper()}))

    assert answer.status_code == 422
    assert "Adressen är er egen i Oneflow." in answer.content.decode()


def test_a_person_may_be_added_and_taken_away_without_losing_what_was_typed(client, office, customer):
    template()
    page = client.post(f"{NEW}?kund={customer.pk}", typed(act="add", title="Mitt namn"))
    two = {"p-TOTAL_FORMS": "2", "p-1-name": "Britta", "p-1-email": "b@example.se", "p-1-channel": "email",
           "p-1-sign_method": "sms", "p-1-is_signatory": "on", "p-1-two_step": "none"}  # fmt: skip
    client.post(f"{NEW}?kund={customer.pk}", typed(**two))
    kept = Contract.objects.get()
    client.post(
        f"/avtal/{kept.number}/andra/", typed(**two, **{"p-INITIAL_FORMS": "2", "p-0-DELETE": "on", "p-1-was": "1"})
    )

    assert page.status_code == 200
    assert 'value="Mitt namn"' in page.content.decode()
    assert 'name="p-1-name"' in page.content.decode()
    assert [row.name for row in kept.participants.all()] == ["Britta"]


def test_a_personal_number_goes_along_only_when_somebody_says_so_and_is_never_shown(client, office):
    number = crm.NUMBERS[0]
    owner = crm.customer("Anna Exempel", email="anna@example.se", personal_number=number)
    template()
    page = client.get(f"{NEW}?kund={owner.pk}").content.decode()
    client.post(f"{NEW}?kund={owner.pk}", typed())
    client.post(f"{NEW}?kund={owner.pk}", typed(**{"p-0-keep_number": "on"}))
    without, along = Participant.objects.order_by("pk")

    assert number[-4:] not in page
    assert without.personal_number == ""
    assert along.decrypted_personal_number == number
    again = client.get(f"/avtal/{along.contract.number}/andra/").content.decode()
    assert number[-4:] not in again
    client.post(f"/avtal/{along.contract.number}/andra/", typed(**{"p-0-keep_number": "on", "title": "Nytt namn"}))
    along.refresh_from_db()
    assert along.decrypted_personal_number == number


def test_a_personal_number_in_a_data_field_is_masked_here_and_whole_only_where_it_is_sent(client, office):
    number = crm.NUMBERS[0]
    owner = crm.customer("Anna Exempel", email="anna@example.se", personal_number=number)
    template(("arende_id", "Ärende-id"), ("personnummer", "Personnummer"))
    url, masked = f"{NEW}?kund={owner.pk}", f"{number[:8]}–••••"
    alone = client.post(url, typed(act="send", **{"value:personnummer": masked}))
    openly = client.post(url, typed(act="send", **{"value:personnummer": f"{number[:8]}-{number[8:]}"}))
    client.post(url, typed(act="send", **{"value:personnummer": masked, "p-0-keep_number": "on"}))
    contract = Contract.objects.get()

    assert masked in client.get(url).content.decode()
    assert (alone.status_code, openly.status_code) == (422, 422)
    assert "Kryssa i ”Skicka med personnummer”" in alone.content.decode()
    assert "Skriv inte personnumret öppet här." in openly.content.decode()
    assert contract.values.get(custom_id="personnummer").value == masked
    assert values_of(contract)["personnummer"] == f"{number[:8]}-{number[8:]}"


def test_people_of_a_company_sign_for_one_party(client, office):
    company = crm.customer("Kontorsbolaget AB", kind=CustomerKind.COMPANY, organisation_number="556000-0167")
    template()
    client.post(
        f"{NEW}?kund={company.pk}",
        typed(party_kind="company", company_name="Kontorsbolaget AB", company_number="556000-0167",
              **{"p-0-title": "VD"}),
    )  # fmt: skip
    person = Participant.objects.get()

    assert (person.company_name, person.company_number, person.title) == ("Kontorsbolaget AB", "556000-0167", "VD")


def test_sending_shows_that_it_is_under_way_and_the_page_asks_again_by_itself(client, office, customer):
    template()
    answer = client.post(f"{NEW}?kund={customer.pk}", typed(act="send"))
    contract = Contract.objects.get()
    page = client.get(answer.headers["Location"]).content.decode()

    assert (contract.status, contract.send_state) == (ContractStatus.CREATING, SendState.WAITING)
    assert "Avtalet skapas i Oneflow och skickas." in page
    assert 'hx-trigger="every 1s"' in page


def test_an_open_page_is_drawn_anew_only_when_something_has_happened(client, office):
    contract = made.asked()
    page = client.get(f"/avtal/{contract.number}/").content.decode()
    seen = page.partition("?sett=")[2].partition('"')[0]

    assert client.get(f"/avtal/{contract.number}/lage/?sett={seen}").status_code == 204
    Contract.objects.filter(pk=contract.pk).update(send_state=SendState.STOPPED, error="Fel nummer.")
    answer = client.get(f"/avtal/{contract.number}/lage/?sett={seen}")
    assert answer.status_code == 200
    assert "Rätta och skicka igen" in answer.content.decode()


def test_what_the_service_complained_of_is_shown_at_its_field(client, office):
    contract = made.asked()
    problems = {"participants.0.phone": ["Oneflow godtar inte telefonnumret."], "values.flyttdatum": ["Fel datum."]}
    Contract.objects.filter(pk=contract.pk).update(send_state=SendState.STOPPED, problems=problems)
    page = client.get(f"/avtal/{contract.number}/andra/").content.decode()

    assert "Oneflow godtar inte telefonnumret." in page
    assert "Fel datum." in page
    assert 'aria-invalid="true"' in page


def sent(**facts):
    """A contract that lies with its customer."""
    contract = made.asked()
    known = {"status": ContractStatus.SENT, "send_state": SendState.DONE, "remote_id": 991, "sent_at": now(),
            "remote_url": "https://app.oneflow.com/contracts/991"}  # fmt: skip
    Contract.objects.filter(pk=contract.pk).update(**(known | facts))
    contract.refresh_from_db()
    return contract


def test_the_page_says_how_far_each_person_has_come_and_what_did_not_arrive(client, office):
    contract = sent()
    contract.participants.update(delivery_status=Delivery.BOUNCED)
    page = client.get(f"/avtal/{contract.number}/").content.decode()

    assert "Studsade" in page
    assert "väntar på Bengt" in page
    assert "Öppna i Oneflow" in page
    assert "låsta sedan avtalet skickades" in page
    assert "/andra/" not in page  # a sent contract is never edited


@pytest.mark.parametrize(
    ("facts", "offered", "refused"),
    [
        ({}, "Skicka påminnelse", "Säg upp"),
        ({"status": ContractStatus.EXPIRED, "expired_at": now()}, "Gör nytt avtal", "Skicka påminnelse"),
        (
            {"status": ContractStatus.SIGNED, "signed_at": now(), "signed_on": now().date(),
             "pdf_state": PdfState.WANTED},
            "Säg upp", "Ta tillbaka",
        ),
    ],
)  # fmt: skip
def test_a_page_offers_only_what_may_be_done(client, office, facts, offered, refused):
    page = client.get(f"/avtal/{sent(**facts).number}/").content.decode()

    assert offered in page
    assert refused not in page


def test_taking_back_asks_first_and_says_that_the_customers_copy_goes(client, office):
    contract = sent()
    url = f"/avtal/{contract.number}/ta-tillbaka/"

    assert "Kundens exemplar försvinner." in client.get(url).content.decode()
    client.post(url, {"reason": "Fel pris"})
    contract.refresh_from_db()
    assert (contract.removal_state, contract.removal_reason) == ("wanted", "Fel pris")


def test_a_reminder_goes_by_our_own_mail_with_a_link_of_ours(client, office, mailoutbox):
    contract = sent()
    person = contract.participants.get()
    url = f"/avtal/{contract.number}/paminn/"

    assert "bengt@exempel.test" in client.get(url).content.decode()
    assert client.post(url, {"channel": "email"}).status_code == 422
    client.post(url, {"channel": "email", "people": [person.pk]})
    person.refresh_from_db()
    assert person.reminded_at is not None
    assert client.post(url, {"channel": "sms", "people": [person.pk]}).status_code in {302, 422}


def test_a_new_draft_is_made_of_a_contract_that_stands(client, office):
    contract = sent()
    answer = client.post(f"/avtal/{contract.number}/kopiera/")
    copy = Contract.objects.exclude(pk=contract.pk).get()

    assert answer.headers["Location"] == f"/avtal/{copy.number}/andra/"
    assert (copy.status, copy.copied_from) == ("draft", contract)


def test_the_register_of_a_contract_is_corrected_and_it_is_given_notice(client, office):
    contract = sent(status="signed", signed_at=now(), signed_on=now().date(), pdf_state=PdfState.WANTED)
    terms = {"kind": "recurring", "value": "1 200", "starts_on": "2026-12-01", "ends_on": "2027-11-30",
             "renewal": "automatic", "renewal_months": "12", "notice_months": "3"}  # fmt: skip

    client.post(f"/avtal/{contract.number}/register/", terms)
    page = client.get(f"/avtal/{contract.number}/").content.decode()
    assert "Säg upp senast" in page
    assert client.post(f"/avtal/{contract.number}/sag-upp/", {"last_day": ""}).status_code == 422
    client.post(f"/avtal/{contract.number}/sag-upp/", {"last_day": "2027-02-28"})
    contract.refresh_from_db()
    assert (f"{contract.ends_on}", contract.renewal) == ("2027-02-28", "none")


def test_a_reader_sees_a_contract_and_can_do_nothing_with_it(client, login_as):
    contract = sent()
    login_as(Role.READER)
    page = client.get(f"/avtal/{contract.number}/").content.decode()

    assert "Öppna i Oneflow" in page
    assert "Skicka påminnelse" not in page
    assert client.post(f"/avtal/{contract.number}/ta-tillbaka/", {}).status_code == 403


def test_a_contract_of_a_protected_customer_is_not_there_for_who_may_not_see_them(client, login_as):
    contract = made.draft(customer=crm.protected())
    login_as(Role.READER)

    assert client.get(f"/avtal/{contract.number}/").status_code == 404
    assert client.get(f"/avtal/{contract.number}/lage/").status_code == 404


def test_a_customers_page_shows_their_contracts_and_looks_again_while_one_may_be_signed(client, office):
    contract = sent()
    url = f"/avtal/for/kund/{contract.customer_id}/"

    assert 'hx-trigger="every 3s"' in client.get(url).content.decode()
    assert contract.number in client.get(url).content.decode()
    Contract.objects.filter(pk=contract.pk).update(status="declined", declined_at=now() - timedelta(hours=1))
    assert "hx-trigger" not in client.get(url).content.decode()


def test_the_page_asks_the_database_as_often_for_many_people_values_and_events_as_for_one(
    client, office, django_assert_max_num_queries
):
    contract = sent()
    url = f"/avtal/{contract.number}/"
    client.get(url)
    counts = []
    for number in (1, 3):
        for each in range(number):
            Participant.objects.create(
                contract=contract, position=10 * number + each, name="Någon Annan", sign_state=SignState.UNDECIDED
            )
        with django_assert_max_num_queries(40) as counted:
            client.get(url)
        counts.append(len(counted))

    assert counts[0] == counts[1]
