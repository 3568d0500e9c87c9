"""Contracts as people write them: drafted, changed, handed over for sending, copied, kept in the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from contracts import events
from contracts.models import Contract, ContractValue, Offer, Participant, TemplateMapping
from contracts.rules.contracts import TemplateFacts, Terms, Wording, wording_problems
from contracts.rules.mappings import masked_alone
from contracts.rules.participants import Offered, PersonDetails, Problems, problems_of
from contracts.services.moves import NOT_NOW, Fact, lock, move, note
from contracts.states import (
    SEND_MOVES,
    UNSENT,
    ContractStatus,
    EventKind,
    PartyKind,
    RemovalState,
    SendState,
)
from crm.models import Customer, Lead, Property
from crm.rules.contact import clean_email, parse_phone
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.identity import PersonalNumber
from perforia.base.models import User
from perforia.base.secrets import encrypt
from perforia.base.states import check_move

CHANGED_SINCE = "Någon har ändrat avtalet sedan du öppnade det. Öppna det på nytt och gör om ändringen."
STANDS = "Avtalet är skickat och ändras inte. Gör ett nytt avtal av det i stället."
_NUMBERS = 0x61767461  # of the lock that is held while a number is given


class NotReady(DomainError):  # noqa: N818 -- named for what it says
    """A contract cannot be sent as it is; `problems` says per field of ours what to do."""

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        super().__init__("Avtalet kan inte skickas än. Rätta det som är markerat.")
        self.problems = problems


@dataclass(frozen=True)
class ValueDetails:
    """What is written into one data field of the template, and where it was taken from."""

    custom_id: str
    value: str
    label: str = ""
    source: str = ""


@dataclass(frozen=True)
class ContractDetails:
    """Everything a person decides about a contract before it is sent."""

    title: str
    subject: str = ""
    message: str = ""
    mapping: TemplateMapping | None = None
    place: Property | None = None
    owner: User | None = None
    sign_by: date | None = None
    terms: Terms = field(default_factory=Terms)
    people: Sequence[PersonDetails] = ()
    values: Sequence[ValueDetails] = ()


@transaction.atomic
def draft_contract(
    *,
    customer: Customer,
    lead: Lead | None = None,
    offer: Offer | None = None,
    details: ContractDetails,
    by: User | None,
    at: datetime,
) -> Contract:
    """Write a new contract down under the next number of its year. Nothing leaves the house."""
    made = Contract(
        number=_next_number(at), customer=customer, lead=lead, offer=offer, created_at=at, created_by=by,
        changed_at=at,
    )  # fmt: skip
    _fill(made, details)
    made.owner = details.owner or by
    made.save()
    _write_people(made, details.people)
    _write_values(made, details.values)
    note(made, EventKind.DRAFTED, "drafted", Fact(at, by), at=at)
    audit.record(verb="contract.drafted", target=made, by=by, at=at)
    return made


@transaction.atomic
def change_draft(
    *, contract: Contract, details: ContractDetails, by: User, at: datetime, seen: str | None = None
) -> Contract:
    """Write what is decided now; also for one that was stopped on its way, which keeps its place at the service.

    `seen` is `version_of` when a person opened it; None does not ask. Raises DomainError when somebody has changed it
    since, when it has been sent, and while it is being sent.
    """
    locked = lock(contract)
    if seen is not None and seen != version_of(locked):
        raise DomainError(CHANGED_SINCE)
    if locked.status not in UNSENT or locked.removal_state != RemovalState.NONE:
        raise DomainError(STANDS)
    if locked.send_state in {SendState.WAITING, SendState.WORKING}:
        raise DomainError(NOT_NOW)
    if locked.remote_id is not None and details.mapping != locked.mapping:
        raise DomainError("Mallen går inte att byta när avtalet är påbörjat i Oneflow. Gör ett nytt avtal i stället.")
    is_same_people = len(details.people) == locked.participants.written().count()
    if locked.remote_id is not None and not is_same_people:
        raise DomainError("Personer går inte att lägga till eller ta bort när avtalet är påbörjat i Oneflow.")
    _fill(locked, details)
    locked.owner = details.owner or locked.owner
    locked.changed_at, locked.problems = at, {}
    locked.is_changed_there = locked.remote_id is not None
    locked.save()
    _write_people(locked, details.people)
    _write_values(locked, details.values)
    note(locked, EventKind.CHANGED, f"changed:{at.isoformat()}", Fact(at, by), at=at)
    audit.record(verb="contract.changed", target=locked, by=by, at=at)
    return locked


def version_of(row: Contract) -> str:
    """What a form remembers of the row it was opened with."""
    return timezone.localtime(row.changed_at).isoformat()


def problems_before_sending(contract: Contract, *, today: date) -> Problems:
    """What must be put right before a contract can be sent, by field of ours; empty when nothing must."""
    mapping = contract.mapping
    facts = offered = None
    if mapping is not None:
        facts = TemplateFacts(
            mapping.is_offered, frozenset(str(each["custom_id"]) for each in mapping.data_fields)
        )  # fmt: skip
        offered = Offered(_names(mapping.channels), _names(mapping.sign_methods), _names(mapping.second_steps))
    filled = contract.values.exclude(value="").order_by("position")
    wording = Wording(
        contract.title, contract.subject, contract.message, list(filled.values_list("custom_id", flat=True)),
        contract.sign_by,
    )  # fmt: skip
    return {
        **wording_problems(wording, facts, today=today),
        **problems_of(people_details(contract), offered or Offered()),
        **masked_alone(
            dict(filled.values_list("custom_id", "value")),
            list(contract.participants.exclude(personal_number="").values_list("personal_number_masked", flat=True)),
        ),
    }


def people_details(contract: Contract) -> list[PersonDetails]:
    """The other side's people as they are written down, in order, without personal numbers."""
    rows = contract.participants.written().order_by("position")
    return [
        PersonDetails(
            name=row.name, email=row.email, phone=row.phone, title=row.title, personal_number=None,
            party_kind=PartyKind(row.party_kind), company_name=row.company_name, company_number=row.company_number,
            is_signatory=row.is_signatory, may_fill_in=row.may_fill_in, sign_method=row.sign_method,
            channel=row.channel, two_step=row.two_step,
        )
        for row in rows
    ]  # fmt: skip


