"""Mail over SMTP, one message at a time, with the moment of handing over known."""

import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import formatdate

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from integrations.clients.border import check_outside_transaction
from perforia.base.errors import Refused, Unheard, Unreachable

REFUSED = 400
PERMANENT = 500
ACCEPTED = (250, 251)


@dataclass(frozen=True)
class Attachment:
    """A file in a mail."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A mail in our words; `cc` may be several addresses with commas; a POST to `unsubscribe_url` ends the mails."""

    message_id: str
    to: str
    cc: str
    subject: str
    body: str
    attachments: Sequence[Attachment] = ()
    unsubscribe_url: str = ""


def send(mail: Mail, *, before_handover: Callable[[], None]) -> None:
    """Hand one mail to the server; `before_handover` is called right before its text is sent (RFC 5321, 3.3).

    Raises Unreachable when nothing was accepted and a new try may help, Unheard when the line broke after the
    text was sent, Refused when the server said no for good, RuntimeError inside a transaction.
    """
    check_outside_transaction()
    message = _message(mail)
    server = EmailBackend(timeout=settings.EMAIL_TIMEOUT)
    try:
        server.open()
        if server.connection is not None:
            _hand_over(server.connection, message, before_handover)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as no:
        raise Unreachable(_words(no)) from no
    except smtplib.SMTPResponseException as no:
        raise _of_code(no.smtp_code, _words(no)) from no
    except smtplib.SMTPRecipientsRefused as no:
        code, words = next(iter(no.recipients.values()))
        raise _of_code(code, words.decode(errors="replace")) from no
    except (smtplib.SMTPException, OSError) as broken:
        raise Unreachable(_words(broken)) from broken
    finally:
        server.close()


def _hand_over(line: smtplib.SMTP, message: EmailMessage, before_handover: Callable[[], None]) -> None:
    """MAIL, RCPT and DATA one by one, so that a break before DATA is known to be harmless."""
    line.ehlo_or_helo_if_needed()
    code, words = line.mail(sanitize_address(message.from_email, "utf-8"))
    if code >= REFUSED:
        raise smtplib.SMTPSenderRefused(code, words, message.from_email)
    for recipient in message.recipients():
        code, words = line.rcpt(sanitize_address(recipient, "utf-8"))
        if code not in ACCEPTED:
            raise smtplib.SMTPRecipientsRefused({recipient: (code, words)})
    before_handover()
    try:
        code, words = line.data(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]  # Django's own message class takes it
    except smtplib.SMTPServerDisconnected as broken:
        raise Unheard(_words(broken)) from broken
    if code not in ACCEPTED:
        raise smtplib.SMTPDataError(code, words)


def _message(mail: Mail) -> EmailMessage:
    headers = {"Message-ID": mail.message_id, "Date": formatdate(localtime=True)}
    if mail.unsubscribe_url:  # one click in the reader's own program (RFC 8058)
        headers |= {
            "List-Unsubscribe": f"<{mail.unsubscribe_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }  # fmt: skip
    message = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to],
        cc=[address.strip() for address in mail.cc.split(",") if address.strip()],
        headers=headers,
    )
    for attachment in mail.attachments:
        message.attach(attachment.name, attachment.content, attachment.content_type)
    return message


def _of_code(code: int, words: str) -> Unreachable | Refused:
    """5yz is permanent, all else may pass (RFC 5321, 4.2.1)."""
    return Refused(words) if code >= PERMANENT else Unreachable(words)


def _words(problem: Exception) -> str:
    """What the server said, shortened; never the message itself."""
    said = getattr(problem, "smtp_error", b"") or str(problem)
    return (said.decode(errors="replace") if isinstance(said, bytes) else str(said))[:200]
