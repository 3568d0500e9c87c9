"""Personal and organisation numbers, with Skatteverket's official test numbers."""

from datetime import date

import pytest

from perforia.base.identity import parse_organisation_number, parse_personal_number

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("198801012397", "198801012397"),
        ("19880101-2397", "198801012397"),
        ("880101-2397", "198801012397"),
        ("880101 2397", "198801012397"),
        ("199911712389", "199911712389"),
        ("201201012380", "201201012380"),
    ],
)
def test_a_valid_number_is_read_in_every_common_form(typed, digits):
    assert parse_personal_number(typed, today=TODAY).digits == digits


@pytest.mark.parametrize("typed", ["198801012398", "1988-01-01", "19881301-2397", "", "abc", "20301231-2391"])
def test_a_wrong_number_is_refused(typed):
    with pytest.raises(ValueError, match=r"personal number|future|day|month"):
        parse_personal_number(typed, today=TODAY)


def test_a_plus_means_a_century_earlier():
    number = parse_personal_number("880101+2397", today=TODAY)

    assert number.digits == "188801012397"


def test_ten_digits_never_place_a_birth_in_the_future():
    number = parse_personal_number("120101-2380", today=date(2011, 12, 31))

    assert number.digits[:4] == "1912"


def test_a_coordination_number_has_the_birth_date_sixty_days_earlier():
    assert parse_personal_number("199911712389", today=TODAY).born == date(1999, 11, 11)


def test_masking_hides_the_last_four_digits():
    assert parse_personal_number("198801012397", today=TODAY).masked == "19880101–••••"


@pytest.mark.parametrize(
    ("typed", "written"),
    [("5560000001", "556000-0001"), ("556000-0001", "556000-0001"), ("165560000001", "556000-0001")],
)
def test_an_organisation_number_is_written_in_one_form(typed, written):
    assert parse_organisation_number(typed) == written


@pytest.mark.parametrize("typed", ["556000-0002", "880101-2397", "", "55600"])
def test_what_is_no_organisation_number_is_refused(typed):
    with pytest.raises(ValueError, match="organisation number"):
        parse_organisation_number(typed)
