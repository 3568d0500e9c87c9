"""How sure the firm is of a customer's address: checked when it is saved, taken over, confirmed, pointed out."""

import pytest
from django.db import IntegrityError, transaction

from crm.models import Property
from crm.queries.address_register import REGISTER
from crm.services import addresses as services
from crm.services import anonymising, properties
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.geography import AddressParts, Licence, Precision, ResolvedAddress
from perforia.base.models import AuditEvent
from tests.factories import crm as factory
from tests.factories.addresses import HERE, register

pytestmark = pytest.mark.django_db
WHOLE = {"postal_code": "123 45", "city": "Storköping"}


@pytest.fixture
def known():
    return register(
        "Testgränd 12, 123 45 Storköping", "Testgränd 14, 123 45 Storköping", "Nygatan 1, 456 78 Lillköping"
    )


def place(address="Testgränd 14", **facts):
    return factory.place(factory.customer(), address, **(WHOLE | facts))


def change(of, **facts):
    told = {"address": of.address, "postal_code": of.postal_code, "city": of.city} | facts
    details = properties.PropertyDetails(**told)
    properties.change_property(place=of, details=details, by=of.customer.owner, at=now())
    of.refresh_from_db()
    return of


def told(line, **facts):
    number = {"number": "14", "letter": "", "postcode": "12345", "city": "Storköping"} | facts
    parts = AddressParts(line, number["number"], number["letter"], "", number["postcode"], number["city"])
    licence = facts.get("licence", Licence.OSM)
    point = None if licence == Licence.GOOGLE else (59.1, 17.9)
    return ResolvedAddress(parts, point, Precision.BUILDING, facts.get("provider", "photon"), "ref-1", licence)


@pytest.mark.usefixtures("known")
def test_an_address_that_the_register_knows_is_verified_as_it_is_saved():
    made = place()
    assert (made.verification, made.precision, made.confidence) == ("verified", "entrance", 1.0)
    assert (made.point, made.licence, made.provider) == ((HERE[0] + 0.002, HERE[1]), Licence.LANTMATERIET, "register")
    assert made.is_confirmed
    assert made.verified_at


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("facts", "verification", "finding", "proposed", "precision"),
    [
        ({"city": "Lillköping"}, "partial", "city", "Storköping", "entrance"),
        ({"postal_code": "456 78", "city": "Storköping"}, "partial", "postcode", "123 45 Storköping", "entrance"),
        ({"address": "Testgränd 13"}, "partial", "number", "", "interpolated"),
        ({"address": "Testgränd 99"}, "partial", "number", "", "street"),
        ({"address": "Testgränd"}, "partial", "no_number", "", "street"),
        ({"address": "Finnsinte 3"}, "unverified", "street", "", "postcode"),
        ({"address": "Box 12"}, "unverified", "box", "", "none"),
        ({"address": "Testgränd 14", "postal_code": "999 99", "city": "Ingenstans"}, "unverified", "street",
         "Testgränd 14, 123 45 Storköping", "none"),
    ],
)  # fmt: skip
def test_an_address_that_differs_is_saved_and_marked(facts, verification, finding, proposed, precision):
    made = place(**facts)
    assert (made.verification, made.finding, made.proposed, made.precision) == (
        verification, finding, proposed, precision,
    )  # fmt: skip
    assert not made.is_confirmed


def test_a_number_that_only_a_namesake_elsewhere_has_is_missing_here():
    register("Testgränd 12, 123 45 Storköping", "Testgränd 99, 456 78 Lillköping")
    made = place("Testgränd 99")
    assert (made.verification, made.finding, made.precision) == ("partial", "number", "street")


