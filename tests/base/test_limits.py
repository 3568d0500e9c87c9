"""Tries are counted by sender and kind, and nobody is turned away because nobody can count."""

from unittest import mock

from redis.exceptions import ConnectionError as Broken

from perforia.base import limits


def test_tries_are_counted_by_kind_and_sender():
    assert [limits.tries("test:look", "10.0.0.1", 60) for _ in range(3)] == [1, 2, 3]
    assert limits.tries("test:look", "10.0.0.2", 60) == 1
    assert limits.tries("test:miss", "10.0.0.1", 60) == 1


def test_without_the_broker_nothing_is_counted():
    with mock.patch("django.core.cache.cache.add", side_effect=Broken):
        assert limits.tries("test:look", "10.0.0.1", 60) == 0
