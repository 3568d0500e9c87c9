"""What Google knows a person by: one click id, and e-mail and phone as hashes. Pure.

Rules and test vectors: developers.google.com/data-manager/api/devguides/concepts/formatting.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from crm.rules.capture import CLICK_IDS

SWEDEN = "46"
DOTLESS = frozenset({"gmail.com", "googlemail.com"})
_CLICK = re.compile(r"[A-Za-z0-9_-]{10,512}")
_E164 = re.compile(r"\+[1-9]\d{7,14}")


@dataclass(frozen=True)
class Identifiers:
    """What goes with a conversion: `click_kind` and `click_id` both or neither, hashes in hex or empty."""

    click_kind: str = ""
    click_id: str = ""
    email_sha256: str = ""
    phone_sha256: str = ""

    @property
    def has_contact(self) -> bool:
        """Whether a hash goes along."""
        return bool(self.email_sha256 or self.phone_sha256)

    @property
    def kinds(self) -> list[str]:
        """What is there, in the words of the pages."""
        found = {self.click_kind: self.click_id, "e-post": self.email_sha256, "telefon": self.phone_sha256}
        return [kind for kind, value in found.items() if kind and value]


def identifiers(attribution: Mapping[str, str], *, email: str, phone: str, with_contact: bool) -> Identifiers:
    """What may be sent of a lead; `with_contact` when the firm also sends hashed e-mail and phone."""
    kind, click = click_of(attribution)
    if not with_contact:
        return Identifiers(kind, click)
    return Identifiers(kind, click, hashed(normal_email(email)), hashed(normal_phone(phone)))


def click_of(attribution: Mapping[str, str]) -> tuple[str, str]:
    """The one click id to send and its kind, gclid before gbraid before wbraid; one of a wrong shape is none."""
    for kind in CLICK_IDS:
        click = str(attribution.get(kind, ""))
        if _CLICK.fullmatch(click):
            return kind, click
    return "", ""


def has_broken_click(attribution: Mapping[str, str]) -> bool:
    """Whether there is a click id, but none that can be right: typed, cut off or a placeholder."""
    return any(attribution.get(kind) for kind in CLICK_IDS) and not click_of(attribution)[1]


def normal_email(text: str) -> str:
    """Without spaces, in small letters; of Gmail's addresses without dots and without what follows a plus.

    Other providers tell dots and pluses apart, so theirs stay. Empty when it is no address.
    """
    name, at, host = re.sub(r"\s+", "", text).lower().rpartition("@")
    if host in DOTLESS:
        name = name.partition("+")[0].replace(".", "")
    return f"{name}@{host}" if at and name and "." in host else ""


def normal_phone(text: str) -> str:
    """E.164 of a number with a country code, or of a Swedish one that begins with 0; empty when it is neither."""
    bare = text.strip().replace("(0)", "")
    digits = re.sub(r"\D", "", bare)
    if bare.startswith("+"):
        number = f"+{digits}"
    elif digits.startswith("00"):
        number = f"+{digits[2:]}"
    elif digits.startswith("0"):
        number = f"+{SWEDEN}{digits[1:]}"
    else:
        return ""
    return number if _E164.fullmatch(number) else ""


def hashed(text: str) -> str:
    """SHA-256 in hex of a normal text; empty stays empty."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
