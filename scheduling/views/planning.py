"""The plan of one job: by form, by drag and by the buttons that act at once; and taking the last change back."""

from dataclasses import replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.forms.plan import DragForm, acts
from scheduling.models import Job, Team
from scheduling.queries.publishing import label_of
from scheduling.queries.replacements import stand_in
from scheduling.rules.facts import Span
from scheduling.rules.words import period
from scheduling.rules.worktime import local_date
from scheduling.services import planning, plans, replanning
from scheduling.services.plans import Act, NeedsReason, Plan, StaleVersion
from scheduling.services.replanning import Drag
from scheduling.states import ChangeSource, Code, Severity
from scheduling.views import plan_answers
from scheduling.views.day_answers import renewed
from scheduling.views.plan_answers import CONFLICT, STALE, UNPROCESSABLE, Shown

JUST_IN_TIME = "Förslag från Perforia: vägen hinns precis"


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def plan_job(request: Request, pk: int) -> HttpResponse:
    """When a job is done, and by whom: the form, what was dragged, or what a button says."""
    jobs = Job.objects.visible_to(request.user).select_related("customer").prefetch_related("stops")
    job = get_object_or_404(jobs, pk=pk)
    if request.method == "GET":
        return plan_answers.show(request, job, plan_answers.begun(request, job))
    is_form = "team" in request.POST and not request.POST.get("act") and not request.POST.get("do")
    return _written(request, job) if is_form else _dragged(request, job)


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def undo(request: Request) -> HttpResponse:
    """Take back the last change of the plan that one made oneself."""
    jobs = planning.undo(by=request.user, at=now())
    return renewed(request, f"Ångrat: {', '.join(label_of(job) for job in jobs[:3])}.", day=_day(jobs[0]))


def _written(request: Request, job: Job) -> HttpResponse:
    """What the form says is planned, or told back with what is wrong and everything that was written."""
    form = plan_answers.filled(request, job)
    if not form.is_valid() or form.starts_at is None or form.ends_at is None:
        return plan_answers.show(request, job, Shown(form, status=UNPROCESSABLE))
    meant = replanning.as_written(
        plans.plan_of(job), starts_at=form.starts_at, ends_at=form.ends_at, crew=form.crew
    )  # fmt: skip
    reason, version = form.cleaned_data["reason"], form.cleaned_data["version"]
    try:
        if form.cleaned_data["team"]:
            team = Team.objects.get(pk=form.cleaned_data["team"])
            meant = replanning.with_others(meant, planning.members_of(team, form.cleaned_data["day"]))
        return _plan(request, job, meant, version, Act(now(), request.user, ChangeSource.FORM, reason))
    except NeedsReason as refusal:
        return plan_answers.show(request, job, Shown(form, refusal.findings, status=UNPROCESSABLE))
    except StaleVersion:
        return plan_answers.show(request, job, Shown(form, is_stale=True, status=STALE))
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return plan_answers.show(request, job, Shown(form, status=UNPROCESSABLE))


def _dragged(request: Request, job: Job) -> HttpResponse:
    """What was dragged is planned; what cannot be, or needs a reason, is shown in the form as it was meant."""
    form, seen = DragForm(acts(request.POST)), plans.plan_of(job)
    if not form.is_valid():
        return plan_answers.show(request, job, plan_answers.refused(job, seen, form.sentence, UNPROCESSABLE))
    version = form.cleaned_data["version"]
    meant = seen
    try:
        meant = _meant(job, seen, form)
        return _moved(request, job, meant, form)
    except NeedsReason as refusal:
        shown = plan_answers.meant(job, meant, version)
        return plan_answers.show(request, job, Shown(shown, refusal.findings, status=UNPROCESSABLE))
    except StaleVersion:
        shown = plan_answers.meant(job, meant, version)
        return plan_answers.show(request, job, Shown(shown, is_stale=True, status=STALE))
    except DomainError as refusal:
        return plan_answers.show(request, job, plan_answers.refused(job, seen, refusal.message, CONFLICT))


def _moved(request: Request, job: Job, meant: Plan, form: DragForm) -> HttpResponse:
    """Plan what was meant. Our own way out of a clash leaves just time for the road, which is its reason."""
    version, act = form.cleaned_data["version"], Act(now(), request.user, ChangeSource.DRAG)
    try:
        return _plan(request, job, meant, version, act)
    except NeedsReason as refusal:
        is_tight = all(each.code == Code.TRAVEL and each.severity == Severity.WARN for each in refusal.findings)
        if not form.cleaned_data["proposed"] or not is_tight:
            raise
    return _plan(request, job, meant, version, replace(act, reason=JUST_IN_TIME))


def _meant(job: Job, seen: Plan, form: DragForm) -> Plan:
    """The plan that was meant. Raises DomainError when it makes no sense, or nobody can stand in."""
    act, of = form.cleaned_data["act"], form.cleaned_data["of"]
    if act == "unplan":
        return Plan()
    if act == "off" and of is not None:
        return replanning.without(seen, of.pk)
    if act == "replace" and of is not None:
        seat = next((seat for seat in seen.crew if seat.resource_id == of.pk), None)
        if seat is None or seat.starts_at is None or seat.ends_at is None:
            raise DomainError(replanning.NOT_ON_IT)
        span = Span(seat.starts_at, seat.ends_at)
        other = stand_in(job, of, span)
        if other is None:
            message = f"Ingen annan kan ta jobbet {period(span)} utan en varning. Välj någon här, eller en annan tid."
            raise DomainError(message)
        return replanning.dragged(seen, job, Drag(of, other))
    return replanning.dragged(seen, job, Drag(of, form.cleaned_data["to"], form.moment("start"), form.moment("end")))


def _plan(request: Request, job: Job, meant: Plan, version: int | None, act: Act) -> HttpResponse:
    before = job.version
    made = planning.plan(job=job, plan=meant, version=before if version is None else version, act=act)
    text = plan_answers.sentence(made) if made.version != before else "Inget ändrades."
    return renewed(request, text, day=_day(made), may_undo=made.version != before)


def _day(job: Job) -> date | None:
    return local_date(job.starts_at) if job.starts_at is not None else job.wanted_on
