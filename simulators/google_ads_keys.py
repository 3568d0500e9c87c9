"""A service account of our own making, and the check of what is signed with it."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

# What Google's library writes as the receiver, wherever it sends the request.
AUDIENCE = "https://oauth2.googleapis.com/token"
EMAIL = "perforia@exempel-flytt.iam.gserviceaccount.com"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass(frozen=True)
class Account:
    """The key file as Google hands it out."""

    info: Mapping[str, str]

    @classmethod
    def fresh(cls) -> "Account":
        """One that nobody has seen; the same for the whole process, as keys take long to make."""
        return _fresh()

    @classmethod
    def of_file(cls, path: Path) -> "Account":
        """The one in a file, which is written when it is not there."""
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(dict(cls.fresh().info), indent=2), encoding="utf-8")
            path.chmod(0o600)
        return cls(json.loads(path.read_text(encoding="utf-8")))

    @property
    def key(self) -> rsa.RSAPublicKey:
        """What its signatures are checked with."""
        return _public(self.info["private_key"])


@cache
def _public(pem: str) -> rsa.RSAPublicKey:
    private = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(private, rsa.RSAPrivateKey):
        message = "a service account signs with RSA"
        raise TypeError(message)
    return private.public_key()


@cache
def _fresh() -> Account:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Account(
        {
            "type": "service_account", "project_id": "exempel-flytt", "private_key_id": "sim0001",
            "private_key": pem.decode(), "client_email": EMAIL, "client_id": "100000000000000000001",
            "token_uri": AUDIENCE,
        }
    )  # fmt: skip


def problem_of(form: Mapping[str, str], account: Account, *, at: float) -> tuple[str, str]:
    """What is wrong with a request for a token, and the scope it asks for."""
    if form.get("grant_type") != GRANT:
        return "Unsupported grant_type", ""
    head, _, rest = form.get("assertion", "").partition(".")
    claims, _, signature = rest.partition(".")
    try:
        account.key.verify(_bytes(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256())
        header, told = json.loads(_bytes(head)), json.loads(_bytes(claims))
    except (InvalidSignature, ValueError, binascii.Error):
        return "Invalid JWT Signature.", ""
    checks = {
        "Invalid JWT: wrong algorithm": header.get("alg") != "RS256",
        "Invalid JWT: wrong audience": told.get("aud") != AUDIENCE,
        "Invalid JWT: unknown issuer": told.get("iss") != account.info["client_email"],
        "Invalid JWT: expired": not told.get("exp", 0) > at >= told.get("iat", at) - 300,
        "Invalid scope": not told.get("scope"),
    }
    return next((words for words, is_wrong in checks.items() if is_wrong), ""), str(told.get("scope", ""))


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
