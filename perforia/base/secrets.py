"""Personal numbers at rest: encrypted with rotating keys, found again by a keyed hash."""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

PREFIX = "gAAAAA"  # of every token: the version and the first bytes of the time


@lru_cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """Return ciphertext under the newest key; empty stays empty."""
    return _cipher(tuple(settings.FIELD_ENCRYPTION_KEYS)).encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """Return the text of `encrypt`; any configured key fits. Raises InvalidToken when none does."""
    return _cipher(tuple(settings.FIELD_ENCRYPTION_KEYS)).decrypt(token.encode()).decode() if token else ""


def is_encrypted(text: str) -> bool:
    """Whether a text has the form of what `encrypt` returns (Fernet, version 128)."""
    return text.startswith(PREFIX)


def rotate(token: str) -> str:
    """The same text under the newest key. Raises InvalidToken when no key fits."""
    return _cipher(tuple(settings.FIELD_ENCRYPTION_KEYS)).rotate(token.encode()).decode()


def lookup_hash(text: str) -> str:
    """A keyed hash for exact search without decrypting; empty stays empty."""
    return hmac.new(settings.LOOKUP_HASH_KEY.encode(), text.encode(), hashlib.sha256).hexdigest() if text else ""
