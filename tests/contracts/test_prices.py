"""The price list: prices by day, drafts that follow when told to, terms, and the suggestions made of them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from time_machine import travel

from contracts.models import OfferTerms, Price
from contracts.queries.prices import affected_drafts, price_list, prices_on
from contracts.rules.offer_suggestions import Listed, Wishes, suggested_rows
from contracts.services import prices
from contracts.states import Basis, RowKind, RutWork, Unit
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from tests.factories import offers as made

pytestmark = pytest.mark.django_db
ITEM = {
    "name": "Packning", "sort": "labour-moving", "unit": "hour", "vat": "25", "basis": "usual", "usual_quantity": "4",
    "amount": "380", "from_on": "",
}  # fmt: skip


def row_of(item, **facts):
    return made.labour(item.name, 10, 400, item_id=item.pk, listed_price=Decimal(400), **facts)


def test_the_latest_price_of_a_day_that_has_come_holds(office):
    item = made.item(amount=400)
    soon = today() + timedelta(days=7)
    prices.set_price(item=item, amount=Decimal(450), from_on=soon, by=office, at=now())
    (entry,) = price_list(office, on=today())

    assert (entry.price, entry.next_price, entry.next_on) == (Decimal(400), Decimal(450), soon)
    assert prices_on(soon, {item.pk}) == {item.pk: 450}
    prices.set_price(item=item, amount=Decimal(460), from_on=soon, by=office, at=now())
    assert prices_on(soon, {item.pk}) == {item.pk: 460}


def test_what_a_thing_has_cost_is_never_changed(office):
    item = made.item()
    with pytest.raises(DomainError, match="tidigast från idag"):
        prices.set_price(
            item=item, amount=Decimal(1), from_on=today() - timedelta(days=1), by=office, at=now()
        )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Price.objects.filter(item=item).update(amount=1)


def test_a_changed_price_names_the_drafts_it_is_about_and_no_others(office):
    item, other = made.item(), made.item("Packning", 400)
    affected = made.draft(row_of(item), made.truck())
    made.draft(row_of(other))
    made.draft(made.labour("Eget pris", 10, 390, item_id=item.pk, listed_price=Decimal(400)))
    made.sent(row_of(item))
    assert affected_drafts(office, on=today()) == []
    prices.set_price(item=item, amount=Decimal(450), from_on=today(), by=office, at=now())

    (found,) = affected_drafts(office, on=today(), item=item)
    assert found.offer == affected
    assert [(change.old, change.new) for change in found.changes] == [(Decimal(400), Decimal(450))]


def test_a_draft_follows_the_list_and_keeps_what_somebody_wrote_himself(office):
    item = made.item()
    draft = made.draft(row_of(item), made.labour("Eget", 1, 390, item_id=item.pk, listed_price=Decimal(400)))
    prices.set_price(item=item, amount=Decimal(450), from_on=today(), by=office, at=now())

    assert prices.update_draft(offer=draft, by=office, at=now()) == 1
    assert prices.update_draft(offer=draft, by=office, at=now()) == 0
    draft.refresh_from_db()
    assert [row.unit_price for row in draft.rows.order_by("position")] == [450, 390]
    assert draft.total == 4_890
    assert affected_drafts(office, on=today()) == []
    with pytest.raises(DomainError, match="ändras inte mer"):
        prices.update_draft(offer=made.sent(row_of(item)), by=office, at=now())


def test_prices_without_vat_follow_the_list_without_its_vat(office):
    item = made.item()
    draft = made.draft(
        made.labour("Flyttarbete", 10, 320, item_id=item.pk, listed_price=Decimal(400)),
        includes_vat=False, has_rut=False, paid_on=None,
    )  # fmt: skip
    prices.set_price(item=item, amount=Decimal(500), from_on=today(), by=office, at=now())
    prices.update_draft(offer=draft, by=office, at=now())

    assert draft.rows.get().unit_price == 400


def test_drafts_are_updated_one_by_one_or_all_at_once(client, office):
    item = made.item()
    drafts = [made.draft(row_of(item)) for _ in range(3)]
    client.post(f"/offerter/prislista/{item.pk}/pris/", {"amount": "450", "from_on": today().isoformat()})
    page = client.get("/offerter/andrade-priser/").text.replace("\xa0", " ")
    assert "400 kr blir 450 kr" in page
    assert "3 utkast har priser" in client.get("/offerter/").text
    assert "Prislistan har ändrats" in client.get(f"/offerter/{drafts[0].pk}/").text

    client.post("/offerter/andrade-priser/uppdatera/", {"offert": [drafts[0].pk]})
    assert len(affected_drafts(office, on=today())) == 2
    client.post(f"/offerter/{drafts[1].pk}/priser/")
    assert len(affected_drafts(office, on=today())) == 1
    client.post("/offerter/andrade-priser/uppdatera/", {"alla": "1"})
    assert "Alla utkast följer prislistan" in client.get("/offerter/andrade-priser/").text


def test_a_price_of_tomorrow_changes_no_draft_today(office):
    item = made.item()
    made.draft(row_of(item))
    tomorrow = today() + timedelta(days=1)
    prices.set_price(item=item, amount=Decimal(450), from_on=tomorrow, by=office, at=now())

    assert affected_drafts(office, on=today()) == []
    with travel(now() + timedelta(days=1), tick=False):
        assert len(affected_drafts(office, on=today())) == 1


def test_items_are_put_on_the_list_changed_and_taken_off(client, office):
    answer = client.post("/offerter/prislista/ny/", ITEM | {"from_on": today().isoformat()})
    assert answer.status_code == 302
    (entry,) = price_list(office, on=today())
    assert entry.item.work == RutWork.MOVING
    assert (entry.item.usual_quantity, entry.price) == (Decimal(4), Decimal(380))
    url = f"/offerter/prislista/{entry.item.pk}/"
    client.post(url, ITEM | {"name": "Packhjälp", "sort": "material"})
    assert "Packhjälp" in client.get("/offerter/prislista/").text
    client.post(f"{url}saljs/")
    assert "Packhjälp" not in client.get("/offerter/prislista/").text
    assert "Säljs inte" in client.get("/offerter/prislista/?alla=1").text
    client.post(f"{url}saljs/")
    assert "Packhjälp" in client.get("/offerter/prislista/").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Skriv vad det är"), ({"amount": ""}, "Skriv priset"), ({"amount": "tolv"}, "Skriv ett belopp"),
        ({"from_on": "i morgon"}, "Skriv ett datum"), ({"name": "Flyttarbete"}, "finns redan i prislistan"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_item_is_said(client, office, changes, sentence):
    made.item()
    answer = client.post("/offerter/prislista/ny/", ITEM | {"from_on": today().isoformat()} | changes)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_price_for_a_day_that_has_been_is_refused_on_the_page(client, office):
    item = made.item()
    answer = client.post(f"/offerter/prislista/{item.pk}/pris/", {"amount": "1", "from_on": "2020-01-01"})

    assert answer.status_code == 422
    assert "tidigast från idag" in answer.text


def test_the_list_asks_as_often_with_three_items_as_with_one(client, office, assert_steady_queries):
    names = iter(("Ett", "Två", "Tre"))
    assert_steady_queries(client, "/offerter/prislista/", lambda: made.item(next(names)), most=19)


def test_one_text_of_terms_is_the_one_that_offers_begin_with(client, office):
    for name in ("Flytt", "Städ"):
        client.post("/offerter/villkor/ny/", {"name": name, "body": f"Villkor för {name}", "is_default": "on"})
    assert list(OfferTerms.objects.filter(is_default=True).values_list("name", flat=True)) == ["Städ"]
    assert "Villkor för Städ" in client.get("/offerter/ny/").text
    assert client.post("/offerter/villkor/ny/", {"name": "Städ", "body": "x"}).status_code == 422
    text = OfferTerms.objects.get(name="Städ")
    client.post(f"/offerter/villkor/{text.pk}/", {"name": "Städ", "body": "Nya villkor"})
    assert "Nya villkor" in client.get("/offerter/villkor/").text
    client.post(f"/offerter/villkor/{text.pk}/ta-bort/")
    assert "Nya villkor" not in client.get("/offerter/villkor/").text


def test_only_who_manages_prices_changes_them(client, login_as):
    item = made.item()
    login_as(Role.READER)
    assert client.get("/offerter/prislista/").status_code == 200
    assert client.get(f"/offerter/prislista/{item.pk}/").status_code == 403
    assert client.get("/offerter/prislista/ny/").status_code == 403


WORK = Listed(1, "Flyttarbete", RowKind.LABOUR, RutWork.MOVING, Unit.HOUR, 25, Decimal(500), "moving")
BY_AREA = Listed(
    2, "Flyttstädning", RowKind.LABOUR, RutWork.CLEANING, Unit.AREA, 25, Decimal(75), "move_cleaning", basis=Basis.AREA,
    usual_quantity=Decimal(60),
)  # fmt: skip
BOXES = Listed(3, "Kartonger", RowKind.MATERIAL, None, Unit.PIECE, 25, Decimal(30), extra="boxes")


@pytest.mark.parametrize(
    ("wishes", "rows"),
    [
        (Wishes(["moving"]), [("Flyttarbete", 1)]),
        (Wishes(["move_cleaning"], area=Decimal(74)), [("Flyttstädning", 74)]),
        (Wishes(["move_cleaning"]), [("Flyttstädning", 60)]),
        (Wishes(["moving", "move_cleaning"], ["boxes"]), [("Flyttarbete", 1), ("Flyttstädning", 60), ("Kartonger", 1)]),
        (Wishes(["windows"], ["storage"]), []),
        (Wishes(), []),
    ],
)
def test_rows_are_suggested_by_service_extra_and_area(wishes, rows):
    found = suggested_rows([WORK, BY_AREA, BOXES], wishes, includes_vat=True)

    assert [(row.description, row.quantity) for row in found] == rows


def test_suggested_prices_are_written_as_the_offer_writes_its_prices():
    (row,) = suggested_rows([WORK], Wishes(["moving"]), includes_vat=False)

    assert (row.unit_price, row.listed_price) == (Decimal(400), Decimal(500))


def upload(text, name="priser.csv"):
    return {"file": SimpleUploadedFile(name, text.encode()), "from_on": today().isoformat()}


FILE = """Benämning;Pris med moms;Enhet;RUT;Moms
Flyttarbete;450;tim;Flyttjänster;25
Fönsterputs;95,50;st;Städning;25 %
Bärhjälp;tolv;tim;;
Kartong;22;låda;;
Fönsterputs;90;st;;
"""


def test_a_file_is_tried_first_and_written_when_it_has_been_seen(client, office):
    item = made.item("Flyttarbete", 400)
    page = client.post("/offerter/prislista/importera/", upload(FILE)).text
    for words in (
        "Nytt pris",
        "Ny artikel",
        "”tolv” är inget pris",
        "Enheten ”låda” finns inte",
        "redan tidigare i filen",
    ):
        assert words in page
    assert prices_on(today(), {item.pk}) == {item.pk: 400}
    signed = page.partition('name="rader" value="')[2].partition('"')[0]
    for _ in range(2):
        client.post("/offerter/prislista/importera/", {"rader": signed})

    listed = {entry.item.name: (entry.price, entry.item.work) for entry in price_list(office, on=today())}
    assert listed == {
        "Flyttarbete": (Decimal(450), RutWork.MOVING), "Fönsterputs": (Decimal("95.50"), RutWork.CLEANING),
    }  # fmt: skip
    assert Price.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Vara;Kostar\nFlytt;3\n", "Benämning och Pris med moms"),
        ("", "Filen är tom"),
        ("Pris\n", "Filen har inga rader"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(client, office, text, sentence):
    answer = client.post("/offerter/prislista/importera/", upload(text))

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_list_that_was_tampered_with_is_not_written(client, office):
    answer = client.post("/offerter/prislista/importera/", {"rader": "påhitt"}, follow=True)

    assert "för gammal" in answer.text


def test_the_list_as_a_file_can_be_imported_again(client, office):
    made.item("Flyttarbete", 400)
    text = b"".join(client.get("/offerter/prislista/fil/").streaming_content).decode("utf-8-sig")
    page = client.post("/offerter/prislista/importera/", upload(text)).text

    assert "oförändrat" in page
