"""Days in the addresses of pages."""

from datetime import date

import pytest

from perforia.base.converters import IsoDateConverter


def test_a_day_survives_the_way_to_an_address_and_back():
    converter = IsoDateConverter()

    assert converter.to_python(converter.to_url(date(2026, 2, 28))) == date(2026, 2, 28)
    assert converter.to_url("2026-02-28") == "2026-02-28"


def test_a_day_that_does_not_exist_is_no_page():
    with pytest.raises(ValueError, match="day"):
        IsoDateConverter().to_python("2026-02-30")
