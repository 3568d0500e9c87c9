"""Jobs in the browser: the list, the page of one, and those of one customer, contract or offer."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from contracts.models import Contract, Offer
from crm.models import Customer
from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.forms.job_list import JobListForm
from scheduling.models import Job, Series
from scheduling.queries import customers as of_customers
from scheduling.queries import job_list as queries
from scheduling.queries.job_page import facts_of
from scheduling.queries.series_page import words_of
from scheduling.rules.facts import Finding
from scheduling.services import plans
from scheduling.states import OPEN_JOBS


def get_job(request: Request, pk: int) -> Job:
    """The job as a person may see it, 404 otherwise."""
    rows = Job.objects.visible_to(request.user).select_related(
        "customer", "contract", "offer", "series", "cancelled_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
@requires(Permission.SEE_SCHEDULE)
def jobs(request: Request) -> HttpResponse:
    """The jobs that were asked for."""
    form = JobListForm(request.GET)
    form.offer("person", [("", "Alla"), *queries.people_to_choose()])
    customer = _customer(request)
    form.offer("kund", [("", "Alla"), *([(str(customer.pk), customer.name)] if customer else [])])
    filters = form.filters()
    found = queries.filtered(request.user, filters, today=today())
    context = {
        "form": form, "filters": filters, "customer": customer, "order": queries.ORDER_WORDS[filters.shown],
        "tabs": queries.tabs_of(request.user, filters, today=today()),
        "page": queries.page_of(found, filters, user=request.user, cursor=request.GET.dict()),
        "total": queries.total_of(found), "today": today(),
    }  # fmt: skip
    return render(request, "scheduling/jobs.html", context)


@require_GET
@requires(Permission.SEE_SCHEDULE)
def job(request: Request, pk: int) -> HttpResponse:
    """Everything about a job."""
    found = get_job(request, pk)
    facts = facts_of(request.user, found, today=today(), road=reverse("scheduling:job_route", args=[pk]))
    return render(request, "scheduling/job.html", {**facts, "findings": _findings(found)})


@require_GET
@requires(Permission.SEE_SCHEDULE)
def jobs_of_customer(request: Request, pk: int) -> HttpResponse:
    """A customer's jobs for their page."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    rows = of_customers.jobs_of_customer(request.user, customer.pk, today=today())
    series = Series.objects.visible_to(request.user).going_on(today()).filter(customer=customer).order_by("-pk")
    found = [(each, words_of(each)) for each in series[: of_customers.SHOWN]]
    return render(request, "scheduling/_jobs_of.html", {"jobs": rows, "customer": customer, "series": found})


@require_GET
@requires(Permission.SEE_SCHEDULE)
def jobs_of_contract(request: Request, pk: int) -> HttpResponse:
    """The jobs of a contract for its page."""
    contract = get_object_or_404(Contract.objects.visible_to(request.user), pk=pk)
    return _jobs_of(request, contract=contract)


@require_GET
@requires(Permission.SEE_SCHEDULE)
def jobs_of_offer(request: Request, pk: int) -> HttpResponse:
    """The jobs of an offer for its page."""
    offer = get_object_or_404(Offer.objects.visible_to(request.user), pk=pk)
    return _jobs_of(request, offer=offer)


def _jobs_of(request: Request, **of: Contract | Offer) -> HttpResponse:
    rows = Job.objects.visible_to(request.user).filter(**of).order_by("-pk")[: of_customers.SHOWN]
    series = Series.objects.visible_to(request.user).filter(**of).order_by("-pk")[: of_customers.SHOWN]
    context = {"jobs": rows, "customer": None, "series": [(each, words_of(each)) for each in series]}
    return render(request, "scheduling/_jobs_of.html", context)


def _findings(job: Job) -> list[Finding]:
    """What is wrong with the plan and has not been passed over with a reason."""
    if job.status not in OPEN_JOBS:
        return []
    known = set(job.overrides.order_by("pk").values_list("code", "resource_id"))
    found = plans.findings_of(job, plans.plan_of(job))
    return [each for each in found if each.is_hard or (each.code, each.worker_id) not in known]


def _customer(request: Request) -> Customer | None:
    """The customer of a link from their page."""
    key = request.GET.get("kund", "")
    is_key = key.isascii() and key.isdecimal() and len(key) < 12  # noqa: PLR2004 -- more digits than a key has
    return Customer.objects.visible_to(request.user).filter(pk=int(key)).first() if is_key else None
