"""Conversions one by one: the list, sending again, files to import by hand, and a yes that is taken back."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.documents.conversions import HEADING, conversion_file, conversion_rows
from crm.forms.ad_settings import AdConsentForm
from crm.models import ConversionRequest
from crm.queries import conversion_lists as queries
from crm.services import ad_consents, conversions_files
from crm.services.conversions_deciding import send_again
from crm.states import AdWay, ConsentChannel, ConversionAct, ConversionState
from crm.views.lead_answers import Dialog, done, get_lead, show
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.exports import Listing, export
from perforia.base.paging import slice_of
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, came_from, go_to, posted

SHOWN, MOST_EXPORTED = 50, 100_000


@require_GET
@requires(Permission.SEE_CONVERSIONS)
def conversion_list(request: Request) -> HttpResponse:
    """Everything that was decided, the newest first, by state."""
    state = request.GET.get("lage", "")
    rows = queries.conversions(request.user, state=state)
    after, before = request.GET.get("efter", ""), request.GET.get("fore", "")
    page = slice_of(rows, by="-decided_at", size=SHOWN, after=after, before=before)
    counts = queries.counts_by_state(request.user)
    base = reverse("crm:conversions")
    tabs = [{"label": "Alla", "url": base, "is_current": not state, "count": sum(counts.values())}]
    tabs += [
        {"label": each.label, "url": f"{base}?lage={each}", "is_current": state == each, "count": counts[each]}
        for each in ConversionState if counts.get(each)
    ]  # fmt: skip
    return render(request, "crm/conversions.html", {"rows": queries.shown(page.rows), "slice": page, "tabs": tabs})


@require_GET
@requires(Permission.SEE_CONVERSIONS)
def export_conversions(request: Request) -> StreamingHttpResponse:
    """The listed conversions as a file for a spreadsheet."""
    rows = queries.conversions(request.user, state=request.GET.get("lage", "")).order_by("-decided_at", "-pk")
    listing = Listing("konverteringar", HEADING, conversion_rows(rows[:MOST_EXPORTED]))
    return export(request, listing, at=now())


@require_POST
@requires(Permission.WORK_LEADS)
def resend_conversion(request: Request, conversion_id: int) -> HttpResponse:
    """Put one that was rejected or never answered for in line again."""
    row = get_object_or_404(queries.conversions(request.user), pk=conversion_id)
    try:
        send_again(conversion=row, by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Konverteringen skickas i natt.")
    return go_to(request, came_from(request) or reverse("crm:lead_page", args=[row.lead_id]))


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def make_conversion_file(request: Request) -> HttpResponse:
    """Put what is due into a file; it is downloaded from the page."""
    act = request.POST.get("act", "")
    try:
        wanted = ConversionAct(act) if act in ConversionAct.values else ConversionAct.REPORT
        made = conversions_files.hand_out(act=wanted, by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Filen har {made.row_count} rader. Ladda ner den och importera den i Google Ads.")
    return go_to(request, f"{reverse('crm:ads')}#filer")


@require_GET
@requires(Permission.MANAGE_INTEGRATIONS)
def conversion_file_page(request: Request, request_id: int) -> HttpResponse:
    """The file itself, in Google's format; who has said no since is no longer in it."""
    made = _file(request, request_id)
    text = conversion_file(queries.reports_of(made, at=now()), act=ConversionAct(made.act), at=now())
    name = f"google-ads-{made.sent_at:%Y-%m-%d}-{made.pk}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def settle_conversion_file(request: Request, request_id: int) -> HttpResponse:
    """The file has been imported (`used` is 1), or was not used."""
    made = _file(request, request_id)
    if request.POST.get("used") == "1":
        count = conversions_files.confirm_file(request=made, by=request.user, at=now())
        messages.success(request, f"{count} konverteringar är bekräftade.")
    else:
        count = conversions_files.take_back_file(request=made, by=request.user, at=now())
        messages.success(request, f"{count} konverteringar väntar igen.")
    return go_to(request, f"{reverse('crm:ads')}#filer")


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_LEADS)
def withdraw_ad_consent(request: Request, lead_id: int) -> HttpResponse:
    """The person says no to measuring ads: the click is forgotten, nothing more is told."""
    lead, form = get_lead(request, lead_id), AdConsentForm(posted(request))
    url = reverse("crm:lead_page", args=[lead.pk])
    if request.method == "POST" and form.is_valid():
        channel = ConsentChannel(form.cleaned_data["channel"])
        ad_consents.withdraw_ad_consent(lead=lead, by=request.user, at=now(), channel=channel)
        return done(request, "Samtycket är återkallat och klick-id:t borttaget.", url=url)
    return show(request, Dialog("Återkalla samtycke till annonsmätning", "Återkalla"), form, lead=lead)


def _file(request: Request, request_id: int) -> ConversionRequest:
    return get_object_or_404(ConversionRequest.objects.visible_to(request.user), pk=request_id, way=AdWay.FILE)
