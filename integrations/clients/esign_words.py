"""Contracts, templates and people as Oneflow answers them, in our words: unknown fields and values do no harm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

Json = Mapping[str, Any]  # Any: JSON


@dataclass(frozen=True)
class RemoteAccount:
    """The firm's account."""

    id: int
    name: str
    number: str


@dataclass(frozen=True)
class RemoteWorkspace:
    """A place for contracts; `may_create` for the user we act as."""

    id: int
    name: str
    may_create: bool


@dataclass(frozen=True)
class Option:
    """A way to deliver or to sign that a template allows; `required` are the facts of a person it needs."""

    name: str
    is_preferred: bool = False
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemoteTemplate:
    """A template; without `type_id` it has no data fields. The options are only told for one template at a time."""

    id: int
    name: str
    is_active: bool
    type_id: int | None
    type_name: str
    workspace_ids: tuple[int, ...] = ()
    channels: tuple[Option, ...] = ()
    sign_methods: tuple[Option, ...] = ()
    two_step_methods: tuple[Option, ...] = ()
    takes_products: bool = False


@dataclass(frozen=True)
class RemoteField:
    """A data field of a template's type; `custom_id` is what it is filled by."""

    custom_id: str
    name: str
    description: str
    placeholder: str
    is_active: bool


@dataclass(frozen=True)
class RemoteParticipant:
    """A person of a party. `sign_state`, `channel` and the like may hold values nobody knows yet."""

    id: int
    name: str
    email: str
    phone: str
    is_signatory: bool
    sign_method: str
    sign_state: str
    sign_state_at: datetime | None
    channel: str
    delivery_status: str
    visits: int
    first_visited_at: datetime | None
    last_visited_at: datetime | None


@dataclass(frozen=True)
class RemoteParty:
    """One side of a contract: `kind` is "company" or "individual"."""

    id: int
    is_ours: bool
    kind: str
    name: str
    number: str
    participants: tuple[RemoteParticipant, ...]


@dataclass(frozen=True)
class RemoteContract:
    """A contract as it is there now. `state`: draft, pending, overdue, signed, declined, or something new.

    In lists `data_fields` are missing. `url` leads a person of the firm to it. `value` in kronor.
    """

    id: int
    name: str
    state: str
    state_at: datetime | None
    published_at: datetime | None
    expires_at: datetime | None
    signed_at: datetime | None
    parties: tuple[RemoteParty, ...]
    data_fields: Mapping[str, str]
    template_id: int | None
    workspace_id: int | None
    value: Decimal | None
    url: str
    lifecycle: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    notice_at: datetime | None = None

    def participants(self, *, ours: bool = False) -> tuple[RemoteParticipant, ...]:
        """Everybody of the other side, or of ours."""
        return tuple(person for party in self.parties if party.is_ours == ours for person in party.participants)


@dataclass(frozen=True)
class RemoteFile:
    """A file of a contract; the contract itself is always number 1."""

    id: int
    name: str
    kind: str
    extension: str


@dataclass(frozen=True)
class RemoteWebhook:
    """A place that is called back; the key it signs with is not told again. None in `workspace_ids` means all."""

    id: int
    url: str
    events: frozenset[str] = field(default_factory=frozenset)
    workspace_ids: frozenset[int] = field(default_factory=frozenset)


def read_account(told: Json) -> RemoteAccount:
    """The account of GET /accounts/me."""
    return RemoteAccount(_id(told), _text(told, "name"), _text(told, "registration_number"))


def read_workspace(told: Json) -> RemoteWorkspace:
    """One of GET /workspaces. Without a word on permissions the user is taken to have them."""
    allowed = _part(told, "_permissions").get("contract:create", True)
    return RemoteWorkspace(_id(told), _text(told, "name"), bool(allowed))


def read_template(told: Json) -> RemoteTemplate:
    """One of GET /templates, or GET /templates/{id} with its options."""
    kind, options = _part(told, "template_type"), _part(told, "available_options")
    return RemoteTemplate(
        id=_id(told),
        name=_text(told, "name"),
        is_active=told.get("template_active") is not False,
        type_id=_number(kind.get("id")),
        type_name=_text(kind, "name"),
        workspace_ids=tuple(_id(place) for place in _list(told, "workspaces")),
        channels=_options(options, "delivery_channels"),
        sign_methods=_options(options, "sign_methods"),
        two_step_methods=_options(options, "two_step_authentication_methods"),
        takes_products=bool(options.get("can_receive_products")),
    )


