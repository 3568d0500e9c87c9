"""Run the simulator until it is stopped: `python -m simulators.oneflow --port 8027 --state var/oneflow.json`."""

import argparse
import signal
import threading
from pathlib import Path

from simulators.oneflow.server import Oneflow
from simulators.oneflow.world import Options


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description="Oneflow on this machine, with a page where one plays the customer.")
    parser.add_argument("--port", type=int, default=8027, help="port of the API and the pages (8027)")
    parser.add_argument("--state", type=Path, default=None, help="a file that keeps contracts between runs")
    parser.add_argument("--allow-http", action="store_true", help="take webhooks to addresses without encryption too")
    asked = parser.parse_args()
    options = Options.of_environment()
    options.allow_http = options.allow_http or asked.allow_http
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with Oneflow(options, port=asked.port, state=asked.state) as oneflow:
        print(f"Oneflow on {oneflow.url}, page on {oneflow.page}/", flush=True)
        stopped.wait()


if __name__ == "__main__":
    main()
