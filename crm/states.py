"""What leads, customers and their messages can be, and how they may move."""

from django.db.models import TextChoices

from perforia.base.permissions import Permission


class CustomerKind(TextChoices):
    """Only private persons have a deduction; the others are customers all the same."""

    PRIVATE = "private", "Privatperson"
    COMPANY = "company", "Företag"
    HOUSING_ASSOCIATION = "housing", "Bostadsrättsförening"


class CustomerFlag(TextChoices):
    """What everybody who meets a customer must know; `skyddade personuppgifter` is a field of its own."""

    NO_CALLS = "no_calls", "Ring inte"
    PREPAY = "prepay", "Förskott"
    DISPUTE = "dispute", "Tvist"
    ESTATE = "estate", "Dödsbo"


class Lifecycle(TextChoices):
    """Follows from what has happened; nobody sets it by hand."""

    POTENTIAL = "potential", "Potentiell kund"
    ACTIVE = "active", "Aktiv kund"
    INACTIVE = "inactive", "Inaktiv kund"


class LeadStatus(TextChoices):
    """Where a lead is in its life. STARTED is a form that was not finished."""

    STARTED = "started", "Påbörjad"
    NEW = "new", "Ny"
    CONTACTED = "contacted", "Kontaktad"
    QUALIFIED = "qualified", "Kvalificerad"
    CONTRACT_SENT = "contract_sent", "Avtal skickat"
    WON = "won", "Vunnen"
    LOST = "lost", "Förlorad"


OPEN_LEADS = frozenset({
    LeadStatus.STARTED, LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.QUALIFIED, LeadStatus.CONTRACT_SENT,
})  # fmt: skip
TO_CALL = frozenset({LeadStatus.STARTED, LeadStatus.NEW})
_WORKED = {LeadStatus.CONTACTED, LeadStatus.QUALIFIED, LeadStatus.LOST}
LEAD_MOVES: dict[LeadStatus, set[LeadStatus]] = {
    LeadStatus.STARTED: _WORKED | {LeadStatus.NEW},
    LeadStatus.NEW: _WORKED,
    LeadStatus.CONTACTED: {LeadStatus.QUALIFIED, LeadStatus.LOST, LeadStatus.NEW},
    LeadStatus.QUALIFIED: {LeadStatus.CONTRACT_SENT, LeadStatus.WON, LeadStatus.LOST, LeadStatus.CONTACTED},
    LeadStatus.CONTRACT_SENT: {LeadStatus.WON, LeadStatus.LOST, LeadStatus.QUALIFIED},
    LeadStatus.WON: {LeadStatus.QUALIFIED},  # an error, or a contract that was cancelled
    LeadStatus.LOST: {LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.QUALIFIED},
}


class LostReason(TextChoices):
    """Why a lead came to nothing; reports by campaign need the reason, not only the fact."""

    SPAM = "spam", "Skräp"
    WRONG_NUMBER = "wrong_number", "Fel nummer"
    OUTSIDE_AREA = "outside_area", "Utanför körområdet"
    NOT_OFFERED = "not_offered", "Tjänst vi inte utför"
    JOB_SEEKER = "job_seeker", "Söker jobb eller säljer något"
    DUPLICATE = "duplicate", "Dubblett"
    DATE_IMPOSSIBLE = "date", "Datumet går inte"
    PRICE = "price", "Priset"
    COMPETITOR = "competitor", "Valde någon annan"
    NO_CONTACT = "no_contact", "Fick inte kontakt"
    CHANGED_MIND = "changed_mind", "Behöver inte längre"


DISQUALIFYING = frozenset({
    LostReason.SPAM, LostReason.WRONG_NUMBER, LostReason.OUTSIDE_AREA, LostReason.NOT_OFFERED, LostReason.JOB_SEEKER,
    LostReason.DUPLICATE,
})  # fmt: skip


