"""The demo firm."""

from io import StringIO

import pytest
from django.core.management import call_command

from perforia.base.models import Firm, User
from perforia.base.permissions import Role

pytestmark = pytest.mark.django_db


def test_loading_twice_gives_one_person_for_each_role_and_says_how_to_log_in():
    said = StringIO()
    for _ in range(2):
        call_command("load_demo", people_only=True, stdout=said)

    assert sorted(User.objects.values_list("role", flat=True)) == sorted(Role.values)
    assert Firm.load().name == "Exempel Flytt & Städ"
    assert "rut@exempel.test" in said.getvalue()
