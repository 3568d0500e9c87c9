"""Inställningar: oneself, the firm, and who may do what."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from perforia.base import services as base_services
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.forms import FirmForm, InviteForm, PersonForm, ProfileForm
from perforia.base.models import Firm, User
from perforia.base.permissions import Permission, requires
from perforia.base.roles import permission_table, roles_in_words
from perforia.base.web import Request, go_to
from perforia.home import services
from perforia.home.queries.people import people

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.SEE_START)
def settings_page(request: Request) -> HttpResponse:
    """Name, look and shortcuts of the person."""
    user = request.user
    initial = {"name": user.name, "theme": user.theme, "density": user.density, "has_shortcuts": user.has_shortcuts}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        base_services.change_profile(user=user, **form.cleaned_data)
        messages.success(request, "Sparat.")
        return go_to(request, reverse("home:settings"))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "home/settings.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_FIRM)
def firm_settings(request: Request) -> HttpResponse:
    """Who the firm is, as it stands on answers."""
    firm = Firm.load()
    initial = {name: getattr(firm, name) for name in FirmForm.base_fields}
    form = FirmForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        base_services.change_firm(by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, "Sparat.")
        return go_to(request, reverse("home:firm_settings"))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "home/settings_firm.html", {"form": form}, status=status)


@require_GET
@requires(Permission.MANAGE_USERS)
def user_settings(request: Request) -> HttpResponse:
    """Who works here, in which role, and what the roles may do."""
    context = {"people": people(), "roles": roles_in_words(), "permissions": permission_table()}
    return render(request, "home/settings_users.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def invite_user(request: Request) -> HttpResponse:
    """Invite somebody: they get a mail with a link where they choose a password."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(by=request.user, at=now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("email", refusal.message)
        else:
            messages.success(request, f"Inbjudan går till {form.cleaned_data['email']}.")
            return go_to(request, reverse("home:user_settings"))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "home/settings_invite.html", {"form": form, "roles": roles_in_words()}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def person_page(request: Request, user_id: int) -> HttpResponse:
    """The name and role of one person, and the ways to let them in or keep them out."""
    person = get_object_or_404(people(), pk=user_id)
    form = PersonForm(request.POST or None, initial={"name": person.name, "role": person.role})
    if request.method == "POST" and form.is_valid():
        try:
            base_services.change_person(person=person, by=request.user, at=now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("role", refusal.message)
        else:
            messages.success(request, "Sparat.")
            return go_to(request, reverse("home:user_settings"))
    context = {"person": person, "form": form, "roles": roles_in_words()}
    return render(request, "home/settings_person.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@requires(Permission.MANAGE_USERS)
def change_access(request: Request, user_id: int, act: str) -> HttpResponse:
    """Close or open an account, remove a lost second step, or send the invitation again."""
    person = get_object_or_404(User, pk=user_id)
    change, said = ACCESS[act]
    change(person=person, by=request.user, at=now())
    messages.success(request, said.format(person.name))
    return go_to(request, reverse("home:person_page", args=[person.pk]))


ACCESS = {
    "stang": (base_services.close_account, "{} kan inte längre logga in."),
    "oppna": (base_services.open_account, "{} kan logga in igen."),
    "tvasteg": (base_services.remove_second_step, "Tvåstegsverifieringen är av för {}."),
    "bjud-in": (services.invite_again, "En ny inbjudan går till {}."),
}
