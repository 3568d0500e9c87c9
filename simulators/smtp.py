"""An SMTP server that keeps what it receives as files, refuses what a careful server would, and fails when told to."""

import argparse
import asyncio
import email
import email.policy
import re
import socket
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
LARGEST_MAIL = 25 * 1024 * 1024
LONGEST_LINE = 998  # RFC 5322, 2.1.1
REQUIRED_HEADERS = ("From", "To", "Date", "Message-ID", "Subject")
ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


class Failure(StrEnum):
    """How the server can be told to fail."""

    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    DROP = "drop"


ANSWERS = {
    Failure.TEMPORARY: "451 4.3.0 Temporary failure, try again later",
    Failure.PERMANENT: "550 5.7.1 Message refused",
    Failure.DROP: "421 4.3.0 Closing connection",
}


@dataclass(frozen=True)
class Received:
    """One mail that was accepted."""

    name: str
    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


class MailSink:
    """The server with its folder of received mails; use it as a context manager or by `start` and `stop`."""

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        self.folder = folder
        self.port = port or _free_port()
        self._failures: deque[Failure] = deque()
        self._lock = threading.Lock()
        self._controller = Controller(
            self, hostname=HOST, port=self.port, data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True
        )

    def start(self) -> None:
        """Listen, in a thread of its own."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._controller.start()

    def stop(self) -> None:
        """Stop listening."""
        self._controller.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def fail_next(self, failure: Failure, *, times: int = 1) -> None:
        """Answer the next mails with a failure."""
        with self._lock:
            self._failures.extend([failure] * times)

    def received(self) -> list[Received]:
        """The accepted mails, oldest first."""
        return [_read(file) for file in sorted(self.folder.glob("*.eml"))]

    def forget(self) -> None:
        """Throw the received mails and planned failures away."""
        with self._lock:
            self._failures.clear()
        for file in self.folder.glob("*.eml"):
            file.unlink()

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient whose address can exist."""
        if not ADDRESS.fullmatch(address):
            return "553 5.1.3 Recipient address is not valid"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take the mail, unless told to fail or the mail breaks a rule."""
        with self._lock:
            failure = self._failures.popleft() if self._failures else None
        if failure is Failure.DROP and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        if failure is not None:
            return ANSWERS[failure]
        content = envelope.original_content or b""
        if fault := _fault(content):
            return f"554 5.6.0 {fault}"
        self._keep(envelope, content)
        return "250 2.0.0 Accepted"

    def _keep(self, envelope: Envelope, content: bytes) -> None:
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        half = self.folder / f"{time.time_ns()}.part"
        half.write_bytes(head.encode() + content)
        half.rename(half.with_suffix(".eml"))


def _fault(content: bytes) -> str:
    """What a careful server would refuse the mail for; empty when nothing."""
    if any(len(line) > LONGEST_LINE for line in content.split(b"\r\n")):
        return "A line is longer than 998 characters"
    message = email.message_from_bytes(content, policy=email.policy.default)
    for name in REQUIRED_HEADERS:
        if len(message.get_all(name, [])) != 1:
            return f"Header {name} must be there once"
    if message.defects:
        return f"The message is malformed: {type(message.defects[0]).__name__}"
    return ""


def _read(file: Path) -> Received:
    message = email.message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=email.policy.default)
    recipients = tuple(str(message["X-Envelope-To"]).split(", "))
    return Received(file.stem, str(message["X-Envelope-From"]), recipients, message)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line of `python -m simulators.mail`."""
    parser = argparse.ArgumentParser(description="Receive mail and show it on a page.")
    parser.add_argument("--port", type=int, default=1025, help="SMTP port (1025)")
    parser.add_argument("--page", type=int, default=8025, help="port of the page (8025)")
    parser.add_argument("--folder", type=Path, default=Path("var/mail"), help="where mails are kept (var/mail)")
    return parser.parse_args(arguments)
