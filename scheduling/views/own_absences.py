"""One's own absence: asked for and taken back on a phone or at a desk; colleagues' is never shown."""

from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.web import posted
from scheduling.forms.absences import OwnAbsenceForm
from scheduling.models import Absence
from scheduling.queries import absences as queries
from scheduling.services import absences as services
from scheduling.services.absences import Away
from scheduling.states import AbsenceState
from scheduling.views.crew_access import CrewRequest, crew_page

SHOWN_BACK = timedelta(days=180)


@require_http_methods(["GET", "POST"])
@crew_page
def ask_absence(request: CrewRequest) -> HttpResponse:
    """Ask to be away or report illness, and see what was answered."""
    crew = request.crew
    form = OwnAbsenceForm(posted(request), today=today())
    if request.method == "POST" and form.is_valid():
        try:
            made = services.request(resource=crew.resource, away=Away(**form.facts), by=crew.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            is_asked = made.state == AbsenceState.REQUESTED
            told = gettext("Skickat. Kontoret svarar dig.") if is_asked else gettext("Kontoret vet nu att du är borta.")
            messages.success(request, told)
            return redirect("scheduling:ask_absence")
    context = {
        "crew": crew, "form": form, "tab": "more",
        "rows": queries.own_rows(crew.resource.pk, first=today() - SHOWN_BACK, today=today()),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "scheduling/absence_ask.html", context, status=status)


@require_POST
@crew_page
def withdraw_own_absence(request: CrewRequest, absence_id: int) -> HttpResponse:
    """Take back a wish that nobody has answered yet."""
    rows = Absence.objects.filter(resource=request.crew.resource)
    found = get_object_or_404(rows, pk=absence_id)
    if found.state != AbsenceState.REQUESTED:
        messages.error(request, gettext("Kontoret har redan svarat. Ring kontoret om något har ändrats."))
    else:
        services.withdraw(absence=found, by=request.crew.user, at=now())
        messages.success(request, gettext("Taget tillbaka."))
    return redirect("scheduling:ask_absence")
