"""The firm's own register: what a text can become, what a reference means, what is near."""

import pytest
from django.db import connection

from crm.models.addresses import FUZZY_INDEX
from crm.queries.address_register import REGISTER
from perforia.base.geography import AddressParts, Precision, SuggestionKind
from tests.factories.addresses import HERE, register

pytestmark = pytest.mark.django_db
STREET = ["Testgränd 1, 123 45 Storköping", "Testgränd 14, 123 45 Storköping", "Testgränd 14A, 123 45 Storköping"]


def resolve(ref):
    found = REGISTER.resolve(ref, session="")
    assert found
    return found


def suggested(text, *, bias=None, limit=8):
    return [f"{each.main}|{each.secondary}" for each in REGISTER.suggest(text, bias=bias, session="", limit=limit)]


@pytest.fixture
def filled():
    return register(
        *STREET, "Testgränd 140, 123 46 Storköping", "Testgrändsvägen 14, 123 45 Storköping",
        "Testgränd 3, 456 78 Lillköping", "Mallgatan 5, 123 45 Storköping",
    )  # fmt: skip


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Testg", ["Testgränd|Lillköping", "Testgränd|Storköping", "Testgrändsvägen|Storköping"]),
        ("testgränd stork", ["Testgränd|Storköping"]),
        ("testg stork", ["Testgränd|Storköping", "Testgrändsvägen|Storköping"]),
        ("TESTGRAND", ["Testgränd|Lillköping", "Testgränd|Storköping", "Testgrändsvägen|Storköping"]),
        (
            "Testgränd 14",
            ["Testgränd 14|123 45 Storköping", "Testgränd 14A|123 45 Storköping",
             "Testgrändsvägen 14|123 45 Storköping", "Testgränd 140|123 46 Storköping"],
        ),
        ("Testgränd 14 a", ["Testgränd 14A|123 45 Storköping"]),
        ("testgränd 3, lillk", ["Testgränd 3|456 78 Lillköping"]),
        ("testgränd 140 123 46", ["Testgränd 140|123 46 Storköping"]),
        ("Mallgatan 99", ["Mallgatan|Storköping"]),
        ("123", ["123 45 Storköping|", "123 46 Storköping|"]),
        ("456 7", ["456 78 Lillköping|"]),
        ("te", []), ("12", []), ("Finnsinte", []), ("%%%", []), ("'; DROP", []),
    ],
)  # fmt: skip
def test_a_text_is_completed_by_street_number_place_and_code(text, lines):
    assert suggested(text) == lines


@pytest.mark.usefixtures("filled")
def test_a_street_asks_for_its_number_and_an_address_does_not():
    street, address = (
        REGISTER.suggest("mallg", bias=None, session=""),
        REGISTER.suggest("mallg 5", bias=None, session=""),
    )
    assert [each.needs_number for each in (*street, *address)] == [True, False]
    assert address[0].kind == SuggestionKind.ADDRESS


def test_letters_of_swedish_are_meant_and_their_lack_is_forgiven():
    register("Ostgatan 1, 123 45 Storköping", "Östgatan 1, 123 45 Storköping")
    assert suggested("ostg") == ["Ostgatan|Storköping", "Östgatan|Storköping"]
    assert suggested("östg") == ["Östgatan|Storköping"]


def test_what_is_near_comes_first():
    register("Testgränd 1, 123 45 Storköping", point=(59.3, 18.0))
    register("Testgränd 1, 456 78 Lillköping", point=(55.6, 13.0))
    assert suggested("testg", bias=(55.7, 13.1))[0] == "Testgränd|Lillköping"
    assert suggested("testgränd 1", bias=(59.4, 18.0))[0] == "Testgränd 1|123 45 Storköping"


def test_two_streets_of_one_name_in_one_place_are_told_apart():
    register("Testgränd 1, 123 45 Storköping", district="Norrby")
    register("Testgränd 1, 123 45 Storköping", district="Söderby")
    assert suggested("testg") == ["Testgränd|Storköping (Norrby)", "Testgränd|Storköping (Söderby)"]
    assert suggested("testg 1") == [
        "Testgränd 1|123 45 Storköping (Norrby)", "Testgränd 1|123 45 Storköping (Söderby)",
    ]  # fmt: skip


def test_what_is_nearly_right_is_found_where_the_database_can_tell():
    register(*STREET)
    assert suggested("Tetsgränd") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if not cursor.fetchone():
            pytest.skip("the server has no pg_trgm")
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(f"CREATE INDEX {FUZZY_INDEX} ON crm_street USING gin (norm gin_trgm_ops)")
    assert suggested("Tesgränd stork") == ["Testgränd|Storköping"]


@pytest.mark.usefixtures("filled")
def test_a_suggestion_is_understood_again():
    for text in ("testgränd 14 a", "mallg", "456 78"):
        (one,) = REGISTER.suggest(text, bias=None, session="")
        found = resolve(one.ref)
        assert found.ref == one.ref
        assert found.point
    (code,) = REGISTER.suggest("456 78", bias=None, session="")
    assert resolve(code.ref).parts == AddressParts("", postcode="45678", city="Lillköping")


@pytest.mark.parametrize("ref", ["", "p:", "p:nonsense", "s:x", "s:99999999", "c:²", "q:1", "s:" + "9" * 40])
def test_a_reference_that_means_nothing_finds_nothing(ref):
    assert REGISTER.resolve(ref, session="") is None


@pytest.mark.usefixtures("filled")
def test_an_address_is_found_by_its_parts_the_likeliest_first():
    found = REGISTER.geocode(AddressParts("Testgränd", "14", "A", "", "12345", "Storköping"))
    assert [(each.parts.line, each.confidence) for each in found] == [("Testgränd 14A", 1.0)]
    streets = REGISTER.geocode(AddressParts("Testgränd", "77", "", "", "12345", "Storköping"))
    assert {each.precision for each in streets} == {Precision.STREET}
    assert streets[0].parts.city == "Storköping"
    assert REGISTER.geocode(AddressParts("Finnsinte", "1")) == []


@pytest.mark.usefixtures("filled")
def test_the_nearest_address_of_a_point_is_found_within_a_kilometre():
    for away in (0.0001, -0.005):
        found = REGISTER.reverse((HERE[0] + away, HERE[1]))
        assert found
        assert found.parts.line == "Testgränd 1"
    assert REGISTER.reverse((57.0, 15.0)) is None


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("text", "most"), [("testg", 1), ("testgränd 1", 2), ("123", 1), ("testgrand", 1)])
def test_completing_asks_the_database_a_few_times_whatever_is_found(text, most, django_assert_max_num_queries):
    with django_assert_max_num_queries(most):
        assert suggested(text)
