"""POST /contracts/create: everything Oneflow would refuse, then the contract as it answers it."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from decimal import Decimal, InvalidOperation

from simulators.oneflow.bodies import CREATE, FIELD, GROUP, PARTICIPANT, PARTY, PRODUCT, check, checked
from simulators.oneflow.problems import TWICE_THE_SAME, Complaints, Problem
from simulators.oneflow.world import Json, World

MOST_PARTIES, MOST_PARTICIPANTS, MOST_PRODUCTS = 40, 40, 150
FACT_OF_SIGNING = {"sms": "phone_number"}


def create(world: World, user: Json, told: Json) -> Json:
    """A new draft of a user's account; raises Problem in the order the API checks."""
    body = checked(told, CREATE)
    template = usable_template(world, user, body["workspace_id"], body["template_id"])
    complaints = Complaints()
    people = _people(body, complaints)
    for path, person, is_ours in people:
        check_participant(person, template, complaints, path, is_ours=is_ours)
    _check_fields(world, body, template, complaints)
    _check_products(body, template, complaints)
    complaints.end()
    check_distinct([(path, person.get("email", "")) for path, person, _ in people], user["email"])
    return world.add("contracts", _contract(world, user, template, body))


def usable_template(world: World, user: Json, workspace_id: int, template_id: int) -> Json:
    """The template, when the user may make contracts of it in the workspace."""
    workspace = world.row("workspaces", workspace_id, user["account_id"])
    template = world.row("templates", template_id, user["account_id"])
    if workspace is None or template is None:
        raise Problem(404, "The workspace or the template does not exist.")
    if not may_use(user, workspace_id):
        raise Problem(403, "The user has no access to the workspace.")
    if workspace_id not in [place["id"] for place in template["workspaces"]]:
        raise Problem(404, "The template is not available in the workspace.")
    if not template["template_active"]:
        raise Problem(403, "The template is not active.")
    return template


def may_use(user: Json, workspace_id: int) -> bool:
    """Whether a user has access to a workspace; without a list of them to all."""
    allowed = user.get("workspace_ids")
    return allowed is None or workspace_id in allowed


def check_participant(
    person: Json, template: Json, complaints: Complaints, path: str, *, is_ours: bool = False
) -> None:
    """What the template offers, and what a way of delivering or signing needs to know of a person."""
    check(person, PARTICIPANT, complaints, f"{path}.")
    options = template["available_options"]
    if not is_ours and not person.get("delivery_channel"):
        complaints.add(f"{path}.delivery_channel", "Missing data for required field.")
    for name, offered in (
        ("delivery_channel", "delivery_channels"), ("sign_method", "sign_methods"),
        ("two_step_authentication_method", "two_step_authentication_methods"),
    ):  # fmt: skip
        if person.get(name):
            _check_option(person, name, options[offered], complaints, path)
    fact = FACT_OF_SIGNING.get(person.get("sign_method", ""))
    if fact and person.get("signatory") and not person.get(fact):
        complaints.add(f"{path}.{fact}", "Required by the sign method.")
    if is_ours and not person.get("email"):
        complaints.add(f"{path}.email", "Missing data for required field.")
    is_here = person.get("delivery_channel") == "same_device" and person.get("signatory")
    if is_here and person.get("sign_method", "standard_esign") == "standard_esign":
        complaints.add(f"{path}.sign_method", "Same device requires SMS or eID signing.")


def _check_option(person: Json, name: str, offered: Sequence[Json], complaints: Complaints, path: str) -> None:
    option = next((each for each in offered if each["name"] == person[name]), None)
    if option is None:
        complaints.add(f"{path}.{name}", "Not available for this template.")
        return
    for fact in option.get("required_participant_attributes", []):
        if not person.get(fact):
            complaints.add(f"{path}.{fact}", f"Required by {person[name]}.")


def check_distinct(emails: Sequence[tuple[str, str]], own: str) -> None:
    """Nobody twice in one contract, the user who makes it included."""
    seen = {own.lower()}
    for path, email in emails:
        if email and email.lower() in seen and not path.startswith("my_party"):
            said = {f"{path}.email": ["A participant with this e-mail address already exists."]}
            raise Problem(400, "Two participants in the contract are identical.", said, TWICE_THE_SAME)
        seen.add(email.lower())


