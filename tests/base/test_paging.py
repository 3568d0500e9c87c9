"""Pages by key: nothing is shown twice or left out, whatever is beside it."""

import pytest

from perforia.base.clock import now
from perforia.base.models import Notification, User
from perforia.base.paging import count_of, counts_of, slice_of
from perforia.base.permissions import Role
from tests.factories.world import person


@pytest.fixture
def names(db):
    for name in "cbabdae":
        person(name=f"{name}{now().microsecond}-{name} X")


def walk(rows, by, size):
    """Every page from first to last, then back again."""
    pages, page = [], slice_of(rows, by=by, size=size)
    pages.append(page)
    while page.later and len(pages) < 20:
        page = slice_of(rows, by=by, size=size, after=page.later)
        pages.append(page)
    back = [page]
    while page.earlier and len(back) < 20:
        page = slice_of(rows, by=by, size=size, before=page.earlier)
        back.append(page)
    return pages, back


@pytest.mark.parametrize("by", ["name", "-name", "created_at", "-pk"])
@pytest.mark.parametrize("size", [1, 3, 7, 10])
def test_pages_hold_every_row_once_in_order_there_and_back(names, by, size):
    rows = type(person())._default_manager.all()
    sign = "-" if by.startswith("-") else ""
    everything = list(rows.order_by(by, f"{sign}pk"))

    there, back = walk(rows, by, size)

    assert [row for page in there for row in page.rows] == everything
    assert [row for page in reversed(back) for row in page.rows] == everything


@pytest.mark.parametrize("cursor", ["x", "!!!", "W10", "WzEsMiwzXQ", "WyJhIiwiYiJd", "eyJhIjoxfQ"])
def test_a_cursor_that_says_nothing_shows_the_first_page(names, cursor):
    rows = type(person())._default_manager.all()

    assert slice_of(rows, by="created_at", size=3, after=cursor) == slice_of(rows, by="created_at", size=3)


def test_counting_stops_at_the_cap(names):
    rows = type(person())._default_manager.all()

    assert str(count_of(rows, cap=3)) == "3+"
    assert str(count_of(rows)) == str(rows.count())
    assert str(count_of(Notification.objects.none())) == "0"


@pytest.mark.django_db
def test_several_lists_are_counted_in_one_question(django_assert_num_queries):
    for number in range(3):
        User.objects.create_user(email=f"{number}@example.test", name=f"Nr {number}", role=Role.OFFICE)
    lists = [User.objects.all(), User.objects.filter(name="Nr 1"), User.objects.none()]
    with django_assert_num_queries(1):
        counts = counts_of(lists, cap=2)

    assert [str(count) for count in counts] == ["2+", "1", "0"]
    assert counts_of([]) == []
