"""What has been done to a thing, in words."""

import pytest

from perforia.base import audit
from perforia.base.clock import now
from perforia.base.history import acts_on, in_words
from tests.factories import world

PHRASES = {"person.moved": ("folder", "", "flyttade till {folder} från {origin}")}


@pytest.mark.django_db
def test_facts_that_were_not_told_are_said_in_their_own_words_or_with_a_dash():
    person = world.person()
    audit.record(verb="person.moved", target=person, by=person, at=now(), folder="")
    audit.record(verb="person.waved", target=person, by=None, at=now())

    waved, moved = [in_words(act, PHRASES, unsaid={"folder": "översta nivån"}) for act in acts_on(person, most=9)]

    assert (moved.who, moved.what) == ("Rut Testberg", "flyttade till översta nivån från –")
    assert (waved.who, waved.what) == ("Perforia", "person.waved")
    assert len(acts_on(person, most=1)) == 1
