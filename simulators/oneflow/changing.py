"""Calls that change the content of a contract, and subscriptions."""

import email
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulators.oneflow import acts
from simulators.oneflow.bodies import PARTICIPANT, PARTY, WEBHOOK, Rule, check, checked, parse, text
from simulators.oneflow.creating import (
    MOST_PARTICIPANTS,
    check_distinct,
    check_participant,
    participant_of,
    party_of,
    people_of,
)
from simulators.oneflow.hooks import is_acceptable
from simulators.oneflow.problems import Complaints, Problem
from simulators.oneflow.shapes import plain
from simulators.oneflow.world import Json, World, people

if TYPE_CHECKING:
    from simulators.oneflow.api import Call

CUSTOM = "c::"
MOST_RULES, MOST_VALUES = 2, 50
MOST_FILES, LARGEST_FILE = 30, 20 * 1024 * 1024
Changed = tuple[Json, Sequence[Json]]


def set_field(world: World, contract: Json, name: str, told: Json) -> Changed:
    """Fill one data field, by its id or by c:: and its custom id."""
    value = checked(told, {"value": text(needed=True)})["value"]
    for field in contract["data_fields"]:
        own = field["_private_ownerside"]
        if name in {str(field["id"]), CUSTOM + own["custom_id"]}:
            acts.may_change(world, contract)
            field["value"], own["updated_time"] = value, world.stamp()
            return field, acts.changed(world, contract, "data_field:update")
    raise Problem(404, "The data field does not exist.")


def set_fields(world: World, contract: Json, told: Json) -> Sequence[Json]:
    """Fill several data fields."""
    rows = checked(told, {"data_fields": Rule(list, needed=True)})["data_fields"]
    known = {field["_private_ownerside"]["custom_id"]: field for field in contract["data_fields"]}
    complaints = Complaints()
    for number, row in enumerate(rows):
        custom_id = (row.get("_private_ownerside") or {}).get("custom_id")
        if custom_id not in known or not isinstance(row.get("value"), str):
            complaints.add(f"data_fields[{number}]", "Unknown data field or no value.")
    complaints.end()
    acts.may_change(world, contract)
    for row in rows:
        known[row["_private_ownerside"]["custom_id"]]["value"] = row["value"]
    return acts.changed(world, contract, "data_field:update")


def add_party(world: World, contract: Json, told: Json) -> Changed:
    """One more counterparty."""
    complaints = Complaints()
    check(told, PARTY, complaints)
    added = people_of(told, "", complaints)
    for path, person in added:
        check_participant(person, contract, complaints, path.lstrip("."))
    complaints.end()
    _check_room(contract, [person for _, person in added])
    acts.may_change(world, contract)
    made = party_of(world, told)
    contract["parties"].append(made)
    return made, acts.changed(world, contract, "party:create")


def remove_party(world: World, contract: Json, number: str) -> Sequence[Json]:
    """One counterparty less."""
    party = _party(contract, number)
    acts.may_change(world, contract)
    contract["parties"].remove(party)
    return acts.changed(world, contract, "party:delete")


def add_participant(world: World, contract: Json, number: str, told: Json) -> Changed:
    """One more person of a company."""
    party = _party(contract, number)
    if "participants" not in party:
        raise Problem(409, "An individual is one participant.")
    _check_person(contract, told)
    _check_room(contract, [told])
    acts.may_change(world, contract)
    made = participant_of(world, told)
    party["participants"].append(made)
    return made, acts.changed(world, contract, "participant:create")


def change_participant(world: World, contract: Json, party: str, participant: str, told: Json) -> Changed:
    """What is told of a person; the rest stays."""
    listed = _party(contract, party)
    persons = listed["participants"] if "participants" in listed else [listed["participant"]]
    person = next((each for each in persons if str(each["id"]) == participant), None)
    if person is None:
        raise Problem(404, "The participant does not exist.")
    kept = {name: person[name] for name in PARTICIPANT if name in person}
    _check_person(contract, {**kept, **told})
    others = [("", each["email"]) for each in people(contract) if each is not person]
    check_distinct([*others, ("", told.get("email", ""))], "")
    acts.may_change(world, contract)
    person |= told
    return person, acts.changed(world, contract, "participant:update")


