"""Teams in the browser."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted
from scheduling.forms.things import TeamForm
from scheduling.models import Team
from scheduling.queries.staff_parts import parts_of
from scheduling.queries.teams import candidates, members_of, team_rows
from scheduling.services import things as services
from scheduling.services.things import MemberDetails
from scheduling.states import StaffGroup


@require_GET
@requires(Permission.SEE_STAFF)
def teams(request: Request) -> HttpResponse:
    """Those who are planned together."""
    rows = team_rows(request.user, today=today())
    context = {"parts": parts_of(request.user, "scheduling:teams"), "teams": rows}
    return render(request, "scheduling/teams.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def new_team(request: Request) -> HttpResponse:
    """Put together a team."""
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def edit_team(request: Request, team_id: int) -> HttpResponse:
    """Change who belongs to a team; jobs that are planned already keep their people."""
    return _form(request, get_object_or_404(Team, pk=team_id))


@require_POST
@requires(Permission.MANAGE_STAFF)
def retire_team(request: Request, team_id: int) -> HttpResponse:
    """The team is not planned with any more."""
    team = get_object_or_404(Team, pk=team_id)
    services.retire_team(team=team, by=request.user, at=now())
    messages.success(request, f"{team.name} används inte längre.")
    return go_to(request, reverse("scheduling:teams"))


def _form(request: Request, team: Team | None) -> HttpResponse:
    members = members_of(team) if team else []
    known = candidates(request.user, members, today=today())
    form = TeamForm(posted(request), candidates=known, team=team, members=members)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        rows = [MemberDetails(*each) for each in form.chosen]
        try:
            made = services.save_team(
                team=team, name=told["name"], group=StaffGroup(told["group"]), members=rows, by=request.user, at=now()
            )
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            lost = form.lost_lead
            gone = f" {lost.name} är inte med längre, så {made.name} har ingen arbetsledare." if lost else ""
            messages.success(request, f"Sparat.{gone}")
            return go_to(request, reverse("scheduling:teams"))
    context = {"form": form, "team": team, "title": f"Ändra {team.name}" if team else "Nytt team"}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "scheduling/team_form.html", context, status=status)