class Service(TextChoices):
    """What a person can ask for; the order gives the category colour 1-5."""

    MOVING = "moving", "Flytt"
    MOVE_CLEANING = "move_cleaning", "Flyttstädning"
    HOME_CLEANING = "home_cleaning", "Hemstädning"
    WINDOWS = "windows", "Fönsterputs"
    PACKING = "packing", "Packhjälp"
    OTHER = "other", "Något annat"


class SourceKind(TextChoices):
    """Where leads come from, which decides how a post is read."""

    OWN_FORM = "own_form", "Perforias formulär"
    GENERIC = "generic", "Eget formulär"
    GOOGLE = "google", "Google Ads leadformulär"
    TYPEFORM = "typeform", "Typeform"
    GRAVITY = "gravity", "Gravity Forms"
    WEBFLOW = "webflow", "Webflow"
    ELEMENTOR = "elementor", "Elementor"
    MANUAL = "manual", "Inlagd för hand"
    IMPORT = "import", "Import"


class SubmissionState(TextChoices):
    """What became of one post to a form."""

    APPLIED = "applied", "Blev lead"
    REPEATED = "repeated", "Upprepad"
    QUARANTINED = "quarantined", "I karantän"
    RELEASED = "released", "Släppt ur karantän"
    DISCARDED = "discarded", "Skräp"
    REFUSED = "refused", "Gick inte att läsa"


class ConsentKind(TextChoices):
    """What a person has said yes or no to."""

    AD_STORAGE = "ad_storage", "Annonslagring"
    ANALYTICS_STORAGE = "analytics_storage", "Statistik"
    AD_USER_DATA = "ad_user_data", "Uppgifter till Google Ads"
    AD_PERSONALIZATION = "ad_personalization", "Anpassade annonser"
    MARKETING = "marketing", "Utskick"


class ConsentState(TextChoices):
    """Unknown is treated as denied."""

    GRANTED = "granted", "Ja"
    DENIED = "denied", "Nej"
    UNKNOWN = "unknown", "Okänt"


class ConsentChannel(TextChoices):
    """How a person said yes or no to somebody at the firm; forms and imports write a word of their own."""

    PHONE = "phone", "Telefon"
    MAIL = "mail", "Mejl"
    SMS = "sms", "Sms"
    PAPER = "paper", "Papper"
    MEETING = "meeting", "Möte"
    FORM_CHECKBOX = "form_checkbox", "Kryss i formulär"
    UNSUBSCRIBE = "unsubscribe", "Avanmälan"
    IMPORT = "import", "Import"


class ActivityKind(TextChoices):
    """One kind of event in a timeline; the apps above tell of theirs in these words."""

    FORM = "form", "Formulär"
    CALL = "call", "Samtal"
    NOTE = "note", "Anteckning"
    MAIL = "mail", "Mejl"
    SMS = "sms", "Sms"
    MEETING = "meeting", "Möte"
    STATUS = "status", "Status"
    DOCUMENT = "document", "Dokument"
    LETTER = "letter", "Brev"
    CASE = "case", "RUT-ärende"
    INVOICE = "invoice", "Faktura"
    OFFER = "offer", "Offert"
    CONTRACT = "contract", "Avtal"
    JOB = "job", "Uppdrag"
    SYSTEM = "system", "Perforia"


WRITTEN_BY_HAND = frozenset({
    ActivityKind.CALL, ActivityKind.NOTE, ActivityKind.MAIL, ActivityKind.SMS, ActivityKind.MEETING,
})  # fmt: skip
# Kinds of events that only those see who may see what they are about.
KIND_PERMISSIONS: dict[ActivityKind, Permission] = {
    ActivityKind.LETTER: Permission.SEE_LETTERS, ActivityKind.CASE: Permission.SEE_CASES,
    ActivityKind.INVOICE: Permission.SEE_INVOICES, ActivityKind.DOCUMENT: Permission.SEE_DOCUMENTS,
    ActivityKind.OFFER: Permission.SEE_OFFERS, ActivityKind.CONTRACT: Permission.SEE_CONTRACTS,
    ActivityKind.JOB: Permission.SEE_SCHEDULE,
}  # fmt: skip


