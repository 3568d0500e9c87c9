"""From the bytes of a post to what became of it: read, checked, judged and kept; the lead is committed on return."""

import hashlib
import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from django.core import signing
from django.db import DatabaseError, DataError, IntegrityError

from crm.models import Lead, LeadSource
from crm.readers import signatures
from crm.readers.bodies import MOST_BYTES, UnreadableBodyError, read_body, text_of
from crm.readers.builders import Reading, read_shape
from crm.rules import spam
from crm.rules.capture import Post
from crm.rules.mapping import map_fields
from crm.services import limits, quarantine
from crm.services.capture import Captured, Raw, capture, keep
from crm.services.reading import post_of, whole_number
from crm.states import SourceKind, SubmissionState
from perforia.base.secrets import decrypt, lookup_hash

logger = logging.getLogger(__name__)
TOKEN_SALT = "crm.quote_form"  # noqa: S105 -- a name, not a secret
SAME_BODY_SECONDS = 600


@dataclass(frozen=True)
class Incoming:
    """What came through the door; header names in small letters."""

    content: bytes
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    origin: str = ""
    is_own_form: bool = False
    is_too_large: bool = False


@dataclass(frozen=True)
class Received:
    """What became of it: `code` is empty when it was taken (a lead, a repetition or the quarantine)."""

    outcome: SubmissionState
    code: str = ""
    message: str = ""
    lead: Lead | None = None
    submission_id: str = ""
    seq: int = 0


def start_token(*, source: LeadSource, nonce: str) -> str:
    """What a form carries to prove when it was opened; `nonce` tells two openings apart."""
    return signing.TimestampSigner(salt=TOKEN_SALT).sign(f"{source.pk}.{nonce}")


def receive(*, source: LeadSource, incoming: Incoming, at: datetime) -> Received:
    """Read, check and keep a post, and make or update its lead. Never raises for what was posted.

    What cannot be read or is not signed as it should is refused and kept; what looks scripted waits in quarantine
    for a person; everything else is a lead, committed when this returns. Database errors are raised.
    """
    raw = _raw(incoming)
    if wrong := _shut_out(source, incoming):
        return _refuse(source, raw, *wrong, at)
    try:
        reading = read_shape(read_body(incoming.content, incoming.content_type))
        unsigned = _wrong_signature(source, incoming, reading, at)
    except UnreadableBodyError as unreadable:
        return _refuse(source, raw, unreadable.code, str(unreadable), at)
    except DatabaseError:
        raise
    except Exception:  # an edge: whatever a stranger sent, it is kept for a person to look at
        logger.exception("a post could not be interpreted")
        return _set_aside(source, raw, at)
    if unsigned:
        return _refuse(source, raw, "bad_signature", unsigned, at)
    return _take(source, incoming, reading, raw, at)


def _shut_out(source: LeadSource, incoming: Incoming) -> tuple[str, str] | None:
    """Why a post is not even read, as code and words."""
    if not source.is_active:
        return "closed", "Källan är avstängd."
    if incoming.is_too_large:
        return "too_large", f"Posten är större än {MOST_BYTES // 1024} kB."
    if incoming.origin and incoming.origin not in source.origins:
        return "origin_not_allowed", f"{incoming.origin[:100]} är ingen av källans webbplatser."
    return None


def _take(source: LeadSource, incoming: Incoming, reading: Reading, raw: Raw, at: datetime) -> Received:
    try:
        mapped = map_fields(reading.fields, {**reading.hints, **source.mapping})
        post = _identified(source, incoming, post_of(reading, mapped), at)
    except (ValueError, TypeError, AttributeError, KeyError):
        logger.exception("a post could not be mapped")
        return _set_aside(source, raw, at)
    is_trusted = _is_trusted(source, incoming)
    verdict = spam.Verdict(0, ()) if is_trusted else _judge(source, incoming, post, mapped.control, raw, at)
    judged = replace(raw, score=verdict.score, reasons=verdict.reasons)
    if not post.has_contact and not _known(source, post.submission_id):
        return _without_contact(source, post, judged, at)
    if verdict.is_suspicious:
        keep(source=source, raw=judged, state=SubmissionState.QUARANTINED, post=post, at=at)
        return Received(SubmissionState.QUARANTINED, submission_id=post.submission_id, seq=post.seq)
    done = _capture(source, post, judged, at)
    if done.lead is not None and (post.seq > 1 or not is_trusted):
        quarantine.join(lead=done.lead, source=source, submission_id=post.submission_id, at=at)
    return Received(done.outcome, lead=done.lead, submission_id=post.submission_id, seq=post.seq)


def _without_contact(source: LeadSource, post: Post, raw: Raw, at: datetime) -> Received:
    """Nobody can be reached: a whole form waits for a person, a step of one is only kept."""
    reasons = tuple(dict.fromkeys((*raw.reasons, "no_contact")))
    state = SubmissionState.QUARANTINED if post.is_complete else SubmissionState.REFUSED
    keep(source=source, raw=replace(raw, reasons=reasons), state=state, post=post, at=at)
    return Received(
        state, "no_contact", "Skriv ett telefonnummer eller en e-postadress.",
        submission_id=post.submission_id, seq=post.seq,
    )  # fmt: skip


