"""Writing a job down from a contract, an offer, a customer or nothing, and changing what is decided of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from crm.models import Customer
from crm.queries.customers import search_customers
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted
from scheduling.forms.job_stops import BaseStops, filled_in, one_more, stops_form
from scheduling.forms.jobs import JobForm, initial_of
from scheduling.models import Job
from scheduling.rules import job_warnings
from scheduling.rules.checklists import checklist_for
from scheduling.services import beginnings
from scheduling.services import jobs as services
from scheduling.services.jobs import JobDetails, StopDetails
from scheduling.services.plans import Plan
from scheduling.views.job_sources import begun_of, customer_of
from scheduling.views.jobs import get_job

UNPROCESSABLE, MOST_SUGGESTED = 422, 8


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def new_job(request: Request) -> HttpResponse:
    """A job from a contract, an offer, a customer, another job or nothing."""
    return _write(request, begun_of(request), None)


@require_http_methods(["GET", "POST"])
@requires(Permission.PLAN_SCHEDULE)
def edit_job(request: Request, pk: int) -> HttpResponse:
    """What is decided of a job; what somebody else changed meanwhile is never written over."""
    job = get_job(request, pk)
    return _write(request, beginnings.from_job(job), job)


@require_GET
@requires(Permission.PLAN_SCHEDULE)
def suggest_customers(request: Request) -> HttpResponse:
    """Customers whose name, number or phone begins as it is typed, for the list of the field."""
    text = request.GET.get("customer", "").strip()
    found = (
        search_customers(request.user, text, today=today()).open_to(request.user) if text else Customer.objects.none()
    )
    context = {"customers": found.order_by("name", "pk")[:MOST_SUGGESTED]}
    return render(request, "contracts/_offer_customers.html", context)


def _write(request: Request, begun: JobDetails, job: Job | None) -> HttpResponse:
    act, data = request.POST.get("act", ""), posted(request)
    if data is not None and act in _ACTS:
        begun, data = _ACTS[act](request, begun, data)
    form = _form(request, data, begun, job)
    customer = form.customer_of_post() if data is not None else begun.customer
    stops = stops_form(data, customer=customer, known=begun.stops, empty=0 if begun.stops else 1)
    is_right = data is not None and form.is_valid() & stops.is_valid()
    if data is None or act in _ACTS:
        _forget_errors(form, stops)
        return _page(request, form, stops, begun, job)
    if not is_right:
        return _page(request, form, stops, begun, job, status=UNPROCESSABLE)
    found = job_warnings.warnings(_draft(form, stops), today=today())
    if found and request.POST.get("godkand") != _mark(found):
        return _page(request, form, stops, begun, job, status=UNPROCESSABLE, found=found)
    return _save(request, form, stops, begun, job)


def _save(request: Request, form: JobForm, stops: BaseStops, begun: JobDetails, job: Job | None) -> HttpResponse:
    """Keep the job; what is refused is said on the page as it was typed."""
    told = JobDetails(
        **form.details(), contract=begun.contract, offer=begun.offer,
        stops=[StopDetails(**each) for each in stops.details()],
    )  # fmt: skip
    try:
        if job is not None:
            kept = services.change(
                job=job, details=told, version=form.cleaned_data["version"], by=request.user, at=now()
            )
        else:
            start = form.starts_at()
            plan = Plan(start, start + timedelta(minutes=told.minutes)) if start else None
            kept = services.book(details=told, plan=plan, by=request.user, at=now())
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return _page(request, form, stops, begun, job, status=UNPROCESSABLE)
    messages.success(request, f"{kept.number} är {'ändrat' if job else 'inlagt'}.")
    return go_to(request, reverse("scheduling:job", args=[kept.pk]))


def _form(request: Request, data: QueryDict | None, begun: JobDetails, job: Job | None) -> JobForm:
    initial = initial_of(begun) | {"version": job.version if job else None}
    day = _asked_day(request)
    if job is None and day is not None:
        initial["wanted_on"] = day
    return JobForm(
        data, initial=initial, user=request.user, today=today(), is_new=job is None,
        known_skills=[str(skill) for skill in begun.skills],
    )  # fmt: skip


def _page(
    request: Request, form: JobForm, stops: BaseStops, begun: JobDetails, job: Job | None, *, status: int = 200,
    found: Sequence[str] = (),
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form, "stops": stops, "begun": begun, "job": job, "warnings": found, "mark": _mark(found),
        "again_url": request.path if job is not None and _is_stale(form, job) else "",
    }  # fmt: skip
    return render(request, "scheduling/job_form.html", context, status=status)


def _draft(form: JobForm, stops: BaseStops) -> job_warnings.Draft:
    told, rows = form.cleaned_data, stops.details()
    return job_warnings.Draft(
        told["kind"], told["minutes"], told["break_minutes"] or 0, told["people"], told["wanted_on"], len(rows),
        stops.doubts(), sum(form.rut_hours().values(), start=Decimal()),
    )  # fmt: skip


def _more_stops(request: Request, begun: JobDetails, data: QueryDict) -> tuple[JobDetails, QueryDict]:
    del request
    return begun, one_more(data)


def _template(request: Request, begun: JobDetails, data: QueryDict) -> tuple[JobDetails, QueryDict]:
    """The usual checklist of the service, after what is written already."""
    del request
    filled = data.copy()
    lines = [line for line in data.get("checklist", "").splitlines() if line.strip()]
    lines += [line for line in checklist_for(data.get("kind", "")) if line not in lines]
    filled["checklist"] = "\n".join(lines)
    return begun, filled


def _from_customer(request: Request, begun: JobDetails, data: QueryDict) -> tuple[JobDetails, QueryDict]:
    """The addresses of the customer that was typed, in place of none."""
    customer = customer_of(request, data.get("customer", ""))
    if customer is None:
        return begun, data
    plain = beginnings.from_customer(customer, service=beginnings.service_named(data.get("kind", "")))
    return replace(begun, customer=customer, stops=plain.stops), filled_in(data, customer=customer, known=plain.stops)


# What the buttons do that change the form and save nothing.
_ACTS = {"stop": _more_stops, "template": _template, "customer": _from_customer}


def _is_stale(form: JobForm, job: Job) -> bool:
    return form.is_bound and form.data.get("version", "") not in {"", str(job.version)}


def _mark(found: Sequence[str]) -> str:
    """What says that exactly these warnings have been seen."""
    return sha256("".join(found).encode()).hexdigest()[:12] if found else ""


def _forget_errors(form: JobForm, stops: BaseStops) -> None:
    """A button that only fills in complains of nothing."""
    for each in (form, *stops.forms):
        each.errors.clear()


def _asked_day(request: Request) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("dag", ""))
    except ValueError:
        return None
