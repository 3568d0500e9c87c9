"""A contract written on one page: everything known is filled in, a person looks, and then it is sent."""

from collections.abc import Sequence
from typing import TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from contracts.forms.contracts import ContractForm
from contracts.forms.people import BasePeople, Party, People, Ways
from contracts.models import Contract, Offer, TemplateMapping
from contracts.queries import drafting
from contracts.queries.mappings import found_customers
from contracts.rules.contracts import TemplateFacts, Wording, wording_problems
from contracts.rules.mappings import masked_alone
from contracts.rules.participants import Offered, PersonDetails, Problems, problems_of
from contracts.services import contracts as services
from contracts.states import UNSENT, PartyKind
from crm.models import Customer, Lead
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.identity import PersonalNumber
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted

M = TypeVar("M", bound=Model)
UNPROCESSABLE, LONGEST_KEY = 422, 15
PREFIX = "p"
OURS = "Adressen är er egen i Oneflow. Skriv kundens adress, eller skicka via sms."


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CONTRACTS)
def new_contract(request: Request) -> HttpResponse:
    """A contract with the customer, about the lead, or after the offer that the address names."""
    customer, lead, offer = _asked(request)
    start = drafting.start_of(request.user, customer=customer, lead=lead, offer=offer)
    templates = TemplateMapping.objects.visible_to(request.user).offered().order_by("name", "pk")
    if start.customer is None:
        text = request.GET.get("sok", "")
        context = {"lead": lead, "text": text, "found": found_customers(request.user, text, today=today())}
        return render(request, "contracts/contract_customer.html", context)
    mapping = _by_key(templates, request.GET.get("mall", "")) or (templates[0] if len(templates) == 1 else None)
    if mapping is None:
        choice = {"customer": start.customer, "templates": templates, "lead": lead, "offer": offer}
        return render(request, "contracts/contract_template.html", choice)
    return _write(request, drafting.begin(request.user, mapping, start, offer, today=today()))


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CONTRACTS)
def edit_contract(request: Request, number: str) -> HttpResponse:
    """A contract that nobody has been asked to sign yet, with what was wrong with it at the field it is about."""
    rows = Contract.objects.visible_to(request.user).select_related("customer", "lead", "mapping", "offer")
    contract = get_object_or_404(rows, number=number)
    if contract.status not in UNSENT:
        messages.error(request, services.STANDS)
        return go_to(request, reverse("contracts:contract_page", args=[contract.number]))
    templates = TemplateMapping.objects.visible_to(request.user).offered().order_by("name", "pk")
    mapping = _by_key(templates, request.GET.get("mall", "")) or contract.mapping
    if mapping is None or request.GET.get("mall") == "byt":
        context = {"customer": contract.customer, "templates": templates, "contract": contract}
        return render(request, "contracts/contract_template.html", context)
    return _write(request, drafting.reopen(request.user, contract, mapping, today=today()))


def _write(request: Request, begun: drafting.Begun) -> HttpResponse:
    """Show the page, or do what was pressed: one more person, save, send."""
    act, data = request.POST.get("act", ""), posted(request)
    if data is not None and act == "add":
        data = _one_more(data)
    form = ContractForm(data, rows=begun.rows, initial=begun.initial, today=today())
    people = People(
        data, prefix=PREFIX, initial=begun.people, form_kwargs={"ways": Ways.of(begun.mapping), "today": today()}
    )
    if data is None:
        _show_known(request, begun, form, people)
        return _page(request, begun, form, people)
    if act == "add" or not (form.is_valid() & people.is_valid()):
        return _page(request, begun, form, people, status=200 if act == "add" else UNPROCESSABLE)
    told = form.cleaned_data
    party = Party(PartyKind(told["party_kind"]), told["company_name"] or begun.customer.name, told["company_number"])
    details = people.details(party, begun.numbers)
    if act == "send" and (problems := _problems(begun, form, details)):
        form.show_problems(problems)
        people.show_problems(problems)
        return _page(request, begun, form, people, status=UNPROCESSABLE)
    return _save(request, begun, form, people, details)


