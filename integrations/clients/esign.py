"""E-signing through Oneflow: one function per call of its API, answers in our words (https://developer.oneflow.com).

Every function raises Unreachable (nothing happened, or only something was read; `retry_after` in seconds when known),
Unheard (it may have happened: look before it is repeated), Refused with a kind of its own for 400, 401, 402, 403, 404
and 409 (see esign_errors), and RuntimeError inside a transaction. The client never sleeps and never repeats: whoever
makes many calls takes care to make at most four a second (2 000 in five minutes are allowed).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from integrations.clients import http
from integrations.clients.esign_drafts import Draft, DraftParticipant, DraftParty, DraftProduct, body_of
from integrations.clients.esign_errors import Conflict, Forbidden, Gone, Invalid, NoPlan, NotLetIn, Said, raise_for
from integrations.clients.esign_words import (
    Option,
    RemoteAccount,
    RemoteContract,
    RemoteField,
    RemoteFile,
    RemoteParticipant,
    RemoteParty,
    RemoteTemplate,
    RemoteWebhook,
    RemoteWorkspace,
    read_account,
    read_contract,
    read_field,
    read_file,
    read_template,
    read_webhook,
    read_workspace,
)
from perforia.base.errors import Refused, Unheard, Unreachable

__all__ = [
    "Account", "Conflict", "Draft", "DraftParticipant", "DraftParty", "DraftProduct", "Forbidden", "Gone", "Invalid",
    "NoPlan", "NotLetIn", "Option", "Refused", "RemoteAccount", "RemoteContract", "RemoteField", "RemoteFile",
    "RemoteParticipant", "RemoteParty", "RemoteTemplate", "RemoteWebhook", "RemoteWorkspace", "Said", "Unheard",
    "Unreachable",
]  # fmt: skip

SERVICE = "Oneflow"
AT_ONCE, DEEPEST = 100, 19_900  # rows a page, and the last offset there is
CONTRACT_FILE = 1
LARGEST_PDF = 60 * 1024 * 1024  # attachments of a contract are 50 MB together at most
MOVED = frozenset({301, 302, 303, 307, 308})
OK = 200
EVENTS = (
    "contract:publish", "contract:sign", "contract:decline", "contract:delete", "contract:signing_period_expire",
    "contract:signing_period_revive", "contract:signature_reset", "participant:first_visit", "participant:sign",
    "participant:decline", "participant:delivery_failure",
)  # fmt: skip


class Account(Protocol):
    """Who calls, where, and who is told of every call (integrations.services.connections.esign_account)."""

    @property
    def base_url(self) -> str:
        """The address of the API, with its version."""

    @property
    def token(self) -> str:
        """The account's key."""

    @property
    def user_email(self) -> str:
        """The user there that we act as."""

    @property
    def note(self) -> http.Recorder:
        """Writes a call down."""


# ------------------------------------------------------------------ the account and its templates
def ping(account: Account) -> None:
    """Whether the key is let in: raises NotLetIn when it is not."""
    _call(account, "GET", "/ping")


def own_account(account: Account) -> RemoteAccount:
    """The account the key opens."""
    return read_account(_call(account, "GET", "/accounts/me"))


def workspaces(account: Account) -> list[RemoteWorkspace]:
    """Every workspace the user sees."""
    return [read_workspace(told) for told in _pages(account, "/workspaces")]


def templates(account: Account, *, workspace_id: int | None = None) -> list[RemoteTemplate]:
    """The active templates the user sees, of one workspace or all, without their options."""
    wanted = {"filter[active]": "true"}
    if workspace_id is not None:
        wanted["filter[workspace_ids]"] = str(workspace_id)
    return [read_template(told) for told in _pages(account, "/templates", wanted)]


def template(account: Account, template_id: int) -> RemoteTemplate:
    """One template with the ways of delivering and signing it allows."""
    return read_template(_call(account, "GET", f"/templates/{template_id}"))


def data_fields(account: Account, template_type_id: int) -> list[RemoteField]:
    """The data fields of a template's type, those in use."""
    told = _call(account, "GET", f"/template_types/{template_type_id}")
    fields = [read_field(each) for each in told.get("data_fields") or [] if isinstance(each, dict)]
    return [each for each in fields if each.custom_id and each.is_active]


# ------------------------------------------------------------------ contracts
def create(account: Account, draft: Draft) -> RemoteContract:
    """Make a contract in draft. After Unheard: find_by_field with our own id before any new try, 30 s later."""
    return _contract(account, _call(account, "POST", "/contracts/create", body=body_of(draft)))


