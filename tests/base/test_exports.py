"""Lists as files for a spreadsheet."""

import pytest

from perforia.base.exports import csv_response, safe_cell


@pytest.mark.parametrize("typed", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_would_be_a_formula_is_shown_as_text(typed):
    assert safe_cell(typed) == f"'{typed}"


@pytest.mark.parametrize("value", ["Åsa", "", "-1 200,50", "+46 70 174 06 12", -12, 3.5, None])
def test_words_and_numbers_stay_as_they_are(value):
    assert safe_cell(value) == value


def test_a_file_opens_in_a_swedish_spreadsheet():
    response = csv_response("lista.csv", ["Namn", "Belopp"], [["Åsa; AB", 12], ["=HYPERLINK(1)", None]])
    content = response.getvalue().decode()
    assert content == '\ufeffNamn;Belopp\r\n"Åsa; AB";12\r\n\'=HYPERLINK(1);\r\n'
    assert response["Content-Disposition"] == 'attachment; filename="lista.csv"'