def _people(body: Json, complaints: Complaints) -> list[tuple[str, Json, bool]]:
    """Every participant with its path, and whether it is on our side."""
    found: list[tuple[str, Json, bool]] = []
    parties = body.get("parties", [])
    if len(parties) > MOST_PARTIES:
        complaints.add("parties", f"At most {MOST_PARTIES} parties.")
    for number, party in enumerate(parties):
        path = f"parties[{number}]"
        if not isinstance(party, dict):
            complaints.add(path, "Not a valid object.")
            continue
        check(party, PARTY, complaints, f"{path}.")
        found += [(where, person, False) for where, person in people_of(party, path, complaints)]
    for number, person in enumerate(body.get("my_party", {}).get("participants", [])):
        found.append((f"my_party.participants[{number}]", person, True))
    if len(found) > MOST_PARTICIPANTS:
        complaints.add("parties", f"At most {MOST_PARTICIPANTS} participants.")
    return found


def people_of(party: Json, path: str, complaints: Complaints) -> list[tuple[str, Json]]:
    """A company lists its participants, a private person is one: anything else is wrong."""
    if party.get("type") == "individual":
        if "participants" in party:
            complaints.add(f"{path}.participants", "Not allowed for an individual.")
        if not isinstance(party.get("participant"), dict):
            complaints.add(f"{path}.participant", "Missing data for required field.")
            return []
        return [(f"{path}.participant", party["participant"])]
    if "participant" in party:
        complaints.add(f"{path}.participant", "Not allowed for a company.")
    if not party.get("name"):
        complaints.add(f"{path}.name", "Missing data for required field.")
    listed = party.get("participants")
    if not isinstance(listed, list) or not listed or not all(isinstance(person, dict) for person in listed):
        complaints.add(f"{path}.participants", "At least one participant is required.")
        return []
    return [(f"{path}.participants[{number}]", person) for number, person in enumerate(listed)]


def _check_fields(world: World, body: Json, template: Json, complaints: Complaints) -> None:
    known = {field["custom_id"] for field in fields_of(world, template)}
    for number, field in enumerate(body.get("data_fields", [])):
        path = f"data_fields[{number}]"
        if not isinstance(field, dict):
            complaints.add(path, "Not a valid object.")
            continue
        check(field, FIELD, complaints, f"{path}.")
        if field.get("custom_id") not in known:
            complaints.add(f"{path}.custom_id", "Unknown data field.")


def fields_of(world: World, template: Json) -> list[Json]:
    """The data fields a template's type has; none without a type."""
    kind = template["template_type"]
    if kind is None:
        return []
    fields: list[Json] = world.tables["template_types"][str(kind["id"])]["data_fields"]
    return [field for field in fields if field["active"]]


def _check_products(body: Json, template: Json, complaints: Complaints) -> None:
    groups = body.get("product_groups", [])
    if groups and not template["available_options"]["can_receive_products"]:
        complaints.add("product_groups", "The template has no product table.")
    count = 0
    for number, group in enumerate(groups):
        path = f"product_groups[{number}]"
        check(group, GROUP, complaints, f"{path}.")
        for row, product in enumerate(group.get("products", [])):
            count += 1
            check(product, PRODUCT, complaints, f"{path}.products[{row}].")
            _check_amounts(product, complaints, f"{path}.products[{row}]")
    if count > MOST_PRODUCTS:
        complaints.add("product_groups", f"At most {MOST_PRODUCTS} products.")


def _check_amounts(product: Json, complaints: Complaints, path: str) -> None:
    for price in ("price_1", "price_2"):
        for part, amount in product.get(price, {}).items():
            try:
                Decimal(amount["amount"] if isinstance(amount, Mapping) else amount)
            except (InvalidOperation, KeyError, TypeError):
                complaints.add(f"{path}.{price}.{part}", "Not a valid amount.")


