"""Moves between states."""

import pytest

from perforia.base.errors import DomainError
from perforia.base.states import Theme, check_move

TABLE = {Theme.LIGHT: {Theme.DARK}, Theme.DARK: set(), Theme.AUTO: set()}


def test_an_allowed_move_should_be_made():
    assert check_move(Theme.LIGHT, Theme.DARK, TABLE) is True


def test_a_move_already_made_is_quiet():
    assert check_move(Theme.DARK, Theme.DARK, TABLE) is False


def test_a_forbidden_move_is_refused_in_words():
    with pytest.raises(DomainError, match="från ”Mörkt” till ”Ljust”"):
        check_move(Theme.DARK, Theme.LIGHT, TABLE)
