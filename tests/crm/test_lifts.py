"""What people write of a lift is said once, whatever they wrote."""

import pytest

from crm.rules.lifts import lift_words


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("", ""), ("Ingen", "ingen hiss"), ("nej", "ingen hiss"), ("Ja", "hiss"), ("liten", "liten hiss"),
        ("Liten hiss", "liten hiss"), ("90 × 120 cm", "hiss 90 × 120 cm"), (" ingen hiss ", "ingen hiss"),
    ],
)  # fmt: skip
def test_a_lift_is_told_in_one_way(told, said):
    assert lift_words(told) == said
