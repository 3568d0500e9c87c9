"""Pictures of maps, one tile at a time, from the layers that are configured and from nowhere else."""

import base64
from dataclasses import dataclass
from http import HTTPStatus

from integrations.clients import http
from perforia.base.errors import Refused, Unreachable
from perforia.base.map_layers import Layer

SECONDS = (2.0, 4.0, 6.0)  # to connect, of silence, in all: forty of these make one map, and a page waits for it
MOST_BYTES = 1024 * 1024
KINDS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/webp": b"RIFF"}
ABSENT = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.NO_CONTENT, HTTPStatus.GONE})
SERVICE = "Kartan"


@dataclass(frozen=True, slots=True)
class Picture:
    """A tile as it came: its media type, which its first bytes agree with, and its bytes."""

    kind: str
    content: bytes


def tile(layer: Layer, *, z: int, x: int, y: int, is_dark: bool = False) -> Picture | None:
    """Fetch one tile; None where the layer has nothing there.

    Raises Unreachable when the vendor does not answer or fails, Refused for anything that is not a picture or is too
    large, RuntimeError inside a transaction. The exchange is not written down: there are thousands a day, and the
    address holds the vendor's key.
    """
    address = layer.address(z, x, y, is_dark=is_dark)
    ask = http.Ask(
        "GET", address, base=address, headers=_headers(layer), most_bytes=MOST_BYTES, noted=f"/{layer.key}",
        seconds=SECONDS,
    )  # fmt: skip
    answer = http.call(ask, service=SERVICE, note=_nobody)
    if answer.status in ABSENT:
        return None
    if answer.status != HTTPStatus.OK:
        raise Unreachable(f"Kartans leverantör svarade {answer.status}.")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    # A vendor that fails may say so in a page with status 200; a script must never be served as ours.
    if kind not in KINDS or not answer.content.startswith(KINDS[kind]):
        raise Refused("Kartans leverantör svarade med något som inte är en bild.")
    return Picture(kind, answer.content)


def _headers(layer: Layer) -> dict[str, str]:
    headers = {"Accept": ", ".join(KINDS), "User-Agent": "Perforia"}
    if layer.user:
        shown = base64.b64encode(f"{layer.user}:{layer.password}".encode()).decode()
        headers["Authorization"] = f"Basic {shown}"
    return headers


def _nobody(**_: object) -> None:
    """Write nothing down."""
