"""Absence in the browser, as the office works with it."""

from datetime import timedelta
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
from scheduling.forms.absences import AbsenceForm, AnswerForm, BackForm
from scheduling.models import Absence
from scheduling.queries import absence_lists as lists
from scheduling.queries import absences as queries
from scheduling.queries.staff_parts import parts_of
from scheduling.services import absences as services
from scheduling.services.absences import Away
from scheduling.states import ResourceKind

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
DAY = timedelta(days=1)


@require_GET
@requires(Permission.SEE_STAFF)
def absences(request: Request) -> HttpResponse:
    """Wishes first, then who is away now and ahead; `visa=tidigare` for what has been."""
    is_past = request.GET.get("visa") == "tidigare"
    context = {
        "parts": parts_of(request.user, "scheduling:absences"), "is_past": is_past,
        "page": lists.page_of(request.user, today=today(), is_past=is_past, cursor=request.GET.dict()),
    }  # fmt: skip
    if not is_past:
        wishes = queries.with_jobs(queries.wishes(request.user))
        context["wishes"] = queries.rows_of(request.user, list(wishes), today=today())
    return render(request, "scheduling/absences.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def new_absence(request: Request) -> HttpResponse:
    """Write down that somebody or something is away; `vem` in the address says who."""
    known = lists.who_can_be_away(request.user, today=today())
    initial = {"resource": request.GET.get("vem", ""), "kind": request.GET.get("varfor", "")}
    form = AbsenceForm(posted(request), today=today(), known=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.record(resource=form.resource_row, away=Away(**form.facts), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _told(made))
            return go_to(request, reverse("scheduling:absence", args=[made.pk]))
    context = {"form": form}
    return render(request, "scheduling/absence_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_GET
@requires(Permission.SEE_STAFF)
def absence(request: Request, absence_id: int) -> HttpResponse:
    """One absence: who else is away meanwhile, and which jobs need somebody else."""
    return _page(request, _get(request, absence_id))


@require_POST
@requires(Permission.MANAGE_STAFF)
def answer_absence(request: Request, absence_id: int) -> HttpResponse:
    """Yes, or no with a reason."""
    found, form = _get(request, absence_id), AnswerForm(request.POST)
    if form.is_valid():
        act = services.approve if form.cleaned_data["is_yes"] else services.reject
        try:
            act(absence=found, answer=form.cleaned_data["answer"], by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("answer", refusal.message)
        else:
            messages.success(request, "Godkänt." if form.cleaned_data["is_yes"] else "Avslaget.")
            return go_to(request, _url(found))
    return _page(request, found, answer_form=form)


@require_POST
@requires(Permission.MANAGE_STAFF)
def end_absence(request: Request, absence_id: int) -> HttpResponse:
    """Somebody is back earlier, or later, than was said."""
    found = _get(request, absence_id)
    form = BackForm(request.POST, is_person=found.resource.kind == ResourceKind.PERSON)
    if form.is_valid():
        try:
            services.end(absence=found, last=form.cleaned_data["back_on"] - DAY, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("back_on", refusal.message)
        else:
            messages.success(request, "Sparat.")
            return go_to(request, _url(found))
    return _page(request, found, back_form=form)


@require_POST
@requires(Permission.MANAGE_STAFF)
def withdraw_absence(request: Request, absence_id: int) -> HttpResponse:
    """It is no absence after all."""
    found = _get(request, absence_id)
    try:
        services.withdraw(absence=found, by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return go_to(request, _url(found))
    messages.success(request, "Frånvaron är borttagen.")
    return go_to(request, reverse("scheduling:absences"))


def _page(
    request: Request, found: Absence, *, answer_form: AnswerForm | None = None, back_form: BackForm | None = None
) -> HttpResponse:
    context = {
        **lists.page_of_one(request.user, found, today=today()),
        "answer_form": answer_form or AnswerForm(),
        "back_form": back_form
        or BackForm(initial={"back_on": today()}, is_person=found.resource.kind == ResourceKind.PERSON),
    }
    is_wrong = answer_form is not None or back_form is not None
    return render(request, "scheduling/absence.html", context, status=UNPROCESSABLE if is_wrong else 200)


def _told(made: Absence) -> str:
    """What is said at once: the jobs that now stand without somebody."""
    jobs = services.jobs_in(made)
    is_person = made.resource.kind == ResourceKind.PERSON
    start = f"{made.resource.name} är {'frånvarande' if is_person else 'borta'} {services.when_of(made)}."
    return f"{start} {jobs} uppdrag behöver {'någon annan' if is_person else 'något annat'}." if jobs else start


def _get(request: Request, absence_id: int) -> Absence:
    rows = queries.with_jobs(Absence.objects.visible_to(request.user))
    rows = rows.select_related("resource__employee", "requested_by", "decided_by")
    return get_object_or_404(rows, pk=absence_id)


def _url(found: Absence) -> str:
    return reverse("scheduling:absence", args=[found.pk])