@transaction.atomic
def ask_for_sending(*, contract: Contract, by: User, at: datetime) -> Contract:
    """Hand a contract over: a worker creates it at the service, fills and publishes it. Idempotent.

    Announces contract_asked. Raises NotReady with what must be put right first.
    """
    locked = lock(contract)
    if locked.status not in UNSENT or locked.send_state in {SendState.WAITING, SendState.WORKING}:
        if locked.status == ContractStatus.WITHDRAWN:
            raise DomainError("Avtalet är återtaget. Gör ett nytt avtal av det i stället.")
        return locked
    if locked.removal_state != RemovalState.NONE:
        raise DomainError("Avtalet håller på att tas tillbaka. Gör ett nytt avtal av det i stället.")
    if problems := problems_before_sending(locked, today=timezone.localdate(at)):
        raise NotReady(problems)
    check_move(SendState(locked.send_state), SendState.WAITING, SEND_MOVES)
    locked.send_state, locked.next_try_at, locked.attempts = SendState.WAITING, at, 0
    locked.asked_at, locked.asked_by, locked.error, locked.problems = at, by, "", {}
    locked.attention, locked.attention_at = "", None
    if not move(locked, ContractStatus.CREATING, Fact(at, by), at=at):
        locked.save()  # stopped before: it stands where it stood and goes on from there
        note(locked, EventKind.ASKED, f"asked:{at.isoformat()}", Fact(at, by), at=at)
    audit.record(verb="contract.asked", target=locked, by=by, at=at)
    events.contract_asked.announce(contract_id=locked.pk)
    return locked


retry_sending = ask_for_sending


@transaction.atomic
def copy_contract(*, contract: Contract, by: User, at: datetime) -> Contract:
    """A new draft with everything that was written in a contract, as a contract that has been sent never changes."""
    old = Contract.objects.select_related("customer", "lead", "offer", "mapping", "place").get(pk=contract.pk)
    details = ContractDetails(
        title=old.title, subject=old.subject, message=old.message, mapping=old.mapping, place=old.place, owner=by,
        terms=terms_of(old), people=people_details(old),
        values=[
            ValueDetails(row.custom_id, row.value, row.label, row.source) for row in old.values.order_by("position")
        ],
    )  # fmt: skip
    made = draft_contract(customer=old.customer, lead=old.lead, offer=old.offer, details=details, by=by, at=at)
    numbered = {row.position: row for row in old.participants.written().exclude(personal_number="")}
    for row in made.participants.filter(position__in=numbered).order_by("position"):
        row.personal_number = numbered[row.position].personal_number
        row.personal_number_masked = numbered[row.position].personal_number_masked
        row.save(update_fields=["personal_number", "personal_number_masked"])
    made.copied_from = old
    made.save(update_fields=["copied_from"])
    audit.record(verb="contract.copied", target=made, by=by, at=at, source=old.number)
    return made


def terms_of(contract: Contract) -> Terms:
    """What the register holds of a contract, as plain values."""
    return Terms(**{each.name: getattr(contract, each.name) for each in fields(Terms)})


def _next_number(at: datetime) -> str:
    """A-2026-0001 and on, one row for each year; whoever asks at the same time waits for the other."""
    year = timezone.localdate(at).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_NUMBERS, year])
    prefix = f"A-{year}-"
    numbers = Contract.objects.filter(number__startswith=prefix).order_by("-pk").values_list("number", flat=True)
    newest = numbers.first()
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1:04}"


def _fill(contract: Contract, details: ContractDetails) -> None:
    for name in ("title", "subject", "message", "mapping", "place", "sign_by"):
        setattr(contract, name, getattr(details, name))
    for each in fields(Terms):
        setattr(contract, each.name, getattr(details.terms, each.name))


def _write_people(contract: Contract, people: Sequence[PersonDetails]) -> None:
    """The other side, by position: rows are kept, with what is known of them at the service and their numbers."""
    known = {row.position: row for row in contract.participants.written().order_by("position")}
    for position, person in enumerate(people):
        row = known.pop(position, None) or Participant(contract=contract, position=position)
        for name in (
            "name", "title", "party_kind", "company_name", "company_number", "is_signatory",
            "may_fill_in", "sign_method", "channel", "two_step",
        ):  # fmt: skip
            setattr(row, name, getattr(person, name))
        row.email, row.phone = clean_email(person.email) or person.email, parse_phone(person.phone) or person.phone
        if person.personal_number is not None:
            row.personal_number = encrypt(person.personal_number)
            row.personal_number_masked = PersonalNumber(person.personal_number).masked if person.personal_number else ""
        row.save()
    Participant.objects.filter(pk__in=[row.pk for row in known.values()]).delete()


def _write_values(contract: Contract, values: Sequence[ValueDetails]) -> None:
    contract.values.all().delete()
    ContractValue.objects.bulk_create(
        ContractValue(
            contract=contract, position=position, custom_id=each.custom_id, label=each.label or each.custom_id,
            value=each.value, source=each.source[:60],
        )
        for position, each in enumerate(values)
    )  # fmt: skip


def _names(options: Sequence[Mapping[str, object]]) -> frozenset[str]:
    return frozenset(str(option["name"]) for option in options)
