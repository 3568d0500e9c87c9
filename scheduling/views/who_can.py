"""Who can take a job and when, the best first; what speaks against somebody named; a suggestion that is booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to
from scheduling.forms.who_can import AskForm, BookForm
from scheduling.models import Job, Resource
from scheduling.queries import suggestions
from scheduling.queries.job_page import needs_of, promise_of
from scheduling.rules.facts import Finding, Span
from scheduling.rules.matching import Proposal
from scheduling.rules.words import moment
from scheduling.services import planning
from scheduling.services.plans import Act, Plan, Seat
from scheduling.states import AssignmentRole, ResourceKind
from scheduling.views.jobs import get_job

SHOWN, LOOKED_AT = 8, 24
NO_MORE = "Förslaget går inte att boka längre. Här är de som gäller nu."


@dataclass(frozen=True)
class Suggestion:
    """One way to do a job, as the page shows it."""

    found: Proposal
    people: Sequence[Resource]
    vehicles: Sequence[Resource]

    @property
    def crew(self) -> str:
        """The keys of everybody and everything, as the button posts them."""
        return ",".join(str(pk) for pk in (*self.found.people, *self.found.vehicles))


@dataclass(frozen=True)
class Asked:
    """What is answered about somebody named: what speaks against them then, and when they could instead."""

    person: Resource
    when: str
    against: Sequence[Finding]
    instead: Sequence[Suggestion]


@require_GET
@requires(Permission.PLAN_SCHEDULE)
def who_can(request: Request, pk: int) -> HttpResponse:
    """The best people and times for a job, with reasons."""
    return _page(request, get_job(request, pk))


@require_POST
@requires(Permission.PLAN_SCHEDULE)
def book_suggestion(request: Request, pk: int) -> HttpResponse:
    """Plan a job as it was suggested, as a draft; one that is not right any more is refused in words."""
    job = get_job(request, pk)
    form = BookForm(request.POST)
    if not form.is_valid():
        return _page(request, job, trouble=NO_MORE)
    told = form.cleaned_data
    kept = {row.resource_id: AssignmentRole(row.role) for row in job.assignments.order_by("pk")}
    crew = [Seat(row.pk, kept.get(row.pk) or _role(row)) for row in told["crew"]]
    plan = Plan(told["start"], told["start"].astimezone(UTC) + timedelta(minutes=job.minutes), crew)
    try:
        planning.plan(job=job, plan=plan, version=told["version"], act=Act(now(), request.user))
    except DomainError as refusal:
        return _page(request, job, trouble=refusal.message)
    names = " och ".join(row.name for row in told["crew"] if row.kind == ResourceKind.PERSON)
    messages.success(request, f"{job.number} är planerat {moment(told['start'])} med {names}, som utkast.")
    return go_to(request, reverse("scheduling:job", args=[job.pk]))


def _page(request: Request, job: Job, *, trouble: str = "") -> HttpResponse:
    form = AskForm(request.GET)
    days = form.days(job, today=today())
    proposals = suggestions.who_can(job, days, earliest=now(), most=LOOKED_AT) if job.is_plannable else []
    every = _suggestions(proposals)
    asked = _asked(request, job, form, every)
    context = {
        "job": job, "form": form, "days": days, "found": every[:SHOWN], "asked": asked, "trouble": trouble,
        "needs": needs_of(job), "promise": promise_of(job),
    }  # fmt: skip
    return render(request, "scheduling/who_can.html", context, status=422 if trouble else 200)


def _asked(request: Request, job: Job, form: AskForm, every: Sequence[Suggestion]) -> Asked | None:
    key = form.asked("person")
    person = Resource.objects.visible_to(request.user).filter(pk=int(key)).first() if key else None
    if person is None:
        return None
    start = form.moment(job, otherwise=every[0].found.start if every else None, today=today())
    span = Span(start, start.astimezone(UTC) + timedelta(minutes=job.minutes))
    against = suggestions.why_not(job, person, span)
    instead = [each for each in every if person.pk in each.found.people][:3]
    return Asked(person, moment(span.start), against, instead)


def _suggestions(found: Sequence[Proposal]) -> list[Suggestion]:
    ids = {pk for each in found for pk in (*each.people, *each.vehicles)}
    rows = {row.pk: row for row in Resource.objects.filter(pk__in=ids).order_by("pk")}
    return [
        Suggestion(each, [rows[pk] for pk in each.people], [rows[pk] for pk in each.vehicles]) for each in found
    ]  # fmt: skip


def _role(row: Resource) -> AssignmentRole:
    return AssignmentRole.MEMBER if row.kind == ResourceKind.PERSON else AssignmentRole.THING
