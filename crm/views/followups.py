"""Things to do in the browser: the page Att göra, what waits about a lead or a customer, and the acts on one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.forms.followups import FollowUpForm, SnoozeForm
from crm.models import Customer, FollowUp
from crm.queries import followups as queries
from crm.services import followups as services
from crm.views.followup_answers import CHANGED, added, changed, details_of, page_of, show_form, show_part
from crm.views.lead_answers import UNPROCESSABLE, get_lead
from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, add_toast, came_from, go_to, is_htmx, posted


@require_GET
@requires(Permission.WORK_FOLLOW_UPS)
def follow_ups(request: Request) -> HttpResponse:
    """The page Att göra: one's own or everybody's, by time."""
    view, is_all = request.GET.get("vy", ""), request.GET.get("vem") == "alla"
    asked = queries.Asked(request.user, view if view in dict(queries.VIEWS) else "", is_all)
    cursors = {name: request.GET.get(word, "") for name, word in (("after", "efter"), ("before", "fore"))}
    page, groups = queries.page_of(asked, at=now(), **cursors)
    counts = queries.counts(asked, at=now())
    whose = "&vem=alla" if is_all else ""
    context = {
        "asked": asked, "slice": page, "groups": groups, "add_url": reverse("crm:new_follow_up"),
        "form": FollowUpForm(now=now(), user=request.user),
        "tabs": [
            {"label": label, "url": f"?vy={name}{whose}", "is_current": name == asked.view, "count": counts.get(name)}
            for name, label in queries.VIEWS
        ],
    }  # fmt: skip
    return render(request, "crm/_follow_up_list.html" if is_htmx(request) else "crm/follow_ups.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_FOLLOW_UPS)
def new_follow_up(request: Request) -> HttpResponse:
    """Write down something to do; `lead` or `kund` in the address says what it is about."""
    form, about = FollowUpForm(posted(request), now=now(), user=request.user), _about(request)
    if request.method == "POST" and form.is_valid():
        services.add(details=details_of(form), about=about, by=request.user, at=now())
        if is_htmx(request):
            return added(request)
        messages.success(request, "Uppgiften är inlagd.")
        return go_to(request, page_of(about))
    return show_form(request, form, title="Ny uppgift", back_url=page_of(about))


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_FOLLOW_UPS)
def edit_follow_up(request: Request, follow_up_id: int) -> HttpResponse:
    """Change what is to be done, by whom and when; nothing that is hidden from the person."""
    found = _get(request, follow_up_id)
    (row,) = queries.rows_of(request.user, [found], at=now())
    if row.text != found.text:
        raise PermissionDenied(queries.HIDDEN)
    initial = FollowUpForm.filled(found) | {"seen": services.version_of(found)}
    form = FollowUpForm(posted(request), now=now(), user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid() and changed(found, form, by=request.user):
        messages.success(request, "Sparat.")
        return go_to(request, reverse("crm:follow_ups"))
    return show_form(request, form, title="Ändra uppgift", back_url=reverse("crm:follow_ups"), row=row)


@require_POST
@requires(Permission.WORK_FOLLOW_UPS)
def finish_follow_up(request: Request, follow_up_id: int) -> HttpResponse:
    """It is done; the toast can take it back."""
    found = _get(request, follow_up_id)
    following = services.finish(follow_up=found, by=request.user, at=now())
    text = "Klart."
    if following is not None:
        text = f"Klart. Nästa gång {date_format(timezone.localtime(following.due_at), 'j F H:i')}."
    return _done(request, text, undo_url=reverse("crm:reopen_follow_up", args=[found.pk]))


@require_POST
@requires(Permission.WORK_FOLLOW_UPS)
def reopen_follow_up(request: Request, follow_up_id: int) -> HttpResponse:
    """It was not done after all."""
    services.reopen(follow_up=_get(request, follow_up_id), by=request.user, at=now())
    return _done(request, "Uppgiften är tillbaka.")


@require_POST
@requires(Permission.WORK_FOLLOW_UPS)
def snooze_follow_up(request: Request, follow_up_id: int) -> HttpResponse:
    """Put it off to a time in the person's own words; the toast can take it back."""
    found = _get(request, follow_up_id)
    form = SnoozeForm(request.POST if "due" in request.POST else request.GET, now=now())
    if not form.is_valid():
        back_url = reverse("crm:follow_ups")
        context = {"form": form, "title": "Skjut upp", "follow_up": found, "back_url": back_url, "row": None}
        template = "crm/_follow_up_snooze.html" if is_htmx(request) else "crm/follow_up_form.html"
        return render(request, template, context, status=UNPROCESSABLE)
    before = services.snooze(follow_up=found, until=form.due_at, by=request.user, at=now())
    undo = urlencode({"due": f"{timezone.localtime(before):%Y-%m-%d %H:%M}"})
    until = date_format(timezone.localtime(form.due_at), "j F H:i")
    return _done(request, f"Uppskjutet till {until}.", undo_url=f"{request.path}?{undo}")


@require_GET
@requires(Permission.SEE_CUSTOMERS)
def customer_follow_ups(request: Request, customer_id: int) -> HttpResponse:
    """What waits about a customer, as a part of its page."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
    found = queries.of_target(request.user, customer)
    return show_part(request, found, add_url=f"{reverse('crm:new_follow_up')}?kund={customer.pk}")


@require_GET
@requires(Permission.SEE_LEADS)
def lead_follow_ups(request: Request, lead_id: int) -> HttpResponse:
    """What waits about a lead, as a part of its page."""
    lead = get_lead(request, lead_id)
    found = queries.of_target(request.user, lead)
    return show_part(request, found, add_url=f"{reverse('crm:new_follow_up')}?lead={lead.pk}")


def _about(request: Request) -> services.About:
    """What the address says that it is about; 404 for what the person may not see."""
    lead, customer = request.GET.get("lead", ""), request.GET.get("kund", "")
    if lead.isdecimal():
        return services.About(lead=get_lead(request, int(lead)))
    if customer.isdecimal():
        return services.About(customer=get_object_or_404(Customer.objects.visible_to(request.user), pk=customer))
    return services.NOTHING


def _get(request: Request, follow_up_id: int) -> FollowUp:
    seen = FollowUp.objects.visible_to(request.user).select_related("owner", "lead__customer", "customer")
    return get_object_or_404(seen, pk=follow_up_id)


def _done(request: Request, text: str, *, undo_url: str = "") -> HttpResponse:
    """Nothing to swap: every list of follow-ups on the page fetches itself, and a toast says what was done."""
    if is_htmx(request):
        return add_toast(HttpResponse(status=204, headers={"HX-Trigger": CHANGED}), text, undo_url=undo_url)
    messages.success(request, text)
    return go_to(request, came_from(request) or reverse("crm:follow_ups"))