def test_without_a_register_nothing_is_claimed_and_providers_outside_are_told(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as announced:
        made = place()
    assert (made.verification, made.finding, made.point) == ("unverified", "", None)
    assert len(announced) >= 1
    assert list(Property.objects.waiting_for_check()) == [made]


def test_what_was_chosen_counts_while_it_stands_as_it_was_chosen():
    register("Testgränd 14, 123 45 Storköping", district="Norr")
    (south,) = register("Testgränd 14, 123 45 Storköping", district="Söder", point=(58.0, 16.0))
    assert place().finding == "several"
    chosen = place(address_ref=f"register:p:{south.pk}")
    assert (chosen.verification, chosen.point) == ("verified", (58.0, 16.0))
    assert place("Testgränd 14 B", address_ref=f"register:p:{south.pk}").verification != "verified"
    assert place(address_ref="register:p:nonsense").finding == "several"
    outside = place("Fjärran 3", address_ref="photon:W12")
    assert (outside.verification, outside.provider, outside.provider_ref) == ("unverified", "photon", "W12")


@pytest.mark.usefixtures("known")
def test_another_street_is_checked_anew_and_loses_its_pins_but_another_floor_does_not(office):
    made = place()
    services.place_pin(place=made, kind="parking", point=(59.2, 17.8), by=office, at=now())
    assert change(made, floor=3).parking_pin == (59.2, 17.8)
    change(made, address="Finnsinte 3")
    assert (made.verification, made.parking_pin, made.latitude is None) == ("unverified", None, False)
    old = made.revisions.order_by("pgh_id").last()
    assert (old.address, old.verification, old.parking_latitude) == ("Testgränd 14", "verified", 59.2)


@pytest.mark.usefixtures("known")
def test_of_somebody_forgotten_no_earlier_address_and_no_point_is_left(office):
    made = place()
    services.place_pin(place=made, kind="entrance", point=(59.31, 18.01), by=office, at=now())
    change(made, address="Finnsinte 3")
    anonymising.anonymise(customer=made.customer, by=office, at=now())
    made.refresh_from_db()
    assert (made.address, made.point, made.entrance, made.provider_ref) == ("", None, None, "")
    assert made.revisions.count() >= 2
    for old in made.revisions.order_by("pgh_id"):
        assert (old.address, old.latitude, old.entrance_latitude) == ("", None, None)


@pytest.mark.usefixtures("known")
def test_a_person_confirms_and_that_stands_until_the_address_changes(office):
    made = place("Testgränd 13")
    for _ in range(2):
        services.confirm(place=made, by=office, at=now())
    made.refresh_from_db()
    assert (made.verification, made.finding, made.verified_by) == ("manual", "", office)
    assert made.precision == "interpolated"
    assert AuditEvent.objects.filter(verb="customer.address_confirmed").count() == 1
    assert change(made, floor=2).verification == "manual"
    assert services.recheck(at=now()) == 0
    assert change(made, address="Testgränd 14").verification == "verified"


@pytest.mark.usefixtures("known")
def test_what_the_register_has_is_taken_over(office):
    made = place(city="Lillköping")
    found = REGISTER.resolve(made.provider_ref, session="")
    assert found
    for _ in range(2):
        services.take_over(place=made, found=found, by=office, at=now())
    made.refresh_from_db()
    assert (made.city, made.verification, made.verified_by, made.finding) == ("Storköping", "corrected", office, "")
    assert made.revisions.filter(city="Lillköping").exists()


def test_pins_are_placed_moved_and_taken_away(office):
    made = place()
    services.place_pin(place=made, kind="entrance", point=(59.31, 18.01), by=office, at=now())
    services.place_pin(place=made, kind="main", point=(59.3, 18.0), by=office, at=now())
    made.refresh_from_db()
    assert (made.entrance, made.point, made.stop_point) == ((59.31, 18.01), (59.3, 18.0), (59.31, 18.01))
    assert (made.verification, made.precision, made.licence) == ("manual", "manual", "own")
    services.place_pin(place=made, kind="entrance", point=None, by=office, at=now())
    made.refresh_from_db()
    assert made.entrance is None
    with pytest.raises(DomainError, match="pekar ut"):
        services.place_pin(place=made, kind="moon", point=HERE, by=office, at=now())
    with pytest.raises(DomainError, match="utanför Sverige"):
        services.place_pin(place=made, kind="main", point=(48.8, 2.3), by=office, at=now())


def test_providers_outside_confirm_what_the_register_did_not_know():
    made = place()
    services.record_check(place=made, found=[told("Testgränd")], at=now())
    made.refresh_from_db()
    assert (made.verification, made.provider, made.licence, made.point) == (
        "verified", "photon", "osm-odbl", (59.1, 17.9),
    )  # fmt: skip
    services.record_check(place=made, found=[], at=now())
    made.refresh_from_db()
    assert made.verification == "verified"


def test_a_check_that_finds_nothing_is_not_made_again():
    made = place()
    services.record_check(place=made, found=[], at=now())
    assert not Property.objects.waiting_for_check().exists()
    assert Property.objects.get().verification == "unverified"


def test_of_a_source_that_keeps_its_points_only_the_words_are_kept():
    made = place()
    services.record_check(place=made, found=[told("Testgränd", licence=Licence.GOOGLE, provider="google")], at=now())
    made.refresh_from_db()
    assert (made.verification, made.point, made.licence) == ("verified", None, "google-text-only")
    with pytest.raises(IntegrityError), transaction.atomic():
        Property.objects.update(latitude=59.1, longitude=17.9)


@pytest.mark.parametrize("point", [{"latitude": 48.8, "longitude": 2.3}, {"latitude": 59.0}, {"entrance_latitude": 59}])
def test_the_database_keeps_points_whole_and_in_sweden(point):
    place()
    with pytest.raises(IntegrityError), transaction.atomic():
        Property.objects.update(**point)


def test_addresses_are_checked_once_more_when_the_register_grows():
    made = place()
    register("Testgränd 14, 123 45 Storköping")
    assert services.recheck(at=now()) == 1
    made.refresh_from_db()
    assert made.verification == "verified"


@pytest.mark.usefixtures("known")
def test_the_customers_page_says_how_sure_one_is_and_corrects_with_one_press(client, office):
    made = place(city="Lillköping")
    page = client.get(f"/kunder/{made.customer_id}/").content.decode()
    assert "Kontrollera adressen: 123 45 hör till Storköping." in page
    assert "Ändra till Storköping" in page
    assert "Läge: ingång, säkert." in page
    answer = client.post(f"/kunder/adresser/{made.pk}/kontroll/", {"choice": made.provider_ref})
    assert answer.url == f"/kunder/{made.customer_id}/"
    page = client.get(answer.url).content.decode()
    assert "Rättad efter registret. Läge: ingång." in page


@pytest.mark.usefixtures("known")
def test_a_page_lets_one_choose_confirm_or_go_back(client, office):
    made = place("Testgränd 13")
    page = client.get(f"/kunder/adresser/{made.pk}/kontroll/")
    for words in ("numret 13 finns inte på Testgränd", "Testgränd 12, 123 45 Storköping", "Testgränd 14, 123 45"):
        assert words in page.content.decode()
    assert client.post(f"/kunder/adresser/{made.pk}/kontroll/", {}).status_code == 422
    wrong = client.post(f"/kunder/adresser/{made.pk}/kontroll/", {"choice": "p:nonsense"})
    assert "Välj en av dem som visas" in wrong.content.decode()
    client.post(f"/kunder/adresser/{made.pk}/kontroll/", {"choice": "som-skriven"})
    made.refresh_from_db()
    assert made.verification == "manual"


def test_two_that_fit_must_be_chosen_between(client, office):
    register("Testgränd 14, 123 45 Storköping", district="Norr")
    (south,) = register("Testgränd 14, 123 45 Storköping", district="Söder", point=(58.0, 16.0))
    made = place()
    assert "Välj vilken det är" in client.get(f"/kunder/{made.customer_id}/").content.decode()
    client.post(f"/kunder/adresser/{made.pk}/kontroll/", {"choice": f"p:{south.pk}"})
    made.refresh_from_db()
    assert (made.is_confirmed, made.point) == (True, (58.0, 16.0))


def test_the_floor_follows_from_the_number_of_the_flat(client, office):
    of = factory.customer()
    told = {
        "purpose": "current",
        "address": "Testgränd 14",
        "apartment": "1203",
        "frequency": "once",
        "carry_metres": "40",
    }
    client.post(f"/kunder/{of.pk}/adresser/ny/", told)
    made = Property.objects.get()
    assert (made.floor, made.carry_metres) == (2, 40)
    page = client.get(f"/kunder/{of.pk}/").content.decode()
    assert "40 m att bära till bilen" in page
