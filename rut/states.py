"""The words and moves of letters, cases, requested papers, packages and claims."""

from django.db.models import TextChoices


class IntakeState(TextChoices):
    """How far an uploaded file is read."""

    WAITING = "waiting", "Väntar"
    READING = "reading", "Tolkar text"
    READ = "read", "Läst"
    QUARANTINED = "quarantined", "Kunde inte läsas"


INTAKE_MOVES: dict[IntakeState, set[IntakeState]] = {
    IntakeState.WAITING: {IntakeState.READING},
    IntakeState.READING: {IntakeState.READ, IntakeState.QUARANTINED, IntakeState.WAITING},
    IntakeState.READ: set(),
    IntakeState.QUARANTINED: {IntakeState.WAITING, IntakeState.READ},
}


class DocumentType(TextChoices):
    """What a letter is; the values are those of the reader."""

    COMPLETION_REQUEST = "completion_request", "Begäran om komplettering"
    QUESTION = "question", "Frågor från Skatteverket"
    PROPOSAL = "proposal", "Förslag till beslut"
    DECISION = "decision", "Beslut"
    INJUNCTION = "injunction", "Föreläggande"
    INFORMATION = "information", "Informationsbrev"
    OTHER = "other", "Övrig handling"


class Subtype(TextChoices):
    """What a letter is, closer; the values are those of the reader."""

    NEW = "new", "Ny begäran"
    REMINDER = "reminder", "Påminnelse"
    FOLLOW_UP = "follow_up", "Följdfråga"
    REFUSE = "refuse", "Neka utbetalning"
    REDUCE = "reduce", "Sänka utbetalning"
    REPAY = "repay", "Återkräva"
    GRANTED = "granted", "Beviljat"
    PARTLY_GRANTED = "partly_granted", "Delvis beviljat"
    REJECTED = "rejected", "Avslag"
    REPAYMENT = "repayment", "Återbetalning"
    RECONSIDERED = "reconsidered", "Omprövning"
    DISMISSED = "dismissed", "Avvisning"
    WRITTEN_OFF = "written_off", "Avskrivning"
    RECEIPT = "receipt", "Mottagningsbekräftelse"
    DELAY_NOTICE = "delay_notice", "Försenad handläggning"
    COURT = "court", "Domstol"
    FOREIGN_MATTER = "foreign_matter", "Annat ärende"


SUBTYPES: dict[DocumentType, tuple[Subtype, ...]] = {
    DocumentType.COMPLETION_REQUEST: (Subtype.NEW, Subtype.REMINDER, Subtype.FOLLOW_UP),
    DocumentType.QUESTION: (),
    DocumentType.PROPOSAL: (Subtype.REFUSE, Subtype.REDUCE, Subtype.REPAY),
    DocumentType.DECISION: (
        Subtype.GRANTED, Subtype.PARTLY_GRANTED, Subtype.REJECTED, Subtype.REPAYMENT, Subtype.RECONSIDERED,
        Subtype.DISMISSED, Subtype.WRITTEN_OFF,
    ),
    DocumentType.INJUNCTION: (),
    DocumentType.INFORMATION: (),
    DocumentType.OTHER: (Subtype.RECEIPT, Subtype.DELAY_NOTICE, Subtype.COURT, Subtype.FOREIGN_MATTER),
}  # fmt: skip

# Letters that ask for an answer open a case; the others join one or are filed.
ASKING = (
    DocumentType.COMPLETION_REQUEST,
    DocumentType.QUESTION,
    DocumentType.PROPOSAL,
    DocumentType.INJUNCTION,
)


class LetterState(TextChoices):
    """Whether a person has looked at a letter's facts."""

    REVIEW = "review", "Att granska"
    CONFIRMED = "confirmed", "Granskat"
    SET_ASIDE = "set_aside", "Hör inte hit"


LETTER_MOVES: dict[LetterState, set[LetterState]] = {
    LetterState.REVIEW: {LetterState.CONFIRMED, LetterState.SET_ASIDE},
    LetterState.CONFIRMED: {LetterState.REVIEW},
    LetterState.SET_ASIDE: {LetterState.REVIEW},
}


