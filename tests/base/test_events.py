"""Facts are told after commit, and a failing listener cannot undo them."""

import pytest
from django.db import transaction

from perforia.base.events import Event

pytestmark = pytest.mark.django_db


def test_a_fact_is_told_only_after_commit(django_capture_on_commit_callbacks):
    event, heard = Event("invoice_paid"), []

    def listen(signal, sender, **ids):
        heard.append(ids)

    event.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        event.announce(invoice_id=7)
        assert heard == []
    assert heard == [{"invoice_id": 7}]


@pytest.mark.django_db(transaction=True)
def test_a_fact_that_was_rolled_back_is_never_told():
    event, heard = Event("invoice_paid"), []

    def listen(signal, sender, **ids):
        heard.append(ids)

    event.connect(listen)

    def fail():
        with transaction.atomic():
            event.announce(invoice_id=7)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert heard == []
