"""Every address is behind a named permission, or public for a stated reason."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from perforia.base.models import User
from perforia.base.permissions import ROLE_PERMISSIONS, ROLE_SENTENCES, Permission, Role, requires

THIRD_PARTY = "allauth."  # its views guard themselves, and LoginRequiredMiddleware stands before them


def views(patterns=None) -> Iterator[URLPattern]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern


def let_in(request):
    return HttpResponse("in")


def test_every_view_declares_its_permission_or_why_it_is_public():
    ours = [pattern for pattern in views() if not pattern.callback.__module__.startswith(THIRD_PARTY)]
    open_views = [
        str(pattern.pattern)
        for pattern in ours
        if not hasattr(pattern.callback, "permission") and not getattr(pattern.callback, "public_reason", "")
    ]

    assert ours
    assert open_views == []


def test_every_role_has_permissions_and_a_sentence():
    assert set(ROLE_PERMISSIONS) == set(ROLE_SENTENCES) == set(Role)


def test_the_owner_may_do_everything_and_nobody_else_manages_users():
    assert ROLE_PERMISSIONS[Role.OWNER] == frozenset(Permission)
    assert [role for role in Role if Permission.MANAGE_USERS in ROLE_PERMISSIONS[role]] == [Role.OWNER]


def test_a_reader_changes_nothing():
    assert {permission.value.partition(".")[2] for permission in ROLE_PERMISSIONS[Role.READER]} == {"see"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_guarded_view_lets_in_exactly_those_who_hold_the_permission(role, permission, rf):
    guarded = requires(permission)(let_in)
    request = rf.get("/")
    request.user = User(role=role)
    if permission in ROLE_PERMISSIONS[role]:
        assert guarded(request).status_code == 200
    else:
        with pytest.raises(PermissionDenied):
            guarded(request)
