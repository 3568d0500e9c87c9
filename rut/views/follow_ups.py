"""Things to do about a case, in the words and forms of crm."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from crm.forms.followups import FollowUpForm
from crm.queries.followups import of_subject
from crm.services import followups
from crm.states import Subject
from crm.views.followup_answers import added, details_of, show_form, show_part
from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx, posted
from rut.views.case import case_url, get_case


@require_GET
@requires(Permission.SEE_CASES)
def case_follow_ups(request: Request, number: str) -> HttpResponse:
    """What waits about a case, as a part of its page."""
    case = get_case(request, number)
    add_url = reverse("rut:new_case_follow_up", args=[case.number])
    return show_part(request, of_subject(request.user, Subject.CASE, case.pk), add_url=add_url)


@require_POST
@requires(Permission.WORK_CASES)
def new_case_follow_up(request: Request, number: str) -> HttpResponse:
    """Write down something to do about a case."""
    case, form = get_case(request, number), FollowUpForm(posted(request), now=now(), user=request.user)
    if not form.is_valid():
        return show_form(request, form, title="Ny uppgift", back_url=case_url(case))
    about = followups.About(subject=Subject.CASE, subject_id=case.pk, label=case.number)
    followups.add(details=details_of(form), about=about, by=request.user, at=now())
    if is_htmx(request):
        return added(request)
    messages.success(request, "Uppgiften är inlagd.")
    return go_to(request, case_url(case))
