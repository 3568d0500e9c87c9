"""The calls under /v1: who is let in, then one function per call, in the order of checks that is documented."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from simulators.oneflow import acts, changing, listing
from simulators.oneflow.bodies import PUBLISH, UPDATE, checked, parse
from simulators.oneflow.creating import create
from simulators.oneflow.problems import Problem
from simulators.oneflow.shapes import contract_shape
from simulators.oneflow.world import Json, World, people

WINDOW_SECONDS = 300
TOKEN = re.compile(r"[a-zA-Z0-9-]{40}")


@dataclass
class Call:
    """One call, let in: `user` is None where nobody was named. `events` and `contract` are what it brought about."""

    world: World
    account: Json
    user: Json | None
    base: str
    query: Mapping[str, Sequence[str]]
    body: bytes
    kind: str = ""  # Content-Type
    contract: Json | None = None
    events: Sequence[Json] = ()

    def found(self, number: str) -> Json:
        """A contract of the account that the user may see; 404 or 403 otherwise."""
        contract = self.world.row("contracts", number, self.account["id"])
        if contract is None:
            raise Problem(404, "The contract does not exist.")
        allowed = (self.user or {}).get("workspace_ids")
        if allowed is not None and contract["_private"]["workspace_id"] not in allowed:
            raise Problem(403, "The user has no access to the workspace.")
        self.contract = contract
        return contract

    def shape(self) -> Json:
        """The contract at hand as it is answered."""
        return contract_shape(self.contract or {}, self.base)


@dataclass(frozen=True)
class Request:
    """What came over the line."""

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    body: bytes


def answer(world: World, request: Request, base: str) -> tuple[Json | list[Json] | bytes, Call]:
    """What a call is answered, with the call itself; bytes are the address of a redirect. Raises Problem."""
    account = _account(world, request.headers)
    _count(world, request.headers["x-oneflow-api-token"])
    route, numbers = _route(request)
    user = _user(world, account, request.headers, is_needed=route.needs_user)
    call = Call(world, account, user, base, request.query, request.body, request.headers.get("content-type", ""))
    return route.run(call, *numbers), call


def _account(world: World, headers: Mapping[str, str]) -> Json:
    token = headers.get("x-oneflow-api-token", "")
    account = world.tables["accounts"].get(str(world.tables["tokens"].get(token, "")))
    if not TOKEN.fullmatch(token) or account is None:
        raise Problem(401, "The API token is missing or invalid.")
    return dict(account)


def _count(world: World, token: str) -> None:
    """A fixed window per token."""
    began, calls = world.windows.get(token, [0.0, 0])
    at = time.monotonic() + world.ahead.total_seconds()
    if not calls or at - began >= WINDOW_SECONDS:
        began, calls = at, 0
    world.windows[token] = [began, calls + 1]
    if calls >= world.options.rate_limit:
        raise Problem(429, "")


def _user(world: World, account: Json, headers: Mapping[str, str], *, is_needed: bool) -> Json | None:
    email = headers.get("x-oneflow-user-email", "")
    users = world.rows("users", account["id"])
    user = next((each for each in users if each["email"].lower() == email.lower() and each["active"]), None)
    if user is None and (email or is_needed):
        raise Problem(401, "The user e-mail is missing or invalid.")
    return user


# ------------------------------------------------------------------ contracts
def _create(call: Call) -> Json:
    call.contract = create(call.world, call.user or {}, parse(call.body))
    call.events = acts.made(call.world, call.contract)
    return call.shape()


def _contract(call: Call, number: str) -> Json:
    call.found(number)
    return call.shape()


def _update(call: Call, number: str) -> Json:
    contract = call.found(number)
    call.events = acts.update(call.world, contract, checked(parse(call.body), UPDATE))
    return call.shape()


def _delete(call: Call, number: str) -> Json:
    if call.world.row("contracts", number, call.account["id"]) is None and not call.world.options.delete_404:
        return {}
    contract = call.found(number)
    call.events = acts.tell(call.world, contract, "contract:delete")
    del call.world.tables["contracts"][number]
    return {}


def _publish(call: Call, number: str) -> Json:
    contract = call.found(number)
    told = checked(parse(call.body), PUBLISH)
    plan, subject, message = call.account["plan"], told["subject"], told["message"]
    call.events = acts.publish(call.world, contract, plan=plan, subject=subject, message=message)
    return call.shape()


def _access_link(call: Call, number: str, participant: str) -> Json:
    contract = call.found(number)
    if all(str(person["id"]) != participant for person in people(contract)):
        raise Problem(404, "The participant does not exist.")
    checked(parse(call.body), {})
    if contract["state"] not in acts.SENT:
        raise Problem(409, "There is no access link to this contract.")
    token = call.world.link(contract["id"], int(participant))
    return {"access_link": f"{call.base.removesuffix('/v1')}/contracts/{number}/at/{token}"}


def _data_fields(call: Call, number: str) -> Json:
    return listing.data_fields(call.found(number), call.query, call.base)


def _set_data_fields(call: Call, number: str) -> Json:
    contract = call.found(number)
    call.events = changing.set_fields(call.world, contract, parse(call.body))
    return {"data_fields": contract["data_fields"]}


def _set_data_field(call: Call, number: str, field: str) -> Json:
    contract = call.found(number)
    found, call.events = changing.set_field(call.world, contract, unquote(field), parse(call.body))
    return found


def _parties(call: Call, number: str) -> Json:
    return listing.parties(call.found(number), call.query, call.base)


def _add_party(call: Call, number: str) -> Json:
    contract = call.found(number)
    made, call.events = changing.add_party(call.world, contract, parse(call.body))
    return made


def _remove_party(call: Call, number: str, party: str) -> Json:
    call.events = changing.remove_party(call.world, call.found(number), party)
    return {}


def _add_participant(call: Call, number: str, party: str) -> Json:
    contract = call.found(number)
    made, call.events = changing.add_participant(call.world, contract, party, parse(call.body))
    return made


def _change_participant(call: Call, number: str, party: str, participant: str) -> Json:
    contract = call.found(number)
    told = parse(call.body)
    changed, call.events = changing.change_participant(call.world, contract, party, participant, told)
    return changed


def _files(call: Call, number: str) -> Json:
    return listing.files(call.world, call.found(number), call.query, call.base)


def _upload(call: Call, number: str) -> Json:
    contract = call.found(number)
    made, call.events = changing.upload(call.world, contract, call.kind, call.body)
    return made


def _file(call: Call, number: str, file: str) -> Json | bytes:
    contract = call.found(number)
    told: Json = listing.file(call.world, contract, file, call.base)
    if call.query.get("download", [""])[0] == "true":
        return f"{call.base.removesuffix('/v1')}/_sim/blob/{call.world.blob(contract['id'])}".encode()
    return told


def _events(call: Call, number: str) -> Json:
    return listing.events(call.found(number), call.query, call.base)


def _event(call: Call, number: str, event: str) -> Json:
    return listing.event(call.found(number), event)


def _product_groups(call: Call, number: str) -> Json:
    groups = call.found(number)["product_groups"]
    return {"count": len(groups), "data": groups}


@dataclass(frozen=True)
class Route:
    """A call: `run` takes it and the numbers in its path. Reading needs no user."""

    method: str
    path: str
    run: Callable[..., Json | list[Json] | bytes]
    needs_user: bool = False


def _routes() -> list[tuple[re.Pattern[str], Route]]:
    contract, person = r"/contracts/(\d+)", r"/parties/(\d+)/participants"
    table = [
        Route("GET", "/ping", lambda _: {}),
        *listing_routes(),
        Route("POST", "/contracts/create", _create, needs_user=True),
        Route("GET", contract, _contract),
        Route("PUT", contract, _update, needs_user=True),
        Route("DELETE", contract, _delete, needs_user=True),
        Route("POST", contract + "/publish", _publish, needs_user=True),
        Route("GET", contract + "/data_fields", _data_fields),
        Route("PUT", contract + "/data_fields", _set_data_fields, needs_user=True),
        Route("PUT", contract + r"/data_fields/([^/]+)", _set_data_field, needs_user=True),
        Route("GET", contract + "/parties", _parties),
        Route("POST", contract + "/parties", _add_party, needs_user=True),
        Route("DELETE", contract + r"/parties/(\d+)", _remove_party, needs_user=True),
        Route("POST", contract + person, _add_participant, needs_user=True),
        Route("PUT", contract + person + r"/(\d+)", _change_participant, needs_user=True),
        Route("POST", contract + r"/participants/(\d+)/access_link", _access_link, needs_user=True),
        Route("GET", contract + "/files", _files),
        Route("POST", contract + "/files", _upload, needs_user=True),
        Route("GET", contract + r"/files/(\d+)", _file),
        Route("GET", contract + "/events", _events),
        Route("GET", contract + r"/events/(\d+)", _event),
        Route("GET", contract + "/product_groups", _product_groups),
        Route("POST", "/webhooks", changing.add_webhook),
        Route("PUT", r"/webhooks/(\d+)", changing.change_webhook),
        Route("DELETE", r"/webhooks/(\d+)", changing.remove_webhook),
    ]
    return [(re.compile(route.path), route) for route in table]


def listing_routes() -> list[Route]:
    """Lists and single rows of what an account has."""
    return [
        Route("GET", "/accounts/me", listing.account),
        Route("GET", "/users", listing.users),
        Route("GET", "/workspaces", listing.workspaces),
        Route("GET", r"/workspaces/(\d+)", listing.workspace),
        Route("GET", "/templates", listing.templates),
        Route("GET", r"/templates/(\d+)", listing.template),
        Route("GET", "/template_types", listing.template_types),
        Route("GET", r"/template_types/(\d+)", listing.template_type),
        Route("GET", r"/template_types/(\d+)/data_fields", listing.type_fields),
        Route("GET", "/helpers/contract_create_data", listing.create_data),
        Route("GET", "/contracts", listing.contracts),
        Route("GET", "/webhooks", listing.webhooks),
        Route("GET", r"/webhooks/(\d+)", listing.webhook),
    ]


ROUTES = _routes()


def _route(request: Request) -> tuple[Route, Sequence[str]]:
    path = request.path.rstrip("/")
    known = [(route, match.groups()) for pattern, route in ROUTES if (match := pattern.fullmatch(path))]
    fitting = [each for each in known if each[0].method == request.method]
    if not fitting:
        raise Problem(405 if known else 404, "There is no such call.")
    return fitting[0]
