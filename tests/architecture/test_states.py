"""Tables of states are whole, and the diagrams tell what the tables say."""

from pathlib import Path

import pytest

from perforia.base.errors import DomainError
from perforia.base.states import check_move
from rut.management.commands.draw_states import TABLES, drawn

DIAGRAMS = Path(__file__).parents[2] / "docs" / "states.md"


@pytest.mark.parametrize("name", TABLES)
def test_every_state_has_a_row_and_every_move_ends_in_a_state(name):
    table = TABLES[name]
    states = set(next(iter(table)).__class__)

    assert set(table) == states
    assert set().union(*table.values()) <= states


@pytest.mark.parametrize("name", TABLES)
def test_moves_that_are_not_in_the_table_are_refused_in_swedish(name):
    table = TABLES[name]

    for old, reached in table.items():
        for new in set(table) - set(reached) - {old}:
            with pytest.raises(DomainError, match="Det går inte att ändra"):
                check_move(old, new, table)


def test_the_diagrams_are_those_of_the_tables():
    assert DIAGRAMS.read_text(encoding="utf-8") == drawn()
