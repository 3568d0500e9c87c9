"""Teams as a list, with who belongs to them today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from perforia.base.models import User
from perforia.base.permissions import Permission
from scheduling.models import Team, TeamMember


@dataclass(frozen=True)
class TeamRow:
    """A team with those who belong to it today, and those who will."""

    team: Team
    members: Sequence[TeamMember]
    coming: Sequence[TeamMember]


def team_rows(user: User, *, today: date, is_all: bool = False) -> list[TeamRow]:
    """Teams that are planned with, or all; two questions."""
    if not user.has_permission(Permission.SEE_SCHEDULE):
        return []
    rows = Team.objects.order_by("group", "name", "pk")
    if not is_all:
        rows = rows.filter(retired_at=None)
    members: dict[int, list[TeamMember]] = {}
    found = list(rows)
    told = TeamMember.objects.filter(team__in=found).select_related("resource__employee", "resource__vehicle")
    for member in told.order_by("resource__kind", "resource__name", "pk"):
        if member.valid_until is None or member.valid_until >= today:
            members.setdefault(member.team_id, []).append(member)
    return [
        TeamRow(
            team,
            [each for each in members.get(team.pk, ()) if each.valid_from is None or each.valid_from <= today],
            [each for each in members.get(team.pk, ()) if each.valid_from is not None and each.valid_from > today],
        )
        for team in found
    ]  # fmt: skip