class FieldName(TextChoices):
    """The single facts of a letter, in the order they are reviewed."""

    DOCUMENT_TYPE = "document_type", "Dokumenttyp"
    SUBTYPE = "subtype", "Undertyp"
    REFERENCE_NUMBER = "reference_number", "Referensnummer"
    RESPONSE_DEADLINE = "response_deadline", "Svarsfrist"
    RESPONSE_DAYS = "response_days", "Svarstid i dagar"
    HANDLER_NAME = "handler.name", "Handläggare"
    HANDLER_EMAIL = "handler.email", "Handläggarens e-post"
    HANDLER_PHONE = "handler.phone", "Handläggarens telefon"
    HANDLER_OFFICE = "handler.office", "Kontor"
    LETTER_DATE = "letter_date", "Brevets datum"
    REQUEST_NAME = "request_name", "Begärans namn"
    REQUEST_REFERENCE = "request_reference", "Begärans referensnummer"
    DEDUCTION_KIND = "deduction_kind", "Avdrag"
    SERVICE_KIND = "service_kind", "Tjänst"
    WHOLE_REQUEST = "whole_request", "Gäller hela begäran"
    TOTAL_REQUESTED = "totals.requested", "Begärt belopp"
    TOTAL_GRANTED = "totals.granted", "Beviljat belopp"
    TOTAL_REFUSED = "totals.refused", "Nekat belopp"
    TOTAL_REPAY = "totals.repay", "Återkrävt belopp"
    PAY_BY = "pay_by", "Betalas senast"
    OCR = "ocr", "OCR-nummer"


# What a case acts on: each must be certain or confirmed by a person first.
DECISIVE = (
    FieldName.DOCUMENT_TYPE,
    FieldName.REFERENCE_NUMBER,
    FieldName.RESPONSE_DEADLINE,
    FieldName.RESPONSE_DAYS,
    FieldName.HANDLER_EMAIL,
)


class CaseStatus(TextChoices):
    """Where a case is. Lateness is never a status; the deadline shows it."""

    REVIEW = "review", "Granskas"
    COLLECTING = "collecting", "Samlar underlag"
    PACKAGE_READY = "package_ready", "Paket klart"
    AWAITING_DECISION = "awaiting_decision", "Väntar på beslut"
    GRANTED = "granted", "Godkänt"
    PARTLY_GRANTED = "partly_granted", "Delvis godkänt"
    REJECTED = "rejected", "Avslag"
    CLOSED = "closed", "Avslutat"


CASE_MOVES: dict[CaseStatus, set[CaseStatus]] = {
    CaseStatus.REVIEW: {CaseStatus.COLLECTING, CaseStatus.CLOSED},
    CaseStatus.COLLECTING: {
        CaseStatus.REVIEW, CaseStatus.PACKAGE_READY, CaseStatus.AWAITING_DECISION, CaseStatus.GRANTED,
        CaseStatus.PARTLY_GRANTED, CaseStatus.REJECTED, CaseStatus.CLOSED,
    },
    CaseStatus.PACKAGE_READY: {
        CaseStatus.COLLECTING, CaseStatus.AWAITING_DECISION, CaseStatus.GRANTED, CaseStatus.PARTLY_GRANTED,
        CaseStatus.REJECTED, CaseStatus.CLOSED,
    },
    CaseStatus.AWAITING_DECISION: {
        CaseStatus.COLLECTING, CaseStatus.GRANTED, CaseStatus.PARTLY_GRANTED, CaseStatus.REJECTED, CaseStatus.CLOSED,
    },
    CaseStatus.GRANTED: {CaseStatus.COLLECTING, CaseStatus.PARTLY_GRANTED, CaseStatus.REJECTED, CaseStatus.CLOSED},
    CaseStatus.PARTLY_GRANTED: {CaseStatus.COLLECTING, CaseStatus.GRANTED, CaseStatus.REJECTED, CaseStatus.CLOSED},
    CaseStatus.REJECTED: {CaseStatus.COLLECTING, CaseStatus.GRANTED, CaseStatus.PARTLY_GRANTED, CaseStatus.CLOSED},
    CaseStatus.CLOSED: {CaseStatus.COLLECTING},
}  # fmt: skip
# The firm owes an answer: these have a date that may pass.
ANSWERING = (CaseStatus.REVIEW, CaseStatus.COLLECTING, CaseStatus.PACKAGE_READY)
OPEN = (*ANSWERING, CaseStatus.AWAITING_DECISION)
DECIDED = (CaseStatus.GRANTED, CaseStatus.PARTLY_GRANTED, CaseStatus.REJECTED)


class ClaimStatus(TextChoices):
    """Where the claim of one invoice is with Skatteverket."""

    SUBMITTED = "submitted", "Inskickad"
    COMPLETION_ASKED = "completion_asked", "Komplettering begärd"
    COMPLETION_SENT = "completion_sent", "Komplettering skickad"
    PROPOSED = "proposed", "Förslag till beslut"
    GRANTED = "granted", "Beviljad"
    PARTLY_GRANTED = "partly_granted", "Delvis beviljad"
    REJECTED = "rejected", "Avslagen"
    DISMISSED = "dismissed", "Avvisad"
    REPAY_PROPOSED = "repay_proposed", "Återkrav föreslaget"
    REPAY_DECIDED = "repay_decided", "Återkrav beslutat"
    REPAID = "repaid", "Återbetald"
    CLOSED = "closed", "Avslutad"