def upload(world: World, contract: Json, kind: str, body: bytes) -> Changed:
    """An attachment, or the PDF that a template has a place for."""
    message = email.message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    parts = {str(part.get_param("name", header="content-disposition")): part for part in message.walk()}
    file, asked = parts.get("file"), parts.get("upload_as")
    wanted = asked.get_payload(decode=True) if asked else b""
    way = wanted.decode(errors="replace").strip() if isinstance(wanted, bytes) else ""
    content = file.get_payload(decode=True) if file else b""
    complaints, options = Complaints(), contract["available_options"]
    if file is None or not file.get_filename() or not isinstance(content, bytes) or len(content) > LARGEST_FILE:
        complaints.add("file", "A file with a name, of at most 20 MB.")
    may = {"attachment": "can_receive_attachments", "expanded_pdf": "can_receive_expanded_pdf"}
    if not options.get(may.get(way, "")):
        complaints.add("upload_as", "Not available for this contract.")
    attached = contract.setdefault("attachments", [])
    if way == "attachment" and len(attached) >= MOST_FILES:
        complaints.add("file", f"At most {MOST_FILES} files.")
    complaints.end()
    acts.may_change(world, contract)
    name, _, extension = str(file.get_filename() if file else "").rpartition(".")
    made = {"id": world.new_id(), "name": name, "type": way, "extension": extension}
    attached.append(made)
    return made, acts.changed(world, contract, "contract:content_update")


def add_webhook(call: "Call") -> Json:
    """A new subscription."""
    hook = {"id": call.world.new_id(), "account_id": call.account["id"], **_hook(call)}
    return plain(call.world.add("webhooks", hook))


def change_webhook(call: "Call", number: str) -> Json:
    """A subscription anew."""
    hook = _found_hook(call, number)
    hook |= _hook(call)
    return plain(hook)


def remove_webhook(call: "Call", number: str) -> Json:
    """A subscription less."""
    _found_hook(call, number)
    del call.world.tables["webhooks"][number]
    return {}


def _hook(call: "Call") -> Json:
    told = checked(parse(call.body), WEBHOOK)
    complaints = Complaints()
    if not is_acceptable(call.world, told["callback_url"]):
        complaints.add("callback_url", "Must be an HTTPS address.")
    for number, each in enumerate(told.get("filters") or []):
        rules = each.get("filter_rules") if isinstance(each, dict) else None
        if not isinstance(rules, list) or not 1 <= len(rules) <= MOST_RULES:
            complaints.add(f"filters[{number}].filter_rules", f"Between 1 and {MOST_RULES} rules.")
            continue
        for place, rule in enumerate(rules):
            is_known = isinstance(rule, dict) and rule.get("type") in {"EVENT_TYPE", "WORKSPACE"}
            if not is_known or not 1 <= len(rule.get("values") or []) <= MOST_VALUES:
                complaints.add(f"filters[{number}].filter_rules[{place}]", "Unknown type or wrong number of values.")
    complaints.end()
    return {
        "callback_url": told["callback_url"], "sign_key": told.get("sign_key", ""),
        "template_group_id": told.get("template_group_id"), "filters": told.get("filters"),
        "legacy_webhook": False,
    }  # fmt: skip


def _found_hook(call: "Call", number: str) -> Json:
    hook = call.world.row("webhooks", number, call.account["id"])
    if hook is None:
        raise Problem(404, "The webhook does not exist.")
    return hook


def _party(contract: Json, number: str) -> Json:
    found: Json | None = next((party for party in contract["parties"] if str(party["id"]) == number), None)
    if found is None:
        raise Problem(404, "The party does not exist.")
    return found


def _check_person(contract: Json, told: Json) -> None:
    complaints = Complaints()
    check_participant(told, contract, complaints, "participant")
    complaints.end()


def _check_room(contract: Json, added: Sequence[Json]) -> None:
    present = people(contract)
    if len(present) + len(added) > MOST_PARTICIPANTS:
        raise Problem(400, "There are too many participants.")
    check_distinct([("", each["email"]) for each in [*present, *({"email": "", **each} for each in added)]], "")
