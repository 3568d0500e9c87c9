"""The words and moves of contracts, of their way to and from the e-signing service, and of their signed PDF."""

from django.db.models import TextChoices


class ContractStatus(TextChoices):
    """Where a contract is. CREATING covers everything between pressing send and the invitation having left."""

    DRAFT = "draft", "Utkast"
    CREATING = "creating", "Skapas"
    SENT = "sent", "Skickat"
    OPENED = "opened", "Öppnat"
    SIGNED = "signed", "Signerat"
    DECLINED = "declined", "Avböjt"
    EXPIRED = "expired", "Utgånget"
    REMOVED = "removed", "Borttaget i Oneflow"
    WITHDRAWN = "withdrawn", "Återtaget"


# What the e-signing service may report, in whatever order its news come: only a fresh reading moves a contract.
_REPORTED = {
    ContractStatus.SENT, ContractStatus.OPENED, ContractStatus.SIGNED, ContractStatus.DECLINED, ContractStatus.EXPIRED,
    ContractStatus.REMOVED,
}  # fmt: skip
CONTRACT_MOVES: dict[ContractStatus, set[ContractStatus]] = {
    ContractStatus.DRAFT: {ContractStatus.CREATING, ContractStatus.WITHDRAWN},
    ContractStatus.CREATING: {ContractStatus.WITHDRAWN} | _REPORTED,
    ContractStatus.SENT: {ContractStatus.WITHDRAWN} | (_REPORTED - {ContractStatus.SENT}),
    ContractStatus.OPENED: {ContractStatus.WITHDRAWN} | (_REPORTED - {ContractStatus.SENT, ContractStatus.OPENED}),
    # It stays signed even if it is deleted over there; only a later state of the service's own says otherwise.
    ContractStatus.SIGNED: {
        ContractStatus.SENT, ContractStatus.OPENED, ContractStatus.DECLINED, ContractStatus.EXPIRED,
    },
    ContractStatus.DECLINED: {ContractStatus.WITHDRAWN} | (_REPORTED - {ContractStatus.DECLINED}),
    # A longer signing period revives an expired contract.
    ContractStatus.EXPIRED: {ContractStatus.WITHDRAWN} | (_REPORTED - {ContractStatus.EXPIRED}),
    # A 404 may have been about who asked: a reading that finds it again puts it back.
    ContractStatus.REMOVED: {ContractStatus.WITHDRAWN} | (_REPORTED - {ContractStatus.REMOVED}),
    ContractStatus.WITHDRAWN: set(),
}  # fmt: skip
# Lies with the customer, or may come back to the customer: read again until it ends.
OPEN = (ContractStatus.SENT, ContractStatus.OPENED)
FOLLOWED = (*OPEN, ContractStatus.EXPIRED)
# Nobody has been asked to sign yet: the text may still be changed.
UNSENT = (ContractStatus.DRAFT, ContractStatus.CREATING)
ENDED = (
    ContractStatus.DECLINED, ContractStatus.EXPIRED, ContractStatus.REMOVED, ContractStatus.WITHDRAWN,
)  # fmt: skip


class SendState(TextChoices):
    """How far the work of creating and publishing is; each state is work that a sweep finds, or an end."""

    IDLE = "idle", "Inte begärt"
    WAITING = "waiting", "Väntar"
    WORKING = "working", "Skickas"
    STOPPED = "stopped", "Behöver rättas"
    DONE = "done", "Klart"


SEND_MOVES: dict[SendState, set[SendState]] = {
    SendState.IDLE: {SendState.WAITING},
    SendState.WAITING: {SendState.WORKING, SendState.IDLE, SendState.DONE},
    SendState.WORKING: {SendState.WAITING, SendState.STOPPED, SendState.DONE},
    SendState.STOPPED: {SendState.WAITING, SendState.IDLE, SendState.DONE},
    SendState.DONE: set(),
}


class PdfState(TextChoices):
    """How far the signed PDF is on its way home; each state is work that a sweep finds, or an end."""

    NONE = "none", "Inte signerat"
    WANTED = "wanted", "Väntar"
    FETCHING = "fetching", "Hämtas"
    FILED = "filed", "Arkiverat"
    FAILED = "failed", "Gick inte att hämta"


