"""The account the simulator begins with: two workspaces and the four templates of a moving and cleaning firm."""

from collections.abc import Sequence

from simulators.oneflow.world import Json

TOKEN = "exempel-flytt-och-stad-0000-0000-0000001"  # noqa: S105 -- of an account that is nowhere else
ACCOUNT, EMAIL = 501_001, "avtal@exempel.test"
OFFICE, BRANCH = 88_001, 88_002
PRIVATE_MOVE, COMPANY_MOVE, CLEANING, MOVE_OUT = 771_200, 771_201, 771_202, 771_203
MADE = "2026-03-02T08:00:00+00:00"
_MOVE = (
    ("flyttdatum", "Flyttdatum"), ("flyttid", "Starttid"), ("fran-adress", "Från adress"),
    ("fran-vaning", "Våning och hiss, från"), ("till-adress", "Till adress"), ("till-vaning", "Våning och hiss, till"),
    ("boyta", "Boyta (m²)"), ("volym", "Volym (m³)"), ("tjanster", "Tjänster"), ("pris", "Pris inkl. moms"),
    ("villkor", "Särskilda villkor"),
)  # fmt: skip
_RUT = (("personnummer", "Personnummer"), ("rut-avdrag", "RUT-avdrag"), ("pris-efter-rut", "Att betala efter RUT"))
_COMPANY = (
    ("organisationsnummer", "Organisationsnummer"),
    ("referens", "Er referens"),
    ("fakturaadress", "Fakturaadress"),
)
_CLEANING = (
    ("stadadress", "Städadress"), ("boyta", "Boyta (m²)"), ("startdatum", "Startdatum"), ("intervall", "Hur ofta"),
    ("veckodag", "Veckodag"), ("timmar", "Timmar per gång"), ("pris", "Pris per gång inkl. moms"),
    ("uppsagningstid", "Uppsägningstid"),
)  # fmt: skip
_MOVE_OUT = (
    ("staddatum", "Städdatum"), ("stadadress", "Städadress"), ("boyta", "Boyta (m²)"), ("tillval", "Tillval"),
    ("besiktning", "Besiktning"), ("pris", "Pris inkl. moms"),
)  # fmt: skip
_TYPE_SHOWN = ("id", "name", "description", "extension_type", "created_time", "updated_time")
_CUSTOMER = (("kundnummer", "Kundnummer"), ("kundnamn", "Kund"), ("telefon", "Telefon"), ("e-post", "E-post"))


def fixture() -> Json:
    """Accounts, tokens, users, workspaces, template types and templates."""
    types = [
        _type(30_411, "Flytt privat", (*_CUSTOMER, *_MOVE, *_RUT)),
        _type(30_412, "Flytt företag", (*_CUSTOMER, *_MOVE, *_COMPANY)),
        _type(30_413, "Städning löpande", (*_CUSTOMER, *_CLEANING, *_RUT)),
        _type(30_414, "Flyttstäd", (*_CUSTOMER, *_MOVE_OUT, *_RUT)),
    ]
    places = [_workspace(OFFICE, "Exempel Flytt & Städ"), _workspace(BRANCH, "Exempel Städ Norr")]
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
            _template(PRIVATE_MOVE, "Flyttavtal privatperson", types[0], move),
            _template(COMPANY_MOVE, "Flyttavtal företag", types[1], move, takes_products=True),
            _template(CLEANING, "Städavtal löpande", types[2], clean),
            _template(MOVE_OUT, "Flyttstäd", types[3], clean),
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
            for place, (custom_id, label) in enumerate((("arende_id", "Ärende-id"), *fields))
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
