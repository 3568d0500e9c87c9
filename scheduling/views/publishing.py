"""Publishing a day: first who would be told what, then telling them."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, is_htmx
from scheduling.models import Booking, DayPublication, Notice
from scheduling.queries.day_changes import changes_of_day
from scheduling.rules.words import joined
from scheduling.services import publishing
from scheduling.services.publishing import Clash
from scheduling.views.day_answers import renewed

REFUSED = 409


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def publish_day(request: Request, day: date) -> HttpResponse:
    """Whose day would change and how; a POST lets them know, or tells what is in the way."""
    if request.method == "GET":
        return _ask(request, day)
    try:
        made = publishing.publish_day(day=day, by=request.user, at=now())
    except Clash as clash:
        return _ask(request, day, clash.message, clash.booking)
    except DomainError as refusal:
        return _ask(request, day, refusal.message)
    return renewed(request, _told(made), day=day)


def _ask(request: Request, day: date, message: str = "", booking: Booking | None = None) -> HttpResponse:
    """What would be told, in the dialog of the day or on a page of its own."""
    context = {"day": day, "changes": changes_of_day(day, at=now()), "message": message, "booking": booking}
    template = "scheduling/_publish_form.html" if is_htmx(request) else "scheduling/publish_day.html"
    return render(request, template, context, status=REFUSED if message else 200)


def _told(made: DayPublication) -> str:
    notices = Notice.objects.filter(publication=made).order_by("resource__name", "pk")
    names = [name.split()[0] for name in notices.values_list("resource__name", flat=True)]
    return f"Publicerat. {joined(names)} får besked." if names else "Publicerat. Ingen behövde besked."
