"""The demo's contracts are in every state, from templates that are in use, and are written once."""

import pytest

from contracts.models import Contract, TemplateMapping
from contracts.states import ContractStatus, PdfState
from crm.models import Customer
from perforia.base.clock import now
from perforia.base.permissions import Role
from perforia.demo import contracts, esign, papers
from simulators.oneflow import seed
from tests.factories import crm, world

pytestmark = pytest.mark.django_db
OUTCOMES = ("signed", "declined", "expired", "opened", "sent", "bounced", "withdrawn", "removed")


def test_contracts_are_in_every_state_with_their_papers_and_are_written_once(monkeypatch):
    monkeypatch.setattr(contracts, "PAST", tuple((outcome, 30) for outcome in OUTCOMES))
    monkeypatch.setattr(papers, "_print", lambda _template, context: f"%PDF-1.4 {context['contract']}".encode())
    for number in range(len(OUTCOMES)):
        crm.customer(f"Kund {number}", email=f"kund{number}@example.test")
    Customer.objects.update(personal_number_masked="19900118-••••")  # known here, and not sent along
    people = {"by": world.person(Role.OWNER), "second": world.person(Role.OFFICE)}
    for _ in range(2):
        contracts.load(**people, at=now())

    found = set(Contract.objects.values_list("status", flat=True))
    assert found == {status.value for status in ContractStatus} - {ContractStatus.DRAFT, ContractStatus.CREATING}
    assert Contract.objects.count() == len(OUTCOMES) + 3
    signed = Contract.objects.filter(status=ContractStatus.SIGNED)
    assert {contract.pdf_state for contract in signed} == {PdfState.FILED}
    assert Contract.objects.needing_attention().exists()
    assert set(TemplateMapping.objects.offered()) == set(TemplateMapping.objects.all())


def test_the_templates_are_those_that_oneflow_begins_with_on_this_machine():
    there = {row["id"]: row["name"] for row in seed.fixture()["templates"]}
    fields = {row["id"]: [each["custom_id"] for each in row["data_fields"]] for row in seed.fixture()["template_types"]}
    for told in esign.told_templates():
        assert there[told.remote_id] == told.name
        assert fields[told.template_type_id] == [each["custom_id"] for each in told.data_fields]
