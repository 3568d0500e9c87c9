"""One timeline: everything that happened, the latest first, page by page, for those who may see it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse

from archive import services as archive
from archive.states import LinkKind
from billing.services import PaymentDetails, register_payment, remove_payment
from billing.services.history import tell_invoice
from billing.states import PaymentMethod
from crm.models import Activity, LeadMove
from crm.queries.timeline import Edge, View, groups_of, read_cursor, timeline, write_cursor
from crm.rules.history import Happening, Source
from crm.services import activities
from crm.states import ActivityKind, LeadStatus
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from rut.models import Case, CaseInvoice
from rut.rules.facts import CaseFacts
from rut.services import history
from rut.services.creation import create_case
from rut.states import DocumentType
from tests.factories import followups as made
from tests.factories import world
from tests.factories.archive import keep

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def note(customer, by, text, at):
    what = Happening(ActivityKind.NOTE, text=text)
    return activities.log(what=what, customer=customer, by=by, at=at, written_at=at)


def paper_named(name):
    return keep(name.encode(), name).document


def tie(paper, customer, by, at):
    archive.link(document=paper, kind=LinkKind.CUSTOMER, object_id=customer.pk, label="x", by=by, at=at)


def entries(view, **how):
    return [entry for _, entries in timeline(view, **how).days for entry in entries]


def test_events_of_every_source_stand_in_the_order_they_happened(office):
    lead, customer, at = made.lead(), made.customer(), now()
    lead.customer = customer
    lead.save(update_fields=["customer"])
    Activity.objects.all().update(customer=customer, at=at - 9 * MINUTE)
    LeadMove.objects.create(lead=lead, old=LeadStatus.NEW, new=LeadStatus.CONTACTED, at=at - 3 * MINUTE, by=office)
    note(customer, office, "sist", at - MINUTE)
    note(customer, office, "först", at - 20 * MINUTE)
    paper = paper_named("Avtal.pdf")
    tie(paper, customer, office, at - 2 * MINUTE)

    found = entries(View(office, customer))
    assert [entry.kind for entry in found] == ["note", "document", "status", "system", "note"]
    assert [entry.at for entry in found] == sorted((entry.at for entry in found), reverse=True)
    assert found[1].label == paper.title
    assert found[2].lead_id == lead.pk


def test_pages_by_key_show_every_event_once_even_of_the_same_moment(office):
    lead, customer, at = made.lead(), made.customer(), now()
    lead.customer = customer
    lead.save(update_fields=["customer"])
    for number in range(8):
        note(customer, office, f"anteckning {number}", at)
        LeadMove.objects.create(lead=lead, old=LeadStatus.NEW, new=LeadStatus.CONTACTED, at=at, by=office)
        paper = paper_named(f"{number}.pdf")
        tie(paper, customer, office, at)
    seen, cursor = [], ""
    while True:
        page = timeline(View(office, customer), after=cursor, size=5)
        seen += [(entry.edge.rank, entry.edge.pk) for _, day in page.days for entry in day]
        cursor = page.older
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 24


def test_days_have_one_heading_also_over_two_pages(office):
    customer, at = made.customer(), now()
    for number in range(4):
        note(customer, office, str(number), at - number * MINUTE)
    first = timeline(View(office, customer), size=2)
    second = timeline(View(office, customer), after=first.older, size=2)
    headings = [day for page in (first, second) for day, _ in page.days]
    assert headings.count(None) >= 1
    assert len([day for day in headings if day]) == len({day for day in headings if day})


TOO_LARGE = write_cursor(Edge(datetime(2026, 5, 12, 9, 30, tzinfo=UTC), 3, 2**70))


@pytest.mark.parametrize("cursor", ["", "x", "🙂", "WzEsMiwzXQ", "bnVsbA", "' OR 1=1", TOO_LARGE])
def test_a_cursor_that_says_nothing_shows_the_first_page(office, cursor):
    customer = made.customer()
    note(customer, office, "finns", now())
    assert len(entries(View(office, customer), after=cursor)) == 1


def test_a_cursor_is_read_as_it_was_written():
    edge = Edge(now(), 2, 17)
    assert read_cursor(write_cursor(edge)) == edge
    naive = write_cursor(Edge(datetime(2026, 1, 1), 1, 1))  # noqa: DTZ001 -- what nobody of ours would write
    assert read_cursor(naive) is None


def test_the_filter_lets_through_its_kinds_only(client, office):
    customer = world.invoice().customer
    note(customer, office, "Smal port", now())
    page = client.get(f"/kunder/{customer.pk}/handelser/?visa=fakturor").content.decode()
    assert "F-1001" in page
    assert "Smal port" not in page
    assert "Inget sådant har hänt" in client.get(f"/kunder/{customer.pk}/handelser/?visa=samtal").content.decode()
    assert "Smal port" in client.get(f"/kunder/{customer.pk}/handelser/?visa=okant").content.decode()


def test_an_invoice_and_its_payment_open_their_source_on_their_own_days(client, office):
    invoice = world.invoice()
    page = client.get(f"/kunder/{invoice.customer_id}/handelser/").content.decode()
    assert page.count(f'href="{reverse("billing:invoice_page", args=[invoice.pk])}"') == 2
    assert "skrev faktura" in page
    assert "registrerade betalning av faktura" in page
    told = invoice.customer.activities.filter(kind=ActivityKind.INVOICE).order_by("at")
    assert [each.at.astimezone(now().tzinfo).date() for each in told] == [date(2026, 4, 1), date(2026, 4, 2)]


def test_a_payment_taken_back_is_not_told_and_an_invoice_told_again_says_what_is_so(office):
    invoice = world.invoice()
    payment = PaymentDetails(date(2026, 4, 3), Decimal(100), PaymentMethod.SWISH)
    paid = register_payment(invoice=invoice, details=payment, by=office, at=now())
    told = invoice.customer.activities.filter(kind=ActivityKind.INVOICE)
    assert told.count() == 3
    remove_payment(payment=paid, by=office, at=now())
    assert told.count() == 2
    invoice.issued_on = date(2026, 4, 5)
    tell_invoice(invoice, by=office, at=now())
    tell_invoice(invoice, by=office, at=now())
    of_invoice = Activity.objects.get(key=f"invoice:{invoice.pk}")
    assert of_invoice.at.astimezone(now().tzinfo).date() == date(2026, 4, 5)


def test_an_invoice_moved_to_another_customer_is_told_there(office):
    invoice, other = world.invoice(), made.customer()
    invoice.customer = other
    tell_invoice(invoice, by=office, at=now())
    assert other.activities.get().source_label == "F-1001"


def test_invoices_from_before_the_timeline_are_told_as_new_ones_are(office):
    payment = PaymentDetails(today(), Decimal("-1234567.50"), PaymentMethod.FINANCING)
    invoice = world.invoice()
    register_payment(invoice=invoice, details=payment, by=office, at=now())
    told = Activity.objects.filter(kind=ActivityKind.INVOICE).order_by("key")
    names = [field.attname for field in Activity._meta.concrete_fields if field.name != "id"]
    before = list(told.values(*names))
    told.delete()
    migration = import_module("billing.migrations.0005_invoices_told_to_customers")
    for _ in range(2):
        with connection.cursor() as cursor:
            for statement in migration.TELL:
                cursor.execute(statement)
    assert list(told.values(*names)) == before
    assert len(before) == 3


def a_case(invoice, by):
    facts = CaseFacts(kind=DocumentType.COMPLETION_REQUEST, reference="8123", received_on=today(), deadline=today())
    case = create_case(facts=facts, by=by, at=now())
    CaseInvoice.objects.create(case=case, invoice=invoice, printed_number=invoice.number, position=1)
    return case


def test_a_case_is_told_to_the_customers_of_its_invoices_once_and_found_by_the_sweep(client, office):
    invoice = world.invoice()
    case = a_case(invoice, office)
    assert history.due_histories(now()) == [{"case_id": case.pk}]
    history.tell_history(case_id=case.pk)
    history.tell_history(case_id=case.pk)
    assert history.due_histories(now()) == []
    told = invoice.customer.activities.get(kind=ActivityKind.CASE)
    assert (told.title, told.source_label, told.by) == ("Öppnade ärende", case.number, office)
    page = client.get(f"/kunder/{invoice.customer_id}/handelser/?visa=rut").content.decode()
    assert f'href="{reverse("rut:case_page", args=[case.number])}"' in page


def test_a_case_that_is_gone_or_about_nobody_tells_nothing(office):
    history.tell_history(case_id=0)
    Case.objects.all().delete()
    assert history.due_histories(now()) == []


def test_what_one_may_not_see_elsewhere_is_not_in_the_timeline(client, login_as):
    invoice = world.invoice()
    history.tell_history(case_id=a_case(invoice, made.seller()).pk)
    planner = login_as(Role.PLANNER)
    page = client.get(f"/kunder/{invoice.customer_id}/handelser/").content.decode()
    assert "F-1001" not in page
    assert "RUT-" not in page
    assert "fakturor" not in [name for name, _ in groups_of(View(planner, invoice.customer))]
    login_as(Role.STAFF)
    assert client.get(f"/kunder/{invoice.customer_id}/handelser/").status_code == 403


def test_what_is_written_of_somebody_protected_is_for_those_who_may_read_it(client, login_as, office):
    customer = made.customer(is_protected=True)
    activity = note(customer, office, "Bor på Hemliga gatan 1", now())
    assert "Hemliga gatan" in client.get(f"/kunder/{customer.pk}/handelser/").content.decode()
    login_as(Role.PLANNER)
    for page in (f"/kunder/{customer.pk}/handelser/", f"/handelser/{activity.pk}/"):
        text = client.get(page).content.decode()
        assert "Hemliga gatan" not in text
        assert "skyddade personuppgifter" in text


def test_the_lead_has_the_same_timeline_with_its_own_filters(client, office):
    lead = made.lead()
    page = client.get(f"/leads/{lead.pk}/handelser/", headers={"HX-Request": "true"}).content.decode()
    assert "leadet lades in för hand" in page
    assert "Fakturor" not in page
    assert f"/leads/{lead.pk}/handelser/" in client.get(f"/leads/{lead.pk}/").content.decode()


def test_older_events_are_fetched_as_a_part_and_as_a_page(client, office):
    customer = made.customer()
    for number in range(31):
        note(customer, office, f"nummer {number}", now() - number * MINUTE)
    url = f"/kunder/{customer.pk}/handelser/"
    page = client.get(url)
    older = page.context["timeline"].older
    part = client.get(f"{url}?efter={older}", headers={"HX-Request": "true"}).content.decode()
    assert "nummer 30" in part
    assert "<html" not in part
    assert "p-composer" not in part
    assert "<html" in client.get(f"{url}?efter={older}").content.decode()


def test_a_page_asks_as_often_for_three_events_of_each_kind_as_for_one(client, office, django_assert_max_num_queries):
    customer, lead = world.invoice().customer, made.lead()
    lead.customer = customer
    lead.save(update_fields=["customer"])
    url, asked = f"/kunder/{customer.pk}/handelser/", []
    client.get(url)
    for rows in (1, 2):
        for number in range(rows):
            note(customer, office, "x", now())
            LeadMove.objects.create(lead=lead, old=LeadStatus.NEW, new=LeadStatus.CONTACTED, at=now(), by=office)
            paper = paper_named(f"{rows}{number}.pdf")
            tie(paper, customer, office, now())
        with django_assert_max_num_queries(30) as counted:
            client.get(url)
        asked.append(len(counted))
    assert asked[0] == asked[1]


def test_telling_a_source_again_makes_no_second_event(office):
    customer = made.customer()
    for title in ("Skrev faktura", "Skrev kreditfaktura"):
        what = Happening(ActivityKind.INVOICE, title, source=Source(7, "F-7", "invoice:7"))
        activities.log(what=what, customer=customer, by=office, at=now(), written_at=now())
    assert customer.activities.get().title == "Skrev kreditfaktura"
    activities.untell(keys=["invoice:7"])
    activities.untell(keys=["invoice:7"])
    assert not customer.activities.exists()
