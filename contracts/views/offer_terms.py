"""Texts of terms that offers begin with."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts.forms.prices import TermsForm
from contracts.models import OfferTerms
from contracts.services import prices as services
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted

UNPROCESSABLE = 422


@require_GET
@requires(Permission.SEE_OFFERS)
def offer_terms(request: Request) -> HttpResponse:
    """All texts by name."""
    texts = OfferTerms.objects.visible_to(request.user).filter(retired_at=None).order_by("name")
    return render(request, "contracts/offer_terms.html", {"texts": texts})


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_PRICES)
def new_terms(request: Request) -> HttpResponse:
    """Write a text."""
    return _write(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_PRICES)
def edit_terms(request: Request, terms_id: int) -> HttpResponse:
    """Correct a text; offers have their own copy."""
    return _write(request, _terms(request, terms_id))


@require_POST
@requires(Permission.MANAGE_PRICES)
def retire_terms(request: Request, terms_id: int) -> HttpResponse:
    """Offer on a text no more."""
    services.retire_terms(terms=_terms(request, terms_id), by=request.user, at=now())
    messages.success(request, "Texten är borttagen.")
    return go_to(request, reverse("contracts:offer_terms"))


def _write(request: Request, terms: OfferTerms | None) -> HttpResponse:
    known = {name: getattr(terms, name) for name in TermsForm.base_fields} if terms else None
    form = TermsForm(posted(request), initial=known)
    if form.is_bound and form.is_valid():
        try:
            services.save_terms(terms=terms, by=request.user, at=now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            return go_to(request, reverse("contracts:offer_terms"))
    context = {"form": form, "terms": terms}
    return render(request, "contracts/offer_terms_form.html", context, status=UNPROCESSABLE if form.errors else 200)


def _terms(request: Request, terms_id: int) -> OfferTerms:
    return get_object_or_404(OfferTerms.objects.visible_to(request.user), pk=terms_id, retired_at=None)
