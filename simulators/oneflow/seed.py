"""The account the simulator begins with: two workspaces and the four templates of a moving and cleaning firm."""

from collections.abc import Sequence

from perforia.demo import oneflow as demo
from simulators.oneflow.world import Json

TOKEN, EMAIL, OFFICE = demo.TOKEN, demo.EMAIL, demo.WORKSPACE_ID
ACCOUNT, BRANCH = 501_001, 88_002
PRIVATE_MOVE, COMPANY_MOVE = demo.PRIVATE_MOVE[0], demo.COMPANY_MOVE[0]
CLEANING, MOVE_OUT = demo.RUNNING_CLEANING[0], demo.MOVE_OUT_CLEANING[0]
MADE = "2026-03-02T08:00:00+00:00"
_TYPE_SHOWN = ("id", "name", "description", "extension_type", "created_time", "updated_time")


def fixture() -> Json:
    """Accounts, tokens, users, workspaces, template types and templates."""
    types = [_type(*told) for told in (demo.PRIVATE_TYPE, demo.COMPANY_TYPE, demo.CLEANING_TYPE, demo.MOVE_OUT_TYPE)]
    places = [_workspace(OFFICE, demo.WORKSPACE), _workspace(BRANCH, "Exempel Städ Norr")]
    move, clean = [places[0]], places
    return {
        "accounts": [{
            "id": ACCOUNT, "account_id": ACCOUNT, "name": "Exempel Flytt & Städ AB", "country_code": "SE",
            "registration_number": "556000-0001", "plan": "business", "created_time": MADE, "updated_time": MADE,
        }],
        "tokens": {TOKEN: ACCOUNT},
        "users": [
            _user(70_001, "Exempel Avtal", EMAIL), _user(70_002, "Maja Exempel", "maja@exempel.test"),
            _user(70_003, "Utan Åtkomst", "utan@exempel.test", workspace_ids=[BRANCH]),
            _user(70_004, "Slutat Arbeta", "slutat@exempel.test", is_active=False),
        ],
        "workspaces": places,
        "template_types": types,
        "templates": [
            _template(*demo.PRIVATE_MOVE, types[0], move),
            _template(*demo.COMPANY_MOVE, types[1], move, takes_products=True),
            _template(*demo.RUNNING_CLEANING, types[2], clean),
            _template(*demo.MOVE_OUT_CLEANING, types[3], clean),
            _template(771_204, "Gammalt flyttavtal", types[0], move, is_active=False),
        ],
    }  # fmt: skip


def _user(
    number: int, name: str, email: str, *, workspace_ids: list[int] | None = None, is_active: bool = True
) -> Json:
    return {
        "id": number, "account_id": ACCOUNT, "name": name, "email": email, "active": is_active, "is_admin": False,
        "state": "active" if is_active else "inactive", "phone_number": "", "title": "", "workspace_ids": workspace_ids,
    }  # fmt: skip


def _workspace(number: int, name: str) -> Json:
    return {
        "id": number, "account_id": ACCOUNT, "name": name, "description": "", "company_name": "Exempel Flytt & Städ AB",
        "country_code": "SE", "date_format": "YYYY-MM-DD", "registration_number": "556000-0001",
        "_permissions": {"contract:create": True},
    }  # fmt: skip


def _type(number: int, name: str, fields: Sequence[tuple[str, str]]) -> Json:
    """A template type; every one has the field that holds the firm's own id of a contract."""
    return {
        "id": number, "account_id": ACCOUNT, "name": name, "description": "", "extension_type": None, "active": True,
        "created_time": MADE, "updated_time": MADE,
        "data_fields": [
            {
                "id": number * 100 + place, "custom_id": custom_id, "name": label, "description": "", "placeholder": "",
                "value": "", "source": "template", "active": True,
            }
            for place, (custom_id, label) in enumerate((demo.ID_FIELD, *fields))
        ],
    }  # fmt: skip


def _template(
    number: int, name: str, kind: Json, places: Sequence[Json], *, is_active: bool = True, takes_products: bool = False
) -> Json:
    return {
        "id": number, "account_id": ACCOUNT, "name": name, "template_active": is_active, "created_time": MADE,
        "updated_time": MADE, "tags": [],
        "template_type": {key: kind[key] for key in _TYPE_SHOWN},
        "workspaces": [{"id": place["id"], "name": place["name"]} for place in places],
        "configuration": {
            "default_creator_roles": {
                "_permissions": {"contract:update": True}, "organizer": True, "signatory": False,
            }
        },
        "available_options": {
            "can_receive_attachments": True, "can_receive_expanded_pdf": False, "can_receive_products": takes_products,
            "delivery_channels": [
                _option("email", "email", is_preferred=True), _option("sms", "phone_number"), _option("same_device"),
                _option("none"),
            ],
            "sign_methods": [
                {"name": "standard_esign", "preferred": False}, {"name": "sms", "preferred": False},
                {"name": "swedish_bankid", "preferred": True},
            ],
            "two_step_authentication_methods": [
                _option("none", is_preferred=True), _option("email", "email"), _option("sms", "phone_number"),
            ],
        },
    }  # fmt: skip


def _option(name: str, *required: str, is_preferred: bool = False) -> Json:
    return {"name": name, "preferred": is_preferred, "required_participant_attributes": list(required)}
