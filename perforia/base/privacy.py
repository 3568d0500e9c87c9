"""How private each field of a model is: the ledger that logs, exports and erasure read."""

from enum import StrEnum


class Privacy(StrEnum):
    """PUBLIC may leave the house, INTERNAL is the firm's own, PERSONAL is about a person, SECRET is never shown."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SECRET = "secret"  # noqa: S105 -- a level, not a password
