"""Days in the addresses of pages."""

from datetime import date

import pytest

from perforia.base.converters import IsoDateConverter


def test_a_day_survives_the_way_to_an_address_and_back():
    converter = IsoDateConverter()

    assert converter.to_python(converter.to_url(date(2026, 2, 28))) == date(2026, 2, 28)
    assert converter.to_url("2026-02-28") == "2026-02-28"


@pytest.mark.parametrize("text", ["2026-02-30", "0001-01-01", "9999-12-31", "1999-12-31"])
def test_a_day_that_no_firm_has_is_no_page(text):
    with pytest.raises(ValueError, match="day"):
        IsoDateConverter().to_python(text)