_CLAIM_OUTCOMES = {
    ClaimStatus.GRANTED, ClaimStatus.PARTLY_GRANTED, ClaimStatus.REJECTED, ClaimStatus.DISMISSED,
    ClaimStatus.REPAY_DECIDED, ClaimStatus.CLOSED,
}  # fmt: skip
_CLAIM_QUESTIONS = {ClaimStatus.COMPLETION_ASKED, ClaimStatus.PROPOSED, ClaimStatus.REPAY_PROPOSED}
CLAIM_MOVES: dict[ClaimStatus, set[ClaimStatus]] = {
    ClaimStatus.SUBMITTED: _CLAIM_QUESTIONS | _CLAIM_OUTCOMES,
    ClaimStatus.COMPLETION_ASKED: {ClaimStatus.COMPLETION_SENT, ClaimStatus.PROPOSED, ClaimStatus.REPAY_PROPOSED}
    | _CLAIM_OUTCOMES,
    ClaimStatus.COMPLETION_SENT: _CLAIM_QUESTIONS | _CLAIM_OUTCOMES,
    ClaimStatus.PROPOSED: {ClaimStatus.COMPLETION_ASKED, ClaimStatus.COMPLETION_SENT} | _CLAIM_OUTCOMES,
    # Skatteverket may reconsider whatever it has decided (omprövning): any outcome may follow any other.
    ClaimStatus.GRANTED: {ClaimStatus.COMPLETION_ASKED, ClaimStatus.REPAY_PROPOSED}
    | (_CLAIM_OUTCOMES - {ClaimStatus.GRANTED}),
    ClaimStatus.PARTLY_GRANTED: {ClaimStatus.COMPLETION_ASKED, ClaimStatus.REPAY_PROPOSED}
    | (_CLAIM_OUTCOMES - {ClaimStatus.PARTLY_GRANTED}),
    ClaimStatus.REJECTED: {ClaimStatus.COMPLETION_ASKED} | (_CLAIM_OUTCOMES - {ClaimStatus.REJECTED}),
    ClaimStatus.DISMISSED: {ClaimStatus.COMPLETION_ASKED} | (_CLAIM_OUTCOMES - {ClaimStatus.DISMISSED}),
    ClaimStatus.REPAY_PROPOSED: {ClaimStatus.COMPLETION_ASKED, ClaimStatus.COMPLETION_SENT} | _CLAIM_OUTCOMES,
    ClaimStatus.REPAY_DECIDED: {ClaimStatus.REPAID} | (_CLAIM_OUTCOMES - {ClaimStatus.REPAY_DECIDED}),
    ClaimStatus.REPAID: set(_CLAIM_OUTCOMES),
    ClaimStatus.CLOSED: {ClaimStatus.COMPLETION_ASKED} | (_CLAIM_OUTCOMES - {ClaimStatus.CLOSED}),
}  # fmt: skip


class ItemState(TextChoices):
    """One cell of the matrix: one paper asked for, for one invoice."""

    MISSING = "missing", "Saknas"
    FOUND = "found", "Hittad"
    UPLOADED = "uploaded", "Uppladdad"
    CHECK = "check", "Kontrollera"
    NOT_APPLICABLE = "not_applicable", "Behövs inte"


SETTLED = (ItemState.FOUND, ItemState.UPLOADED, ItemState.NOT_APPLICABLE)


class PackageState(TextChoices):
    """How far a package is built; SENT is frozen for good."""

    QUEUED = "queued", "I kö"
    BUILDING = "building", "Skapas"
    BUILT = "built", "Klart"
    FAILED = "failed", "Gick inte att skapa"
    SENT = "sent", "Skickat"
    REPLACED = "replaced", "Ersatt"


PACKAGE_MOVES: dict[PackageState, set[PackageState]] = {
    PackageState.QUEUED: {PackageState.BUILDING, PackageState.REPLACED},
    PackageState.BUILDING: {PackageState.BUILT, PackageState.FAILED, PackageState.QUEUED, PackageState.REPLACED},
    PackageState.BUILT: {PackageState.SENT, PackageState.REPLACED},
    PackageState.FAILED: {PackageState.QUEUED, PackageState.REPLACED},
    PackageState.SENT: set(),
    PackageState.REPLACED: set(),
}


class ReplyKind(TextChoices):
    """Why the firm writes."""

    ANSWER = "answer", "Svar"
    EXTENSION = "extension", "Begäran om anstånd"


class ReplyState(TextChoices):
    """A reply is a draft until a person sends it or says how it was handed in."""

    DRAFT = "draft", "Utkast"
    SENT = "sent", "Skickat"
    DISCARDED = "discarded", "Kastat"


class Channel(TextChoices):
    """How an answer reaches Skatteverket."""

    MAIL = "mail", "E-post"
    E_SERVICE = "e_service", "E-tjänst"
    POST = "post", "Post"
