"""A sweep finds what is due, and what goes wrong with one kind of work keeps no other from being found."""

from perforia.base.clock import now
from perforia.base.tasks import enqueue_due


class Task:
    """A task that remembers what it was enqueued with."""

    def __init__(self, name, *, refuses=()):
        self.name, self.refuses, self.enqueued = name, refuses, []

    def delay(self, **ids):
        if ids in self.refuses:
            raise OSError
        self.enqueued.append(ids)


def sweep(*rows):
    return enqueue_due(dict(rows), at=now())


def broken(_at):
    raise RuntimeError


def test_a_sweep_enqueues_everything_that_is_due():
    letters, packages = Task("rut.read_letter"), Task("rut.build_package")

    count = sweep((letters, lambda _: [{"intake_id": 1}, {"intake_id": 2}]), (packages, lambda _: [{"package_id": 3}]))

    assert count == 3
    assert letters.enqueued == [{"intake_id": 1}, {"intake_id": 2}]
    assert packages.enqueued == [{"package_id": 3}]


def test_a_table_that_cannot_be_read_keeps_no_other_from_being_swept(caplog):
    letters, packages = Task("rut.read_letter"), Task("rut.build_package")

    count = sweep((letters, broken), (packages, lambda _: [{"package_id": 3}]))

    assert count == 1
    assert packages.enqueued == [{"package_id": 3}]
    assert "rut.read_letter" in caplog.text


def test_a_call_that_the_broker_does_not_take_is_left_for_the_next_sweep(caplog):
    letters = Task("rut.read_letter", refuses=({"intake_id": 1},))

    count = sweep((letters, lambda _: [{"intake_id": 1}, {"intake_id": 2}]))

    assert count == 0
    assert "rut.read_letter" in caplog.text