class Direction(TextChoices):
    """Who spoke to whom."""

    IN = "in", "Från kunden"
    OUT = "out", "Till kunden"
    NONE = "none", "Internt"


class CallOutcome(TextChoices):
    """How a call went."""

    ANSWERED = "answered", "Svarade"
    NO_ANSWER = "no_answer", "Svarade inte"
    VOICEMAIL = "voicemail", "Telefonsvarare"
    WRONG = "wrong", "Fel nummer"


class Repeat(TextChoices):
    """How often a follow-up comes back."""

    NEVER = "never", "Upprepas inte"
    DAILY = "daily", "Varje dag"
    WORKDAYS = "workdays", "Varje vardag"
    WEEKLY = "weekly", "Varje vecka"
    BIWEEKLY = "biweekly", "Varannan vecka"
    MONTHLY = "monthly", "Varje månad"
    YEARLY = "yearly", "Varje år"


class Subject(TextChoices):
    """What a follow-up may be about besides leads and customers; crm knows only its sort, number and label."""

    CASE = "case", "RUT-ärende"


class PropertyPurpose(TextChoices):
    """What an address is to the customer."""

    CURRENT = "current", "Nuvarande"
    NEXT = "next", "Ny bostad"
    FORMER = "former", "Tidigare"
    HOLIDAY = "holiday", "Fritidshus"
    RELATIVE = "relative", "Förälders bostad"
    WORKPLACE = "workplace", "Lokal"


class Verification(TextChoices):
    """How sure one is of an address: the register's word, a person's, or nobody's."""

    VERIFIED = "verified", "Kontrollerad mot registret"
    CORRECTED = "corrected", "Rättad efter registret"
    PARTIAL = "partial", "Kontrollera adressen"
    UNVERIFIED = "unverified", "Inte kontrollerad"
    MANUAL = "manual", "Bekräftad för hand"


# A crew may be sent to these without anybody asking first.
CONFIRMED = frozenset({Verification.VERIFIED, Verification.CORRECTED, Verification.MANUAL})


class Frequency(TextChoices):
    """How often work recurs at an address."""

    ONCE = "once", "En gång"
    WEEKLY = "weekly", "Varje vecka"
    BIWEEKLY = "biweekly", "Varannan vecka"
    MONTHLY = "monthly", "Var fjärde vecka"


class Channel(TextChoices):
    """How a message leaves the house."""

    MAIL = "mail", "E-post"
    SMS = "sms", "Sms"


class RecipientStatus(TextChoices):
    """What became of a message to one person."""

    WAITING = "waiting", "Väntar"
    QUEUED = "queued", "Lämnad till utskick"
    SENT = "sent", "Skickat"
    FAILED = "failed", "Misslyckades"
    SKIPPED = "skipped", "Hoppades över"


class ListTarget(TextChoices):
    """Which list a saved view or an import is about."""

    LEADS = "leads", "Leads"
    CUSTOMERS = "customers", "Kunder"


class Visibility(TextChoices):
    """Who sees a saved view."""

    PRIVATE = "private", "Bara jag"
    SHARED = "shared", "Alla"


class BulkKind(TextChoices):
    """What can be done with many rows of a list at once, and undone as one."""

    ASSIGN = "assign", "Tilldela"
    STATUS = "status", "Byt status"
    STEP = "step", "Nästa steg"
    ARCHIVE = "archive", "Arkivera"


class ImportOutcome(TextChoices):
    """What a row of a file is to the books: only new and changed ones are written."""

    NEW = "new", "Ny"
    CHANGED = "changed", "Ändras"
    UNCHANGED = "unchanged", "Oförändrad"
    DUPLICATE = "duplicate", "Dubblett"
    ERROR = "error", "Fel"


class ImportState(TextChoices):
    """The life of a file with leads or customers."""

    MAPPING = "mapping", "Kolumner väljs"
    CHECKING = "checking", "Kontrolleras"
    CHECKED = "checked", "Kontrollerad"
    IMPORTING = "importing", "Importeras"
    DONE = "done", "Importerad"
    UNDONE = "undone", "Ångrad"
    FAILED = "failed", "Misslyckades"


