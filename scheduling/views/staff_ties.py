"""What ties somebody who works here to others: an account, wishes of customers, and the last day."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted
from scheduling.forms.staff import LastDayForm
from scheduling.forms.staff_ties import AccountForm, WishForm
from scheduling.models import Resource, StaffPreference
from scheduling.queries.accounts import free_accounts
from scheduling.queries.employee_page import jobs_after
from scheduling.queries.teams import led_by
from scheduling.rules.words import joined
from scheduling.services import staff as services
from scheduling.states import PreferenceKind, ResourceKind
from scheduling.views.staff import get_person
from scheduling.views.staff_forms import url_of

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
MOST_JOBS = 50


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def employee_account(request: Request, person_id: int) -> HttpResponse:
    """Which account somebody logs in with."""
    person = get_person(request, person_id)
    current = person.employee.user
    form = AccountForm(posted(request), accounts=free_accounts(current), current=current)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_account(resource=person, user=form.chosen, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("user", refusal.message)
        else:
            messages.success(request, "Sparat.")
            return go_to(request, url_of(person))
    context = {"form": form, "person": person}
    return render(request, "scheduling/employee_account.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def new_wish(request: Request, person_id: int) -> HttpResponse:
    """A customer wants somebody, or must not meet them."""
    person = get_person(request, person_id)
    form = WishForm(posted(request), user=request.user, today=today())
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        services.prefer(
            customer=told["customer"], employee=person.employee, kind=PreferenceKind(told["kind"]),
            reason=told["reason"], by=request.user, at=now(),
        )  # fmt: skip
        messages.success(request, "Sparat.")
        return go_to(request, url_of(person))
    context = {"form": form, "person": person}
    return render(request, "scheduling/employee_wish.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@requires(Permission.MANAGE_STAFF)
def forget_wish(request: Request, wish_id: int) -> HttpResponse:
    """What a customer thinks of somebody is forgotten."""
    wish = get_object_or_404(StaffPreference.objects.select_related("customer", "employee__resource"), pk=wish_id)
    services.prefer(customer=wish.customer, employee=wish.employee, kind=None, by=request.user, at=now())
    messages.success(request, "Borttaget.")
    return go_to(request, url_of(wish.employee.resource))


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def last_day(request: Request, resource_id: int) -> HttpResponse:
    """Somebody leaves, or something is sold: not before its jobs are given to others."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), pk=resource_id)
    known = {"last_day": resource.active_until or today()}
    form = LastDayForm(posted(request), initial=known)
    if request.method == "POST" and ("ater" in request.POST or form.is_valid()):
        until = None if "ater" in request.POST else form.cleaned_data["last_day"]
        try:
            services.retire(resource=resource, last_day=until, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("last_day", refusal.message)
        else:
            led = led_by(resource)
            told = f" Välj en ny arbetsledare till {joined(led)}." if led else ""
            messages.success(request, f"Sista dagen är sparad.{told}" if until else f"{resource.name} är tillbaka.")
            return go_to(request, back_to(resource))
    day = form.cleaned_data["last_day"] if form.is_bound and form.cleaned_data.get("last_day") else known["last_day"]
    jobs = list(jobs_after(resource, day)[:MOST_JOBS])
    context = {"form": form, "resource": resource, "jobs": jobs, "day": day, "back": back_to(resource)}
    return render(request, "scheduling/last_day.html", context, status=UNPROCESSABLE if form.errors else 200)


def back_to(resource: Resource) -> str:
    """The page of somebody or something."""
    if resource.kind == ResourceKind.PERSON:
        return url_of(resource)
    return reverse("scheduling:vehicles")