PDF_MOVES: dict[PdfState, set[PdfState]] = {
    PdfState.NONE: {PdfState.WANTED},
    PdfState.WANTED: {PdfState.FETCHING},
    PdfState.FETCHING: {PdfState.FILED, PdfState.WANTED, PdfState.FAILED},
    PdfState.FILED: {PdfState.WANTED},  # signed again after all: another paper
    PdfState.FAILED: {PdfState.WANTED},
}


class RemovalState(TextChoices):
    """How far a contract that the firm takes back is removed at the e-signing service."""

    NONE = "none", "Inte begärt"
    WANTED = "wanted", "Väntar"
    WORKING = "working", "Tas bort"
    STOPPED = "stopped", "Gick inte att ta bort"
    DONE = "done", "Borttaget"


REMOVAL_MOVES: dict[RemovalState, set[RemovalState]] = {
    RemovalState.NONE: {RemovalState.WANTED},
    RemovalState.WANTED: {RemovalState.WORKING},
    RemovalState.WORKING: {RemovalState.WANTED, RemovalState.STOPPED, RemovalState.DONE, RemovalState.NONE},
    RemovalState.STOPPED: {RemovalState.WANTED, RemovalState.NONE},
    RemovalState.DONE: set(),
}


class ContractKind(TextChoices):
    """What is agreed on."""

    ONE_JOB = "one_job", "Enstaka uppdrag"
    RECURRING = "recurring", "Återkommande uppdrag"
    FRAMEWORK = "framework", "Ramavtal"
    OTHER = "other", "Annat"


class Renewal(TextChoices):
    """What happens when the period of a contract ends."""

    NONE = "none", "Förlängs inte"
    AUTOMATIC = "automatic", "Förlängs om ingen säger upp"
    BY_AGREEMENT = "by_agreement", "Förlängs efter överenskommelse"


class Side(TextChoices):
    """Whose people a participant belongs to."""

    OURS = "ours", "Vi"
    THEIRS = "theirs", "Kunden"


class PartyKind(TextChoices):
    """What the other side is."""

    PERSON = "individual", "Privatperson"
    COMPANY = "company", "Företag"


class SignMethod(TextChoices):
    """How somebody signs; the values are Oneflow's. A template offers some of them, and others may come."""

    STANDARD = "standard_esign", "Underskrift på skärmen"
    SMS = "sms", "Kod via sms"
    BANKID = "swedish_bankid", "BankID"


class DeliveryChannel(TextChoices):
    """How the invitation comes to somebody; the values are Oneflow's."""

    MAIL = "email", "E-post"
    SMS = "sms", "Sms"
    SAME_DEVICE = "same_device", "På vår skärm"
    NONE = "none", "Vi skickar länken själva"


class TwoStep(TextChoices):
    """How somebody proves who they are before reading; the values are Oneflow's."""

    NONE = "none", "Ingen"
    MAIL = "email", "Kod via e-post"
    SMS = "sms", "Kod via sms"


class Delivery(TextChoices):
    """What became of an invitation; the values are Oneflow's, and unknown ones are kept as they came."""

    NOT_SENT = "not_sent", "Inte skickat"
    PENDING = "pending", "På väg"
    FAILED = "failure", "Kom inte fram"
    BOUNCED = "bounce", "Studsade"
    ARRIVED = "success", "Kom fram"
    OPENED = "opened", "Öppnat"


UNDELIVERED = (Delivery.FAILED, Delivery.BOUNCED)


class SignState(TextChoices):
    """What somebody has answered; the values are Oneflow's, and unknown ones are kept as they came."""

    UNDECIDED = "undecided", "Har inte svarat"
    SIGNED = "signed", "Signerat"
    DECLINED = "declined", "Avböjt"