def read_field(told: Json) -> RemoteField:
    """One data field of GET /template_types/{id}."""
    return RemoteField(
        custom_id=_text(told, "custom_id"),
        name=_text(told, "name"),
        description=_text(told, "description"),
        placeholder=_text(told, "placeholder"),
        is_active=told.get("active") is not False,
    )


def read_file(told: Json) -> RemoteFile:
    """One of GET /contracts/{id}/files."""
    return RemoteFile(_id(told), _text(told, "name"), _text(told, "type"), _text(told, "extension"))


def read_webhook(told: Json) -> RemoteWebhook:
    """A subscription; its id has two names in what Oneflow writes and does."""
    rules = [rule for filters in _list(told, "filters") for rule in _list(filters, "filter_rules")]
    named: dict[str, set[Any]] = {"EVENT_TYPE": set(), "WORKSPACE": set()}  # Any: words or numbers
    for rule in rules:
        named.setdefault(_text(rule, "type"), set()).update(rule.get("values") or [])
    return RemoteWebhook(
        id=_number(told.get("id")) or _number(told.get("webhook_id")) or 0,
        url=_text(told, "callback_url"),
        events=frozenset(named["EVENT_TYPE"]),
        workspace_ids=frozenset(named["WORKSPACE"]),
    )


def read_contract(told: Json, *, page: str) -> RemoteContract:
    """GET /contracts/{id}, or one of a list; `page` is where people see contracts."""
    own, private, life = _part(told, "_private_ownerside"), _part(told, "_private"), _part(told, "lifecycle_state")
    state, state_at = _text(told, "state"), _time(told, "state_updated_time")
    return RemoteContract(
        id=_id(told),
        name=_text(private, "name"),
        state=state,
        state_at=state_at,
        published_at=_time(told, "published_time"),
        expires_at=_time(told, "signing_period_expiry_time"),
        signed_at=state_at if state == "signed" else None,
        parties=tuple(_party(party) for party in _list(told, "parties")),
        data_fields={
            _text(_part(each, "_private_ownerside"), "custom_id"): _text(each, "value")
            for each in _list(told, "data_fields")
        },
        template_id=_number(own.get("template_id")),
        workspace_id=_number(private.get("workspace_id")),
        value=_amount(_part(private, "value").get("amount")),
        url=f"{page}/contracts/{_id(told)}",
        lifecycle=_text(life, "lifecycle_state"),
        starts_at=_time(life, "contract_start_time"),
        ends_at=_time(life, "contract_end_time"),
        notice_at=_time(life, "notice_period_start_time"),
    )


def _party(told: Json) -> RemoteParty:
    """A company has participants, a private person is one."""
    people = _list(told, "participants") or [each for each in [_part(told, "participant")] if each]
    participants = tuple(_participant(person) for person in people)
    name = _text(told, "name") or (participants[0].name if participants else "")
    return RemoteParty(
        id=_id(told),
        is_ours=bool(told.get("my_party")),
        kind=_text(told, "type"),
        name=name,
        number=_text(told, "identification_number"),
        participants=participants,
    )


def _participant(told: Json) -> RemoteParticipant:
    own = _part(told, "_private_ownerside")
    return RemoteParticipant(
        id=_id(told),
        name=_text(told, "name"),
        email=_text(told, "email"),
        phone=_text(told, "phone_number"),
        is_signatory=bool(told.get("signatory")),
        sign_method=_text(told, "sign_method"),
        sign_state=_text(told, "sign_state"),
        sign_state_at=_time(told, "sign_state_updated_time"),
        channel=_text(told, "delivery_channel"),
        delivery_status=_text(told, "delivery_status"),
        visits=_number(own.get("visits")) or 0,
        first_visited_at=_time(own, "first_visited_time"),
        last_visited_at=_time(own, "last_visited_time"),
    )


def _options(told: Json, name: str) -> tuple[Option, ...]:
    return tuple(
        Option(
            name=_text(each, "name"),
            is_preferred=bool(each.get("preferred")),
            required=tuple(str(fact) for fact in each.get("required_participant_attributes") or ()),
        )
        for each in _list(told, name)
    )


def _part(told: Json, name: str) -> Json:
    part = told.get(name)
    return part if isinstance(part, dict) else {}


def _list(told: Json, name: str) -> list[Json]:
    found = told.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(told: Json, name: str) -> str:
    value = told.get(name)
    return "" if value is None else str(value)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _id(told: Json) -> int:
    return _number(told.get("id")) or 0


def _time(told: Json, name: str) -> datetime | None:
    """With or without a colon in the offset; what is no time is none."""
    try:
        at = datetime.fromisoformat(_text(told, name))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _amount(value: object) -> Decimal | None:
    try:
        return Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
