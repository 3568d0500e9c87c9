"""The form of a job's plan as an answer: in the dialog of the day or on a page of its own, with what is in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date, parse_time

from perforia.base.clock import today
from perforia.base.web import Request, is_htmx
from scheduling.forms.plan import PlanForm, times
from scheduling.models import Assignment, Job, Resource
from scheduling.queries.plan_choices import changed_since, choices, names_of
from scheduling.queries.publishing import address_of, label_of
from scheduling.rules.facts import Finding, Span
from scheduling.rules.words import day_of, hours, joined, period
from scheduling.rules.worktime import at_local, local_date
from scheduling.services import plans, replanning
from scheduling.services.plans import Plan
from scheduling.services.replanning import Drag
from scheduling.states import ResourceKind

CONFLICT, STALE, UNPROCESSABLE = 409, 412, 422


@dataclass(frozen=True)
class Shown:
    """The form with what is said above it: warnings that ask for a reason, a refusal, or that the job has changed."""

    form: PlanForm
    findings: Sequence[Finding] = ()
    message: str = ""
    is_stale: bool = False
    status: int = 200


def show(request: Request, job: Job, shown: Shown) -> HttpResponse:
    """The form for a job: a part of the page for htmx, a page of its own otherwise."""
    shown.form.fields["reason"].required = bool(shown.findings)  # how its label tells it
    context: dict[str, object] = {
        "job": job, "shown": shown, "form": shown.form, "label": label_of(job), "day": _day(job), "about": _about(job),
        "theirs": _theirs(job, shown) if shown.is_stale else None,
    }  # fmt: skip
    template = "scheduling/_plan_form.html" if is_htmx(request) else "scheduling/plan_job.html"
    return render(request, template, context, status=shown.status)


def begun(request: Request, job: Job) -> Shown:
    """The form of the plan as it is; `dag`, `tid` and `person` in the address fill in what is missing."""
    plan = plans.plan_of(job)
    day, clock = _read(parse_date, request.GET.get("dag", "")), _read(parse_time, request.GET.get("tid", ""))
    asked = [int(pk) for pk in request.GET.getlist("person") if pk.isdecimal()]
    if clock is not None and plan.starts_at is None:
        start = at_local(day or job.wanted_on or today(), clock)
        plan = replanning.dragged(plan, job, Drag(starts_at=start))
    if asked:
        plan = replanning.with_others(plan, list(Resource.objects.filter(pk__in=asked).order_by("pk")))
    return Shown(meant(job, plan, job.version, day=day))


def meant(job: Job, plan: Plan, version: int | None, *, day: date | None = None) -> PlanForm:
    """The form filled with a plan; `day` stands in it when the plan has no time."""
    on = local_date(plan.starts_at) if plan.starts_at is not None else day or job.wanted_on or today()
    initial: dict[str, object] = {"version": version, "day": on}
    if plan.starts_at is not None and plan.ends_at is not None:
        initial |= times(plan.starts_at, plan.ends_at, on)
    things = set(
        Resource.objects.filter(pk__in=[seat.resource_id for seat in plan.crew])
        .exclude(kind=ResourceKind.PERSON).order_by("pk").values_list("pk", flat=True)
    )  # fmt: skip
    people = [seat for seat in plan.crew if seat.resource_id not in things]
    for number, seat in enumerate(people):
        initial |= {f"person_{number}": seat.resource_id, f"role_{number}": seat.role}
    for number, seat in enumerate(seat for seat in plan.crew if seat.resource_id in things):
        initial[f"thing_{number}"] = seat.resource_id
    rows = (max(len(people) + 1, job.people), len(things) + 1)
    offered = choices(on, job=job, also=[seat.resource_id for seat in plan.crew])
    return PlanForm(None, choices=offered, initial=initial, rows=rows)


def filled(request: Request, job: Job) -> PlanForm:
    """The form as it was sent."""
    day = _read(parse_date, request.POST.get("day", ""))
    also = Assignment.objects.filter(job=job).order_by("pk").values_list("resource_id", flat=True)
    offered = choices(day or _day(job), job=job, also=also)
    return PlanForm(request.POST.dict(), choices=offered, initial={}, rows=(0, 0))


def refused(job: Job, seen: Plan, message: str, status: int) -> Shown:
    """The form of the plan as it is, with a sentence that says why what was meant did not happen."""
    return Shown(meant(job, seen, job.version), message=message, status=status)


def sentence(job: Job) -> str:
    """What the plan of a job is now: `Flytt hos Demosson tisdag 9 juni 11:50–15:50 med Viktor Mallberg`."""
    if job.starts_at is None or job.ends_at is None:
        return f"{label_of(job)} väntar i Otilldelat."
    on = Assignment.objects.filter(job=job).order_by("pk").values_list("resource_id", flat=True)
    crew = joined(names_of(on)) or "ingen än"
    return f"{label_of(job)}: {day_of(local_date(job.starts_at))} {period(Span(job.starts_at, job.ends_at))}, {crew}."


def _day(job: Job) -> date:
    return local_date(job.starts_at) if job.starts_at is not None else job.wanted_on or today()


def _about(job: Job) -> str:
    """What the job is, in a line; its address not for a protected customer."""
    people = f"{job.people} person{'er' if job.people > 1 else ''}"
    promised = ""
    if job.window_from is not None and job.window_until is not None:
        promised = f"lovat {period(Span(job.window_from, job.window_until))}"
    parts = [job.title, job.number, address_of(job), people, hours(job.minutes), promised]
    return ", ".join(part for part in parts if part) + "."


def _theirs(job: Job, shown: Shown) -> dict[str, object]:
    """Who changed the job meanwhile, when, and to what."""
    version = shown.form["version"].value()
    change = changed_since(job, int(version) if str(version).isdecimal() else 0)
    by = change.by.name.split()[0] if change is not None and change.by is not None else "Perforia"
    return {"by": by, "at": change.at if change is not None else job.changed_at, "words": sentence(job)}


def _read(parse: Callable[[str], Any], text: str) -> Any:  # Any: whatever the parser answers
    """What stands in an address or a field; None for what is no such thing."""
    try:
        return parse(text)
    except ValueError:
        return None
