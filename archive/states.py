"""What kinds of documents there are, how far each is read and drawn, and what a document may belong to."""

from django.db.models import TextChoices

from perforia.base.permissions import Permission


class DocumentKind(TextChoices):
    """The firm's papers, after what they prove to Skatteverket."""

    UNKNOWN = "unknown", "Osorterat"
    LETTER = "letter", "Brev från Skatteverket"
    OTHER_AUTHORITY = "other_authority", "Brev från annan myndighet"
    INVOICE = "invoice", "Faktura"
    PAYMENT_PROOF = "payment_proof", "Betalningsbevis"
    AGREEMENT = "agreement", "Avtal eller order"
    TIME_RECORD = "time_record", "Tidrapport"
    WORK_DESCRIPTION = "work_description", "Arbetsbeskrivning"
    CALCULATION = "calculation", "Kalkyl"
    MATERIAL_COST = "material_cost", "Material och övriga kostnader"
    HOME = "home", "Bostad och adress"
    CUSTOMER_STATEMENT = "customer_statement", "Intyg från kund"
    STAFF = "staff", "Personal"
    SUBCONTRACTOR = "subcontractor", "Underentreprenör"
    DRIVING_LOG = "driving_log", "Körjournal"
    INVENTORY = "inventory", "Bohagsförteckning"
    STORAGE = "storage", "Magasinering"
    F_TAX = "f_tax", "F-skatt"
    ACCOUNTING = "accounting", "Bokföring"
    AUTHORISATION = "authorisation", "Fullmakt"
    PHOTO = "photo", "Foto"
    MAIL = "mail", "E-post"
    REPLY = "reply", "Svar till Skatteverket"
    PACKAGE = "package", "Paket"


# Who may see a kind at all: those who may see what it is about. Every other kind asks for SEE_DOCUMENTS alone.
KIND_PERMISSIONS: dict[DocumentKind, Permission] = {
    DocumentKind.STAFF: Permission.SEE_STAFF_PAPERS,
    DocumentKind.LETTER: Permission.SEE_LETTERS,
    DocumentKind.OTHER_AUTHORITY: Permission.SEE_LETTERS,
    DocumentKind.REPLY: Permission.SEE_CASES,
    DocumentKind.PACKAGE: Permission.SEE_CASES,
    DocumentKind.INVOICE: Permission.SEE_INVOICES,
    DocumentKind.PAYMENT_PROOF: Permission.SEE_INVOICES,
    DocumentKind.ACCOUNTING: Permission.SEE_INVOICES,
    DocumentKind.CUSTOMER_STATEMENT: Permission.SEE_CUSTOMERS,
    DocumentKind.AUTHORISATION: Permission.SEE_CUSTOMERS,
}


class TextState(TextChoices):
    """How far the text of a version is read; each state is work a sweep can find again or an end."""

    WAITING = "waiting", "Väntar på läsning"
    READING = "reading", "Läses"
    READ = "read", "Läst"
    EMPTY = "empty", "Ingen text"
    QUARANTINED = "quarantined", "I karantän"


TEXT_MOVES: dict[TextState, set[TextState]] = {
    TextState.WAITING: {TextState.READING},
    TextState.READING: {TextState.READ, TextState.EMPTY, TextState.QUARANTINED, TextState.WAITING},
    TextState.READ: set(),
    TextState.EMPTY: set(),
    TextState.QUARANTINED: {TextState.WAITING},
}


class PreviewState(TextChoices):
    """Whether there is a picture to show of a version; each state is work a sweep can find again or an end."""

    WAITING = "waiting", "Väntar på bild"
    DRAWING = "drawing", "Bilden ritas"
    DRAWN = "drawn", "Har bild"
    NONE = "none", "Ingen bild"


PREVIEW_MOVES: dict[PreviewState, set[PreviewState]] = {
    PreviewState.WAITING: {PreviewState.DRAWING},
    PreviewState.DRAWING: {PreviewState.DRAWN, PreviewState.NONE, PreviewState.WAITING},
    PreviewState.DRAWN: set(),
    PreviewState.NONE: set(),
}


class LinkKind(TextChoices):
    """What a document may belong to. The archive knows only kind, number and label, never the apps above it."""

    CUSTOMER = "customer", "Kund"
    INVOICE = "invoice", "Faktura"
    CASE = "case", "RUT-ärende"
    LETTER = "letter", "Brev"
    CONTRACT = "contract", "Avtal"


class AccessAct(TextChoices):
    """What somebody did with a document's content."""

    VIEWED = "viewed", "visade"
    DOWNLOADED = "downloaded", "laddade ner"


class Act(TextChoices):
    """What is done to many documents at once, and can be undone."""

    MOVE = "move", "flyttade"
    CHANGE_KIND = "kind", "bytte typ på"
    TRASH = "trash", "kastade"


class Problem(TextChoices):
    """What the nightly check may find wrong."""

    MISSING = "missing", "Filen saknas i lagret"
    CHANGED = "changed", "Filens innehåll stämmer inte med kontrollsumman"
    STRAY = "stray", "Filen finns i lagret men inte i databasen"
