"""Inställningar: oneself, the firm, and who may do what."""

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from perforia.base import services
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.forms import FirmForm, InviteForm, ProfileForm
from perforia.base.models import Firm, User
from perforia.base.permissions import ROLE_SENTENCES, Permission, Role, requires
from perforia.base.web import Request, go_to

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.SEE_START)
def settings_page(request: Request) -> HttpResponse:
    """Name, look and shortcuts of the person."""
    user = request.user
    initial = {"name": user.name, "theme": user.theme, "density": user.density, "has_shortcuts": user.has_shortcuts}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_profile(user=user, **form.cleaned_data)
        messages.success(request, "Sparat.")
        return go_to(request, reverse("home:settings"))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "home/settings.html", {"form": form, "section": "jag"}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_FIRM)
def firm_settings(request: Request) -> HttpResponse:
    """Who the firm is, as it stands on answers."""
    firm = Firm.load()
    initial = {name: getattr(firm, name) for name in FirmForm.base_fields}
    form = FirmForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_firm(by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, "Sparat.")
        return go_to(request, reverse("home:firm_settings"))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "home/settings_firm.html", {"form": form, "section": "foretag"}, status=status)


@require_GET
@requires(Permission.MANAGE_USERS)
def user_settings(request: Request) -> HttpResponse:
    """Who works here, and in which role."""
    return render(request, "home/settings_users.html", _users_context(InviteForm()))


@require_POST
@requires(Permission.MANAGE_USERS)
def invite_user(request: Request) -> HttpResponse:
    """Invite somebody: they get a mail and set their own password."""
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            services.invite(by=request.user, at=now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("email", refusal.message)
        else:
            address = f"{django_settings.BASE_URL}{reverse('account_reset_password')}"
            messages.success(request, f"{form.cleaned_data['name']} kan nu välja lösenord på {address}")
            return go_to(request, reverse("home:user_settings"))
    return render(request, "home/settings_users.html", _users_context(form), status=UNPROCESSABLE)


@require_POST
@requires(Permission.MANAGE_USERS)
def change_user(request: Request, user_id: int) -> HttpResponse:
    """Another role, or no longer here."""
    person = get_object_or_404(User, pk=user_id)
    role = request.POST.get("role", person.role)
    is_active = request.POST.get("is_active", "1") == "1"
    services.change_user(
        person=person, role=Role(role) if role in Role.values else Role(person.role), is_active=is_active,
        by=request.user, at=now(),
    )  # fmt: skip
    return go_to(request, reverse("home:user_settings"))


def _users_context(form: InviteForm) -> dict[str, object]:
    return {
        "people": User.objects.order_by("-is_active", "name", "pk"),
        "roles": [(role.value, role.label, ROLE_SENTENCES[role]) for role in Role],
        "form": form,
        "section": "anvandare",
    }
