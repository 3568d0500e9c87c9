"""Those who work here in the browser: the list, the telephone list, the page of one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, is_htmx
from scheduling.forms.staff_lists import StaffFilterForm
from scheduling.models import Resource
from scheduling.queries import staff as queries
from scheduling.queries.employee_page import facts_of
from scheduling.queries.staff import StaffFilters
from scheduling.queries.staff_parts import parts_of
from scheduling.states import ResourceKind, StaffGroup

REGION = "staff-region"


@require_GET
@requires(Permission.SEE_STAFF)
def staff(request: Request) -> HttpResponse:
    """Those who fit what was asked; only the list when htmx asks."""
    form = StaffFilterForm(request.GET)
    filters = form.filters()
    is_part = is_htmx(request) and request.headers.get("HX-Target") == REGION
    context = {
        "form": form, "filters": filters, "is_part": is_part,
        "page": queries.page_of(request.user, filters, today=today(), cursor=request.GET.dict()),
    }  # fmt: skip
    if not is_part:
        context["parts"] = parts_of(request.user, "scheduling:staff")
    return render(request, "scheduling/_staff_region.html" if is_part else "scheduling/staff.html", context)


@require_GET
@requires(Permission.SEE_STAFF)
def employee(request: Request, person_id: int) -> HttpResponse:
    """Everything about somebody who works here."""
    person = get_person(request, person_id)
    return render(request, "scheduling/employee.html", facts_of(request.user, person, today=today()))


@require_GET
@requires(Permission.SEE_STAFF)
def phone_list(request: Request) -> HttpResponse:
    """Names and numbers of those who work here, for a print on the wall."""
    rows = queries.found(request.user, StaffFilters(), today=today()).select_related("employee").order_by("name", "pk")
    groups = [(label, [row for row in rows if row.employee.group == group]) for group, label in StaffGroup.choices]
    context = {"groups": [(label, people) for label, people in groups if people]}
    return render(request, "scheduling/phone_list.html", context)


def get_person(request: Request, person_id: int) -> Resource:
    """Somebody of the staff as a person may see them, 404 otherwise."""
    rows = Resource.objects.visible_to(request.user).filter(kind=ResourceKind.PERSON)
    return get_object_or_404(rows.select_related("employee__user"), pk=person_id)
