"""What every simulator with pages of its own shares: a server on loopback, and a plain look."""

import threading
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"
HTML = "text/html; charset=utf-8"
FRAME = """<!doctype html><html lang="sv"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:56rem;padding:0 1rem}}
table{{border-collapse:collapse;width:100%}}td,th{{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #ddd}}
form{{display:inline-block;margin:1rem .5rem 0 0}}button{{font:inherit;padding:.4rem 1rem}}
pre{{white-space:pre-wrap;background:#f5f5f3;padding:1rem}}</style></head><body>{body}</body></html>"""


class _Server(ThreadingHTTPServer):
    request_queue_size = 256  # many clients at once are not sent away


class PageServer:
    """Answers from its handler for as long as the block runs, on `port` or any free one."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], *, port: int = 0) -> None:
        self._server = _Server((HOST, port), handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class PageHandler(BaseHTTPRequestHandler):
    """A handler that answers whole bodies and says nothing on the terminal."""

    def answer(self, body: bytes, kind: str = HTML, status: HTTPStatus = HTTPStatus.OK) -> None:
        """Send a body."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent: what was received is what matters here."""


def page(title: str, body: str) -> bytes:
    """A page with a title around HTML."""
    return FRAME.format(title=escape(title), body=body).encode()
