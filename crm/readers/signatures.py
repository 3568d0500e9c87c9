"""Whether a post was signed with a source's secret: Standard Webhooks, Typeform's and Webflow's ways. Pure.

The comparison takes the same time whatever is wrong, and a signature without a fresh time is none.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

TOLERANCE_SECONDS = 300
PREFIX = "whsec_"


def is_signed(headers: Mapping[str, str]) -> bool:
    """Whether the sender claims to have signed; header names in small letters."""
    return any(name in headers for name in ("webhook-signature", "typeform-signature", "x-webflow-signature"))


def check(headers: Mapping[str, str], content: bytes, secret: str, *, at: datetime) -> str:
    """What is wrong with the signature, as a Swedish sentence; empty when it is right."""
    if "webhook-signature" in headers:
        return _standard(headers, content, secret, at)
    if "typeform-signature" in headers:
        wanted = base64.b64encode(_mac(secret.encode(), content)).decode()
        return _compare(headers["typeform-signature"].removeprefix("sha256="), wanted)
    if "x-webflow-signature" in headers:
        stamp = headers.get("x-webflow-timestamp", "")
        if wrong := _stale(stamp, at, unit=1000):
            return wrong
        wanted = _mac(secret.encode(), f"{stamp}:".encode() + content).hex()
        return _compare(headers["x-webflow-signature"], wanted)
    return "Signatur saknas."


def key_of(secret: str) -> bytes:
    """The key in a secret of Standard Webhooks (`whsec_` and base64); another secret is its own key."""
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return secret.encode()


def sign(secret: str, identity: str, stamp: int, content: bytes) -> str:
    """The value of `webhook-signature`."""
    mac = _mac(key_of(secret), f"{identity}.{stamp}.".encode() + content)
    return f"v1,{base64.b64encode(mac).decode()}"


def _standard(headers: Mapping[str, str], content: bytes, secret: str, at: datetime) -> str:
    identity, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not identity:
        return "webhook-id saknas."
    if wrong := _stale(stamp, at):
        return wrong
    wanted = sign(secret, identity, int(stamp), content).removeprefix("v1,").encode()
    given = [part[3:].encode() for part in headers["webhook-signature"].split() if part.startswith("v1,")]
    return "" if any(hmac.compare_digest(each, wanted) for each in given) else "Fel signatur."


def _stale(stamp: str, at: datetime, *, unit: int = 1) -> str:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < len("10000000000000") + 1):
        return "Tidsstämpeln saknas eller är ingen tid."
    seconds = int(stamp) / unit if int(stamp) > at.timestamp() * 10 else int(stamp)
    return (
        "" if abs(at.timestamp() - seconds) <= TOLERANCE_SECONDS else "Tidsstämpeln är för gammal eller ligger framåt."
    )


def _compare(given: str, wanted: str) -> str:
    return "" if hmac.compare_digest(given.strip().encode(), wanted.encode()) else "Fel signatur."


def _mac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()
