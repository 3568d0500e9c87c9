"""Callbacks as Oneflow posts them, and whether they are Oneflow's (developer.oneflow.com, "Webhook and event")."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_ID = 120


@dataclass(frozen=True)
class EsignCallback:
    """A callback: only `external_id` is signed, so that nothing else in `payload` may be acted on. Any: JSON."""

    external_id: str
    payload: Mapping[str, Any]


def esign_signature(external_id: str, sign_key: str) -> str:
    """The signature of a callback: SHA-1 of its id and the key, one after the other; not an HMAC."""
    return hashlib.sha1((external_id + sign_key).encode()).hexdigest()  # noqa: S324 -- as Oneflow documents it


def read_esign_callback(body: bytes, *, sign_key: str) -> EsignCallback | None:
    """The callback in a body, None unless it was signed with the key; without a key nothing is."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    external_id, signature = told.get("callback_id"), told.get("signature")
    if not (sign_key and isinstance(external_id, str) and isinstance(signature, str)):
        return None
    if not 0 < len(external_id) <= LONGEST_ID or not _can_be_kept(told):
        return None
    wanted = esign_signature(external_id, sign_key).encode()
    return EsignCallback(external_id, told) if hmac.compare_digest(wanted, signature.lower().encode()) else None


def _can_be_kept(told: Mapping[str, Any]) -> bool:
    """Whether the database takes all of it: no half characters, and none of the number 0."""
    try:
        return b"\\u0000" not in json.dumps(told, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False


def remote_contract_id(payload: Mapping[str, Any]) -> int | None:
    """The number of the contract a callback is about, None when it names none."""
    contract = payload.get("contract")
    number = contract.get("id") if isinstance(contract, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None