def find_by_field(account: Account, custom_id: str, value: str) -> list[int]:
    """The ids of contracts whose data field holds exactly a value (not empty)."""
    found = _pages(account, "/contracts", {"filter[data_field_match]": f"{custom_id}:{value}"})
    return [read_contract(told, page="").id for told in found]


def contract(account: Account, remote_id: int) -> RemoteContract:
    """A contract as it is now. Raises Gone when it has been removed."""
    return _contract(account, _call(account, "GET", f"/contracts/{remote_id}"))


def publish(account: Account, remote_id: int, *, subject: str, message: str) -> RemoteContract:
    """Send a draft for signing. After Unheard or Conflict read it: it may have been sent already."""
    body = {"subject": subject, "message": message}
    return _contract(account, _call(account, "POST", f"/contracts/{remote_id}/publish", body=body))


def set_expiry(account: Account, remote_id: int, *, expires_on: date) -> None:
    """The last day to sign; a later day revives a contract whose time was out."""
    period = {"type": "fixed_date", "expire_date": expires_on.isoformat()}
    _call(account, "PUT", f"/contracts/{remote_id}", body={"_private": {"signing_period_expiration": period}})


def set_name(account: Account, remote_id: int, *, name: str) -> None:
    """What the contract is called in the firm's own lists."""
    _call(account, "PUT", f"/contracts/{remote_id}", body={"_private": {"name": name}})


def set_value(account: Account, remote_id: int, *, amount: Decimal) -> None:
    """What the contract is worth, in kronor."""
    value = {"amount": f"{amount:.2f}", "currency": "SEK"}
    _call(account, "PUT", f"/contracts/{remote_id}", body={"_private": {"value": value}})


def set_fields(account: Account, remote_id: int, values: Mapping[str, str]) -> None:
    """Fill data fields of a draft by custom id, one by one: the shape of the call for many is not known for sure."""
    for custom_id, value in values.items():
        path = f"/contracts/{remote_id}/data_fields/c::{quote(custom_id, safe='')}"
        _call(account, "PUT", path, body={"value": value})


def change_participant(
    account: Account, remote_id: int, party_id: int, participant_id: int, person: DraftParticipant
) -> None:
    """Put a person of a draft right."""
    body = body_of(Draft(0, 0, "", [DraftParty([person])]))["parties"][0]["participant"]
    _call(account, "PUT", f"/contracts/{remote_id}/parties/{party_id}/participants/{participant_id}", body=body)


def delete(account: Account, remote_id: int) -> None:
    """Remove a contract for good, from the other side too; one that is not there is removed already."""
    try:
        _call(account, "DELETE", f"/contracts/{remote_id}")
    except Gone:
        return


def access_link(account: Account, remote_id: int, participant_id: int) -> str:
    """A link that lets whoever has it in as the participant for six hours: never stored, never logged."""
    path = f"/contracts/{remote_id}/participants/{participant_id}/access_link"
    return str(_call(account, "POST", path, body={}).get("access_link") or "")


def files(account: Account, remote_id: int) -> list[RemoteFile]:
    """What can be downloaded now; the contract's own PDF comes some time after it was made or signed."""
    return [read_file(told) for told in _pages(account, f"/contracts/{remote_id}/files")]


def download(account: Account, remote_id: int) -> bytes:
    """The PDF of a contract, signatures included. Raises Unreachable while it is not there yet.

    Oneflow leads to a store with a signed address, where its own headers must not go.
    """
    if all(file.id != CONTRACT_FILE for file in files(account, remote_id)):
        raise Unreachable("Avtalets pdf är inte färdig i Oneflow än.", retry_after=10)
    path = f"/contracts/{remote_id}/files/{CONTRACT_FILE}"
    answer = _ask(account, "GET", path, params={"download": "true"}, most_bytes=LARGEST_PDF)
    if answer.status in MOVED:
        target = http.Ask(
            "GET", answer.headers.get("location", ""), base=account.base_url, most_bytes=LARGEST_PDF, noted="/(pdf)"
        )
        answer = http.call(target, service=SERVICE, note=account.note)
        if answer.status != OK:
            raise Unreachable(f"Oneflow lämnade inte ut avtalets pdf ({answer.status}).")
    elif answer.status != OK:
        raise_for(answer, method="GET")
    if not answer.content.startswith(b"%PDF-"):
        raise Unreachable("Oneflow lämnade något annat än en pdf.")
    return answer.content


