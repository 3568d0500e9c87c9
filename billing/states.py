"""Words for invoices, their rows, their payments and their import."""

from django.db.models import TextChoices


class DeductionKind(TextChoices):
    """Which tax reduction the labour carries (67 kap. inkomstskattelagen)."""

    NONE = "none", "Inget avdrag"
    RUT = "rut", "Rutavdrag"
    ROT = "rot", "Rotavdrag"


class ServiceKind(TextChoices):
    """What was done, in Skatteverket's words for the claim."""

    MOVING = "moving", "Flytt"
    CLEANING = "cleaning", "Städning"
    BOTH = "both", "Flytt och städning"
    OTHER = "other", "Annat"


class LineKind(TextChoices):
    """Only labour carries a deduction; travel and material never do."""

    LABOUR = "labour", "Arbete"
    MATERIAL = "material", "Material"
    OTHER = "other", "Övrigt"


class PaymentMethod(TextChoices):
    """How the money came; the buyer must have paid electronically since 2020."""

    BANKGIRO = "bankgiro", "Bankgiro"
    SWISH = "swish", "Swish"
    CARD = "card", "Kort"
    AUTOGIRO = "autogiro", "Autogiro"
    TRANSFER = "transfer", "Banköverföring"
    FINANCING = "financing", "Kredit eller factoring"
    CASH = "cash", "Kontant"


class ImportKind(TextChoices):
    """What a file holds."""

    INVOICES = "invoices", "Fakturor"
    PAYMENTS = "payments", "Betalningar"


class PaidState(TextChoices):
    """How an invoice stands; follows from its sum, its payments and its date."""

    PAID = "betald", "Betald"
    UNPAID = "obetald", "Obetald"
    OVERDUE = "forfallen", "Förfallen"


class ImportState(TextChoices):
    """A file is first tried, then imported by a worker, and can be undone as one act."""

    MAPPING = "mapping", "Välj kolumner"
    CHECKED = "checked", "Provkörd"
    IMPORTING = "importing", "Importeras"
    IMPORTED = "imported", "Importerad"
    UNDONE = "undone", "Ångrad"


IMPORT_MOVES: dict[ImportState, set[ImportState]] = {
    ImportState.MAPPING: {ImportState.CHECKED},
    ImportState.CHECKED: {ImportState.MAPPING, ImportState.IMPORTING},
    ImportState.IMPORTING: {ImportState.IMPORTED},
    ImportState.IMPORTED: {ImportState.UNDONE},
    ImportState.UNDONE: set(),
}
