"""What a person writes about a case, each on a page of its own."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from perforia.base.clock import now, today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted
from rut.forms.case import AskMoreForm, AssignForm, DeadlineForm, FactsForm, NewCaseForm
from rut.models import Case
from rut.services import cases as services
from rut.services import creation
from rut.views.case import case_url, get_case

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CASES)
def new_case(request: Request) -> HttpResponse:
    """A case without a letter: somebody rang, or the letter lies on paper."""
    form = NewCaseForm(posted(request), initial={"received_on": today()})
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        case = creation.open_by_hand(
            facts=form.facts(), invoices=asked["invoices"], codes=asked["codes"], by=request.user, at=now()
        )
        return go_to(request, case_url(case))
    return _page(request, form, title="Nytt ärende", button="Öppna ärendet")


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CASES)
def ask_more(request: Request, number: str) -> HttpResponse:
    """Skatteverket wants further invoices or papers."""
    case = get_case(request, number)
    form = AskMoreForm(posted(request))
    if request.method == "POST" and form.is_valid():
        creation.ask_more(case=case, by=request.user, at=now(), **form.cleaned_data)
        return go_to(request, case_url(case))
    return _page(request, form, case=case, title="Lägg till det som begärs", button="Lägg till")


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CASES)
def edit_facts(request: Request, number: str) -> HttpResponse:
    """Another officer, or a reference that was wrong."""
    case = get_case(request, number)
    form = FactsForm(posted(request), initial={name: getattr(case, name) for name in FactsForm.base_fields})
    if request.method == "POST" and form.is_valid():
        services.change_facts(case=case, by=request.user, at=now(), **form.cleaned_data)
        return go_to(request, case_url(case))
    return _page(request, form, case=case, title="Ändra uppgifter", button="Spara")


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CASES)
def edit_deadline(request: Request, number: str) -> HttpResponse:
    """Another date to answer by, when Skatteverket has granted one."""
    case = get_case(request, number)
    form = DeadlineForm(posted(request), initial={"deadline": case.deadline})
    if request.method == "POST" and form.is_valid():
        services.change_deadline(case=case, by=request.user, at=now(), **form.cleaned_data)
        return go_to(request, case_url(case))
    return _page(request, form, case=case, title="Ändra svarsfrist", button="Spara fristen")


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CASES)
def assign_case(request: Request, number: str) -> HttpResponse:
    """Who answers for the case."""
    case = get_case(request, number)
    form = AssignForm(posted(request), initial={"owner": case.owner, "deputy": case.deputy})
    if request.method == "POST" and form.is_valid():
        services.assign(case=case, by=request.user, at=now(), **form.cleaned_data)
        return go_to(request, case_url(case))
    return _page(request, form, case=case, title="Ansvarig", button="Spara")


def _page(request: Request, form: forms.Form, *, title: str, button: str, case: Case | None = None) -> HttpResponse:
    context = {"case": case, "form": form, "title": title, "button": button}
    return render(request, "rut/case_form.html", context, status=UNPROCESSABLE if form.errors else 200)
