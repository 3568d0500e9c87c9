"""Bodies are read by tables of what a property may be; unknown ones, wrong kinds and lengths are complained of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulators.oneflow.problems import Complaints, Problem
from simulators.oneflow.world import Json


@dataclass(frozen=True)
class Rule:
    """What a property may be: `kind` a Python type, lengths for texts; `fields` for what is inside an object."""

    kind: type
    needed: bool = False
    least: int = 0
    most: int = 100_000
    empty: bool = False  # null is a value too
    among: tuple[str, ...] = ()
    fields: "Mapping[str, Rule] | None" = None


def text(most: int = 100_000, *, least: int = 0, needed: bool = False, among: tuple[str, ...] = ()) -> Rule:
    """A text with a length."""
    return Rule(str, needed=needed, least=least, most=most, among=among)


PERMISSIONS = Rule(dict, fields={"contract:update": Rule(bool)})
PARTICIPANT: dict[str, Rule] = {
    "name": text(100, least=1, needed=True), "email": text(254), "phone_number": text(30),
    "identification_number": text(25), "title": text(100), "signatory": Rule(bool), "organizer": Rule(bool),
    "sign_method": text(50), "delivery_channel": text(50), "two_step_authentication_method": text(50),
    "_permissions": PERMISSIONS,
}  # fmt: skip
PARTY: dict[str, Rule] = {
    "type": text(among=("company", "individual"), needed=True), "name": text(100, least=1), "country_code": text(2),
    "identification_number": text(25), "participants": Rule(list), "participant": Rule(dict),
}  # fmt: skip
MY_PARTY: dict[str, Rule] = {
    "creator_inherit_settings_from_template": Rule(bool), "name": text(100, least=1), "country_code": text(2),
    "identification_number": text(25), "participants": Rule(list),
}  # fmt: skip
PRICE: dict[str, Rule] = {
    "base_amount": Rule(dict, fields={"amount": text(30, needed=True)}),
    "discount_amount": Rule(dict, fields={"amount": text(30, needed=True)}), "discount_percent": Rule(str),
}  # fmt: skip
PRODUCT: dict[str, Rule] = {
    "name": text(255, needed=True), "description": text(5000), "price_1": Rule(dict, fields=PRICE),
    "price_2": Rule(dict, fields=PRICE), "counterparty_lock": Rule(bool),
    "quantity": Rule(
        dict,
        fields={
            "type": text(among=("quantity", "single_choice", "multiple_choice"), needed=True),
            "amount": Rule(float, needed=True),
        },
    ),
}  # fmt: skip
CREATE: dict[str, Rule] = {
    "workspace_id": Rule(int, needed=True), "template_id": Rule(int, needed=True), "name": text(130),
    "data_fields": Rule(list), "parties": Rule(list), "my_party": Rule(dict, fields=MY_PARTY),
    "product_groups": Rule(list), "tags": Rule(list),
}  # fmt: skip
FIELD: dict[str, Rule] = {"custom_id": text(least=1, needed=True), "value": text(needed=True)}
GROUP: dict[str, Rule] = {
    "id": Rule(int), "products": Rule(list),
    "configuration": Rule(dict, fields={"hide_price_summation": Rule(bool)}),
}  # fmt: skip
PUBLISH: dict[str, Rule] = {
    "subject": text(150, least=1, needed=True), "message": text(5000, least=1, needed=True),
}  # fmt: skip
EXPIRY: dict[str, Rule] = {
    "type": text(among=("never", "days_after_publish", "fixed_date"), needed=True), "expire_date": text(10),
    "expire_days_after_publish": Rule(int),
}  # fmt: skip
UPDATE: dict[str, Rule] = {
    "_private": Rule(
        dict,
        fields={
            "name": text(130), "value": Rule(dict, empty=True, fields={"amount": text(30), "currency": text(3)}),
            "signing_period_expiration": Rule(dict, fields=EXPIRY),
        },
    ),
    "sign_order": Rule(list),
}  # fmt: skip
WEBHOOK: dict[str, Rule] = {
    "callback_url": text(1000, least=1, needed=True), "sign_key": text(500),
    "template_group_id": Rule(int, empty=True), "filters": Rule(list, empty=True),
}  # fmt: skip


def parse(body: bytes) -> Json:
    """The object in a body."""
    try:
        told = json.loads(body or b"{}")
    except ValueError as strange:
        raise Problem(400, "The request body is not valid JSON.") from strange
    if not isinstance(told, dict):
        raise Problem(400, "The request body must be an object.")
    return told


def check(told: Json, rules: Mapping[str, Rule], complaints: Complaints, path: str = "") -> None:
    """Complain of everything in an object that breaks the rules."""
    for name in told.keys() - rules.keys():
        complaints.add(path + name, "Unknown property.")
    for name, rule in rules.items():
        if name in told:
            _check_value(told[name], rule, complaints, path + name)
        elif rule.needed:
            complaints.add(path + name, "Missing data for required field.")


def checked(told: Json, rules: Mapping[str, Rule]) -> Json:
    """The object, when nothing in it breaks the rules; 400 otherwise."""
    complaints = Complaints()
    check(told, rules, complaints)
    complaints.end()
    return told


def _check_value(value: Any, rule: Rule, complaints: Complaints, path: str) -> None:
    if value is None and rule.empty:
        return
    is_number = rule.kind in {int, float} and isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number and (not isinstance(value, rule.kind) or (rule.kind is int and isinstance(value, bool))):
        complaints.add(path, f"Not a valid {rule.kind.__name__}.")
    elif isinstance(value, str) and not rule.least <= len(value) <= rule.most:
        complaints.add(path, f"Length must be between {rule.least} and {rule.most}.")
    elif rule.among and value not in rule.among:
        complaints.add(path, f"Must be one of: {', '.join(rule.among)}.")
    elif isinstance(value, dict) and rule.fields is not None:
        check(value, rule.fields, complaints, f"{path}.")
