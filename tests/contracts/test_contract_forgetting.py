"""A customer with contracts is forgotten when nothing asks to know them any more, and not before."""

from datetime import date, timedelta

import pytest
from django.apps import apps

from contracts import tasks
from contracts.models import Contract
from contracts.queries.contracts import obstacles
from contracts.services import contracts_forgetting
from contracts.states import ContractStatus, PdfState
from crm.models import Customer
from perforia.base.clock import now, today
from tests.factories.contracts import draft, person

pytestmark = pytest.mark.django_db


def signed(on: date, **facts):
    made = draft()
    told = {"signed_at": now(), "signed_on": on, "pdf_state": PdfState.WANTED, "sent_at": now(), "remote_id": 1}
    Contract.objects.filter(pk=made.pk).update(status=ContractStatus.SIGNED, **(told | facts))
    return made


def test_whoever_is_asked_to_sign_is_not_forgotten():
    made = draft()
    assert list(obstacles(made.customer, today())) == []

    Contract.objects.update(status=ContractStatus.SENT, remote_id=1, sent_at=now())

    (reason,) = obstacles(made.customer, today())
    assert reason.is_blocking
    assert made.number in reason.sentence


def test_an_agreement_that_runs_is_ended_first_and_one_that_was_signed_is_kept_for_the_law():
    made = signed(today(), ends_on=today() + timedelta(days=9))
    (reason,) = obstacles(made.customer, today())
    assert "Säg upp" in reason.sentence

    Contract.objects.update(ends_on=today() - timedelta(days=1), signed_on=today() - timedelta(days=9))

    (reason,) = obstacles(made.customer, today())
    assert reason.until == date((today() - timedelta(days=1)).year + 7, 12, 31)


def test_who_is_forgotten_is_in_no_contract_and_in_no_history_of_one():
    made = draft(people=[person(personal_number="198801012397")], message="Hej Bengt!")
    Customer.objects.filter(pk=made.customer_id).update(anonymised_at=now(), kept_until=None)
    assert contracts_forgetting.due_customers(now()) == [{"customer_id": made.customer_id}]

    tasks.forget_customer(customer_id=made.customer_id)
    tasks.forget_customer(customer_id=made.customer_id)

    made.refresh_from_db()
    signer = made.participants.get()
    history = apps.get_model("contracts", "ParticipantVersion"), apps.get_model("contracts", "ContractVersion")
    assert (made.title, made.message, signer.name, signer.personal_number) == ("", "", "", "")
    assert {each.value for each in made.values.all()} == {""}
    assert {each.name for each in history[0].objects.filter(pgh_obj=signer)} == {""}
    assert {each.title for each in history[1].objects.filter(pgh_obj=made)} == {""}
    assert made.number
    assert contracts_forgetting.due_customers(now()) == []
