"""What the simulator knows: accounts, templates, contracts and who listens, as JSON documents under one lock."""

import json
import os
import secrets
import threading
from copy import deepcopy
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

Json = dict[str, Any]  # Any: JSON
TABLES = (
    "accounts", "users", "workspaces", "templates", "template_types", "contracts", "webhooks", "deliveries", "outbox",
)  # fmt: skip
LINK_HOURS, BLOB_SECONDS = 6, 60


@dataclass
class Options:
    """What can be turned: each is SIM_<NAME> in the environment. Seconds are divided by `time_scale` for webhooks."""

    rate_limit: int = 2000
    pdf_delay: float = 2.0
    hook_timeout: float = 10.0
    time_scale: float = 1.0
    allow_http: bool = False
    edit_pending: bool = False
    delete_404: bool = False

    @classmethod
    def of_environment(cls) -> Self:
        """The options that SIM_* name, the others as they are."""
        told = {each.name: os.environ.get(f"SIM_{each.name.upper()}", "") for each in fields(cls)}
        plain = cls()
        return cls(**{
            name: (type(getattr(plain, name))(float(value)) if value else getattr(plain, name))
            for name, value in told.items()
        })  # fmt: skip


class World:
    """Everything there is. Whoever reads or writes holds `lock`; `now` can be moved on."""

    def __init__(self, options: Options, *, state: Path | None = None) -> None:
        self.options, self.state = options, state
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.ahead = timedelta()
        self.windows: dict[str, list[float]] = {}  # token: when its window began, and how many calls
        self.tables: dict[str, Any] = {}
        self.clear()
        if state and state.exists():
            self.tables |= json.loads(state.read_text(encoding="utf-8"))

    def clear(self) -> None:
        """Forget everything."""
        self.tables = {name: {} for name in TABLES} | {"tokens": {}, "links": {}, "blobs": {}, "last_id": 9_910_000}
        self.windows.clear()

    def seed(self, told: Json) -> None:
        """Add what a fixture holds: accounts, tokens, users, workspaces, templates and template types, by their ids."""
        for name in ("accounts", "users", "workspaces", "templates", "template_types"):
            for row in told.get(name, []):
                self.tables[name][str(row["id"])] = deepcopy(row)
        self.tables["tokens"].update(told.get("tokens", {}))

    def keep(self) -> None:
        """Write everything to the file of the state, if there is one."""
        if self.state is None:
            return
        half = self.state.with_suffix(".part")
        with self.lock:
            half.write_text(json.dumps(self.tables), encoding="utf-8")
        half.replace(self.state)

    def now(self) -> datetime:
        """The time it is here."""
        return datetime.now(UTC) + self.ahead

    def stamp(self) -> str:
        """The time it is here, as the API writes it."""
        return self.now().isoformat(timespec="seconds")

    def new_id(self) -> int:
        """A number nobody has had."""
        self.tables["last_id"] += 1
        return int(self.tables["last_id"])

    def rows(self, table: str, account_id: int) -> list[Json]:
        """The rows of an account, in the order they were made."""
        return [row for row in self.tables[table].values() if row["account_id"] == account_id]

    def row(self, table: str, row_id: int | str, account_id: int) -> Json | None:
        """One row of an account."""
        row = self.tables[table].get(str(row_id))
        return row if row is not None and row["account_id"] == account_id else None

    def add(self, table: str, row: Json) -> Json:
        """Keep a new row under its id."""
        self.tables[table][str(row["id"])] = row
        return row

    def link(self, contract_id: int, participant_id: int) -> str:
        """A token that lets its holder in as a participant."""
        token = secrets.token_urlsafe(18)
        until = self.now() + timedelta(hours=LINK_HOURS)
        self.tables["links"][token] = [contract_id, participant_id, until.isoformat()]
        return token

    def linked(self, token: str) -> tuple[Json, Json] | None:
        """The contract and the participant behind a token that is still good."""
        contract_id, participant_id, until = self.tables["links"].get(token, (0, 0, ""))
        contract = self.tables["contracts"].get(str(contract_id))
        if contract is None or datetime.fromisoformat(until) < self.now():
            return None
        return contract, next(person for person in people(contract) if person["id"] == participant_id)

    def blob(self, contract_id: int) -> str:
        """A token for one download of a contract's PDF."""
        token = secrets.token_urlsafe(18)
        self.tables["blobs"][token] = [contract_id, (self.now() + timedelta(seconds=BLOB_SECONDS)).isoformat()]
        return token

    def take_blob(self, token: str) -> Json | None:
        """The contract behind a token that was not used and is not too old."""
        contract_id, until = self.tables["blobs"].pop(token, (0, ""))
        if not until or datetime.fromisoformat(until) < self.now():
            return None
        found: Json | None = self.tables["contracts"].get(str(contract_id))
        return found


def people(contract: Json, *, ours: bool | None = None) -> list[Json]:
    """Everybody in a contract, or one side of it."""
    return [
        person
        for party in contract["parties"]
        if ours is None or party["my_party"] == ours
        for person in (party["participants"] if "participants" in party else [party["participant"]])
    ]