def _save(
    request: Request, begun: drafting.Begun, form: ContractForm, people: BasePeople, persons: Sequence[PersonDetails]
) -> HttpResponse:
    """Keep the draft, and hand it over when that was asked for; what is refused is said on the page as it was typed."""
    told = form.cleaned_data
    details = services.ContractDetails(
        title=told["title"], subject=told["subject"], message=told["message"], mapping=begun.mapping,
        sign_by=told["sign_by"], terms=form.terms(), people=persons,
        place=begun.lead.place if begun.lead else None,
        values=[services.ValueDetails(row.custom_id, row.value, row.name, row.origin)
                for row in form.values(by=request.user.name)],
    )  # fmt: skip
    try:
        contract = _keep(request, begun, details)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return _page(request, begun, form, people, status=UNPROCESSABLE)
    if request.POST.get("act") != "send":
        messages.success(request, f"Utkastet {contract.number} är sparat.")
        return go_to(request, reverse("contracts:contract_page", args=[contract.number]))
    return send(request, contract)


def send(request: Request, contract: Contract) -> HttpResponse:
    """Hand a draft over; what keeps it from being sent is shown where it is written."""
    try:
        services.ask_for_sending(contract=contract, by=request.user, at=now())
    except services.NotReady:
        return go_to(request, f"{reverse('contracts:edit_contract', args=[contract.number])}?visa=fel")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return go_to(request, reverse("contracts:contract_page", args=[contract.number]))


def _keep(request: Request, begun: drafting.Begun, details: services.ContractDetails) -> Contract:
    if begun.contract is None:
        return services.draft_contract(
            customer=begun.customer, lead=begun.lead, offer=begun.offer, details=details, by=request.user, at=now()
        )  # fmt: skip
    return services.change_draft(
        contract=begun.contract, details=details, by=request.user, at=now(), seen=request.POST.get("seen") or None
    )  # fmt: skip


def _page(
    request: Request, begun: drafting.Begun, form: ContractForm, people: BasePeople, *, status: int = 200
) -> HttpResponse:
    context = {
        "begun": begun, "form": form, "people": people, "contract": begun.contract, "customer": begun.customer,
        "seen": request.POST.get("seen") or (services.version_of(begun.contract) if begun.contract else ""),
        "rows": [(row, begun.masked.get(_place(row["was"].value()), "")) for row in people.forms],
    }  # fmt: skip
    return render(request, "contracts/contract_form.html", context, status=status)


def _show_known(request: Request, begun: drafting.Begun, form: ContractForm, people: BasePeople) -> None:
    """What keeps a contract from being sent, or was found wrong on its way, is shown where it is to be put right."""
    if begun.contract is None:
        return
    asked = request.GET.get("visa") == "fel"
    found = services.problems_before_sending(begun.contract, today=today()) if asked else {}
    problems = {**found, **begun.contract.problems}
    form.show_problems(problems)
    people.show_problems(problems)


def _problems(begun: drafting.Begun, form: ContractForm, persons: Sequence[PersonDetails]) -> Problems:
    """What must be put right before it can be sent, by field of ours."""
    mapping, told = begun.mapping, form.cleaned_data
    fields = frozenset(str(each["custom_id"]) for each in mapping.data_fields)
    wording = Wording(told["title"], told["subject"], told["message"], sorted(fields), told["sign_by"])
    names = [
        frozenset(str(each["name"]) for each in listed)
        for listed in (mapping.channels, mapping.sign_methods, mapping.second_steps)
    ]
    problems = {
        **wording_problems(wording, TemplateFacts(mapping.is_offered, fields), today=today()),
        **problems_of(persons, Offered(*names)),
        **masked_alone(
            {row.custom_id: row.value for row in form.values(by="")},
            [PersonalNumber(each.personal_number).masked for each in persons if each.personal_number],
        ),
    }
    ours = drafting.our_addresses()
    for place, person in enumerate(persons):
        if person.email.casefold() in ours:
            problems.setdefault(f"participants.{place}.email", []).append(OURS)
    return problems


def _one_more(data: QueryDict) -> QueryDict:
    """The form as it was typed, with one more row for a person."""
    more = data.copy()
    count = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    more[f"{PREFIX}-TOTAL_FORMS"] = str(int(count) + 1 if count.isascii() and count.isdecimal() else 1)
    return more


def _asked(request: Request) -> tuple[Customer | None, Lead | None, Offer | None]:
    user, told = request.user, request.GET
    customers = Customer.objects.visible_to(user).listed()
    return (
        _by_key(customers, told.get("kund", "")),
        _by_key(Lead.objects.visible_to(user).select_related("customer", "place", "owner"), told.get("lead", "")),
        _by_key(Offer.objects.visible_to(user).select_related("customer", "lead"), told.get("offert", "")),
    )


def _by_key(rows: QuerySet[M], text: str) -> M | None:
    is_key = text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
    return rows.filter(pk=int(text)).first() if is_key else None


def _place(value: object) -> int:
    text = str(value if value is not None else "")
    return int(text) if text.isdecimal() else -1
