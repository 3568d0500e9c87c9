"""The product's web server as script/server runs it, for as long as something is measured, and posts as bytes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import HOST

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 60.0


@contextmanager
def web_server() -> Iterator[tuple[int, int]]:
    """The product with the bare views beside it (benchmarks.bare); answers its port and the id of its first process."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    words = [
        "-m", "gunicorn", "perforia.wsgi", "--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--workers", "2",
        "--threads", "4", "--timeout", "60", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings"}
    running = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment, start_new_session=True)
    try:
        _wait_for(port, running)
        yield port, running.pid
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def post(path: str, body: bytes, headers: str = "") -> bytes:
    """A post of JSON, ready to be sent; every line of `headers` ends with CR and LF."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n{headers}\r\n"
    )
    return head.encode() + body


def _wait_for(port: int, running: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while running.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    message = "the web server does not start"
    raise RuntimeError(message)
