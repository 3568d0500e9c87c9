"""What each role may do, in the words of Inställningar."""

from dataclasses import dataclass

from perforia.base.permissions import ROLE_PERMISSIONS, ROLE_SENTENCES, Permission, Role

# By noun, so that a new verb of a known thing only needs its word.
NOUNS = {
    "letter": "Brev", "case": "RUT-ärenden", "document": "Dokument", "invoice": "Fakturor", "customer": "Kunder",
    "lead": "Leads", "source": "Leadkällor", "message": "Mejl och sms", "offer": "Offerter",
    "price": "Prislistan", "contract": "Avtal", "conversion": "Konverteringar", "integration": "Integrationer",
    "personal_number": "Personnummer", "follow_up": "Att göra", "firm": "Företaget", "user": "Användare",
    "start": "Startsidan", "employee": "Medarbetare", "schedule": "Schemat", "own_day": "Sin egen dag",
    "time": "Arbetad tid",
}  # fmt: skip
VERBS = {
    "see": "se", "upload": "ladda upp", "review": "granska", "work": "arbeta med", "send": "skicka",
    "manage": "ändra", "edit": "ändra", "import": "importera", "export": "exportera", "reveal": "visa",
    "staff": "se personalens", "see_protected": "se skyddade", "anonymise": "anonymisera",
    "delete": "ta bort för gott", "plan": "planera", "approve": "godkänna",
}  # fmt: skip


@dataclass(frozen=True)
class RoleInWords:
    """A role with its sentence."""

    value: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """One permission, and which of the roles hold it, in the order of `Role`."""

    noun: str
    verb: str
    held: tuple[bool, ...]


def roles_in_words() -> list[RoleInWords]:
    """Every role, the most powerful first."""
    return [RoleInWords(role.value, role.label, ROLE_SENTENCES[role]) for role in Role]


def permission_table() -> list[Row]:
    """Every permission in words against every role."""
    return [_row(permission) for permission in Permission]


def _row(permission: Permission) -> Row:
    noun, _, verb = permission.partition(".")
    return Row(NOUNS[noun], VERBS[verb], tuple(permission in ROLE_PERMISSIONS[role] for role in Role))
