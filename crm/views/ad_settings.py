"""Inställningar › Integrationer › Google Ads: the account, what is reported, how it goes, and what to do about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.forms.ad_settings import AccountForm, RuleForm, initial_of_account, initial_of_rule
from crm.models import ConversionRule
from crm.queries.ad_accounts import health_of
from crm.services import ad_accounts as services
from crm.services import conversions_runs
from crm.services.ad_accounts import AccountDetails, RuleDetails
from crm.states import AdWay, Milestone, ValueKind
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, came_from, go_to, posted

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_INTEGRATIONS)
def ads(request: Request) -> HttpResponse:
    """How it goes, the rules, and the account; what is saved is tested at once where there is a key."""
    health = health_of(request.user, at=now())
    initial = initial_of_account(health.account) if health.account else None
    form = AccountForm(posted(request), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        details = AccountDetails(**{**form.cleaned_data, "way": AdWay(form.cleaned_data["way"])})
        try:
            account = services.set_up(details=details, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("key_file", refusal.message)
        else:
            if services.may_test(account):
                services.ask_for_test(by=request.user, at=now())
            messages.success(request, "Sparat.")
            return go_to(request, reverse("crm:ads"))
    return render(
        request, "crm/ads.html", {"form": form, "health": health}, status=UNPROCESSABLE if form.errors else 200
    )  # fmt: skip


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def check_ads(request: Request) -> HttpResponse:
    """Ask for a test of the connection."""
    try:
        services.ask_for_test(by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return go_to(request, came_from(request) or reverse("crm:ads"))


@require_GET
@requires(Permission.MANAGE_INTEGRATIONS)
def ads_checks(request: Request) -> HttpResponse:
    """How a test is going; when it has ended the page around it is shown anew."""
    health = health_of(request.user, at=now())
    answer = render(request, "crm/_ads_test.html", {"health": health})
    if not health.is_testing:
        answer["HX-Refresh"] = "true"
    return answer


@require_GET
@requires(Permission.MANAGE_INTEGRATIONS)
def ads_card(request: Request) -> HttpResponse:
    """Google Ads among the integrations."""
    return render(request, "crm/_ads_card.html", {"health": health_of(request.user, at=now())})


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def send_conversions(request: Request) -> HttpResponse:
    """Send now instead of tonight."""
    try:
        begun = conversions_runs.begin(by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Skickar nu." if begun else "En sändning pågår redan.")
    return go_to(request, reverse("crm:ads"))


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_INTEGRATIONS)
def new_ad_rule(request: Request) -> HttpResponse:
    """One more milestone that is reported."""
    return _rule(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_INTEGRATIONS)
def edit_ad_rule(request: Request, rule_id: int) -> HttpResponse:
    """Change a rule, or turn it on and off."""
    return _rule(request, get_object_or_404(ConversionRule.objects.visible_to(request.user), pk=rule_id))


def _rule(request: Request, rule: ConversionRule | None) -> HttpResponse:
    form = RuleForm(posted(request), initial=initial_of_rule(rule) if rule else {"milestone": Milestone.QUALIFIED})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        kinds = {"milestone": Milestone(told["milestone"]), "value_kind": ValueKind(told["value_kind"])}
        try:
            services.save_rule(rule=rule, details=RuleDetails(**{**told, **kinds}), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("action_id", refusal.message)
        else:
            messages.success(request, "Regeln är sparad.")
            return go_to(request, reverse("crm:ads"))
    context = {"form": form, "rule": rule, "title": str(rule) if rule else "Ny regel"}
    return render(request, "crm/ad_rule.html", context, status=UNPROCESSABLE if form.errors else 200)
