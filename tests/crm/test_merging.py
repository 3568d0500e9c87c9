"""Two that were one: everything that points at the one that goes follows, in every app, and goes back again."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models

from archive import services as archive
from archive.models import DocumentLink
from archive.states import DocumentKind, LinkKind
from billing.models import Invoice
from billing.queries import search_invoices
from billing.services import naming
from crm.models import Activity, Customer, FollowUp, Lead, Merge, RutPerson
from crm.queries.customers import search_customers
from crm.queries.leads import search_leads
from crm.services import lead_moves, leads, merging
from crm.services.customers import CustomerDetails, record_customer
from crm.states import CustomerFlag, Lifecycle
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from perforia.base.secrets import lookup_hash
from tests.factories import world
from tests.factories.leads import lead, step

pytestmark = pytest.mark.django_db


def customer(name="Astrid Exempelsson", **told):
    return record_customer(details=CustomerDetails(name=name, **told), by=None, at=now())


def merge(kept, gone, by):
    return merging.merge(kept=kept, gone=gone, by=by, at=now())


def unmerge(done, by):
    merging.unmerge(done=done, by=by, at=now())


@pytest.mark.parametrize("model", [Lead, Customer])
def test_what_follows_is_every_foreign_key_there_is_but_those_of_history(model):
    pointing = {
        f"{each._meta.label_lower}.{field.attname}"
        for each in apps.get_models(include_auto_created=True)
        for field in each._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is model and each is not model
        if not hasattr(each, "pgh_tracked_model")
    }

    assert {merging._name(field) for field in merging._relations(model)} == pointing
    assert "crm.activity" in " ".join(pointing)


def test_a_lead_takes_over_what_it_lacks_and_gives_it_back(seller):
    kept, gone = lead("Astrid", email="", value=None), lead("A. Exempelsson", email="a@example.se", value=5900)
    lead_moves.contact(lead=gone, step=step("Hembesök"), by=seller, at=now())
    done = merge(kept, gone, seller)
    kept.refresh_from_db()

    assert (kept.name, kept.email, str(kept.value), kept.next_step) == ("Astrid", "a@example.se", "5900", "Hembesök")
    assert FollowUp.objects.get().lead == kept
    assert Activity.objects.filter(lead=gone).count() == 0

    unmerge(done, seller)
    kept.refresh_from_db()

    assert (kept.email, kept.value, kept.next_step) == ("", None, "")
    assert FollowUp.objects.get().lead == gone


def test_what_somebody_has_changed_since_stays_when_they_are_taken_apart(seller):
    kept, gone = lead("Astrid", email=""), lead("Astrid", email="a@example.se")
    done = merge(kept, gone, seller)
    Lead.objects.filter(pk=kept.pk).update(email="ny@example.se")
    unmerge(done, seller)
    kept.refresh_from_db()

    assert kept.email == "ny@example.se"


def test_the_kept_lead_has_waited_as_long_as_the_first_of_the_two(seller):
    gone, kept = lead(at=now() - timedelta(days=3)), lead()
    merge(kept, gone, seller)
    kept.refresh_from_db()

    assert kept.received_at == gone.received_at


def test_merging_and_taking_apart_twice_is_done_once(seller):
    kept, gone = lead(), lead()
    assert merge(kept, gone, seller) == merge(kept, gone, seller)
    done = Merge.objects.get()
    unmerge(done, seller)
    unmerge(done, seller)
    gone.refresh_from_db()

    assert gone.merged_into is None


def test_two_leads_of_two_customers_are_not_one(seller):
    kept, gone = lead(), lead()
    for row in (kept, gone):
        Lead.objects.filter(pk=row.pk).update(customer=customer())
    with pytest.raises(DomainError, match="olika kunder"):
        merge(kept, gone, seller)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"anonymised_at": now()}, "anonymiserad"),
        ({"personal_number_hash": lookup_hash("2")}, "olika personnummer"),
    ],
)  # fmt: skip
def test_customers_that_cannot_be_one_are_refused(seller, change, words):
    kept, gone = customer(), customer()
    Customer.objects.filter(pk=kept.pk).update(personal_number_hash=lookup_hash("1"))
    Customer.objects.filter(pk=gone.pk).update(**change)
    with pytest.raises(DomainError, match=words):
        merge(kept, gone, seller)


def test_nobody_is_merged_with_oneself_or_after_having_been_merged(seller):
    one, two, three = lead(), lead(), lead()
    with pytest.raises(DomainError, match="samma"):
        merge(one, one, seller)
    merge(one, two, seller)
    with pytest.raises(DomainError, match="redan slagits ihop"):
        merge(three, two, seller)


def test_a_chain_is_taken_apart_from_its_end(seller):
    one, two, three = lead(), lead(), lead()
    first, second = merge(two, three, seller), merge(one, two, seller)
    with pytest.raises(DomainError, match="Ta isär den sammanslagningen först"):
        unmerge(first, seller)
    unmerge(second, seller)
    unmerge(first, seller)

    assert Lead.objects.filter(merged_into=None).count() == 3


def test_customers_keep_the_stronger_marks_of_both_and_lose_them_when_taken_apart(seller):
    kept, gone = customer(), customer("Astrid E")
    Customer.objects.filter(pk=gone.pk).update(
        is_protected=True, has_open_case=True, flags=[CustomerFlag.DISPUTE], tags=["stamkund"],
        last_business_on=today(), lifecycle=Lifecycle.ACTIVE,
    )  # fmt: skip
    done = merge(kept, gone, seller)
    kept.refresh_from_db()
    assert (kept.is_protected, kept.has_open_case, kept.tags, kept.lifecycle) == (True, True, ["stamkund"], "active")
    unmerge(done, seller)
    kept.refresh_from_db()

    assert (kept.is_protected, kept.has_open_case, kept.tags, kept.lifecycle) == (False, False, [], "potential")


def test_invoices_follow_their_customer_and_are_found_by_the_name_it_has_now(
    seller, django_capture_on_commit_callbacks
):
    kept, gone = customer("Astrid Nyström"), world.invoice("F-2", name="Astrid Gammelström").customer
    with django_capture_on_commit_callbacks() as told:
        done = merge(kept, gone, seller)
    assert len(told) == 1
    assert naming.due_names(now()) == [{"customer_id": kept.pk}]
    naming.name_invoices(customer_id=kept.pk)

    assert [each.number for each in search_invoices(seller, "Nyström")] == ["F-2"]
    assert naming.due_names(now()) == []

    unmerge(done, seller)
    naming.name_invoices(customer_id=gone.pk)
    assert Invoice.objects.get().customer == gone
    assert not search_invoices(seller, "Nyström")


def test_the_one_that_is_gone_is_found_neither_among_leads_nor_customers(seller):
    merge(lead("Astrid"), lead("Astrid"), seller)
    merge(customer("Astrid"), customer("Astrid"), seller)

    assert search_leads(seller, "astrid").count() == 1
    assert search_customers(seller, "astrid", today=today()).count() == 1


def test_the_pages_show_what_is_compared_and_lead_on(client, seller):
    kept, gone = lead("Astrid", value=5900), lead("A. Exempelsson")
    page = client.get(f"/leads/{kept.pk}/sla-ihop/{gone.pk}/").content.decode()
    assert "A. Exempelsson" in page
    assert "5\u00a0900\u00a0kr" in page
    client.post(f"/leads/{kept.pk}/sla-ihop/{gone.pk}/")

    assert client.get(f"/leads/{gone.pk}/").url == f"/leads/{kept.pk}/"
    assert client.post(f"/leads/{lead().pk}/sla-ihop/{gone.pk}/").status_code == 422


def test_how_protected_people_are_reached_is_not_compared_before_everybody(client, login_as):
    kept, gone = customer(phone="070-174 06 12"), customer("Astrid E")
    Customer.objects.filter(pk=gone.pk).update(is_protected=True)
    for role, is_shown in ((Role.OFFICE, True), (Role.RUT_OFFICER, False)):
        login_as(role)
        page = client.get(f"/kunder/{kept.pk}/sla-ihop/{gone.pk}/").content.decode()
        assert ("070-174 06 12" in page) is is_shown


def test_a_reader_merges_nothing(client, login_as):
    login_as(Role.READER)
    rows = [lead(), lead()]

    assert client.post(f"/leads/{rows[0].pk}/sla-ihop/{rows[1].pk}/").status_code == 403


def test_a_merge_that_cannot_be_undone_yet_says_why(client, seller):
    one, two, three = lead(), lead(), lead()
    first = merge(two, three, seller)
    merge(one, two, seller)
    answer = client.post(f"/sammanslagningar/{first.pk}/angra/", follow=True)

    assert "Ta isär den sammanslagningen först" in answer.content.decode()


def test_leads_can_be_told_apart_after_their_home_was_changed(seller):
    kept, gone = lead("Astrid", address="Provvägen 4"), lead("Astrid", address="")
    done = merge(kept, gone, seller)
    details = leads.LeadDetails(name="Astrid", phone=kept.phone, address="Provvägen 6")
    leads.change_lead(lead=kept, details=details, by=seller, at=now())
    unmerge(done, seller)
    kept.refresh_from_db()

    assert kept.address == "Provvägen 6"


def test_rows_that_a_rule_of_their_table_keeps_stay_where_they_are(seller):
    kept, gone = customer(), customer("Astrid E")
    for row, number in ((kept, world.TEST_NUMBER), (gone, world.TEST_NUMBER), (gone, "197501079292")):
        RutPerson.objects.create(
            customer=row, name="Bo", personal_number="x", personal_number_hash=lookup_hash(number), share=50
        )
    done = merge(kept, gone, seller)

    assert (kept.rut_people.count(), gone.rut_people.count()) == (2, 1)
    unmerge(done, seller)
    assert (kept.rut_people.count(), gone.rut_people.count()) == (1, 2)


def test_documents_of_a_customer_follow_once_and_go_back(seller):
    kept, gone = customer(), customer("Astrid E")
    both, one = (world.paper(name.encode(), name, DocumentKind.INVOICE) for name in ("a.txt", "b.txt"))
    for paper, row in ((both, kept), (both, gone), (one, gone)):
        archive.link(document=paper, kind=LinkKind.CUSTOMER, object_id=row.pk, label=row.number, by=seller, at=now())
    done = merge(kept, gone, seller)
    assert DocumentLink.objects.filter(object_id=kept.pk).count() == 2
    unmerge(done, seller)

    assert DocumentLink.objects.filter(object_id=gone.pk).count() == 2
