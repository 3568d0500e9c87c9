"""Calls that only read: what an account has, and the parts of a contract."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from simulators.oneflow.creating import may_use
from simulators.oneflow.problems import Problem
from simulators.oneflow.shapes import (
    BY_NAME,
    CONTRACT_FILTERS,
    CONTRACT_ORDERS,
    TEMPLATE_FILTERS,
    contract_shape,
    narrowed,
    ordered,
    page_of,
    plain,
)
from simulators.oneflow.world import Json, World

if TYPE_CHECKING:
    from simulators.oneflow.api import Call

Query = Mapping[str, Sequence[str]]


def account(call: "Call") -> Json:
    """The account of the token."""
    return plain(call.account)


def users(call: "Call") -> Json:
    """Users of the account."""
    return _page(call, "users", [plain(row) for row in call.world.rows("users", call.account["id"])])


def workspaces(call: "Call") -> Json:
    """Workspaces the user has access to."""
    return _page(call, "workspaces", [_seen(call, row) for row in _workspaces(call)])


def workspace(call: "Call", number: str) -> Json:
    """One workspace."""
    return _seen(call, _one(call, "workspaces", number))


def templates(call: "Call") -> Json:
    """Templates; their options are told one by one only."""
    rows = [plain(row) for row in call.world.rows("templates", call.account["id"])]
    rows = ordered(narrowed(rows, call.query, TEMPLATE_FILTERS), call.query, BY_NAME)
    short = [{name: value for name, value in row.items() if name != "available_options"} for row in rows]
    return page_of(short, call.query, f"{call.base}/templates")


def template(call: "Call", number: str) -> Json:
    """One template with what it offers."""
    row = plain(_one(call, "templates", number))
    return {"_links": {"self": {"href": f"{call.base}/templates/{number}"}}, **row}


def template_types(call: "Call") -> Json:
    """Template types."""
    return _page(call, "template_types", [plain(row) for row in call.world.rows("template_types", call.account["id"])])


def template_type(call: "Call", number: str) -> Json:
    """One template type with its data fields."""
    return plain(_one(call, "template_types", number))


def type_fields(call: "Call", number: str) -> Json:
    """The data fields of a template type."""
    return {"data_fields": _one(call, "template_types", number)["data_fields"]}


def create_data(call: "Call") -> list[Json]:
    """Workspaces, each with its active templates."""
    rows = [plain(row) for row in call.world.rows("templates", call.account["id"]) if row["template_active"]]
    return [
        {**_seen(call, place), "templates": [
            row for row in rows if place["id"] in [each["id"] for each in row["workspaces"]]
        ]}
        for place in _workspaces(call)
    ]  # fmt: skip


def contracts(call: "Call") -> Json:
    """Contracts of workspaces the user has access to."""
    rows = [
        row
        for row in call.world.rows("contracts", call.account["id"])
        if call.user is None or may_use(call.user, row["_private"]["workspace_id"])
    ]
    rows = ordered(narrowed(rows, call.query, CONTRACT_FILTERS), call.query, CONTRACT_ORDERS)
    page = page_of(rows, call.query, f"{call.base}/contracts")
    return page | {"data": [contract_shape(row, call.base, in_list=True) for row in page["data"]]}


def webhooks(call: "Call") -> Json:
    """Subscriptions."""
    return _page(call, "webhooks", [plain(row) for row in call.world.rows("webhooks", call.account["id"])])


def webhook(call: "Call", number: str) -> Json:
    """One subscription."""
    return plain(_one(call, "webhooks", number))


def data_fields(contract: Json, query: Query, base: str) -> Json:
    """Data fields of a contract."""
    return page_of(contract["data_fields"], query, f"{base}/contracts/{contract['id']}/data_fields")


def parties(contract: Json, query: Query, base: str) -> Json:
    """Parties of a contract."""
    return page_of(contract["parties"], query, f"{base}/contracts/{contract['id']}/parties")


def files(world: World, contract: Json, query: Query, base: str) -> Json:
    """Files of a contract; the PDF comes some time after it was made or signed."""
    here = f"{base}/contracts/{contract['id']}/files"
    return page_of([_pdf(contract, base)] if _is_printed(world, contract) else [], query, here)


def file(world: World, contract: Json, number: str, base: str) -> Json:
    """The PDF; there is no verification file any more."""
    if number != "1" or not _is_printed(world, contract):
        raise Problem(404, "The file does not exist.")
    return _pdf(contract, base)


def events(contract: Json, query: Query, base: str) -> Json:
    """What happened to a contract."""
    return page_of(contract["events"], query, f"{base}/contracts/{contract['id']}/events")


def event(contract: Json, number: str) -> Json:
    """One thing that happened."""
    found = next((each for each in contract["events"] if str(each["id"]) == number), None)
    if found is None:
        raise Problem(404, "The event does not exist.")
    return dict(found)


def _is_printed(world: World, contract: Json) -> bool:
    return datetime.fromisoformat(contract["pdf_ready_at"]) <= world.now()


def _pdf(contract: Json, base: str) -> Json:
    return {
        "_links": {"self": {"href": f"{base}/contracts/{contract['id']}/files/1"}}, "id": 1,
        "name": contract["_private"]["name"], "type": "contract", "extension": "pdf",
    }  # fmt: skip


def _workspaces(call: "Call") -> list[Json]:
    rows = call.world.rows("workspaces", call.account["id"])
    return [row for row in rows if call.user is None or may_use(call.user, row["id"])]


def _seen(call: "Call", row: Json) -> Json:
    return {"_links": {"self": {"href": f"{call.base}/workspaces/{row['id']}"}}, **plain(row)}


def _one(call: "Call", table: str, number: str) -> Json:
    row = call.world.row(table, number, call.account["id"])
    if row is None:
        raise Problem(404, "It does not exist.")
    return row


def _page(call: "Call", table: str, rows: list[Json]) -> Json:
    return page_of(ordered(narrowed(rows, call.query, {}), call.query, BY_NAME), call.query, f"{call.base}/{table}")
