"""Lists as files for a spreadsheet."""

import tracemalloc
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from perforia.base.exports import csv_response, safe_cell
from perforia.base.workbooks import write_workbook


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


def test_a_workbook_holds_what_it_was_given_and_nothing_that_xml_forbids():
    moment = datetime(2026, 11, 25, 23, 30, tzinfo=ZoneInfo("UTC"))
    row = [
        "<Åsa> & \x00\x0b",
        True,
        False,
        12,
        1.5,
        Decimal("1234.50"),
        date(2026, 2, 28),
        moment,
        None,
        "",
        "x" * 40000,
    ]
    with write_workbook([f"K{number}" for number in range(len(row))], [row]) as file:
        book = openpyxl.load_workbook(file)
    values = [cell.value for cell in list(book.worksheets[0].rows)[1]]
    assert values[:6] == ["<Åsa> & ", "Ja", "Nej", 12, 1.5, 1234.5]
    assert values[6] == datetime(2026, 2, 28)  # noqa: DTZ001 -- a day in a sheet
    assert values[7] == datetime(2026, 11, 26, 0, 30)  # noqa: DTZ001 -- Swedish time
    assert values[8:10] == [None, None]
    assert values[10] == "x" * 32767


@pytest.mark.slow
def test_a_long_list_becomes_a_workbook_without_being_kept_in_memory():
    tracemalloc.start()
    with write_workbook(["A", "B"], ((f"rad {number}", number) for number in range(10_000))):
        _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2 * 1024 * 1024  # kept, they would be five


@pytest.mark.parametrize(
    ("value", "written"),
    [(Decimal("1234.50"), "1234,50"), (1.5, "1,5"), (True, "Ja"), (date(2026, 2, 1), "2026-02-01"), ("070", "070")],
)
def test_values_are_written_as_swedish_spreadsheets_read_them(value, written):
    assert csv_response("x.csv", ["A"], [[value]]).getvalue().decode().splitlines()[1] == written
