"""Somebody who works here, written down and corrected."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted
from scheduling.forms.staff import EmployeeForm, SkillsForm
from scheduling.forms.work_hours import HoursForm
from scheduling.models import Resource
from scheduling.queries.facts import working_hours
from scheduling.queries.staff import skills_of
from scheduling.rules.hours_words import period_on
from scheduling.services import staff as services
from scheduling.services.staff import EmployeeDetails, HoursChange, HoursDetails, SkillDetails
from scheduling.views.staff import get_person

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def new_employee(request: Request) -> HttpResponse:
    """Somebody begins."""
    form = EmployeeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_employee(details=EmployeeDetails(**form.facts), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{made.name} finns nu i schemat. Fyll i kompetenser och arbetstid.")
            return go_to(request, url_of(made))
    return _show(request, form, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def edit_employee(request: Request, person_id: int) -> HttpResponse:
    """Correct what is known; what somebody else changed meanwhile is never written over."""
    person = get_person(request, person_id)
    form = EmployeeForm(posted(request), employee=person.employee, seen=services.version_of(person))
    if request.method == "POST" and form.is_valid():
        details = EmployeeDetails(user=person.employee.user, **form.facts)
        try:
            services.change_employee(
                resource=person, details=details, seen=form.cleaned_data["seen"], by=request.user, at=now()
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Sparat.")
            return go_to(request, url_of(person))
    return _show(request, form, person)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def edit_skills(request: Request, person_id: int) -> HttpResponse:
    """What somebody can and may, with the last day of licences and courses."""
    person = get_person(request, person_id)
    known = skills_of([person.pk], today=today()).get(person.pk, ())
    form = SkillsForm(posted(request), known=known)
    if request.method == "POST" and form.is_valid():
        skills = [SkillDetails(skill, until) for skill, until in form.chosen]
        services.set_skills(resource=person, skills=skills, by=request.user, at=now())
        messages.success(request, "Sparat.")
        return go_to(request, url_of(person))
    context = {"form": form, "person": person}
    return render(request, "scheduling/employee_skills.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def edit_hours(request: Request, person_id: int) -> HttpResponse:
    """When somebody works, from a day on."""
    person = get_person(request, person_id)
    patterns = working_hours([person.pk]).get(person.pk, [])
    form = HoursForm(posted(request), today=today(), known=period_on(patterns, today()))
    if request.method == "POST" and form.is_valid():
        change = HoursChange(form.cleaned_data["valid_from"], [HoursDetails(**row) for row in form.chosen()])
        try:
            services.set_hours(resource=person, change=change, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Arbetstiden är sparad.")
            return go_to(request, url_of(person))
    context = {"form": form, "person": person, "has_hours": bool(patterns)}
    return render(request, "scheduling/employee_hours.html", context, status=UNPROCESSABLE if form.errors else 200)


def url_of(person: Resource) -> str:
    """The page of somebody."""
    return reverse("scheduling:employee", args=[person.pk])


def _show(request: Request, form: EmployeeForm, person: Resource | None) -> HttpResponse:
    context = {"form": form, "person": person, "title": f"Ändra {person.name}" if person else "Ny medarbetare"}
    return render(request, "scheduling/employee_form.html", context, status=UNPROCESSABLE if form.errors else 200)
