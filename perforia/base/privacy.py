"""How private each field of a model is: the ledger that logs, exports and erasure read."""

from enum import StrEnum


class Privacy(StrEnum):
    """PUBLIC may leave the house, INTERNAL is the firm's own, PERSONAL is about a person, SECRET is never shown."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SECRET = "secret"  # noqa: S105 -- a level, not a password


def ledger(*, public: str = "", internal: str = "", personal: str = "", sealed: str = "") -> dict[str, Privacy]:
    """The `PRIVACY` of a model from space-separated field names; a field stands under exactly one level."""
    levels = {
        Privacy.PUBLIC: public, Privacy.INTERNAL: internal, Privacy.PERSONAL: personal, Privacy.SECRET: sealed,
    }  # fmt: skip
    return {field: level for level, fields in levels.items() for field in fields.split()}
