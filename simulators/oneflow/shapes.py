"""How things are answered: links, pages of lists, filters and orders."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from simulators.oneflow.problems import Problem
from simulators.oneflow.world import Json, people

HIDDEN = frozenset({"account_id", "events", "pdf_ready_at", "sign_order", "expires", "attachments"})
IN_LISTS = HIDDEN | {"data_fields", "product_groups"}
MOST_ROWS, DEEPEST = 100, 19_900
FILTER = re.compile(r"filter\[(\w+)\]")
Filter = Callable[[Json, str], bool]


def contract_shape(contract: Json, base: str, *, in_list: bool = False) -> Json:
    """A contract as the API answers it."""
    own = contract["_private_ownerside"]
    here = f"{base}/contracts/{contract['id']}"
    links = {
        "self": here,
        **{part: f"{here}/{part}" for part in ("data_fields", "events", "files", "parties", "publish")},
    }
    links |= {
        "template": f"{base}/templates/{own['template_id']}",
        "template_type": f"{base}/template_types/{own['template_type_id']}",
        "workspace": f"{base}/workspaces/{contract['_private']['workspace_id']}",
    }
    told = {name: value for name, value in contract.items() if name not in (IN_LISTS if in_list else HIDDEN)}
    return {"_links": {name: {"href": url} for name, url in links.items()}, **told}


def plain(row: Json) -> Json:
    """A row without what only the simulator knows."""
    return {name: value for name, value in row.items() if name not in {"account_id", "workspace_ids", "plan"}}


def page_of(rows: Sequence[Json], query: Mapping[str, Sequence[str]], url: str) -> Json:
    """A page of a list with its links; `count` is that of all rows."""
    limit, offset = _number(query, "limit", MOST_ROWS), _number(query, "offset", 0)
    if not 1 <= limit <= MOST_ROWS:
        raise Problem(400, "The limit is wrong.", {"limit": [f"Must be between 1 and {MOST_ROWS}."]})
    if not 0 <= offset <= DEEPEST:
        raise Problem(400, "The offset is wrong.", {"offset": [f"Must be between 0 and {DEEPEST}."]})

    def link(at: int) -> Json:
        kept = {name: values[0] for name, values in query.items()} | {"offset": str(at), "limit": str(limit)}
        return {"href": f"{url}?{urlencode(kept)}" if 0 <= at < max(len(rows), 1) else None}

    links = {"self": link(offset), "next": link(offset + limit), "previous": link(offset - limit)}
    return {"_links": links, "count": len(rows), "data": list(rows[offset : offset + limit])}


def narrowed(rows: Sequence[Json], query: Mapping[str, Sequence[str]], filters: Mapping[str, Filter]) -> list[Json]:
    """Rows that fit every filter; one there is none of, or one that is repeated, is 400."""
    found = list(rows)
    for name, values in query.items():
        match = FILTER.fullmatch(name)
        if match is None:
            if name not in {"limit", "offset", "sort"}:
                raise Problem(400, "Unknown parameter.", {name: ["Unknown parameter."]})
            continue
        if match[1] not in filters or len(values) != 1:
            raise Problem(400, "The filter is wrong.", {name: ["Unknown or repeated filter."]})
        if match[1] == "data_field_match" and not values[0].partition(":")[2]:
            raise Problem(400, "The filter is wrong.", {name: ["A value is needed."]})
        found = [row for row in found if filters[match[1]](row, values[0])]
    return found


def ordered(
    rows: list[Json], query: Mapping[str, Sequence[str]], keys: Mapping[str, Callable[[Json], Any]]
) -> list[Json]:
    """Rows in the order that is asked for."""
    for word in reversed([word for word in query.get("sort", [""])[0].split(",") if word]):
        name = word.removeprefix("-")
        if name not in keys:
            raise Problem(400, "The order is wrong.", {"sort": [f"Cannot sort by {name}."]})
        rows = sorted(rows, key=lambda row: keys[name](row) or "", reverse=word.startswith("-"))
    return rows


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


def _matches_field(contract: Json, wanted: str) -> bool:
    custom_id, _, value = wanted.partition(":")
    return any(
        field["_private_ownerside"]["custom_id"] == custom_id and field["value"] == value
        for field in contract["data_fields"]
    )


def _is_between(at: str | None, wanted: str) -> bool:
    first, _, last = wanted.partition("|")
    return bool(at) and (not first or str(at) >= first) and (not last or str(at) <= last)


CONTRACT_FILTERS: dict[str, Filter] = {
    "states": lambda row, wanted: row["state"] in _listed(wanted),
    "name": lambda row, wanted: wanted.lower() in row["_private"]["name"].lower(),
    "query": lambda row, wanted: wanted.lower() in row["_private"]["name"].lower(),
    "published_time": lambda row, wanted: _is_between(row["published_time"], wanted),
    "data_field_match": _matches_field,
    "participant_identification_number": lambda row, wanted: (
        wanted in {person["identification_number"] for person in people(row)}
    ),
}
TEMPLATE_FILTERS: dict[str, Filter] = {
    "workspace_ids": lambda row, wanted: (
        not {str(place["id"]) for place in row["workspaces"]}.isdisjoint(_listed(wanted))
    ),
    "active": lambda row, wanted: str(row["template_active"]).lower() == wanted.lower(),
}
CONTRACT_ORDERS: dict[str, Callable[[Json], Any]] = {
    "name": lambda row: row["_private"]["name"], "state": lambda row: row["state"],
    "state_updated_time": lambda row: row["state_updated_time"], "published_time": lambda row: row["published_time"],
}  # fmt: skip
BY_NAME: dict[str, Callable[[Json], Any]] = {"name": lambda row: row["name"]}


def _number(query: Mapping[str, Sequence[str]], name: str, usual: int) -> int:
    told = query.get(name, [str(usual)])[0]
    if not told.lstrip("-").isdecimal():
        raise Problem(400, f"The {name} is wrong.", {name: ["Not a valid integer."]})
    return int(told)
