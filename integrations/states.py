"""The outside services there are, and the life of a message to the outside world."""

from django.db.models import TextChoices


class Service(TextChoices):
    """The outside services that have a connection of their own."""

    ONEFLOW = "oneflow", "Oneflow"
    GOOGLE_ADS = "google_ads", "Google Ads"


class Environment(TextChoices):
    """The two places of an outside service: they share nothing but their manners."""

    PRODUCTION = "production", "Skarp drift"
    TEST = "test", "Testmiljö"


class AddressSource(TextChoices):
    """Who can be asked for addresses beside the firm's own register (settings.ADDRESS_PROVIDERS)."""

    PHOTON = "photon", "Photon"
    NOMINATIM = "nominatim", "Nominatim"
    LANTMATERIET = "lantmateriet", "Lantmäteriet Belägenhetsadress Direkt"
    MAPBOX = "mapbox", "Mapbox"
    GOOGLE = "google", "Google Places"


class RouterKind(TextChoices):
    """Who can be asked how long roads take (settings.ROUTER)."""

    OSRM = "osrm", "OSRM"
    VALHALLA = "valhalla", "Valhalla"
    ORS = "ors", "OpenRouteService"


class Channel(TextChoices):
    """How a message leaves the house."""

    MAIL = "mail", "E-post"
    SMS = "sms", "Sms"


class MessageStatus(TextChoices):
    """UNSURE: the process died between handing over and hearing back; a person decides, nothing is sent twice."""

    QUEUED = "queued", "I kö"
    SENDING = "sending", "Skickas"
    SENT = "sent", "Skickat"
    DELIVERED = "delivered", "Kom fram"
    FAILED = "failed", "Gick inte att skicka"
    UNSURE = "unsure", "Osäkert om det kom fram"


MESSAGE_MOVES: dict[MessageStatus, set[MessageStatus]] = {
    MessageStatus.QUEUED: {MessageStatus.SENDING},
    MessageStatus.SENDING: {MessageStatus.SENT, MessageStatus.QUEUED, MessageStatus.FAILED, MessageStatus.UNSURE},
    MessageStatus.SENT: {MessageStatus.DELIVERED, MessageStatus.FAILED},  # what the gateway reports later
    MessageStatus.DELIVERED: set(),
    MessageStatus.FAILED: {MessageStatus.QUEUED},
    MessageStatus.UNSURE: {MessageStatus.QUEUED, MessageStatus.SENT, MessageStatus.FAILED},
}
WAITING = (MessageStatus.QUEUED, MessageStatus.SENDING)
NEEDS_ATTENTION = (MessageStatus.FAILED, MessageStatus.UNSURE)
