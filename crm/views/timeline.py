"""The timeline of a lead and of a customer: read, filtered, written into, corrected."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.forms.activities import KINDS, ActivityForm, LeadActivityForm
from crm.models import Activity, Customer, Lead
from crm.queries import timeline as queries
from crm.services import activities
from crm.services.next_steps import Step
from crm.states import CallOutcome
from crm.views.lead_answers import UNPROCESSABLE, get_lead
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, add_toast, go_to, is_htmx, posted


@require_GET
@requires(Permission.SEE_CUSTOMERS)
def customer_timeline(request: Request, customer_id: int) -> HttpResponse:
    """What has happened with a customer: a page, or the part of one that htmx asks for."""
    return _show(request, _customer(request, customer_id), ActivityForm(now=now()))


@require_GET
@requires(Permission.SEE_LEADS)
def lead_timeline(request: Request, lead_id: int) -> HttpResponse:
    """What has happened with a lead: a page, or the part of one that htmx asks for."""
    return _show(request, get_lead(request, lead_id), LeadActivityForm(now=now()))


@require_POST
@requires(Permission.EDIT_CUSTOMERS)
def log_customer(request: Request, customer_id: int) -> HttpResponse:
    """Write down what happened with a customer."""
    customer, form = _customer(request, customer_id), ActivityForm(posted(request), now=now())
    if not form.is_valid():
        return _show(request, customer, form)
    activities.log(what=form.what, customer=customer, by=request.user, at=form.at, written_at=now())
    if is_htmx(request):
        return add_toast(_show(request, customer, ActivityForm(now=now())), "Sparat i historiken.")
    messages.success(request, "Sparat i historiken.")
    return go_to(request, _url(customer))


@require_POST
@requires(Permission.WORK_LEADS)
def log_lead(request: Request, lead_id: int) -> HttpResponse:
    """Write down what happened with a lead; what is done next may come with it."""
    lead, form = get_lead(request, lead_id), LeadActivityForm(posted(request), now=now())
    if not form.is_valid():
        return _show(request, lead, form)
    step = Step(form.step, form.due_at) if form.due_at else None
    try:
        activities.log_with_step(what=form.what, lead=lead, step=step, by=request.user, at=form.at, written_at=form.now)
    except DomainError as refusal:
        form.add_error("next_step", refusal.message)
        return _show(request, lead, form)
    messages.success(request, "Sparat i historiken.")
    return go_to(request, reverse("crm:lead_page", args=[lead.pk]))


@require_http_methods(["GET", "POST"])
@requires(Permission.SEE_CUSTOMERS)
def activity_page(request: Request, activity_id: int) -> HttpResponse:
    """One event with what stood before; whoever wrote it can correct it."""
    activity = _activity(request, activity_id)
    view = queries.View(request.user, activity.about)
    is_own = activity.is_written_by(request.user) and activity.removed_at is None and not view.is_guarded
    form = ActivityForm(posted(request), now=now(), initial=ActivityForm.filled(activity)) if is_own else None
    if request.method == "POST" and form is not None and form.is_valid():
        activities.change(activity=activity, what=form.what, happened_at=form.at, by=request.user, at=now())
        messages.success(request, "Ändrat.")
        return go_to(request, _page_of(activity))
    context = {
        "activity": activity, "form": form, "is_guarded": view.is_guarded, "page_url": _page_of(activity),
        "versions": queries.versions_of(activity), "kinds": KINDS,
    }  # fmt: skip
    return render(request, "crm/activity.html", context, status=UNPROCESSABLE if form and form.errors else 200)


@require_POST
@requires(Permission.SEE_CUSTOMERS)
def remove_activity(request: Request, activity_id: int) -> HttpResponse:
    """Take away what one wrote oneself; a toast can put it back."""
    activity = _activity(request, activity_id)
    activities.remove(activity=activity, by=request.user, at=now())
    undo_url = reverse("crm:put_back_activity", args=[activity.pk])
    if is_htmx(request):
        return add_toast(HttpResponse(""), "Borttaget ur historiken.", undo_url=undo_url)
    messages.success(request, "Borttaget ur historiken.")
    return go_to(request, _page_of(activity))


@require_POST
@requires(Permission.SEE_CUSTOMERS)
def put_back_activity(request: Request, activity_id: int) -> HttpResponse:
    """Show again what was removed."""
    activity = _activity(request, activity_id)
    activities.put_back(activity=activity, by=request.user, at=now())
    messages.success(request, "Tillbaka i historiken.")
    return go_to(request, _page_of(activity))


def _show(request: Request, target: Lead | Customer, form: ActivityForm) -> HttpResponse:
    """The timeline with the form to write in: a page, the part of one, or only what is older than an edge."""
    view = queries.View(request.user, target, request.GET.get("visa", ""))
    is_lead = isinstance(target, Lead)
    may_write = Permission.WORK_LEADS if is_lead else Permission.EDIT_CUSTOMERS
    context = {
        "timeline": queries.timeline(view, after=request.GET.get("efter", "")), "target": target, "form": form,
        "is_lead": is_lead, "group": view.group, "groups": queries.groups_of(view), "kinds": KINDS,
        "may_write": request.user.has_permission(may_write), "outcomes": CallOutcome.choices,
        "url": reverse(f"crm:{'lead' if is_lead else 'customer'}_timeline", args=[target.pk]),
        "log_url": reverse(f"crm:log_{'lead' if is_lead else 'customer'}", args=[target.pk]),
        "page_url": _url(target),
    }  # fmt: skip
    template = "crm/_timeline.html" if is_htmx(request) else "crm/timeline.html"
    if is_htmx(request) and request.GET.get("efter"):
        template = "crm/_timeline_events.html"
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)


def _customer(request: Request, customer_id: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)


def _activity(request: Request, activity_id: int) -> Activity:
    seen = Activity.objects.visible_to(request.user).select_related("by", "customer", "lead__customer")
    return get_object_or_404(seen, pk=activity_id)


def _page_of(activity: Activity) -> str:
    return _url(activity.about)


def _url(target: Lead | Customer) -> str:
    return reverse("crm:lead_page" if isinstance(target, Lead) else "crm:customer_page", args=[target.pk])
