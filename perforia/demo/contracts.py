"""The demo firm's contracts in every state: some are sent when the worker starts, others lie in the past."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from django.utils import timezone

from contracts.forms.people import Ways
from contracts.models import Contract, TemplateMapping
from contracts.queries import drafting
from contracts.rules.contracts import Terms
from contracts.rules.mappings import MappingDetails
from contracts.rules.participants import PersonDetails
from contracts.services import creating, filing, mappings, syncing, telling, withdrawing
from contracts.services.contracts import ContractDetails, ValueDetails, ask_for_sending, draft_contract
from contracts.services.contracts_register import give_notice
from contracts.states import ContractKind, DeliveryChannel, Renewal, SignMethod
from crm.models import Customer, Lead
from crm.states import CustomerKind, LeadStatus
from perforia.base.models import User
from perforia.demo import papers
from perforia.demo.esign import TEMPLATES, told, told_templates

if TYPE_CHECKING:
    from integrations.clients.esign import RemoteContract

MOVE, CLEANING, MOVE_OUT = (name for (_, name), _ in TEMPLATES)
NOT_SENT = "personnummer"  # whoever signs with BankID tells it there
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIXED = {
    MOVE: {"flyttid": "Mellan 08.00 och 09.00", "villkor": "Avbokning senast 3 dagar före flyttdagen"},
    CLEANING: {"uppsagningstid": "1 månad", "timmar": "3 timmar", "veckodag": "Torsdagar"},
    MOVE_OUT: {"besiktning": "Gemensam, samma dag", "tillval": "Ugn, kyl och frys ingår"},
}
ALSO = {
    MOVE: {"fran-vaning": "fran.vaning", "till-vaning": "till.vaning", "rut-avdrag": "offert.rut",
           "pris-efter-rut": "offert.att_betala"},
    MOVE_OUT: {"staddatum": "uppdrag.datum"},
}  # fmt: skip
# What became of each, and how many days ago it was sent.
PAST = (
    ("signed", 300), ("signed", 210), ("signed", 150), ("signed", 96), ("signed", 61), ("signed", 40), ("signed", 21),
    ("signed", 9), ("signed", 4), ("declined", 12), ("expired", 20), ("opened", 3), ("opened", 2), ("sent", 1),
    ("bounced", 1), ("withdrawn", 6), ("removed", 8),
)  # fmt: skip


def load(*, by: User, second: User, at: datetime) -> None:
    """Set up the templates and write the contracts. Nothing when there are contracts already."""
    if not Contract.objects.exists():
        Story(by, second, at).tell()


class Story:
    """Tells how the contracts came and what became of them, through the product's own services."""

    def __init__(self, by: User, second: User, at: datetime) -> None:
        self._people, self._at = (by, second), at

    def tell(self) -> None:
        """The templates, what lies behind, and what is under way."""
        self._set_up()
        private = Customer.objects.listed().filter(kind=CustomerKind.PRIVATE).exclude(email="")
        customers = list(private.order_by("pk")[: len(PAST)])
        for number, (outcome, days) in enumerate(PAST[: len(customers)]):
            self._past(number, customers[number], outcome, days)
        self._running(list(private.order_by("-pk")[:3]))
        self._under_way()
        for row in Contract.objects.order_by("pk"):
            telling.tell_history(contract_id=row.pk, at=self._at)
        # The Oneflow of script/server never had those of the past: asked, it would say that they are gone.
        Contract.objects.exclude(remote_id=None).update(next_reading_at=None)

    def _set_up(self) -> None:
        asked = mappings.ask_for_refresh(by=self._people[0], at=self._at)
        if (claimed := mappings.claim_refresh(refresh_id=asked.pk, at=self._at)) is None:
            return
        mappings.record_templates(refresh=claimed, told=told_templates(), at=self._at)
        for made in TemplateMapping.objects.order_by("pk"):
            fixed = {custom_id: {"text": text} for custom_id, text in FIXED[made.name].items()}
            also = {custom_id: {"key": key} for custom_id, key in ALSO.get(made.name, {}).items()}
            kind = ContractKind.RECURRING if made.name == CLEANING else ContractKind.ONE_JOB
            details = MappingDetails(kind, made.id_field, True, {**made.mapping, **also, **fixed})
            mappings.change_mapping(mapping=made, details=details, by=self._people[0], at=self._at)

    def _past(self, number: int, customer: Customer, outcome: str, days: int) -> None:
        """One that was sent, and what became of it."""
        by, sent_at = self._people[number % 2], self._at - days * DAY - number % 7 * HOUR
        contract = self._draft(customer, MOVE_OUT if number % 3 == 1 else MOVE, by, sent_at - HOUR, number=number)
        self._send(contract, by, sent_at)
        opened_at = sent_at + 5 * HOUR
        if outcome in {"opened", "signed", "declined"}:
            self._hear(contract, "pending", sent_at, at=opened_at, opened_at=opened_at)
        if outcome == "signed":
            self._sign(contract, sent_at, opened_at + 20 * HOUR, opened_at)
        elif outcome == "declined":
            self._hear(contract, "declined", sent_at, at=opened_at + HOUR, opened_at=opened_at)
        elif outcome == "expired":
            self._hear(contract, "overdue", sent_at, at=sent_at + 14 * DAY)
        elif outcome == "removed":
            later = sent_at + DAY
            syncing.apply_missing(contract_id=contract.pk, began_at=later, at=later)
        elif outcome == "withdrawn":
            withdrawing.withdraw(contract=contract, reason="Kunden flyttar en annan dag.", by=by, at=sent_at + DAY)
            if (claim := withdrawing.claim_removal(contract_id=contract.pk, at=sent_at + DAY)) is not None:
                withdrawing.record_withdrawn(claim=claim, at=sent_at + DAY)

    def _running(self, customers: list[Customer]) -> None:
        """Cleaning that goes on: one that renews itself soon, one that has just begun, one that is given notice."""
        for number, customer in enumerate(customers):
            days, by = (340, 25, 200)[number], self._people[number % 2]
            sent_at = self._at - days * DAY
            begins = timezone.localdate(sent_at + 5 * DAY)
            terms = Terms(
                kind=ContractKind.RECURRING, value=None, starts_on=begins, ends_on=begins + 364 * DAY,
                notice_months=1, renewal=Renewal.AUTOMATIC, renewal_months=12,
            )  # fmt: skip
            contract = self._draft(customer, CLEANING, by, sent_at - HOUR, number=40 + number, terms=terms)
            self._send(contract, by, sent_at)
            self._sign(contract, sent_at, sent_at + DAY, sent_at + 6 * HOUR)
            if number == 2:  # noqa: PLR2004 -- the last one
                last_day = timezone.localdate(self._at) + 26 * DAY
                give_notice(contract=contract, last_day=last_day, by=by, at=self._at - 4 * DAY)

    def _under_way(self) -> None:
        """Drafts, and some that the worker sends when it starts: to leads with a contract, and to who is qualified."""
        leads = Lead.objects.listed().exclude(customer=None).exclude(email="").select_related("customer", "place")
        sent = leads.filter(status=LeadStatus.CONTRACT_SENT).order_by("pk")
        for number, lead in enumerate(sent[:5]):
            by, at = lead.owner or self._people[0], self._at - (number + 1) * HOUR
            if lead.customer is None:
                continue
            contract = self._draft(lead.customer, MOVE, by, at, number=number, lead=lead)
            if number > 1:
                ask_for_sending(contract=contract, by=by, at=self._at)

    def _draft(
        self, customer: Customer, template: str, by: User, at: datetime, *, number: int, terms: Terms | None = None,
        lead: Lead | None = None,
    ) -> Contract:  # fmt: skip
        """A draft as the page fills it in."""
        mapping = TemplateMapping.objects.get(name=template)
        start = drafting.start_of(by, customer=customer, lead=lead, offer=None)
        begun = drafting.begin(by, mapping, start, None, today=timezone.localdate(at))
        known, ways = begun.initial, Ways.of(mapping).first()
        value = known["value"] or Decimal(4_900 + 650 * (number % 9))
        email = "studs.mot@example.test" if number < len(PAST) and PAST[number][0] == "bounced" else customer.email
        person = PersonDetails(
            name=customer.name, email=email, phone="", sign_method=ways.get("sign_method", SignMethod.BANKID),
            channel=ways.get("channel", DeliveryChannel.MAIL), two_step=ways.get("two_step", "none"),
        )  # fmt: skip
        details = ContractDetails(
            title=known["title"], subject=known["subject"], message=known["message"], mapping=mapping,
            terms=terms or Terms(kind=ContractKind(known["kind"]), value=value), people=[person],
            values=[
                ValueDetails(row.custom_id, row.value or _otherwise(row.custom_id, value), row.name, row.origin)
                for row in begun.rows
                if (row.value or row.custom_id == "pris") and row.custom_id != NOT_SENT
            ],
        )  # fmt: skip
        return draft_contract(customer=customer, lead=lead or begun.lead, details=details, by=by, at=at)

    def _send(self, contract: Contract, by: User, at: datetime) -> None:
        ask_for_sending(contract=contract, by=by, at=at)
        claim = creating.claim_sending(contract_id=contract.pk, at=at)
        if claim is not None:
            remote = _remote(told(contract, "pending", sent_at=at, at=at))
            creating.record_created(claim=claim, remote=remote, was_found=False, at=at)
            creating.record_published(claim=claim, remote=remote, at=at)

    def _hear(
        self, contract: Contract, state: str, sent_at: datetime, *, at: datetime, opened_at: datetime | None = None
    ) -> None:
        remote = _remote(told(contract, state, sent_at=sent_at, at=at, opened_at=opened_at))
        syncing.apply_reading(contract_id=contract.pk, remote=remote, began_at=at, at=at)

    def _sign(self, contract: Contract, sent_at: datetime, at: datetime, opened_at: datetime) -> None:
        """Everybody signs, and the paper comes home."""
        self._hear(contract, "signed", sent_at, at=at, opened_at=opened_at)
        claim = filing.claim_signed_pdf(contract_id=contract.pk, at=at)
        if claim is not None:
            filing.file_signed_pdf(claim=claim, content=papers.signed_contract(contract, at), at=at)


def _remote(reading: object) -> "RemoteContract":
    return cast("RemoteContract", reading)


def _otherwise(custom_id: str, value: Decimal) -> str:
    """What somebody wrote where nothing was known."""
    return f"{value:,} kr".replace(",", "\u00a0") if custom_id == "pris" else ""
