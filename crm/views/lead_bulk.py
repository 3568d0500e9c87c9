"""Many leads at once: what would change is shown first, then it is done, and it can be undone as one."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.forms.leads import BulkForm
from crm.models import BulkAct, Lead
from crm.queries.leads import filtered_leads
from crm.rules import lead_filters
from crm.rules.bulk import MOST, Act
from crm.services import bulk as services
from crm.states import BulkKind, ListTarget
from crm.views.lead_answers import Dialog, done, refreshed, show
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx

LISTED = 12
TITLES = {
    BulkKind.ASSIGN: "Tilldela {}", BulkKind.STATUS: "Byt status på {}", BulkKind.STEP: "Nästa steg för {}",
    BulkKind.ARCHIVE: "Arkivera {}",
}  # fmt: skip

_PREVIEW = {"go": "preview", "button": "Förhandsgranska"}


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_LEADS)
def bulk_leads(request: Request) -> HttpResponse:
    """What an act would change and, once it is confirmed, the act; the leads are named, or all of a list."""
    asked = request.POST if request.method == "POST" else request.GET
    if (kind := asked.get("act", "")) not in BulkKind.values:
        return HttpResponseBadRequest("okänd åtgärd")
    leads = _chosen(request, asked.getlist("id"), asked.get("lista"))
    form = BulkForm(request.POST if "go" in asked or "preview" in asked else None, kind=BulkKind(kind), now=now())
    act = form.act() if form.is_bound and form.is_valid() else None
    if act is not None and "go" in asked:
        try:
            made = services.apply(act=act, ids=[lead.pk for lead in leads], by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            undo = reverse("crm:undo_bulk", args=[made.pk])
            return done(request, made.label, url=reverse("crm:bulk_page", args=[made.pk]), undo_url=undo)
    words = f"{len(leads)} {'lead' if len(leads) == 1 else 'leads'}"
    dialog = Dialog(TITLES[BulkKind(kind)].format(words), BulkKind(kind).label, "crm/_bulk_fields.html")
    preview = _preview(leads, act, BulkKind(kind))
    go = {"go": "go", "button": f"Ändra {preview['count']}"} if preview["is_ready"] else _PREVIEW
    return show(request, dialog, form, leads=leads, kind=kind, preview=preview, url=reverse("crm:bulk_leads"), **go)


@require_GET
@requires(Permission.WORK_LEADS)
def bulk_page(request: Request, act_id: int) -> HttpResponse:
    """What was done with many leads, and the way to undo it."""
    made = get_object_or_404(BulkAct, pk=act_id, by=request.user, target=ListTarget.LEADS)
    leads = Lead.objects.visible_to(request.user).filter(pk__in=list(made.before)).order_by("pk")
    return render(request, "crm/bulk.html", {"made": made, "leads": leads[:MOST]})


@require_POST
@requires(Permission.WORK_LEADS)
def undo_bulk(request: Request, act_id: int) -> HttpResponse:
    """Put the leads back as they were."""
    made = get_object_or_404(BulkAct, pk=act_id, by=request.user, target=ListTarget.LEADS)
    count = services.undo(done=made, by=request.user, at=now())
    left = len(made.before) - count
    text = f"Ångrat för {count} {'lead' if count == 1 else 'leads'}."
    if left and made.undone_at is None:
        text += f" {left} har ändrats sedan dess och är som de är."
    if is_htmx(request):
        return refreshed(text)
    messages.success(request, text)
    return go_to(request, reverse("crm:leads"))


def _chosen(request: Request, ids: Sequence[str], address: str | None) -> list[Lead]:
    """The marked leads, or all of a list by its filters; no more than MOST + 1, which the act then refuses."""
    if address is not None:
        query = {name: request.GET.get(name, request.POST.get(name, "")) for name in lead_filters.NAMES}
        leads = filtered_leads(request.user, lead_filters.read(query), at=now())
    else:
        keys = [int(pk) for pk in ids if pk.isascii() and pk.isdecimal()]
        leads = Lead.objects.visible_to(request.user).filter(pk__in=keys, merged_into=None)
    return list(leads.select_related("owner").order_by("-received_at", "-pk")[: MOST + 1])


def _preview(leads: Sequence[Lead], act: Act | None, kind: BulkKind) -> dict[str, object]:
    """How many change, and each that does not with its reason; before the form is filled in, the leads alone."""
    if act is None and kind == BulkKind.ARCHIVE:
        act = Act(kind)
    left_out = [] if act is None else [(lead, why) for lead in leads if (why := services.refused(lead, act))]
    kept = {lead.pk for lead, _ in left_out}
    changed = [lead for lead in leads if lead.pk not in kept]
    return {
        "is_ready": act is not None, "count": len(changed), "changed": changed[:LISTED],
        "more": max(len(changed) - LISTED, 0), "left_out": left_out[:LISTED], "left_count": len(left_out),
    }  # fmt: skip
