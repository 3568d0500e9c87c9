"""What the pages and doors of the outside world ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Q

from integrations.models import Callback, Connection, Exchange, Message
from integrations.states import WAITING, AddressSource, Channel, MessageStatus, RouterKind, Service
from perforia.base.health import health_of, is_paused
from perforia.base.models import User

WINDOW, MOST_CALLS = timedelta(minutes=5), 2000  # what Oneflow allows of one key
REMEMBERED = timedelta(seconds=1)
SHOWN = 10
FAILED = 400


_remembered: dict[tuple[Service, str], tuple[datetime, Connection]] = {}  # as many as there are connections


@dataclass(frozen=True)
class EsignHealth:
    """How the connection to Oneflow is doing: a word with its tone and ring, and what stands behind it.

    `calls` are those of the last five minutes, `callbacks` those of a day, `waiting` those nobody has worked on.
    """

    connection: Connection | None
    word: str
    tone: str
    ring: str
    calls: int = 0
    most_calls: int = MOST_CALLS
    failed: Sequence[Exchange] = ()
    callbacks: int = 0
    waiting: int = 0

    @property
    def is_checking(self) -> bool:
        """Whether somebody waits for a test."""
        return self.connection is not None and self.connection.check_asked_at is not None


@dataclass(frozen=True)
class OutboxHealth:
    """How mails or text messages get out: the last that did, how many wait, and what the server says of them."""

    word: str
    tone: str
    ring: str
    last_sent_at: datetime | None = None
    waiting: int = 0
    troubled: int = 0
    error: str = ""


@dataclass(frozen=True)
class SourceHealth:
    """How a source of addresses, roads or maps is doing; `error` is its last failure, while nothing has gone well."""

    name: str
    label: str
    word: str
    tone: str
    ring: str
    ok_at: datetime | None = None
    error_at: datetime | None = None
    error: str = ""


def connection_called_back(service: Service, key: str, *, at: datetime) -> Connection | None:
    """The connection that a callback address belongs to.

    Asked at every callback, so the answer is remembered for a second: that long an old key may still count.
    """
    known = _remembered.get((service, key))
    if known is not None and timedelta(0) <= at - known[0] < REMEMBERED:
        return known[1]
    rows = Connection.objects.filter(service=service, callback_key=key)
    row = rows.first() if key.isprintable() else None
    if row is not None:
        _remembered[service, key] = (at, row)
    return row


def connection_of(user: User, service: Service) -> Connection | None:
    """The connection to a service, for somebody who may see it; None where none has a key."""
    return Connection.objects.visible_to(user).filter(service=service).exclude(secret="").first()


def esign_health(user: User, *, at: datetime) -> EsignHealth:
    """How Oneflow is doing."""
    row = connection_of(user, Service.ONEFLOW)
    if row is None:
        return EsignHealth(None, "Inte ansluten", "", "is-new")
    word, tone, ring = _word_of(row)
    failed = Exchange.objects.filter(Q(status=None) | Q(status__gte=FAILED), connection=row)
    callbacks = Callback.objects.filter(source=row.service)
    return EsignHealth(
        connection=row, word=word, tone=tone, ring=ring,
        calls=Exchange.objects.filter(connection=row, at__gt=at - WINDOW).count(),
        failed=list(failed.order_by("-at", "-pk")[:SHOWN]),
        callbacks=callbacks.filter(received_at__gt=at - timedelta(days=1)).count(),
        waiting=callbacks.filter(handled_at=None).count(),
    )  # fmt: skip


def address_sources() -> list[SourceHealth]:
    """Who is asked for addresses, in order, and how each is doing."""
    return [_source(name, AddressSource(name).label) for name in settings.ADDRESS_PROVIDERS if name in AddressSource]


def router_health() -> SourceHealth | None:
    """Who is asked for roads and how that is going; None when they are estimated."""
    name = settings.ROUTER
    return _source(name, RouterKind(name).label) if name in RouterKind else None


def map_sources() -> list[SourceHealth]:
    """Where the pictures of maps come from, and how that is going."""
    return [_source(f"map:{layer.key}", layer.label) for layer in settings.MAP_LAYERS]


def _source(name: str, label: str) -> SourceHealth:
    known = health_of(name)
    is_failing = known.error_at is not None and (known.ok_at is None or known.ok_at < known.error_at)
    if is_paused(name):
        word, tone, ring = "Vilar efter flera fel", "bad", "is-alert"
    elif is_failing:
        word, tone, ring = "Fungerar inte", "bad", "is-alert"
    else:
        word, tone, ring = ("Fungerar", "ok", "is-done") if known.ok_at else ("Inte använd än", "info", "is-new")
    ok_at, error_at = (datetime.fromtimestamp(at, UTC) if at else None for at in (known.ok_at, known.error_at))
    return SourceHealth(name, label, word, tone, ring, ok_at, error_at, known.error if is_failing else "")


def _word_of(row: Connection) -> tuple[str, str, str]:
    is_failing = row.last_error_at is not None and (row.last_ok_at is None or row.last_ok_at < row.last_error_at)
    if not row.is_active:
        return "Avstängd", "", "is-new"
    if row.refused_at is not None or is_failing:
        return "Fungerar inte", "bad", "is-alert"
    if row.checked_at is None:
        return "Inte testad än", "info", "is-new"
    tones = {check["tone"] for check in row.checks.get("rows", [])}
    if "bad" in tones:
        return "Behöver dig", "bad", "is-alert"
    return ("Ansluten, inte färdig", "warn", "is-alert") if "warn" in tones else ("Ansluten", "ok", "is-done")


def outbox_health(channel: Channel, *, is_connected: bool) -> OutboxHealth:
    """How mails or text messages get out. What waits after a try tells what is wrong with the server."""
    if not is_connected:
        return OutboxHealth("Inte ansluten", "", "is-new")
    rows = Message.objects.filter(channel=channel)
    waiting = rows.filter(status__in=WAITING)
    stuck = waiting.filter(attempts__gt=0).exclude(error="").order_by("-created_at", "-pk").first()
    last = rows.filter(sent_at__isnull=False).order_by("-sent_at", "-pk").values_list("sent_at", flat=True).first()
    number = rows.filter(is_bulk=False, status__in=(MessageStatus.FAILED, MessageStatus.UNSURE)).count()
    if stuck is not None:
        word = ("Fungerar inte", "bad", "is-alert")
    elif number:
        word = ("Fungerar, meddelanden behöver dig", "warn", "is-alert")
    else:
        word = ("Fungerar", "ok", "is-done") if last else ("Inte använd än", "info", "is-new")
    return OutboxHealth(*word, last, waiting.count(), number, stuck.error if stuck else "")
