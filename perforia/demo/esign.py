"""What Oneflow would tell of the demo firm's templates and of contracts signed before the demo began."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from contracts.models import Contract, Participant
from contracts.rules.mappings import Option, ToldTemplate
from perforia.demo import oneflow

FIRST_ID = 9_800_001  # below those that the Oneflow of script/server gives
PERIOD = timedelta(days=14)
# Those of the account's templates that the demo has contracts of: id and name, type.
TEMPLATES = (
    (oneflow.PRIVATE_MOVE, oneflow.PRIVATE_TYPE),
    (oneflow.RUNNING_CLEANING, oneflow.CLEANING_TYPE),
    (oneflow.MOVE_OUT_CLEANING, oneflow.MOVE_OUT_TYPE),
)


def told_templates() -> list[ToldTemplate]:
    """The templates as the service tells of them."""
    return [
        ToldTemplate(
            remote_id=remote_id, name=name, workspace_id=oneflow.WORKSPACE_ID, workspace_name=oneflow.WORKSPACE,
            template_type_id=type_id, is_active=True,
            data_fields=[
                {"custom_id": custom_id, "name": label, "description": "", "placeholder": ""}
                for custom_id, label in (oneflow.ID_FIELD, *fields)
            ],
            channels=[
                Option("email", is_preferred=True, needs=("email",)), Option("sms", needs=("phone_number",)),
                Option("same_device"), Option("none"),
            ],
            sign_methods=[Option("swedish_bankid", is_preferred=True), Option("standard_esign"), Option("sms")],
            second_steps=[
                Option("none", is_preferred=True), Option("email", needs=("email",)),
                Option("sms", needs=("phone_number",)),
            ],
        )
        for (remote_id, name), (type_id, _, fields) in TEMPLATES
    ]  # fmt: skip


@dataclass(frozen=True)
class ToldPerson:
    """A person as a reading tells of them (integrations.clients.esign.RemoteParticipant)."""

    id: int
    name: str
    email: str
    phone: str
    sign_state: str = "undecided"
    sign_state_at: datetime | None = None
    delivery_status: str = "success"
    visits: int = 0
    first_visited_at: datetime | None = None
    last_visited_at: datetime | None = None
    is_signatory: bool = True
    sign_method: str = "swedish_bankid"
    channel: str = "email"


@dataclass(frozen=True)
class ToldParty:
    """One side as a reading tells of it."""

    id: int
    name: str
    participants: tuple[ToldPerson, ...]
    kind: str = "individual"
    number: str = ""
    is_ours: bool = False


@dataclass(frozen=True)
class Told:
    """A contract as a reading tells of it (integrations.clients.esign.RemoteContract)."""

    id: int
    name: str
    state: str
    state_at: datetime
    published_at: datetime
    expires_at: datetime
    signed_at: datetime | None
    parties: tuple[ToldParty, ...]
    data_fields: dict[str, str] = field(default_factory=dict)
    template_id: int | None = None
    workspace_id: int | None = oneflow.WORKSPACE_ID
    value: Decimal | None = None
    url: str = ""
    lifecycle: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    notice_at: datetime | None = None


def told(contract: Contract, state: str, *, sent_at: datetime, at: datetime, opened_at: datetime | None = None) -> Told:
    """What a reading at a moment says: the whole contract in one state, everybody opened and signed alike."""
    remote_id = FIRST_ID + contract.pk
    answered = {"signed": "signed", "declined": "declined"}.get(state, "undecided")
    people = contract.participants.order_by("position")
    parties = tuple(
        ToldParty(70_000 + 2 * person.pk, person.name, (_person(person, answered, at, opened_at),)) for person in people
    )
    return Told(
        id=remote_id, name=contract.title, state=state, state_at=at, published_at=sent_at, expires_at=sent_at + PERIOD,
        signed_at=at if state == "signed" else None, parties=parties,
    )  # fmt: skip


def _person(person: Participant, answered: str, at: datetime, opened_at: datetime | None) -> ToldPerson:
    is_bounced = "studs" in person.email
    return ToldPerson(
        id=80_000 + 2 * person.pk, name=person.name, email=person.email, phone=person.phone, sign_state=answered,
        sign_state_at=at if answered != "undecided" else None, delivery_status="bounce" if is_bounced else "success",
        visits=2 if opened_at else 0, first_visited_at=opened_at, last_visited_at=opened_at,
    )  # fmt: skip
