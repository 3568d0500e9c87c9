"""Files of leads or customers: chosen, their columns told, checked, imported, undone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.forms.contact_imports import MappingForm, UploadForm
from crm.models import ContactImport
from crm.queries import contact_imports as queries
from crm.services import contact_imports as services
from crm.services import import_purging, import_rows
from crm.states import ImportOutcome, ImportState, ListTarget
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx, posted

SHOWN, FIRST_ROWS = 50, 5
UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT_CUSTOMERS)
def contact_imports(request: Request) -> HttpResponse:
    """Choose a file; earlier imports below."""
    form = UploadForm(posted(request), request.FILES or None, initial={"target": request.GET.get("vad", "customers")})
    if form.is_bound and form.is_valid():
        file, target = form.cleaned_data["file"], ListTarget(form.cleaned_data["target"])
        try:
            made = services.start_import(
                target=target, content=file.read(), name=file.name, by=request.user, at=now()
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error("file", refusal.message)
        else:
            return go_to(request, reverse("crm:contact_import", args=[made.pk]))
    earlier = ContactImport.objects.visible_to(request.user).select_related("created_by").order_by("-pk")[:SHOWN]
    context = {"form": form, "imports": earlier}
    return render(request, "crm/contact_imports.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT_CUSTOMERS)
def contact_import(request: Request, import_id: int) -> HttpResponse:
    """One file: its columns, or what each row would change, or what has become of them."""
    made = _import(request, import_id)
    if made.state in {ImportState.MAPPING, ImportState.FAILED} or (request.GET.get("kolumner") and made.storage_key):
        return _choose_columns(request, made)
    after, before = request.GET.get("efter", ""), request.GET.get("fore", "")
    shown = request.GET.get("visa", "")
    rows, part = queries.page_of(request.user, made, shown, after=after, before=before)
    context = {"made": made, "rows": rows, "slice": part, "tabs": queries.tabs_of(made, shown)}
    context |= {"figures": queries.figures_of(made), **_progress(made)}
    return render(request, "crm/contact_import.html", context)


@require_GET
@requires(Permission.IMPORT_CUSTOMERS)
def import_progress(request: Request, import_id: int) -> HttpResponse:
    """How far a worker has come; the page is fresh when it is done."""
    made = _import(request, import_id)
    response = render(request, "crm/_contact_import_progress.html", {"made": made, **_progress(made)})
    if made.state not in services.WORKED_ON and is_htmx(request):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@requires(Permission.IMPORT_CUSTOMERS)
def begin_import(request: Request, import_id: int) -> HttpResponse:
    """Let a worker write the rows of a checked file."""
    made = _import(request, import_id)
    services.request_import(made=made, by=request.user, at=now())
    return go_to(request, reverse("crm:contact_import", args=[made.pk]))


@require_POST
@requires(Permission.IMPORT_CUSTOMERS)
def undo_import(request: Request, import_id: int) -> HttpResponse:
    """Take back all that an import wrote."""
    made = _import(request, import_id)
    undone, kept = import_rows.undo_import(made=made, by=request.user, at=now())
    text = f"Importen är ångrad: {undone} {'rad' if undone == 1 else 'rader'}."
    if kept:
        text += f" {kept} har någon arbetat med sedan dess, och de är som de är."
    messages.success(request, text)
    return go_to(request, reverse("crm:contact_import", args=[made.pk]))


def _choose_columns(request: Request, made: ContactImport) -> HttpResponse:
    form = MappingForm(posted(request), target=made.target, header=made.columns, known=made.mapping)
    if form.is_bound and form.is_valid():
        try:
            services.request_check(made=made, mapping=form.mapping(), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return go_to(request, reverse("crm:contact_import", args=[made.pk]))
    context = {"made": made, "form": form, "header": made.columns, "rows": services.first_rows(made, FIRST_ROWS)}
    return render(request, "crm/contact_import_columns.html", context, status=UNPROCESSABLE if form.errors else 200)


def _import(request: Request, import_id: int) -> ContactImport:
    made: ContactImport = get_object_or_404(
        ContactImport.objects.visible_to(request.user).select_related("created_by"), pk=import_id
    )
    return made


def _progress(made: ContactImport) -> dict[str, object]:
    total = made.rows_total or 1
    return {
        "can_be_undone": import_purging.can_be_undone(made, at=now()),
        "percent": 100 * made.rows_done // total,
        "is_worked_on": made.state in services.WORKED_ON,
        "sound_count": made.counts.get(ImportOutcome.NEW, 0) + made.counts.get(ImportOutcome.CHANGED, 0),
    }
