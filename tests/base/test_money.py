"""Kronor as people write them and as the law rounds them."""

from decimal import Decimal

import pytest

from perforia.base.money import parse_kronor, whole_kronor


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234,50", "1234.50"),
        ("1\u00a0234 kr", "1234.00"),
        ("1.234,50 kr", "1234.50"),
        ("1.234", "1234.00"),
        ("1234.5", "1234.50"),
        ("670:-", "670.00"),
        ("\u2212250", "-250.00"),
    ],
)
def test_amounts_are_read_as_people_write_them(typed, amount):
    assert parse_kronor(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "kr", "tolv", "1,2,3"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match="not an amount"):
        parse_kronor(typed)


def test_ore_are_dropped_and_never_rounded_up():
    assert whole_kronor(Decimal("4999.99")) == 4999
