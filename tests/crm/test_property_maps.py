"""Addresses on the customer's map, and the door and the parking that somebody points out."""

import pytest

from crm.models import Property
from crm.queries.property_maps import map_of_place
from crm.rules.points import read_point
from perforia.base.maps import PinKind
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from tests.factories import crm

pytestmark = pytest.mark.django_db
HERE, THERE = (59.3326, 18.0649), (59.3526, 18.0649)


def located(of, address="Mallgatan 9", point=HERE, **facts):
    place = crm.place(of, address, city="Storköping", **facts)
    Property.objects.filter(pk=place.pk).update(latitude=point[0], longitude=point[1], licence="own")
    place.refresh_from_db()
    return place


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("59.33258, 18.06490", (59.33258, 18.0649)),
        ("59,33258, 18,06490", (59.33258, 18.0649)),
        ("59,33258 18,06490", (59.33258, 18.0649)),
        ("59.33258,18.06490", (59.33258, 18.0649)),
        ("18.06490 59.33258", (59.33258, 18.0649)),
        ("N 59.33258° E 18.06490°", (59.33258, 18.0649)),
        ("48.85 2.35", (48.85, 2.35)),
        ("Mallgatan 9", None),
        ("59.33258", None),
        ("59 19 57 18 3 53", None),
        ("", None),
    ],
)
def test_coordinates_are_read_as_people_write_them(text, point):
    assert read_point(text) == point


def test_the_customers_page_shows_addresses_on_a_map_with_the_way_between(client, office, tile_server):
    customer = crm.customer()
    located(customer)
    second = located(customer, "Testgränd 14", THERE, purpose="next")
    page = client.get(f"/kunder/{customer.pk}/")

    assert "Karta över adresserna hos Bengt Påhittsson" in page.text
    assert "2,2 km fågelvägen mellan adresserna" in page.text
    assert "59.33260, 18.06490" in page.text
    assert f'href="/kunder/adresser/{second.pk}/karta/"' in page.text


def test_a_customer_without_places_has_no_map_and_a_protected_one_shows_none(client, login_as, tile_server):
    login_as(Role.READER)
    plain, hidden = crm.customer(), crm.protected()
    crm.place(plain)
    place = located(hidden, "Dolda stigen 5")

    assert "data-map=" not in client.get(f"/kunder/{plain.pk}/").text
    assert "Dolda" not in client.get(f"/kunder/{hidden.pk}/").text
    assert client.get(f"/kunder/adresser/{place.pk}/karta/").status_code == 404


def test_pins_are_set_by_coordinates_and_tell_how_far_is_carried(client, office, tile_server):
    place = located(crm.customer())
    url = f"/kunder/adresser/{place.pk}/"
    for kind, coordinates in (("entrance", "59.3326, 18.0649"), ("parking", "59,3330 18,0649")):
        answer = client.post(f"{url}nal/", {"kind": kind, "coordinates": coordinates})
        assert (answer.status_code, answer.url) == (302, f"{url}karta/")
    page = client.get(f"{url}karta/?nal=parking")

    assert "ca 53 m" in page.text  # 44,5 metres and a fifth
    assert 'value="59.33300, 18.06490"' in page.text
    place.refresh_from_db()
    assert [point.kind for point in map_of_place(place).map.points] == [
        PinKind.STOP, PinKind.ENTRANCE, PinKind.PARKING,
    ]  # fmt: skip
    assert AuditEvent.objects.filter(verb="customer.address_pinned").count() == 2


def test_a_pin_is_taken_away_again(client, office):
    place = located(crm.customer())
    Property.objects.filter(pk=place.pk).update(entrance_latitude=59.3, entrance_longitude=18.0)
    client.post(f"/kunder/adresser/{place.pk}/nal/", {"kind": "entrance", "coordinates": "", "is_removed": "true"})

    place.refresh_from_db()
    assert (place.entrance_latitude, place.latitude) == (None, HERE[0])


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"kind": "entrance", "coordinates": "vid dörren"}, "Skriv latitud och longitud"),
        ({"kind": "entrance", "coordinates": ""}, "Skriv latitud och longitud"),
        ({"kind": "entrance", "coordinates": "48.85, 2.35"}, "Punkten ligger utanför Sverige"),
        ({"kind": "taket", "coordinates": "59.3326, 18.0649"}, "Välj vad du pekar ut"),
    ],
)
def test_what_is_no_place_is_told_and_stays_as_it_was_typed(client, office, tile_server, posted, sentence):
    place = located(crm.customer())
    answer = client.post(f"/kunder/adresser/{place.pk}/nal/", posted)

    assert answer.status_code == 422
    assert sentence in answer.text
    if posted["coordinates"]:
        assert f'value="{posted["coordinates"]}"' in answer.text
    assert not Property.objects.exclude(entrance_latitude=None).exists()


def test_an_address_without_a_place_can_be_pointed_out_on_the_map_of_the_country(client, office, tile_server):
    place = crm.place(crm.customer())
    page = client.get(f"/kunder/adresser/{place.pk}/karta/")
    client.post(f"/kunder/adresser/{place.pk}/nal/", {"kind": "main", "coordinates": "59.3326, 18.0649"})

    assert "data-map=" in page.text
    place.refresh_from_db()
    assert (place.latitude, place.precision, place.is_confirmed) == (59.3326, "manual", True)


def test_who_may_only_look_sees_the_map_and_cannot_point(client, login_as, tile_server):
    place = located(crm.customer())
    login_as(Role.READER)
    page = client.get(f"/kunder/adresser/{place.pk}/karta/")

    assert "data-map=" in page.text
    assert "data-pin-form" not in page.text
    assert client.post(f"/kunder/adresser/{place.pk}/nal/", {"kind": "main"}).status_code == 403
