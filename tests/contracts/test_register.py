"""The register: found by what one knows, as it stood on any day, page by page, and taken along as a file."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts.models import Contract
from contracts.queries import register
from contracts.queries.register import Filters
from contracts.rules.contracts import Terms
from contracts.states import ContractKind, ContractStatus, PdfState, Renewal, SendState
from perforia.base.clock import now, today
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from perforia.home.queries.today import contracts_today
from tests.factories import contracts as made
from tests.factories import crm, world

pytestmark = pytest.mark.django_db
PAGE = "/avtal/"
DAY = timedelta(days=1)


def signed(on: date, *, customer=None, **terms) -> Contract:
    """A contract that was signed on a day."""
    contract = made.draft(customer=customer, terms=Terms(**terms))
    Contract.objects.filter(pk=contract.pk).update(
        status=ContractStatus.SIGNED, send_state=SendState.DONE, remote_id=contract.pk, sent_at=now(), signed_at=now(),
        signed_on=on, pdf_state=PdfState.WANTED,
    )  # fmt: skip
    contract.refresh_from_db()
    return contract


def found(**asked) -> set[str]:
    user = world.person(Role.OFFICE)
    return {each.number for each in register.filtered(user, Filters(**asked), today=today())}


def test_contracts_are_found_by_number_and_by_everything_that_finds_their_customer():
    bengt = made.draft(customer=crm.customer("Bengt Påhittsson", phone="+46701740605"))
    anna = made.draft(customer=crm.customer("Anna Exempel"))

    assert found(text=bengt.number) == {bengt.number}
    assert found(text=bengt.number.removeprefix("A-")) == {bengt.number}
    assert found(text="påhitts") == {bengt.number}
    assert found(text="1740605") == {bengt.number}
    assert found(text="nobody") == set()
    assert found() == {bengt.number, anna.number}


def test_filters_narrow_by_state_template_kind_value_and_dates():
    draft = made.draft(terms=Terms(value=Decimal(900)))
    agreed = signed(date(2026, 5, 2), value=Decimal(20000), kind=ContractKind.RECURRING, ends_on=today() + 30 * DAY)

    assert found(status="draft") == {draft.number}
    assert found(status="signed") == {agreed.number}
    assert found(status=register.ENDING) == {agreed.number}
    assert found(template=str(agreed.mapping_id)) == {draft.number, agreed.number}
    assert found(kind="recurring") == {agreed.number}
    assert found(least=Decimal(1000)) == {agreed.number}
    assert found(signed_from=date(2026, 5, 1), signed_to=date(2026, 5, 2)) == {agreed.number}
    assert found(signed_from=date(2026, 5, 3)) == set()
    assert found(ends_by=today() + 40 * DAY) == {agreed.number}


def test_one_that_renews_itself_runs_out_when_notice_must_be_given_soon():
    ends = today() + 140 * DAY
    signed(today(), ends_on=ends)
    renews = signed(today(), ends_on=ends, renewal=Renewal.AUTOMATIC, renewal_months=12, notice_months=3)
    page = register.page_of(Contract.objects.all(), Filters(), today=today(), cursor={})

    assert found(status=register.ENDING) == {renews.number}
    assert [row.contract.number for row in page.rows if row.is_running_out] == [renews.number]


def test_as_of_a_day_only_what_held_then_is_there():
    short = signed(date(2026, 1, 10), starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 31))
    renewed = signed(date(2026, 1, 10), ends_on=date(2026, 3, 31), renewal=Renewal.AUTOMATIC, renewal_months=12)
    made.draft()

    assert found(on=date(2026, 1, 9)) == set()
    assert found(on=date(2026, 1, 20)) == {renewed.number}
    assert found(on=date(2026, 3, 31)) == {short.number, renewed.number}
    assert found(on=date(2026, 4, 1)) == {renewed.number}


@pytest.mark.parametrize("sort", ["", "aldst", "varde", "slut"])
def test_every_order_leads_through_all_pages_and_shows_nothing_twice(sort, monkeypatch):
    monkeypatch.setattr(register, "PAGE", 2)
    for number in range(5):
        made.draft(terms=Terms(value=Decimal(number % 2) or None, ends_on=today() + number * DAY))
    contracts, filters, seen, after = Contract.objects.all(), Filters(sort=sort), [], ""
    while True:
        page = register.page_of(contracts, filters, today=today(), cursor={"efter": after})
        seen += [row.contract.number for row in page.rows]
        after = page.slice.later
        if not after:
            break

    assert len(seen) == len(set(seen)) == 5


def test_the_list_says_how_many_and_worth_what_and_marks_what_runs_out(client, office):
    signed(today() - DAY, value=Decimal(1500), ends_on=today() + 10 * DAY)
    made.draft(terms=Terms(value=Decimal(500)))
    page = client.get(PAGE).content.decode()

    assert "2 avtal, värde 2\u00a0000\u00a0kr" in page
    assert page.count('class="p-due" data-tone="warn"') == 1
    assert "Inga avtal passar" in client.get(f"{PAGE}?q=nobody").content.decode()
    assert "Avtal som gällde 1 januari 2020" in client.get(f"{PAGE}?gallde=2020-01-01").content.decode()
    assert client.get(f"{PAGE}?varde=x&mall=999&status=nonsense&sort=nonsense&efter=nonsense").status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_taken_along_as_a_file_and_who_took_it_is_written_down(client, office, kind):
    contract = made.draft(customer=crm.customer("=SUM(1)"))
    answer = client.get(f"{PAGE}fil/?format={kind}")
    content = b"".join(answer.streaming_content)

    assert content[:2] == (b"PK" if kind == "xlsx" else "\ufeff".encode()[:2])
    if kind == "csv":
        assert contract.number in content.decode()
        assert "'=SUM(1)" in content.decode()
    assert AuditEvent.objects.filter(verb="list.exported").count() == 1


def test_the_list_asks_the_database_as_often_for_three_contracts_as_for_one(
    client, office, django_assert_max_num_queries
):
    counts = []
    client.get(PAGE)
    for number in (1, 3):
        for _ in range(number):
            made.draft()
        with django_assert_max_num_queries(30) as counted:
            client.get(PAGE)
        counts.append(len(counted))

    assert counts[0] == counts[1]


def test_idag_tells_of_what_needs_a_look_waits_and_runs_out(client, office):
    troubled, waiting = made.draft(), made.draft()
    Contract.objects.filter(pk=troubled.pk).update(attention="Inbjudan kom inte fram.", attention_at=now())
    Contract.objects.filter(pk=waiting.pk).update(
        status=ContractStatus.SENT, send_state=SendState.DONE, remote_id=1, sent_at=now()
    )
    ending = signed(today() - DAY, ends_on=today() + 10 * DAY)
    told = contracts_today(office, today=today())
    page = client.get("/").content.decode()

    assert told is not None
    assert [each.pk for each, _ in told.troubled] == [troubled.pk]
    assert [each.pk for each, _ in told.waiting] == [waiting.pk]
    assert [each for each, _ in told.ending] == [ending]
    assert "Inbjudan kom inte fram." in page
    assert "1 väntar på signering" in page  # the menu


def test_the_search_over_everything_finds_contracts_for_who_may_see_them(client, login_as):
    contract = made.draft(customer=crm.customer("Bengt Påhittsson"))
    login_as(Role.PLANNER)
    assert contract.number in client.get("/sok/?q=Påhittsson").content.decode()
    login_as(Role.STAFF)
    assert contract.number not in client.get("/sok/?q=Påhittsson").content.decode()
