"""A contract that is to be created, and the body Oneflow wants for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

NO_TWO_STEP = "none"


@dataclass(frozen=True)
class DraftParticipant:
    """A person of the other side. `phone` as E.164; `sign_method` and `channel` are names the template offers.

    `may_change` lets the person fill in fields. `personal_number` only where it is needed.
    """

    name: str
    channel: str
    email: str = ""
    phone: str = ""
    personal_number: str = ""
    title: str = ""
    is_signatory: bool = True
    sign_method: str = ""
    two_step: str = NO_TWO_STEP
    may_change: bool = True


@dataclass(frozen=True)
class DraftParty:
    """A counterparty: a private person is a party of one participant without `name`; a company has both."""

    participants: Sequence[DraftParticipant]
    is_company: bool = False
    name: str = ""
    number: str = ""


@dataclass(frozen=True)
class DraftProduct:
    """A row of a product table: `price` in kronor for one."""

    name: str
    price: Decimal
    description: str = ""
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True)
class Draft:
    """What becomes a contract; `data_fields` by custom id, our own id among them."""

    workspace_id: int
    template_id: int
    name: str
    parties: Sequence[DraftParty]
    data_fields: Mapping[str, str] = field(default_factory=dict)
    products: Sequence[DraftProduct] = ()


def body_of(draft: Draft) -> dict[str, Any]:  # Any: JSON
    """The body of POST /contracts/create."""
    body: dict[str, Any] = {
        "workspace_id": draft.workspace_id,
        "template_id": draft.template_id,
        "name": draft.name,
        "data_fields": [{"custom_id": name, "value": value} for name, value in draft.data_fields.items()],
        "parties": [_party(party) for party in draft.parties],
    }
    if draft.products:
        body["product_groups"] = [{"products": [_product(product) for product in draft.products]}]
    return body


def _party(party: DraftParty) -> dict[str, Any]:
    people = [_participant(person) for person in party.participants]
    if not party.is_company:
        if len(people) != 1:
            message = "a private person is a party of one"
            raise ValueError(message)
        return {"type": "individual", "country_code": "SE", "participant": people[0]}
    return {
        "type": "company", "name": party.name, "country_code": "SE", "identification_number": party.number,
        "participants": people,
    }  # fmt: skip


def _participant(person: DraftParticipant) -> dict[str, Any]:
    """Everything is said outright: who may sign is nobody otherwise. An empty sign method leaves the preferred one."""
    body: dict[str, Any] = {
        "name": person.name,
        "signatory": person.is_signatory,
        "delivery_channel": person.channel,
        "two_step_authentication_method": person.two_step,
        "_permissions": {"contract:update": person.may_change},
    }
    optional = {
        "email": person.email, "phone_number": person.phone, "identification_number": person.personal_number,
        "title": person.title, "sign_method": person.sign_method,
    }  # fmt: skip
    return body | {name: value for name, value in optional.items() if value}


def _product(product: DraftProduct) -> dict[str, Any]:
    """Amounts are texts in kronor; anything but the base amount is refused inside a price."""
    return {
        "name": product.name,
        "description": product.description,
        "price_1": {"base_amount": {"amount": f"{product.price:f}"}},
        "quantity": {"type": "quantity", "amount": float(product.quantity)},
    }
