"""Accounts that nobody who works here logs in with yet."""

from perforia.base.models import User
from perforia.base.permissions import Permission, roles_with
from scheduling.models import Employee


def free_accounts(current: User | None) -> list[User]:
    """Open accounts that may have a day of their own and belong to nobody, beside the current one; by name."""
    taken = Employee.objects.exclude(user=None).values("user")
    rows = User.objects.filter(is_active=True, role__in=roles_with(Permission.WORK_OWN_JOBS)).exclude(pk__in=taken)
    found = list(rows.order_by("name", "pk"))
    return [current, *found] if current is not None else found
