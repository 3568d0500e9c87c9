"""What happens to a contract, by its states: publish, visit, sign, decline, expire, delete; each leaves its events."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from simulators.oneflow.problems import Problem
from simulators.oneflow.world import Json, World, people

PERIOD = timedelta(days=14)
OPEN, SENT = frozenset({"pending", "overdue"}), frozenset({"pending", "overdue", "signed"})
SWEDEN = ZoneInfo("Europe/Stockholm")


def tell(world: World, contract: Json, *kinds: str) -> list[Json]:
    """New events of a contract, in order."""
    events = [{"id": world.new_id(), "type": kind, "created_time": world.stamp()} for kind in kinds]
    contract["events"] += events
    contract["updated_time"] = world.stamp()
    return events


def made(world: World, contract: Json) -> list[Json]:
    """A contract was created; its PDF follows."""
    _print_later(world, contract)
    return tell(world, contract, "contract:create", *("participant:create" for _ in people(contract)))


def publish(world: World, contract: Json, *, plan: str, subject: str, message: str) -> list[Json]:
    """Send it for signing."""
    if plan == "free":
        raise Problem(402, "The plan does not include publishing.")
    if contract["state"] != "draft" or not any(person["signatory"] for person in people(contract)):
        raise Problem(409, "The contract is not a draft with at least one signatory.")
    at = world.stamp()
    contract |= {"state": "pending", "state_updated_time": at, "published_time": at}
    contract["signing_period_expiry_time"] = _expiry(world, contract["expires"])
    bounced = 0
    for person in people(contract):
        if not person["my_participant"]:
            bounced += _deliver(world, contract, person, subject, message)
    kinds = ["contract:publish", *("participant:publish" for _ in people(contract))]
    return tell(world, contract, *kinds, *("participant:delivery_failure" for _ in range(bounced)))


def _deliver(world: World, contract: Json, person: Json, subject: str, message: str) -> bool:
    """Write an invitation to the outbox; whether it bounced."""
    channel = person["delivery_channel"]
    address = person["phone_number"] if channel == "sms" else person["email"]
    if channel not in {"email", "sms"}:
        return False
    is_bounced = "bounce" in address
    person["delivery_status"] = "bounce" if is_bounced else "success"
    world.add("outbox", {
        "id": world.new_id(), "contract_id": contract["id"], "participant_id": person["id"], "channel": channel,
        "address": address, "subject": subject, "message": message, "at": world.stamp(),
    })  # fmt: skip
    return is_bounced


def visit(world: World, contract: Json, person: Json) -> list[Json]:
    """The person opens the page."""
    own = person["_private_ownerside"]
    is_first = not own["visits"]
    own["visits"] += 1
    own["last_visited_time"] = world.stamp()
    own["first_visited_time"] = own["first_visited_time"] or world.stamp()
    if person["delivery_status"] in {"pending", "success"}:
        person["delivery_status"] = "opened"
    return tell(world, contract, "participant:first_visit") if is_first else []


def sign(world: World, contract: Json, person: Json) -> list[Json]:
    """The person signs; with the last signature the contract is signed."""
    _may_decide(contract, person)
    order = contract["sign_order"]
    mine = order.get(str(person["id"]), 0)
    if any(order.get(str(each["id"]), 0) < mine and each["sign_state"] != "signed" for each in _signatories(contract)):
        raise Problem(409, "It is not this participant's turn.")
    at = world.stamp()
    person |= {"sign_state": "signed", "sign_state_updated_time": at}
    if any(each["sign_state"] != "signed" for each in _signatories(contract)):
        return tell(world, contract, "participant:sign")
    contract |= {"state": "signed", "state_updated_time": at, "lifecycle_state": _lifecycle(world, contract)}
    _print_later(world, contract)
    is_active = contract["lifecycle_state"]["lifecycle_state"] == "active"
    return tell(
        world, contract, "participant:sign", "contract:sign", *(["contract:lifecycle_state:start"] if is_active else [])
    )


def decline(world: World, contract: Json, person: Json) -> list[Json]:
    """The person says no, which ends it."""
    _may_decide(contract, person)
    at = world.stamp()
    person |= {"sign_state": "declined", "sign_state_updated_time": at}
    contract |= {"state": "declined", "state_updated_time": at}
    return tell(world, contract, "participant:decline", "contract:decline")


def expire(world: World, contract: Json) -> list[Json]:
    """The time to sign is over."""
    if contract["state"] != "pending":
        raise Problem(409, "Only a pending contract can expire.")
    contract |= {"state": "overdue", "state_updated_time": world.stamp()}
    return tell(world, contract, "contract:signing_period_expire")


def is_over(world: World, contract: Json) -> bool:
    """Whether the time to sign has run out without anybody having said so."""
    until = contract["signing_period_expiry_time"]
    return contract["state"] == "pending" and bool(until) and datetime.fromisoformat(until) < world.now()


def update(world: World, contract: Json, told: Json) -> list[Json]:
    """Name, value and time to sign, where the state allows it."""
    kinds = []
    if "sign_order" in told:
        _set_order(contract, told["sign_order"])
    private = told.get("_private", {})
    if contract["state"] == "declined" and private:
        raise Problem(409, "A declined contract cannot be changed.")
    if "signing_period_expiration" in private:
        kinds += _set_expiry(world, contract, private["signing_period_expiration"])
    if "name" in private:
        contract["_private"]["name"] = private["name"]
    if "value" in private:
        contract["_private"]["value"] = private["value"] or {"amount": None, "currency": None}
    return tell(world, contract, *kinds, "contract:content_update") if told else []


def _set_order(contract: Json, told: Any) -> None:
    known = {person["id"] for person in people(contract)}
    rows = told if isinstance(told, list) else []
    if {row.get("participant_id") for row in rows if isinstance(row, dict)} != known:
        raise Problem(400, "Every participant must be listed.", {"sign_order": ["List every participant once."]})
    contract["sign_order"] = {str(row["participant_id"]): int(row.get("order", 0)) for row in rows}


def _set_expiry(world: World, contract: Json, told: Json) -> list[str]:
    path = "_private.signing_period_expiration"
    if contract["state"] in {"signed", "declined"}:
        raise Problem(409, "The signing period of this contract is over.")
    if contract["state"] in OPEN and told["type"] == "days_after_publish":
        raise Problem(400, "Not allowed for a published contract.", {f"{path}.type": ["Use never or fixed_date."]})
    until = _expiry(world, told)
    if told["type"] == "fixed_date" and (until is None or datetime.fromisoformat(until) < world.now()):
        raise Problem(400, "The date is wrong.", {f"{path}.expire_date": ["Must be a date to come."]})
    contract["expires"] = told
    if contract["state"] == "draft":
        return []
    contract["signing_period_expiry_time"] = until
    if contract["state"] != "overdue":
        return []
    contract |= {"state": "pending", "state_updated_time": world.stamp()}
    return ["contract:signing_period_revive"]


def _expiry(world: World, told: Json) -> str | None:
    """The last second to sign: of a day in Sweden, of a number of days, or of the two weeks that are usual."""
    kind = told.get("type")
    if kind == "never":
        return None
    if kind == "fixed_date":
        try:
            day = date.fromisoformat(told.get("expire_date", ""))
        except ValueError:
            return None
    else:
        days = timedelta(days=told.get("expire_days_after_publish", PERIOD.days))
        day = (world.now().astimezone(SWEDEN) + days).date()
    last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=SWEDEN)
    return last.astimezone(ZoneInfo("UTC")).isoformat(timespec="seconds")


def may_change(world: World, contract: Json) -> None:
    """Content is for drafts; for pending contracts only where the simulator is told so."""
    if contract["state"] == "draft" or (contract["state"] == "pending" and world.options.edit_pending):
        return
    raise Problem(409, "The contract can no longer be edited.")


def changed(world: World, contract: Json, kind: str) -> list[Json]:
    """Content changed: signatures that were given count no more."""
    signed = [person for person in people(contract) if person["sign_state"] == "signed"]
    for person in signed:
        person |= {"sign_state": "undecided", "sign_state_updated_time": world.stamp()}
    reset = ["contract:signature_reset", *("participant:signature_reset" for _ in signed)] if signed else []
    return tell(world, contract, kind, "contract:content_update", *reset)


def _may_decide(contract: Json, person: Json) -> None:
    if contract["state"] != "pending" or not person["signatory"] or person["sign_state"] != "undecided":
        raise Problem(409, "This participant cannot sign or decline now.")


def _signatories(contract: Json) -> list[Json]:
    return [person for person in people(contract) if person["signatory"]]


def _print_later(world: World, contract: Json) -> None:
    ready = world.now() + timedelta(seconds=world.options.pdf_delay)
    contract["pdf_ready_at"] = ready.isoformat()


def _lifecycle(world: World, contract: Json) -> Json:
    start = contract["lifecycle_settings"]["start_date"]
    waits = bool(start) and date.fromisoformat(start) > world.now().date()
    return {
        "lifecycle_state": "awaiting" if waits else "active", "contract_start_time": world.stamp(),
        "contract_end_time": None, "cancel_time": None, "is_canceled": False, "is_recurring": False,
        "has_ended_by_termination": False, "has_passed_notice_period_start_time": False,
        "lifecycle_state_updated_time": world.stamp(), "notice_period_start_time": None, "period": 1,
        "period_start_time": world.stamp(), "period_end_time": None,
    }  # fmt: skip