class EventKind(TextChoices):
    """One thing that happened to a contract, for its page and the timeline of its customer."""

    DRAFTED = "drafted", "Utkast"
    CHANGED = "changed", "Ändrat"
    ASKED = "asked", "Lämnat för utskick"
    STOPPED = "stopped", "Stoppat"
    SENT = "sent", "Skickat"
    ARRIVED = "arrived", "Kom fram"
    UNDELIVERED = "undelivered", "Kom inte fram"
    OPENED = "opened", "Öppnat"
    SIGNED_BY_ONE = "signed_by_one", "En signatur"
    SIGNATURE_RESET = "signature_reset", "Signatur återkallad"
    SIGNED = "signed", "Signerat"
    DECLINED = "declined", "Avböjt"
    EXPIRED = "expired", "Utgånget"
    REVIVED = "revived", "Giltigt igen"
    REMOVED = "removed", "Borttaget i Oneflow"
    WITHDRAWN = "withdrawn", "Återtaget"
    FILED = "filed", "Arkiverat"
    REMINDED = "reminded", "Påminnelse"
    LINK_USED = "link_used", "Länk öppnad"
    REGISTERED = "registered", "Registret ändrat"
    UNKNOWN = "unknown", "Okänt tillstånd"


class OfferStatus(TextChoices):
    """Where an offer is. What has been sent never changes: a new version takes its place."""

    DRAFT = "draft", "Utkast"
    SENT = "sent", "Skickad"
    OPENED = "opened", "Visad"
    ACCEPTED = "accepted", "Accepterad"
    DECLINED = "declined", "Avböjd"
    EXPIRED = "expired", "Utgången"
    WITHDRAWN = "withdrawn", "Återtagen"


_ANSWERED = {OfferStatus.ACCEPTED, OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.WITHDRAWN}
OFFER_MOVES: dict[OfferStatus, set[OfferStatus]] = {
    OfferStatus.DRAFT: {OfferStatus.SENT},
    OfferStatus.SENT: {OfferStatus.OPENED} | _ANSWERED,
    OfferStatus.OPENED: _ANSWERED,
    OfferStatus.ACCEPTED: set(),
    OfferStatus.DECLINED: set(),
    OfferStatus.EXPIRED: set(),
    OfferStatus.WITHDRAWN: set(),
}
# Lies with the customer, who may still say yes or no.
OPEN_OFFERS = (OfferStatus.SENT, OfferStatus.OPENED)


class OfferDelivery(TextChoices):
    """How far the paper of a sent offer is on its way to archive and customer; work that a sweep finds, or an end."""

    NONE = "none", "Inte begärt"
    QUEUED = "queued", "Väntar"
    BUILDING = "building", "Skapas"
    DONE = "done", "Klar"
    FAILED = "failed", "Gick inte att skapa"


OFFER_DELIVERY_MOVES: dict[OfferDelivery, set[OfferDelivery]] = {
    OfferDelivery.NONE: {OfferDelivery.QUEUED},
    OfferDelivery.QUEUED: {OfferDelivery.BUILDING},
    OfferDelivery.BUILDING: {OfferDelivery.DONE, OfferDelivery.QUEUED, OfferDelivery.FAILED},
    OfferDelivery.DONE: set(),
    OfferDelivery.FAILED: {OfferDelivery.QUEUED},
}


class Pricing(TextChoices):
    """Whether the price stands, or hours are counted when the work is done."""

    FIXED = "fixed", "Fast pris"
    HOURLY = "hourly", "Löpande timpris"


class RowKind(TextChoices):
    """What a row is about: only labour can carry a deduction (67 kap. 19 § inkomstskattelagen)."""

    LABOUR = "labour", "Arbete"
    MATERIAL = "material", "Material"
    TRAVEL = "travel", "Resor"
    OTHER = "other", "Övrigt"


class Unit(TextChoices):
    """What a quantity counts."""

    HOUR = "hour", "tim"
    PIECE = "piece", "st"
    AREA = "area", "m²"
    VOLUME = "volume", "m³"
    DISTANCE = "distance", "km"
    DAY = "day", "dag"


class RutWork(TextChoices):
    """The kinds of work in Skatteverket's words that the firm does; a move's cleaning counts as cleaning."""

    MOVING = "moving", "Flyttjänster"
    CLEANING = "cleaning", "Städning"
    FURNISHING = "furnishing", "Möblering"


class Basis(TextChoices):
    """Where the quantity of a suggested row comes from."""

    USUAL = "usual", "Vanlig mängd"
    AREA = "area", "Boytan i m²"
