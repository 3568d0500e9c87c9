"""Text messages through a gateway that speaks as 46elks does (https://46elks.se/docs/send-sms)."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import requests
from django.conf import settings
from urllib3.exceptions import MaxRetryError

from integrations.clients.border import check_outside_transaction
from perforia.base.errors import Refused, Unheard, Unreachable

SECONDS = (5, 20)  # to connect, to answer
LARGEST_ANSWER = 64 * 1024
TOO_MANY, REFUSED, UNAVAILABLE = 429, 400, 503
LACKING = frozenset({401, 402, 403})  # the account, not the message: somebody can put it right
USER = "perforia"


@dataclass(frozen=True)
class Text:
    """A text message in our words: `to` as E.164, `message_id` ours."""

    message_id: str
    to: str
    body: str


@dataclass(frozen=True)
class Accepted:
    """The gateway's own id of a message, and how many parts it takes for it."""

    external_id: str
    parts: int


def send(text: Text, *, before_handover: Callable[[], None]) -> Accepted:
    """Hand one text message to the gateway; `before_handover` is called right before it is posted.

    Raises Unreachable when it was not taken and a new try may help, Unheard when nobody can know, Refused when the
    gateway said no for good, RuntimeError inside a transaction. The gateway knows no idempotency key, so that a
    message whose answer was lost is never posted again by itself; its report tells (see report_url).
    """
    check_outside_transaction()
    gateway = urlsplit(settings.SMS_URL)
    if not gateway.hostname:
        raise Unreachable("Ingen sms-växel är ansluten (SMS_URL).")
    form = {"from": settings.SMS_FROM, "to": text.to, "message": text.body}
    if address := report_url(text.message_id):
        form["whendelivered"] = address
    before_handover()
    try:
        answer = requests.post(
            f"{gateway.scheme}://{gateway.netloc.rpartition('@')[2]}{gateway.path.rstrip('/')}/sms",
            data=form, auth=(gateway.username or "", gateway.password or ""), timeout=SECONDS, allow_redirects=False,
        )  # fmt: skip
    except requests.ConnectTimeout as silence:
        raise Unreachable("Sms-växeln svarar inte.") from silence
    except requests.ConnectionError as broken:
        if isinstance(next(iter(broken.args), None), MaxRetryError):
            raise Unreachable("Sms-växeln går inte att nå.") from broken
        raise Unheard("Förbindelsen med sms-växeln bröts.") from broken
    except requests.RequestException as broken:
        raise Unheard("Sms-växeln svarade inte i tid.") from broken
    return _read(answer)


def report_url(message_id: str) -> str:
    """Where the gateway reports on a message, with the password it shows there; empty when there is none."""
    if not settings.SMS_CALLBACK_PASSWORD:
        return ""
    base = urlsplit(settings.BASE_URL)
    query = urlencode({"meddelande": message_id})
    return f"{base.scheme}://{USER}:{settings.SMS_CALLBACK_PASSWORD}@{base.netloc}/utgaende/sms/rapport/?{query}"


def _read(answer: requests.Response) -> Accepted:
    """What the gateway said. After 500, 502 or 504 it may have taken the message all the same."""
    words = answer.text[:200] if len(answer.content) <= LARGEST_ANSWER else ""
    if answer.status_code in LACKING or answer.status_code in {TOO_MANY, UNAVAILABLE}:
        after = answer.headers.get("Retry-After", "")
        raise Unreachable(
            words or "Sms-växeln säger nej just nu.", retry_after=int(after) if after.isdecimal() else None
        )
    if REFUSED <= answer.status_code < 500:  # noqa: PLR2004 -- 4xx: the message is at fault
        raise Refused(words or f"Sms-växeln svarade {answer.status_code}.")
    if not answer.ok:
        raise Unheard(words or f"Sms-växeln svarade {answer.status_code}.")
    try:
        told = answer.json()
        return Accepted(external_id=str(told["id"]), parts=int(told.get("parts", 1)))
    except (ValueError, KeyError, TypeError, AttributeError) as strange:
        raise Unheard("Sms-växeln svarade något som inte går att läsa.") from strange
