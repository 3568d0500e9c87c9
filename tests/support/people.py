"""Who is logged in: one user per role, made when asked for."""

from collections.abc import Callable

import pytest
from django.test import Client

from perforia.base.models import User
from perforia.base.permissions import Role
from tests.factories import world


@pytest.fixture
def login_as(client: Client, db: None) -> Callable[[Role], User]:
    """Log the test client in as somebody with a role; answers the user: `login_as(Role.OFFICE)`."""

    def login(role: Role) -> User:
        user = User.objects.filter(role=role).first()
        if user is None:
            user = User.objects.create_user(email=f"{role}@example.test", name=f"Test {role.label}", role=role)
        client.force_login(user)
        return user

    return login


@pytest.fixture
def office(client: Client, db: None) -> User:
    """Somebody of the office, logged in with the test client."""
    user = world.person(Role.OFFICE)
    client.force_login(user)
    return user


@pytest.fixture
def seller(office: User) -> User:
    """The same, where it matters that the office sells."""
    return office