def contracts_changed(
    account: Account, *, states: Sequence[str] = (), since: datetime | None = None
) -> Iterator[RemoteContract]:
    """Contracts whose state changed since a moment, the latest first, in some states or all; without data fields.

    Pages are read as they are needed. At most 20 000: the API goes no deeper.
    """
    wanted = {"sort": "-state_updated_time"}
    if states:
        wanted["filter[states]"] = ",".join(states)
    for told in _pages(account, "/contracts", wanted):
        found = _contract(account, told)
        if since is not None and found.state_at is not None and found.state_at < since:
            return
        yield found


# ------------------------------------------------------------------ being called back
def webhooks(account: Account) -> list[RemoteWebhook]:
    """Every place that is called back."""
    return [read_webhook(told) for told in _pages(account, "/webhooks")]


def add_webhook(account: Account, *, url: str, sign_key: str, workspace_id: int | None = None) -> RemoteWebhook:
    """Ask to be called back on what matters to a contract, signed with a key."""
    return read_webhook(_call(account, "POST", "/webhooks", body=_webhook(url, sign_key, workspace_id)))


def change_webhook(
    account: Account, webhook_id: int, *, url: str, sign_key: str, workspace_id: int | None = None
) -> RemoteWebhook:
    """Put a place that is called back right, its key included."""
    return read_webhook(_call(account, "PUT", f"/webhooks/{webhook_id}", body=_webhook(url, sign_key, workspace_id)))


def remove_webhook(account: Account, webhook_id: int) -> None:
    """Be called back there no more; one that is not there is removed already."""
    try:
        _call(account, "DELETE", f"/webhooks/{webhook_id}")
    except Gone:
        return


def _webhook(url: str, sign_key: str, workspace_id: int | None) -> dict[str, Any]:
    rules: list[dict[str, Any]] = [{"type": "EVENT_TYPE", "values": list(EVENTS)}]
    if workspace_id is not None:
        rules.append({"type": "WORKSPACE", "values": [workspace_id]})
    return {
        "callback_url": url, "sign_key": sign_key, "template_group_id": None, "filters": [{"filter_rules": rules}],
    }  # fmt: skip


# ------------------------------------------------------------------ calls
def _contract(account: Account, told: Mapping[str, Any]) -> RemoteContract:
    parts = urlsplit(account.base_url)
    host = parts.netloc.removeprefix("api.")
    page = f"{parts.scheme}://app.{host}" if host != parts.netloc else f"{parts.scheme}://{parts.netloc}"
    return read_contract(told, page=page)


def _pages(account: Account, path: str, params: Mapping[str, str] | None = None) -> Iterator[Mapping[str, Any]]:
    """Every row of a list, page by page; the count is that of all rows."""
    for offset in range(0, DEEPEST + 1, AT_ONCE):
        page = _call(
            account, "GET", path, params={**(params or {}), "limit": str(AT_ONCE), "offset": str(offset)}
        )  # fmt: skip
        rows = [row for row in page.get("data") or [] if isinstance(row, dict)]
        yield from rows
        if not rows or offset + AT_ONCE >= int(page.get("count") or 0):
            return


def _call(
    account: Account, method: str, path: str, *, params: Mapping[str, str] | None = None, body: Any = None
) -> Mapping[str, Any]:
    """A call whose answer is an object; an empty answer is an empty one."""
    answer = _ask(account, method, path, params=params or {}, body=body)
    if answer.status != OK:
        raise_for(answer, method=method)
    if not answer.content.strip():
        return {}
    try:
        told = json.loads(answer.content)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        kind = Unreachable if method in http.HARMLESS else Unheard
        raise kind("Oneflow svarade något som inte går att läsa.")
    return told


def _ask(
    account: Account,
    method: str,
    path: str,
    *,
    params: Mapping[str, str],
    body: Any = None,
    most_bytes: int = http.MOST_BYTES,
) -> http.Answer:
    ask = http.Ask(
        method=method,
        url=account.base_url.rstrip("/") + path,
        base=account.base_url,
        headers={
            "x-oneflow-api-token": account.token, "x-oneflow-user-email": account.user_email,
            "Accept": "application/json",
        },
        params=params,
        json=body,
        most_bytes=most_bytes,
    )  # fmt: skip
    return http.call(ask, service=SERVICE, note=account.note)
