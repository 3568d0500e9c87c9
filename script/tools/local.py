"""The environment of a product that runs on this machine: secrets made once, everything else on loopback."""

import base64
import os
import secrets
import socket
from collections.abc import Mapping

from script.tools import broker, postgres
from script.tools.console import Trouble
from script.tools.paths import VAR

SECRETS = VAR / "secrets.env"


def environment(*, web_port: int, mail_port: int, addresses: Mapping[str, str]) -> dict[str, str]:
    """What the product's processes see; anything already in the caller's environment wins."""
    ours = {
        **_secrets(),
        **addresses,
        "DJANGO_SETTINGS_MODULE": "perforia.settings",
        "DEBUG": "false",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BASE_URL": f"http://localhost:{web_port}",
        "STORAGE": "local",
        "MEDIA_ROOT": str(VAR / "media"),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "DEFAULT_FROM_EMAIL": "Perforia <kontor@perforia.test>",
        "OMP_THREAD_LIMIT": "1",
    }
    return {**ours, **os.environ}


def environment_of_checkout() -> dict[str, str]:
    """What a command typed by hand sees: the private servers, whether or not they run just now."""
    addresses = {"DATABASE_URL": postgres.url(), "REDIS_URL": broker.url()}
    return environment(web_port=8000, mail_port=1025, addresses={**addresses, **os.environ})


def _secrets() -> dict[str, str]:
    """Secrets of this checkout, made once: a new encryption key would lock away the data."""
    if not SECRETS.exists():
        VAR.mkdir(exist_ok=True)
        made = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "LOOKUP_HASH_KEY": secrets.token_urlsafe(32),
        }
        SECRETS.touch(mode=0o600)
        SECRETS.write_text("".join(f"{name}={value}\n" for name, value in made.items()))
    lines = SECRETS.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line)


def free_port(preferred: int) -> int:
    """The preferred port, or any free one."""
    return preferred if is_free(preferred) else _any_port()


def must_be_free(port: int) -> None:
    """Refuse a port that another program listens on."""
    if not is_free(port):
        raise Trouble(f"port {port} is used by another program: choose another with --port.")


def is_free(port: int) -> bool:
    """Whether we could listen on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _any_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
