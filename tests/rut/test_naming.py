"""File names of packages."""

import pytest

from rut.rules.naming import safe_name, unique_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Betalningsbevis åäö.pdf", "Betalningsbevis åäö.pdf"),
        ("../../etc/passwd", "etc passwd"),
        ("A\u030angstro\u0308m.pdf", "Ångström.pdf"),
        ('a<b>:"c|d?*.pdf', "a b c d .pdf"),
        ("con.pdf", "_con.pdf"),
        ("  ...  ", "namnlös"),
        ("x" * 300, "x" * 120),
    ],
)
def test_names_are_safe_everywhere(text, expected):
    assert safe_name(text) == expected


def test_equal_paths_get_numbers_whatever_their_case():
    taken: set[str] = set()

    assert unique_path("F-1/Kvitto.pdf", taken) == "F-1/Kvitto.pdf"
    assert unique_path("F-1/kvitto.pdf", taken) == "F-1/kvitto (2).pdf"
    assert unique_path("F-1/kvitto.pdf", taken) == "F-1/kvitto (3).pdf"
    assert unique_path("LÄS", taken) == "LÄS"
    assert unique_path("LÄS", taken) == "LÄS (2)"
