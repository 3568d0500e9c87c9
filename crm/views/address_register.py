"""What the firm's own register of addresses holds, for the page of integrations."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm.queries.register_facts import register_facts as facts_of_register
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request


@require_GET
@requires(Permission.MANAGE_INTEGRATIONS)
def register_facts(request: Request) -> HttpResponse:
    """How many addresses the register has and how old they are, in a sentence."""
    return render(request, "crm/_register_facts.html", {"facts": facts_of_register()})
