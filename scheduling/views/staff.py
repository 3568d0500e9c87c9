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
from scheduling.queries.staff_parts import parts_of
from scheduling.states import ResourceKind

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
    (row,) = queries.rows_of([person], today=today())
    return render(request, "scheduling/employee.html", {"person": person, "row": row})


def get_person(request: Request, person_id: int) -> Resource:
    """Somebody of the staff as a person may see them, 404 otherwise."""
    rows = Resource.objects.visible_to(request.user).filter(kind=ResourceKind.PERSON)
    return get_object_or_404(rows.select_related("employee__user"), pk=person_id)