def _capture(source: LeadSource, post: Post, raw: Raw, at: datetime) -> Captured:
    """Capture; a post that no lead can be made of waits in quarantine with its error, and the error is ours to mend."""
    try:
        return capture(source=source, post=post, raw=raw, at=at)
    except (ValueError, TypeError, AttributeError, KeyError, DataError, IntegrityError):
        logger.exception("a post could not become a lead")
        kept = keep(
            source=source, raw=raw, state=SubmissionState.QUARANTINED, post=post, error="Blev inget lead.", at=at
        )
        return Captured(SubmissionState.QUARANTINED, submission=kept)


def _raw(incoming: Incoming) -> Raw:
    agent = incoming.headers.get("user-agent", "")
    return Raw(
        text_of(incoming.content[:MOST_BYTES]), incoming.content_type, lookup_hash(incoming.address),
        agent.encode("utf-8", "replace").decode().replace("\x00", ""),
    )  # fmt: skip


def _refuse(source: LeadSource, raw: Raw, code: str, message: str, at: datetime) -> Received:
    if limits.may_keep_refused(source=source, at=at):
        keep(source=source, raw=raw, state=SubmissionState.REFUSED, error=message, at=at)
    return Received(SubmissionState.REFUSED, code, message)


def _set_aside(source: LeadSource, raw: Raw, at: datetime) -> Received:
    unreadable = replace(raw, score=spam.REASONS["unreadable"][0], reasons=("unreadable",))
    keep(source=source, raw=unreadable, state=SubmissionState.QUARANTINED, error="Fälten gick inte att tolka.", at=at)
    return Received(SubmissionState.QUARANTINED)


def _wrong_signature(source: LeadSource, incoming: Incoming, reading: Reading, at: datetime) -> str:
    """What is wrong with how a server says who it is; empty when nothing is (or nothing was asked)."""
    headers = incoming.headers
    if incoming.is_own_form:
        return ""
    if reading.key or source.kind == SourceKind.GOOGLE:  # Google signs nothing: its key is in the body
        is_right = hmac.compare_digest(reading.key.encode(), _secret(source.secret).encode())
        return "" if is_right else "Fel nyckel (google_key)."
    if not source.is_signed and not (source.secret and signatures.is_signed(headers)):
        return ""
    return signatures.check(headers, incoming.content, _secret(source.secret), at=at)


@lru_cache(maxsize=64)
def _secret(sealed: str) -> str:
    """Deciphering costs as much as writing a row, and a secret is the same for thousands of posts."""
    return decrypt(sealed)


def _is_trusted(source: LeadSource, incoming: Incoming) -> bool:
    """A server that has shown who it is has judged what it passes on."""
    is_server = not incoming.is_own_form and not incoming.origin
    return is_server and (source.is_signed or source.kind == SourceKind.GOOGLE)


def _identified(source: LeadSource, incoming: Incoming, post: Post, at: datetime) -> Post:
    """Give the post an id of its own, and the submission one to be recognised by, whatever the sender left out."""
    message_id = incoming.headers.get("webhook-id", "")
    if post.submission_id:
        told = message_id or (f"{post.submission_id}:{post.seq}" if post.seq else post.external_id)
        return replace(post, external_id=told)
    if identity := post.external_id or message_id:
        return replace(post, submission_id=identity[:80], external_id=message_id or identity)
    digest, window = hashlib.sha256(incoming.content).hexdigest()[:40], int(at.timestamp()) // SAME_BODY_SECONDS
    before = f"h-{digest}-{window - 1}"
    again = Lead.objects.filter(
        source=source, submission_id=before, received_at__gt=at - timedelta(seconds=SAME_BODY_SECONDS)
    ).exists()
    return replace(post, submission_id=before if again else f"h-{digest}-{window}")


def _known(source: LeadSource, submission_id: str) -> bool:
    return Lead.objects.filter(source=source, submission_id=submission_id[:80]).exists()


def _judge(
    source: LeadSource, incoming: Incoming, post: Post, control: Mapping[str, str], raw: Raw, at: datetime
) -> spam.Verdict:
    """How it came and what it says. The later steps of a lead that is there are judged by what they say alone."""
    said = {key: str(post.values.get(key, "")) for key in ("name", "message", "email", "phone")}
    honeypot = control.get("hp", "") or quarantine.has_reason(source, post.submission_id, "honeypot")
    if _known(source, post.submission_id):
        return spam.judge(spam.Signals(honeypot=honeypot), **said)
    token = control.get("token", "")
    is_server = not incoming.is_own_form and not incoming.origin
    counts = limits.count_new(
        source=source, address_hash="" if is_server else raw.address_hash,
        contact=said["phone"] or said["email"], token=token, message=said["message"], at=at,
    )  # fmt: skip
    elapsed = "" if incoming.is_own_form else control.get("elapsed_ms", "")
    signals = spam.Signals(
        honeypot=honeypot, seconds=_seconds(source, token, elapsed, at),
        needs_token=incoming.is_own_form, from_address_minute=counts.address_minute,
        from_address_hour=counts.address_hour, to_form_minute=counts.form_minute, of_contact_day=counts.contact_day,
        of_token=counts.token, of_message=counts.message,
    )  # fmt: skip
    return spam.judge(signals, **said)


def _seconds(source: LeadSource, token: str, elapsed_ms: str, at: datetime) -> float | None:
    """Between opening the form and now: by our own signature, else by what the browser says; None when nobody says."""
    signer = signing.TimestampSigner(salt=TOKEN_SALT)
    try:
        if signer.unsign(token).partition(".")[0] != str(source.pk):
            return None
        return at.timestamp() - signing.b62_decode(token.split(":")[1])
    except (signing.BadSignature, ValueError, IndexError):
        return whole_number(elapsed_ms) / 1000 if elapsed_ms.isdigit() else None