IMPORT_MOVES: dict[ImportState, set[ImportState]] = {
    ImportState.MAPPING: {ImportState.CHECKING, ImportState.FAILED},
    ImportState.CHECKING: {ImportState.CHECKED, ImportState.FAILED},
    ImportState.CHECKED: {ImportState.MAPPING, ImportState.CHECKING, ImportState.IMPORTING, ImportState.FAILED},
    ImportState.IMPORTING: {ImportState.DONE, ImportState.FAILED},
    ImportState.DONE: {ImportState.UNDONE},
    ImportState.UNDONE: set(),
    ImportState.FAILED: {ImportState.MAPPING},
}


class Milestone(TextChoices):
    """What in a lead's life can be reported to Google Ads."""

    QUALIFIED = "qualified", "Kvalificerad"
    SIGNED = "signed", "Signerad"
    PAID = "paid", "Betald"


class FactKind(TextChoices):
    """What the apps above tell of a lead's worth: offers, contracts, invoices, money, margins."""

    OFFERED = "offered", "Offert"
    SIGNED = "signed", "Avtal"
    INVOICED = "invoiced", "Faktura"
    PAID = "paid", "Betalning"
    MARGIN = "margin", "Marginal"


class ValueKind(TextChoices):
    """What a reported conversion is worth."""

    FIXED = "fixed", "Fast belopp"
    OFFER = "offer", "Offertens värde"
    CONTRACT = "contract", "Avtalets värde"
    MARGIN = "margin", "Marginalen"


class AdWay(TextChoices):
    """How conversions reach Google Ads."""

    DATA_MANAGER = "data_manager", "Data Manager API"
    GOOGLE_ADS = "google_ads", "Google Ads API"
    FILE = "file", "Fil som du importerar själv"


class ConversionAct(TextChoices):
    """What is to be told of a conversion."""

    REPORT = "report", "Rapport"
    RESTATE = "restate", "Nytt värde"
    RETRACT = "retract", "Återtagande"


class ConversionState(TextChoices):
    """Where a conversion is on its way. UNKNOWN: taken by Google, which never said what became of it."""

    WAITING = "waiting", "Väntar"
    SENDING = "sending", "Skickas"
    SENT = "sent", "Skickad"
    CONFIRMED = "confirmed", "Bekräftad"
    REJECTED = "rejected", "Avvisad"
    SKIPPED = "skipped", "Hoppades över"
    RETRACTED = "retracted", "Återtagen"
    UNKNOWN = "unknown", "Obesvarad"


CONVERSION_MOVES: dict[ConversionState, set[ConversionState]] = {
    ConversionState.WAITING: {
        ConversionState.SENDING, ConversionState.SENT, ConversionState.SKIPPED, ConversionState.CONFIRMED,
        ConversionState.REJECTED,
    },
    ConversionState.SENDING: {
        ConversionState.SENT, ConversionState.WAITING, ConversionState.CONFIRMED, ConversionState.REJECTED,
        ConversionState.RETRACTED,
    },
    ConversionState.SENT: {
        ConversionState.CONFIRMED, ConversionState.REJECTED, ConversionState.WAITING, ConversionState.RETRACTED,
        ConversionState.UNKNOWN,
    },
    ConversionState.CONFIRMED: {ConversionState.WAITING},  # another value, or taken back
    ConversionState.REJECTED: {ConversionState.WAITING},  # a person has put it right
    ConversionState.SKIPPED: {ConversionState.WAITING},
    ConversionState.RETRACTED: {ConversionState.WAITING},
    ConversionState.UNKNOWN: {ConversionState.WAITING, ConversionState.CONFIRMED},
}  # fmt: skip
TOLD = frozenset({ConversionState.SENT, ConversionState.CONFIRMED, ConversionState.UNKNOWN})
