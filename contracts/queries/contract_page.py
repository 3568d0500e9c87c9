"""What the page of one contract shows: its way so far, its people, what is written in it, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db.models import Count, Max, Sum
from django.utils import timezone

from contracts.models import Contract, ContractValue, OfferRow, Participant
from contracts.queries.contract_words import entry_of, origin_icon, state_of
from contracts.rules.contracts import Terms, current_end, last_notice_day
from contracts.states import (
    ENDED,
    FOLLOWED,
    OPEN,
    UNDELIVERED,
    UNSENT,
    ContractStatus,
    Delivery,
    DeliveryChannel,
    PdfState,
    RemovalState,
    SendState,
    Side,
    SignState,
)
from perforia.base.history import Entry
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.templatetags.perforia import day

MOST_EVENTS = 60


@dataclass(frozen=True)
class Step:
    """One phase with its date (components/steps.html)."""

    name: str
    state: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Signer:
    """A person of the contract and how far they have come, as the page says it."""

    person: Participant
    label: str
    ring: str
    tone: str
    detail: str
    hue: int

    @property
    def initials(self) -> str:
        """The first letters of the first and the last name."""
        words = self.person.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def address(self) -> str:
        """How the person is reached."""
        return self.person.email or self.person.phone


@dataclass(frozen=True)
class Signing:
    """Who signs, and how many have."""

    signers: Sequence[Signer]
    others: Sequence[Signer]

    @property
    def done(self) -> int:
        return sum(signer.person.sign_state == SignState.SIGNED for signer in self.signers)

    @property
    def waited_for(self) -> list[Signer]:
        """Those whose answer is missing."""
        return [signer for signer in self.signers if signer.person.sign_state == SignState.UNDECIDED]

    @property
    def to_remind(self) -> list[Participant]:
        """Those of the other side whose answer is missing."""
        return [signer.person for signer in self.waited_for if signer.person.side == Side.THEIRS]


def facts_of(user: User, contract: Contract, *, today: date) -> dict[str, object]:
    """Everything the page shows of a contract fetched with its customer, lead, mapping, offer, owner and document."""
    signing = signing_of(contract)
    terms = Terms(**{each.name: getattr(contract, each.name) for each in fields(Terms)})
    return {
        "contract": contract, "state": state_of(contract), "steps": steps_of(contract, signing), "signing": signing,
        "values": values_of(contract), "offer_rows": offer_rows(contract), "events": timeline_of(contract),
        "acts": acts_of(contract, user), "version": version_of(contract), "pace": pace_of(contract),
        "is_hidden": not contract.customer.may_be_reached_by(user), "terms": terms,
        "period_end": current_end(terms, on=today), "notice_day": notice_day_of(contract, terms, today),
        "is_awaited": contract.status in {*UNSENT, *OPEN, ContractStatus.EXPIRED},
        "expires_on": timezone.localdate(contract.expires_at) if contract.expires_at else contract.sign_by,
    }  # fmt: skip


def steps_of(contract: Contract, signing: Signing) -> list[Step]:
    """Draft, sent, opened, signed, each with when; what ended it instead stands last."""
    if contract.send_state == SendState.STOPPED:
        sent = Step("Behöver rättas", "is-now", "skickades inte")
    elif contract.status == ContractStatus.CREATING:
        sent = Step("Skapas", "is-now", "skickas till Oneflow …")
    else:
        sent = Step("Skickat", _reached(contract.sent_at), _when(contract.sent_at, _channels(signing)))
    visits = sum(signer.person.visits for signer in signing.signers)
    times = {0: "", 1: "en gång", 2: "två gånger", 3: "tre gånger"}.get(visits, f"{visits} gånger")
    steps = [
        Step("Utkast", "is-done" if contract.status != ContractStatus.DRAFT else "is-now", day(contract.created_at)),
        sent,
        Step("Öppnat", _reached(contract.opened_at), _when(contract.opened_at, times)),
        _last(contract, signing),
    ]
    return _with_now(steps, contract)


def signing_of(contract: Contract) -> Signing:
    """The people of the other side, and those of ours who sign; hue by their place, so that two never look the same."""
    theirs_first = contract.participants.order_by("position")
    found = [_signer(each, contract) for each in theirs_first if each.side == Side.THEIRS or each.is_signatory]
    found.sort(key=lambda signer: signer.person.side == Side.OURS)
    return Signing(
        [each for each in found if each.person.is_signatory], [each for each in found if not each.person.is_signatory]
    )


def values_of(contract: Contract) -> list[tuple[ContractValue, str]]:
    """What is written in the data fields, each with the icon of where it was taken from."""
    return [(row, origin_icon(row.source)) for row in contract.values.order_by("position")]


def offer_rows(contract: Contract) -> list[OfferRow]:
    """The price rows of the offer that the contract follows."""
    return list(contract.offer.rows.order_by("position")) if contract.offer else []


def timeline_of(contract: Contract) -> list[Entry]:
    """What happened, the latest first: who, what, when."""
    found = contract.events.select_related("by", "participant").order_by("-at", "-pk")[:MOST_EVENTS]
    return [entry_of(each) for each in found]


def acts_of(contract: Contract, user: User) -> frozenset[str]:
    """What a person may do with a contract now: the page offers nothing that would be refused."""
    if not user.has_permission(Permission.WORK_CONTRACTS):
        return frozenset()
    acts = {"copy", "terms"}
    is_busy = contract.send_state in {SendState.WAITING, SendState.WORKING}
    is_leaving = contract.removal_state in {RemovalState.WANTED, RemovalState.WORKING}
    if contract.status in UNSENT and not is_busy and not is_leaving:
        acts |= {"edit", "send", "withdraw"}
    if contract.status in {*FOLLOWED, ContractStatus.DECLINED} and not is_leaving:
        acts.add("withdraw")
    if contract.status in OPEN and not is_leaving and user.has_permission(Permission.SEND_MESSAGES):
        acts.add("remind")
    if contract.remote_id is not None:
        acts.add("sync")
    if contract.status == ContractStatus.SIGNED and contract.ended_at is None:
        acts.add("give_notice")
    if contract.pdf_state == PdfState.FAILED:
        acts.add("fetch")
    if contract.attention:
        acts.add("settle")
    return frozenset(acts)


def pace_of(contract: Contract) -> int:
    """Seconds between the looks of an open page at something that may change by itself; 0 when nothing does."""
    works = (
        contract.send_state in {SendState.WAITING, SendState.WORKING}
        or contract.pdf_state in {PdfState.WANTED, PdfState.FETCHING}
        or contract.removal_state in {RemovalState.WANTED, RemovalState.WORKING}
    )
    return 1 if works else 3 if contract.status in OPEN else 0


def version_of(contract: Contract) -> str:
    """What an open page remembers of what it shows, so that it is drawn again only when something has changed."""
    latest = contract.events.aggregate(latest=Max("pk"))["latest"] or 0
    people = contract.participants.aggregate(visits=Sum("visits"), signed=Count("sign_state_at"))
    states = (contract.status, contract.send_state, contract.pdf_state, contract.removal_state)
    told = (latest, *states, people["visits"], people["signed"], f"{contract.changed_at:%d%H%M%S%f}")
    return "-".join(map(str, told))


def notice_day_of(contract: Contract, terms: Terms, today: date) -> date | None:
    """The last day to give notice of an agreement that runs; None when nothing renews itself."""
    is_running = contract.status == ContractStatus.SIGNED and contract.ended_at is None
    return last_notice_day(terms, on=today) if is_running else None


def _signer(person: Participant, contract: Contract) -> Signer:
    detail = ""
    if person.sign_state == SignState.SIGNED:
        label, ring, tone, detail = "Signerat", "is-done", "ok", day(person.sign_state_at)
    elif person.sign_state == SignState.DECLINED:
        label, ring, tone, detail = "Avböjt", "is-lost", "", day(person.sign_state_at)
    elif person.delivery_status in UNDELIVERED:
        label, ring, tone = Delivery(person.delivery_status).label, "is-alert", "bad"
        detail = "Kontrollera adressen, gör ett nytt avtal eller skicka en länk själv."
    elif person.visits:
        label, ring, tone, detail = "Öppnat", "66", "accent", f"senast {day(person.last_visited_at)}"
    elif contract.status in UNSENT:
        label, ring, tone = "Inte skickat", "is-new", ""
    elif contract.status in ENDED:
        label, ring, tone = "Svarade inte", "is-lost", ""
    elif person.channel == DeliveryChannel.NONE:
        label, ring, tone, detail = "Väntar", "33", "accent", "Skicka länken med en påminnelse."
    else:
        label, ring, tone = ("På väg" if person.delivery_status == Delivery.PENDING else "Skickat"), "33", "accent"
    return Signer(person, label, ring, tone, detail, 1 + (person.position + 2) % 5)


def _last(contract: Contract, signing: Signing) -> Step:
    ended: dict[str, tuple[str, datetime | None]] = {
        ContractStatus.DECLINED: ("Avböjt", contract.declined_at),
        ContractStatus.EXPIRED: ("Utgånget", contract.expired_at),
        ContractStatus.REMOVED: ("Borttaget", contract.removed_at),
        ContractStatus.WITHDRAWN: ("Återtaget", contract.withdrawn_at),
    }  # fmt: skip
    if contract.status in ended:
        name, at = ended[contract.status]
        return Step(name, "is-done", day(at))
    if contract.signed_at is not None:
        return Step("Signerat", "is-done", day(contract.signed_at))
    names = [signer.person.name.split()[0] for signer in signing.waited_for if signer.person.name.split()]
    waiting = f"väntar på {', '.join(names[:-1])} och {names[-1]}" if len(names) > 1 else f"väntar på {''.join(names)}"
    return Step("Signerat", "", waiting if names and contract.status not in UNSENT else "")


def _with_now(steps: list[Step], contract: Contract) -> list[Step]:
    """The furthest phase of a contract that goes on is the one it is in."""
    if contract.status not in OPEN:
        return steps
    reached = max(number for number, step in enumerate(steps) if step.state)
    return [Step(step.name, "is-now", step.detail) if number == reached else step for number, step in enumerate(steps)]


def _reached(at: datetime | None) -> str:
    return "is-done" if at else ""


def _when(at: datetime | None, more: str) -> str:
    """`3 juni 14:10, e-post och sms`; empty for what has not happened."""
    if at is None:
        return ""
    clock = "" if timezone.localdate(at) == timezone.localdate() else f" {timezone.localtime(at):%H:%M}"
    return f"{day(at)}{clock}{f', {more}' if more else ''}"


def _channels(signing: Signing) -> str:
    words = {DeliveryChannel.MAIL: "e-post", DeliveryChannel.SMS: "sms", DeliveryChannel.SAME_DEVICE: "på vår skärm",
             DeliveryChannel.NONE: "egen länk"}  # fmt: skip
    used = dict.fromkeys(signer.person.channel for signer in [*signing.signers, *signing.others])
    return " och ".join(words.get(channel, channel) for channel in used)  # type: ignore[call-overload]
