"""Teams as a list, with who belongs to them today, and those who can."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from perforia.base.models import User
from perforia.base.permissions import Permission
from scheduling.models import Resource, Team, TeamMember


@dataclass(frozen=True)
class TeamRow:
    """A team with those who belong to it today and those who will, and who leads it today, if anybody does."""

    team: Team
    members: Sequence[TeamMember]
    coming: Sequence[TeamMember]
    lead: Resource | None = None

    @property
    def others(self) -> list[TeamMember]:
        """Today's members beside the one who leads."""
        return [each for each in self.members if each.resource != self.lead]


def team_rows(user: User, *, today: date) -> list[TeamRow]:
    """Teams that are planned with; two questions."""
    if not user.has_permission(Permission.SEE_SCHEDULE):
        return []
    teams = list(Team.objects.filter(retired_at=None).order_by("group", "name", "pk"))
    members: dict[int, list[TeamMember]] = {}
    told = TeamMember.objects.filter(team__in=teams).select_related("resource__employee", "resource__vehicle")
    for member in told.order_by("resource__kind", "resource__name", "pk"):
        if member.valid_until is None or member.valid_until >= today:
            members.setdefault(member.team_id, []).append(member)
    return [_row(team, members.get(team.pk, ()), today) for team in teams]


def leaders_of(resource_id: int, day: date) -> list[str]:
    """The names of those who lead the teams somebody belongs to on a day, without oneself."""
    mine = _on(TeamMember.objects.filter(resource=resource_id, team__retired_at=None), day).values("team")
    rows = _on(TeamMember.objects.filter(is_lead=True, team__in=mine), day).exclude(resource=resource_id)
    names = rows.filter(resource__in=Resource.objects.on(day)).order_by("team__name", "pk")
    return list(dict.fromkeys(names.values_list("resource__name", flat=True)))


def led_by(resource: Resource) -> list[str]:
    """The names of the teams that somebody leads now or is to lead."""
    rows = TeamMember.objects.filter(resource=resource, is_lead=True, team__retired_at=None)
    return list(rows.order_by("team__name", "pk").values_list("team__name", flat=True))


def _on(rows: QuerySet[TeamMember], day: date) -> QuerySet[TeamMember]:
    return rows.exclude(valid_from__gt=day).exclude(valid_until__lt=day)


def members_of(team: Team) -> list[TeamMember]:
    """Everybody and everything in a team, also those who have been and will be."""
    return list(TeamMember.objects.filter(team=team).select_related("resource").order_by("resource__name", "pk"))


def candidates(user: User, members: Sequence[TeamMember], *, today: date) -> list[Resource]:
    """Who can belong to a team: the members first, then everybody and everything that is here."""
    there = [member.resource for member in members]
    rows = Resource.objects.visible_to(user).on(today, date.max).exclude(pk__in=[row.pk for row in there])
    return [*there, *rows.order_by("name", "pk")]


def _row(team: Team, members: Sequence[TeamMember], today: date) -> TeamRow:
    coming = [each for each in members if each.valid_from is not None and each.valid_from > today]
    here = [each for each in members if each not in coming]
    lead = next((each.resource for each in here if each.is_lead and each.resource.is_active(today)), None)
    return TeamRow(team, here, coming, lead)