def _contract(world: World, user: Json, template: Json, body: Json) -> Json:
    at, number = world.stamp(), world.new_id()
    given = {field["custom_id"]: field["value"] for field in body.get("data_fields", [])}
    fields = [
        {
            "id": world.new_id(), "name": field["name"], "description": field["description"],
            "placeholder": field["placeholder"], "value": given.get(field["custom_id"], field["value"]),
            "_private_ownerside": {"custom_id": field["custom_id"], "created_time": at, "updated_time": None},
        }
        for field in fields_of(world, template)
    ]  # fmt: skip
    kind = template["template_type"]
    return {
        "account_id": user["account_id"], "events": [], "pdf_ready_at": "", "sign_order": {}, "expires": {},
        "id": number, "state": "draft", "state_updated_time": at, "published_time": None,
        "signing_period_expiry_time": None, "updated_time": at, "tags": [],
        "_permissions": {"contract:delete": True},
        "_private": {
            "name": body.get("name") or template["name"], "value": {"amount": None, "currency": None},
            "workspace_id": body["workspace_id"],
        },
        "_private_ownerside": {
            "created_time": at, "template_id": template["id"], "template_type_id": kind["id"] if kind else None,
        },
        "available_options": deepcopy(template["available_options"]),
        "data_fields": fields,
        "lifecycle_settings": {
            "type": "no_duration", "start_date": None, "end_date": None, "duration": None, "initial_duration": None,
            "notice_period": None,
        },
        "lifecycle_state": None,
        "parties": [
            _own_party(world, user, template, body), *(party_of(world, each) for each in body.get("parties", [])),
        ],
        "product_groups": [{"id": world.new_id(), **group} for group in body.get("product_groups", [])],
    }  # fmt: skip


def _own_party(world: World, user: Json, template: Json, body: Json) -> Json:
    """Our side: the company of the workspace, and the creator with the roles the template gives."""
    told = body.get("my_party", {})
    roles = template["configuration"]["default_creator_roles"]
    listed = [person for person in told.get("participants", []) if person["email"].lower() != user["email"].lower()]
    company = world.tables["workspaces"][str(body["workspace_id"])]
    creator = {
        "name": user["name"], "email": user["email"], "title": user["title"], "organizer": roles["organizer"],
        "signatory": roles["signatory"], "delivery_channel": "email",
    }  # fmt: skip
    return {
        "id": world.new_id(), "type": "company", "my_party": True,
        "name": told.get("name") or company["company_name"] or company["name"], "country_code": "SE",
        "identification_number": told.get("identification_number") or company["registration_number"],
        "_private_ownerside": {"created_time": world.stamp(), "updated_time": None},
        "participants": [participant_of(world, person, is_ours=True) for person in (creator, *listed)],
    }  # fmt: skip


def party_of(world: World, told: Json) -> Json:
    """A counterparty as it is answered."""
    party: Json = {
        "id": world.new_id(), "type": told["type"], "my_party": False, "country_code": told.get("country_code", "SE"),
        "_private_ownerside": {"created_time": world.stamp(), "updated_time": None},
    }  # fmt: skip
    if told["type"] == "individual":
        return party | {"participant": participant_of(world, told["participant"])}
    return party | {
        "name": told["name"], "identification_number": told.get("identification_number", ""),
        "participants": [participant_of(world, person) for person in told["participants"]],
    }  # fmt: skip


def participant_of(world: World, told: Json, *, is_ours: bool = False) -> Json:
    """A person as they are answered."""
    texts = ("name", "email", "phone_number", "title", "identification_number")
    return {
        "id": world.new_id(), **{name: told.get(name, "") for name in texts}, "my_participant": is_ours,
        "organizer": told.get("organizer", False), "signatory": told.get("signatory", False),
        "sign_method": told.get("sign_method", "standard_esign"), "sign_state": "undecided",
        "sign_state_updated_time": None, "delivery_channel": told.get("delivery_channel", "email"),
        "delivery_status": "not_sent",
        "two_step_authentication_method": told.get("two_step_authentication_method", "none"),
        "_permissions": told.get("_permissions", {"contract:update": False}),
        "_private_ownerside": {
            "created_time": world.stamp(), "updated_time": None, "first_visited_time": None,
            "last_visited_time": None, "visits": 0,
        },
    }  # fmt: skip
