"""A page on loopback that shows the mails the SMTP sink received: `python -m simulators.mail`."""

import json
import signal
import threading
from email.message import EmailMessage
from html import escape
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from simulators.pages import PageHandler, PageServer, page
from simulators.smtp import HOST, Failure, MailSink, Received, options


class MailPage(PageServer):
    """The HTTP side of a sink: a list, each mail, a JSON list for programs, and a door to plan failures."""

    def __init__(self, sink: MailSink, *, port: int = 0) -> None:
        class Handler(_Handler):
            mails = sink

        super().__init__(Handler, port=port)


class _Handler(PageHandler):
    mails: MailSink

    def do_GET(self) -> None:  # noqa: N802 -- the name http.server calls
        """Show the list, one mail, or the JSON list."""
        path = urlsplit(self.path).path
        if path == "/":
            self.answer(page("Mottagna mejl", _list(self.mails.received())))
        elif path == "/mails.json":
            self.answer(json.dumps([_facts(mail) for mail in self.mails.received()]).encode(), "application/json")
        else:
            self._show(path.strip("/"))

    def do_POST(self) -> None:  # noqa: N802 -- the same
        """Plan failures: POST /fail?kind=temporary&times=2."""
        wanted = urlsplit(self.path)
        asked = parse_qs(wanted.query)
        kind, times = asked.get("kind", [""])[0], asked.get("times", ["1"])[0]
        if wanted.path != "/fail" or kind not in set(Failure) or not times.isdecimal():
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        self.mails.fail_next(Failure(kind), times=int(times))
        self.answer(b"{}", "application/json")

    def _show(self, name: str) -> None:
        for mail in self.mails.received():
            if mail.name == name:
                self.answer(page("Mottagna mejl", _one(mail)))
                return
            if f"{mail.name}.eml" == name:
                self.answer(mail.message.as_bytes(), "message/rfc822")
                return
        self.send_error(HTTPStatus.NOT_FOUND)


def _list(mails: list[Received]) -> str:
    rows = "".join(
        f"<tr><td>{escape(str(mail.message['Date']))}</td><td>{escape(', '.join(mail.recipients))}</td>"
        f'<td><a href="/{mail.name}">{escape(str(mail.message["Subject"]))}</a></td></tr>'
        for mail in reversed(mails)
    )
    if not rows:
        return "<h1>Mottagna mejl</h1><p>Inget mejl har kommit än.</p>"
    head = "<tr><th>Datum</th><th>Till</th><th>Ämne</th></tr>"
    return f"<h1>Mottagna mejl</h1><table>{head}{rows}</table>"


def _one(mail: Received) -> str:
    attachments = "".join(f"<li>{escape(name)}</li>" for name in _attachments(mail.message))
    return (
        f'<p><a href="/">Alla mejl</a></p><h1>{escape(str(mail.message["Subject"]))}</h1>'
        f"<p>Från {escape(mail.sender)} till {escape(', '.join(mail.recipients))}</p>"
        f"<pre>{escape(_text(mail.message))}</pre><ul>{attachments}</ul>"
        f'<p><a href="/{mail.name}.eml">Hämta som fil</a></p>'
    )


def _facts(mail: Received) -> dict[str, object]:
    return {
        "name": mail.name,
        "sender": mail.sender,
        "recipients": mail.recipients,
        "subject": str(mail.message["Subject"]),
        "text": _text(mail.message),
        "attachments": _attachments(mail.message),
    }


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    return str(body.get_content()) if body else ""


def _attachments(message: EmailMessage) -> list[str]:
    return [part.get_filename() or "utan namn" for part in message.iter_attachments()]


def main() -> None:
    """Receive and show until stopped."""
    asked = options()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with MailSink(asked.folder, port=asked.port) as sink, MailPage(sink, port=asked.page) as shown:
        print(f"SMTP on {HOST}:{sink.port}, page on http://{HOST}:{shown.port}/", flush=True)
        stopped.wait()


if __name__ == "__main__":
    main()
