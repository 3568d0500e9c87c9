"""Files of invoices and payments: choosing, trying, importing, undoing."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from billing.models import ImportRun
from billing.rules.importing import FIELDS
from billing.services import imports
from billing.states import ImportKind, ImportState
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx

SHOWN, FIRST_ROWS = 50, 5


@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT_INVOICES)
def start_import(request: Request) -> HttpResponse:
    """Choose a file; earlier imports below."""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            raise DomainError("Välj en CSV- eller Excelfil.")
        chosen = request.POST.get("kind", "")
        kind = ImportKind(chosen) if chosen in ImportKind.values else ImportKind.INVOICES
        name = file.name or "fakturor.csv"
        run = imports.start_import(kind=kind, content=file.read(), name=name, by=request.user, at=now())
        return go_to(request, reverse("billing:import_page", args=[run.pk]))
    runs = ImportRun.objects.select_related("created_by").order_by("-created_at", "-pk")[:SHOWN]
    return render(request, "billing/import_start.html", {"runs": runs, "kinds": ImportKind.choices})


@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT_INVOICES)
def import_page(request: Request, run_id: int) -> HttpResponse:
    """Columns, what a try found, import with its progress, and undo."""
    run = _run(run_id)
    if request.method == "POST":
        _act(request, run)
        return go_to(request, reverse("billing:import_page", args=[run.pk]))
    context: dict[str, object] = {"run": run}
    if run.state in (ImportState.MAPPING, ImportState.CHECKED):
        table = imports.table_of(run)
        context |= {
            "fields": [
                {
                    "name": field.name,
                    "label": field.label,
                    "needed": field.is_needed,
                    "column": run.columns.get(field.name),
                }
                for field in FIELDS[run.kind]
            ],
            "header": list(enumerate(table.header)),
            "rows": table.rows[:FIRST_ROWS],
            "sound_count": run.row_count - len({error.split(":")[0] for error in run.errors}),
        }
    return render(request, "billing/import.html", context)


@require_GET
@requires(Permission.IMPORT_INVOICES)
def import_progress(request: Request, run_id: int) -> HttpResponse:
    """How far a worker has come; the page is fresh when it is done."""
    run = _run(run_id)
    response = render(request, "billing/_import_progress.html", {"run": run})
    if run.state != ImportState.IMPORTING and is_htmx(request):
        response["HX-Refresh"] = "true"
    return response


def _run(run_id: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.select_related("document"), pk=run_id)


def _act(request: Request, run: ImportRun) -> None:
    act, by, at = request.POST.get("act", ""), request.user, now()
    if act == "import":
        imports.request_import(run=run, by=by, at=at)
    elif act == "undo":
        imports.undo_import(run=run, by=by, at=at)
    else:
        chosen = {field.name: request.POST.get(field.name, "") for field in FIELDS[run.kind]}
        columns = {name: int(column) for name, column in chosen.items() if column.isdecimal()}
        imports.try_import(run=run, columns=columns, at=at)
