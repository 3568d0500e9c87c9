"""From the bytes of a post to what became of it: read, checked, judged and kept; the lead is committed on return."""

import hashlib
import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.core import signing
from django.db import DatabaseError, DataError, IntegrityError

from crm.models import Lead, LeadSource, LeadSubmission
from crm.readers import signatures
from crm.readers.bodies import MOST_BYTES, UnreadableBodyError, read_body, text_of
from crm.readers.builders import Reading, read_shape
from crm.rules import spam
from crm.rules.capture import Post
from crm.rules.mapping import Mapped, map_fields
from crm.services import limits
from crm.services.capture import Captured, Raw, capture, keep
from crm.states import SourceKind, SubmissionState
from perforia.base.secrets import decrypt, lookup_hash

logger = logging.getLogger(__name__)
TOKEN_SALT = "crm.quote_form"  # noqa: S105 -- a name, not a secret
SAME_BODY_SECONDS = 600
DIGITS_OF_SEQ = 15


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
    if incoming.is_too_large:
        return _refuse(source, raw, "too_large", f"Posten är större än {MOST_BYTES // 1024} kB.", at)
    if incoming.origin and incoming.origin not in source.origins:
        return _refuse(
            source, raw, "origin_not_allowed", f"{incoming.origin[:100]} är ingen av källans webbplatser.", at
        )
    try:
        reading = read_shape(read_body(incoming.content, incoming.content_type))
        wrong = _wrong_signature(source, incoming, reading, at)
    except UnreadableBodyError as unreadable:
        return _refuse(source, raw, unreadable.code, str(unreadable), at)
    except DatabaseError:
        raise
    except Exception:  # an edge: whatever a stranger sent, it is kept for a person to look at
        logger.exception("a post could not be interpreted")
        return _set_aside(source, raw, at)
    if wrong:
        return _refuse(source, raw, "bad_signature", wrong, at)
    return _take(source, incoming, reading, raw, at)


def read_again(*, submission: LeadSubmission) -> Post:
    """The post of a kept submission, read by today's mapping. Raises UnreadableBodyError."""
    reading = read_shape(read_body(submission.body.encode(), submission.content_type))
    post = post_of(reading, map_fields(reading.fields, {**reading.hints, **submission.source.mapping}))
    return replace(post, submission_id=submission.submission_id or post.submission_id)


def post_of(reading: Reading, mapped: Mapped) -> Post:
    """A reading and its sorted fields as one post."""
    control = mapped.control
    return Post(
        values=mapped.values, details=mapped.details, extra=mapped.extra, attribution=mapped.attribution,
        consents=mapped.consents, consent_source=control.get("consent_source", ""),
        consent_version=control.get("consent_version", ""), page=control.get("page", ""),
        submission_id=control.get("submission_id", "")[:80], seq=_number(control.get("seq", "")),
        step=min(_number(control.get("step", "")), 99), steps=min(_number(control.get("steps", "")), 99),
        is_complete=reading.is_complete, is_test=reading.is_test, external_id=reading.external_id[:120],
    )  # fmt: skip


def _take(source: LeadSource, incoming: Incoming, reading: Reading, raw: Raw, at: datetime) -> Received:
    try:
        mapped = map_fields(reading.fields, {**reading.hints, **source.mapping})
        post = _identified(source, incoming, post_of(reading, mapped), at)
    except (ValueError, TypeError, AttributeError, KeyError):
        logger.exception("a post could not be mapped")
        return _set_aside(source, raw, at)
    verdict = _judge(source, incoming, post, mapped.control, raw.address_hash, at)
    judged = replace(raw, score=verdict.score, reasons=verdict.reasons)
    if not post.has_contact and not _known(source, post.submission_id):
        judged = replace(judged, reasons=tuple(dict.fromkeys((*judged.reasons, "no_contact"))))
        keep(source=source, raw=judged, state=SubmissionState.QUARANTINED, post=post, at=at)
        return Received(
            SubmissionState.QUARANTINED, "no_contact", "Skriv ett telefonnummer eller en e-postadress.",
            submission_id=post.submission_id, seq=post.seq,
        )  # fmt: skip
    if verdict.is_suspicious:
        keep(source=source, raw=judged, state=SubmissionState.QUARANTINED, post=post, at=at)
        return Received(SubmissionState.QUARANTINED, submission_id=post.submission_id, seq=post.seq)
    done = _capture(source, post, judged, at)
    return Received(done.outcome, lead=done.lead, submission_id=post.submission_id, seq=post.seq)


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
    if reading.key and source.secret:  # Google signs nothing: its key is in the body
        is_right = hmac.compare_digest(reading.key.encode(), decrypt(source.secret).encode())
        return "" if is_right else "Fel nyckel (google_key)."
    if not source.is_signed and not (source.secret and signatures.is_signed(headers)):
        return ""
    return signatures.check(headers, incoming.content, decrypt(source.secret), at=at)


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
    source: LeadSource, incoming: Incoming, post: Post, control: Mapping[str, str], address_hash: str, at: datetime
) -> spam.Verdict:
    """How it came and what it says. A server that signs is trusted to have judged; a lead that is there already too."""
    is_server = not incoming.is_own_form and not incoming.origin
    if is_server and (source.is_signed or source.kind == SourceKind.GOOGLE):
        return spam.Verdict(0, ())
    name, message, email = (str(post.values.get(key, "")) for key in ("name", "message", "email"))
    if _known(source, post.submission_id):
        return spam.judge(spam.Signals(honeypot=control.get("hp", "")), name=name, message=message, email=email)
    token = control.get("token", "")
    contact = str(post.values.get("phone") or email)
    counts = limits.count_new(
        source=source,
        address_hash="" if is_server else address_hash,
        contact=contact,
        token=token,
        message=message,
        at=at,
    )
    elapsed = "" if incoming.is_own_form else control.get("elapsed_ms", "")
    signals = spam.Signals(
        honeypot=control.get("hp", ""), seconds=_seconds(source, token, elapsed, at),
        needs_token=incoming.is_own_form, from_address_minute=counts.address_minute,
        from_address_hour=counts.address_hour, to_form_minute=counts.form_minute, of_contact_day=counts.contact_day,
        of_token=counts.token, of_message=counts.message,
    )  # fmt: skip
    return spam.judge(signals, name=name, message=message, email=email)


def _seconds(source: LeadSource, token: str, elapsed_ms: str, at: datetime) -> float | None:
    """Between opening the form and now: by our own signature, else by what the browser says; None when nobody says."""
    signer = signing.TimestampSigner(salt=TOKEN_SALT)
    try:
        if signer.unsign(token).partition(".")[0] != str(source.pk):
            return None
        return at.timestamp() - signing.b62_decode(token.split(":")[1])
    except (signing.BadSignature, ValueError, IndexError):
        return _number(elapsed_ms) / 1000 if elapsed_ms.isdigit() else None


def _number(text: str) -> int:
    """A number that fits a column; 0 for anything else."""
    bare = text.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= DIGITS_OF_SEQ else 0
