"""Phone numbers, addresses and postal codes as people write them."""

import pytest

from crm.rules.contact import clean_email, parse_phone, parse_postal_code, pretty_phone


@pytest.mark.parametrize(
    "written",
    ["070-174 06 05", "+46 (0)70-174 06 05", "0046701740605", "0701740605", " 070 174 06 05 ", "+46701740605"],
)
def test_a_swedish_number_has_one_form_however_it_is_written(written):
    assert parse_phone(written) == "+46701740605"


def test_foreign_numbers_keep_their_country():
    assert parse_phone("+45 32 12 34 56") == "+4532123456"
    assert pretty_phone("+4532123456") == "+45 32 12 34 56"


@pytest.mark.parametrize("written", ["", "ring mig", "123", "070", "+", "07017406051234567", "'; DROP TABLE lead;--"])
def test_what_is_no_number_is_empty(written):
    assert parse_phone(written) == ""


def test_numbers_are_shown_as_people_read_them():
    assert pretty_phone("+46701740612") == "070-174 06 12"
    assert pretty_phone("ring växeln") == "ring växeln"
    assert pretty_phone("") == ""


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        (" Anna.Svensson@Example.SE ", "anna.svensson@example.se"),
        ("anna+flytt@gmail.com", "anna+flytt@gmail.com"),
        ("mailto:kim@exempel.se", "kim@exempel.se"),
        ("åsa@räksmörgås.se", "åsa@räksmörgås.se"),
        ("anna@example", ""),
        ("anna@@example.se", ""),
        ("anna@example..se", ""),
        ("anna", ""),
        ("", ""),
        ("a@" + "b" * 300 + ".se", ""),
    ],
)
def test_addresses_are_cleaned_or_empty(written, clean):
    assert clean_email(written) == clean


@pytest.mark.parametrize(
    ("written", "parsed"), [("12345", "123 45"), ("123 45", "123 45"), ("SE-123 45", "123 45"), ("1234", ""), ("", "")]
)
def test_postal_codes_have_one_form(written, parsed):
    assert parse_postal_code(written) == parsed
