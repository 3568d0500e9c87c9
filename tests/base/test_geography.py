"""Points on the map: distances, and what lies in Sweden."""

import pytest

from perforia.base.geography import AddressParts, Suggestion, SuggestionKind, is_in_sweden, kilometres

STOCKHOLM, GOTHENBURG, UPPSALA = (59.3293, 18.0686), (57.7089, 11.9746), (59.8586, 17.6389)


@pytest.mark.parametrize(("one", "other", "metres"), [(STOCKHOLM, GOTHENBURG, 396_893), (STOCKHOLM, UPPSALA, 63_630)])
def test_the_straight_line_is_right_to_the_metre(one, other, metres):
    assert round(kilometres(one, other) * 1000) == metres
    assert kilometres(one, other) == kilometres(other, one)


def test_a_point_abroad_is_no_address_of_ours():
    assert is_in_sweden(STOCKHOLM)
    assert not is_in_sweden((48.85, 2.35))
    assert not is_in_sweden(STOCKHOLM[::-1])


def test_an_address_is_one_line_as_people_write_it():
    assert AddressParts("Storgatan", "12", "A").line == "Storgatan 12A"
    assert AddressParts("Norrgården").line == "Norrgården"


def test_a_street_asks_for_its_number():
    assert Suggestion("register", "1", "Storgatan", kind=SuggestionKind.STREET).needs_number
    assert not Suggestion("register", "2", "Storgatan 12").needs_number
