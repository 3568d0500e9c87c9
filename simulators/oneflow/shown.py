"""Pages: every contract and invitation for whoever looks after the simulator, and the page of one customer."""

import re
from html import escape
from typing import TYPE_CHECKING

from simulators.oneflow.problems import Problem
from simulators.oneflow.world import Json, World, people

if TYPE_CHECKING:
    from simulators.oneflow.server import Oneflow

STATES = {
    "draft": "utkast", "pending": "väntar på signering", "overdue": "tiden är ute", "signed": "signerat",
    "declined": "avböjt",
}  # fmt: skip
SIGNED = {"undecided": "har inte svarat", "signed": "har signerat", "declined": "har avböjt"}
PERSONAL = re.compile(r"/contracts/\d+/at/([\w-]+)(?:/(sign|decline))?/?")
OWN = re.compile(r"/contracts/(\d+)/?")
OPENED = re.compile(r"/open/(\d+)/(\d+)/?")


def page_at(oneflow: "Oneflow", method: str, path: str) -> str:
    """HTML of a page, or where it leads (a path begins with /). Raises Problem for one there is none of."""
    if path == "/":
        with oneflow.world.lock:
            return _overview(oneflow.world)
    if found := OPENED.fullmatch(path):
        with oneflow.world.lock:
            return f"/contracts/{found[1]}/at/{oneflow.world.link(int(found[1]), int(found[2]))}"
    if found := PERSONAL.fullmatch(path):
        return _personal(oneflow, method, found[1], found[2] or "")
    if found := OWN.fullmatch(path):
        with oneflow.world.lock:
            return _own(oneflow.world, found[1])
    raise Problem(404, "Sidan finns inte.")


def _personal(oneflow: "Oneflow", method: str, token: str, what: str) -> str:
    """The customer's page: opening it is a visit; its buttons sign or decline."""
    with oneflow.world.lock:
        linked = oneflow.world.linked(token)
    if linked is None:
        raise Problem(404, "Länken gäller inte längre.")
    contract, person = linked
    if method == "POST" and what:
        oneflow.act(what, contract["id"], person["id"])
        return f"/contracts/{contract['id']}/at/{token}"
    oneflow.act("visit", contract["id"], person["id"])
    with oneflow.world.lock:
        may_decide = (
            person["signatory"] and person["sign_state"] == "undecided" and contract["state"] == "pending"
        )  # fmt: skip
        here = f"/contracts/{contract['id']}/at/{token}"
        buttons = (
            f'<form method="post" action="{here}/sign"><button>Signera</button></form>'
            f'<form method="post" action="{here}/decline"><button>Avböj</button></form>'
        )
        return f"<p>Du är {escape(person['name'])}.</p>{_facts(contract)}{buttons if may_decide else ''}"


def _own(world: World, number: str) -> str:
    contract = world.tables["contracts"].get(number)
    if contract is None:
        raise Problem(404, "Avtalet finns inte.")
    return f'<p><a href="/">Alla avtal</a></p>{_facts(contract)}'


def _facts(contract: Json) -> str:
    fields = "".join(
        f"<tr><th>{escape(field['name'])}</th><td>{escape(field['value'])}</td></tr>"
        for field in contract["data_fields"]
        if field["value"]
    )
    signatories = "".join(
        f"<li>{escape(person['name'])} {SIGNED.get(person['sign_state'], person['sign_state'])}</li>"
        for person in people(contract)
        if person["signatory"]
    )
    return (
        f"<h1>{escape(contract['_private']['name'])}</h1><p>Avtalet är i läget: {_state(contract)}.</p>"
        f"<table>{fields}</table><h2>Ska signera</h2><ul>{signatories}</ul>"
    )


def _overview(world: World) -> str:
    rows = "".join(_row(contract) for contract in reversed(list(world.tables["contracts"].values())))
    head = "<tr><th>Avtal</th><th>Läge</th><th>Öppna som</th></tr>"
    contracts = f"<table>{head}{rows}</table>" if rows else "<p>Inget avtal har skapats än.</p>"
    sent = "".join(
        f"<tr><td>{escape(mail['address'])}</td><td>{escape(mail['subject'])}</td>"
        f'<td><a href="/open/{mail["contract_id"]}/{mail["participant_id"]}">Öppna inbjudan</a></td></tr>'
        for mail in reversed(list(world.tables["outbox"].values()))
        if str(mail["contract_id"]) in world.tables["contracts"]
    )
    head = "<tr><th>Till</th><th>Ämne</th><th></th></tr>"
    invitations = f"<table>{head}{sent}</table>" if sent else "<p>Ingen inbjudan har skickats än.</p>"
    return f"<h1>Oneflow på den här datorn</h1>{contracts}<h2>Inbjudningar</h2>{invitations}"


def _row(contract: Json) -> str:
    links = ", ".join(
        f'<a href="/open/{contract["id"]}/{person["id"]}">{escape(person["name"])}</a>'
        for person in people(contract, ours=False)
    )
    name = f'<a href="/contracts/{contract["id"]}">{escape(contract["_private"]["name"])}</a>'
    return (
        f"<tr><td>{name}</td><td>{_state(contract)}</td><td>{links if contract['state'] != 'draft' else ''}</td></tr>"
    )


def _state(contract: Json) -> str:
    return STATES.get(contract["state"], str(contract["state"]))
