"""Answers to the case officer: drafted from the case, edited and sent by a person, then frozen."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from integrations.services import Attachment, queue_message
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from rut.documents.reply import answer_text, extension_text, in_words
from rut.models import Case, CaseReply, Package
from rut.queries.packages import is_current, latest_package
from rut.rules.privacy import has_personal_number
from rut.services.cases import lock, record_answer
from rut.services.packages import freeze
from rut.states import Channel, PackageState, ReplyKind, ReplyState

MOST_MAIL_BYTES = 18 * 1024 * 1024  # base64 adds a third, and many servers stop at 25 MB


@dataclass(frozen=True)
class ReplyDetails:
    """What a person wrote."""

    to: str
    subject: str
    body: str
    channel: Channel = Channel.MAIL


@transaction.atomic
def draft_answer(*, case: Case, by: User | None, at: datetime) -> CaseReply:
    """The open draft of the answer, written from the case when there is none. Idempotent."""
    known = case.replies.filter(kind=ReplyKind.ANSWER, state=ReplyState.DRAFT).first()
    if known is not None:
        return known
    subject, body = answer_text(case)
    return CaseReply.objects.create(
        case=case, kind=ReplyKind.ANSWER, to=case.officer_email, subject=subject, body=body, created_at=at,
        created_by=by,
    )  # fmt: skip


@transaction.atomic
def draft_extension(*, case: Case, new_deadline: date, by: User, at: datetime) -> CaseReply:
    """A letter that asks for more time; an open draft gets the new date, and keeps what somebody has written in it.

    Raises DomainError when the date is no later. Idempotent per case.
    """
    if case.deadline is not None and new_deadline <= case.deadline:
        raise DomainError("Välj ett datum efter den frist ni har nu.")
    drafts = case.replies.select_for_update(no_key=True).filter(kind=ReplyKind.EXTENSION, state=ReplyState.DRAFT)
    known = drafts.order_by("pk").first()
    subject, body = extension_text(case, new_deadline)
    if known is None:
        return CaseReply.objects.create(
            case=case, kind=ReplyKind.EXTENSION, to=case.officer_email, subject=subject, body=body,
            new_deadline=new_deadline, created_at=at, created_by=by,
        )  # fmt: skip
    if known.new_deadline is not None:
        known.body = known.body.replace(in_words(known.new_deadline), in_words(new_deadline))
    known.new_deadline = new_deadline
    known.save(update_fields=["body", "new_deadline"])
    return known


@transaction.atomic
def edit_reply(*, reply: CaseReply, details: ReplyDetails, by: User, at: datetime) -> None:
    """Write what the person wrote. Raises DomainError for a sent reply or personal numbers in it. Idempotent."""
    locked = _lock(reply)
    _must_be_draft(locked)
    if has_personal_number(f"{details.subject} {details.body}"):
        raise DomainError("Ta bort personnumret. Det får inte stå i ämne eller text när svaret går med e-post.")
    locked.to, locked.subject, locked.body = details.to, details.subject, details.body
    locked.channel = details.channel
    locked.save(update_fields=["to", "subject", "body", "channel"])
    audit.record(verb="case.reply_edited", target=locked.case, by=by, at=at, reply=locked.pk)


@transaction.atomic
def send_reply(*, reply: CaseReply, by: User, at: datetime) -> CaseReply:
    """Send by mail, through the outbox, with the package; what was sent is frozen. Idempotent.

    Raises DomainError when there is no address, no current package, or it is too large for a mail.
    """
    locked = _lock(reply)
    if locked.state == ReplyState.SENT:
        return locked
    _must_be_draft(locked)
    if not locked.to:
        raise DomainError("Skriv handläggarens e-postadress, eller lämna svaret på annat sätt.")
    package = _current_package(locked) if locked.kind == ReplyKind.ANSWER else None
    attachments = _attachments(package) if package else []
    locked.message = queue_message(
        to=locked.to, subject=locked.subject, body=locked.body, attachments=attachments, by=by, at=at
    )
    _finish(locked, package, Channel.MAIL, by, at)
    return locked


@transaction.atomic
def hand_in(*, reply: CaseReply, channel: Channel, by: User, at: datetime) -> CaseReply:
    """A person has handed the answer in by e-service or post; what was handed in is frozen. Idempotent.

    Raises DomainError when there is no current package.
    """
    locked = _lock(reply)
    if locked.state == ReplyState.SENT:
        return locked
    _must_be_draft(locked)
    package = _current_package(locked) if locked.kind == ReplyKind.ANSWER else None
    _finish(locked, package, channel, by, at)
    return locked


@transaction.atomic
def discard_reply(*, reply: CaseReply, by: User, at: datetime) -> None:
    """Throw a draft away. Idempotent."""
    locked = _lock(reply)
    if locked.state == ReplyState.DRAFT:
        locked.state = ReplyState.DISCARDED
        locked.save(update_fields=["state"])
        audit.record(verb="case.reply_discarded", target=locked.case, by=by, at=at, reply=locked.pk)


def _finish(reply: CaseReply, package: Package | None, channel: Channel, by: User, at: datetime) -> None:
    reply.package, reply.channel = package, channel
    reply.state, reply.sent_at, reply.sent_by = ReplyState.SENT, at, by
    reply.save(update_fields=["package", "channel", "state", "sent_at", "sent_by", "message"])
    if package is not None:
        freeze(package=package, at=at)
        record_answer(case=reply.case, by=by, at=at)
    verb = "case.answered" if package is not None else "case.extension_asked"
    audit.record(verb=verb, target=reply.case, by=by, at=at, reply=reply.pk, channel=channel)


def _current_package(reply: CaseReply) -> Package:
    case = lock(reply.case)
    package = latest_package(case)
    if package is None or package.state != PackageState.BUILT:
        raise DomainError("Skapa paketet först, sedan kan svaret skickas.")
    if not is_current(package):
        raise DomainError("Underlagen har ändrats sedan paketet skapades. Skapa det igen.")
    return package


def _attachments(package: Package) -> list[Attachment]:
    """Both files where a mail holds them, else the PDF alone. Raises DomainError when not even that fits."""
    versions = [
        document.current_version
        for document in (package.pdf, package.archive_file)
        if document is not None and document.current_version is not None
    ]
    while len(versions) > 1 and sum(version.size for version in versions) > MOST_MAIL_BYTES:
        versions.pop()
    if not versions or versions[0].size > MOST_MAIL_BYTES:
        raise DomainError("Paketet är för stort för e-post. Ladda ner det och lämna det i e-tjänsten eller med post.")
    return [
        Attachment(version.original_name, version.content_type, version.storage_key, version.size)
        for version in versions
    ]


def _must_be_draft(reply: CaseReply) -> None:
    if reply.state != ReplyState.DRAFT:
        raise DomainError("Svaret är redan skickat och kan inte ändras.")


def _lock(reply: CaseReply) -> CaseReply:
    return CaseReply.objects.select_for_update(of=("self",), no_key=True).select_related("case").get(pk=reply.pk)
