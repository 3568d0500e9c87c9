"""The contracts between the apps hold, and each of them catches a violation of its own."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
NAMES = [contract["name"] for contract in CONFIGURATION["contracts"]]
LINTER = Path(sys.executable).with_name("lint-imports")
# What is planted: a file, the line added to it, and the contract that must catch it.
PLANTED = [
    ("crm/queries/customers.py", "def late():\n    from rut.models import Case", "The apps form a tower"),
    ("crm/helpers.py", "WORD = 1", "Every app has the same rows, and no other modules"),
    ("billing/models.py", "from billing import services", "Every app has the same rows, and no other modules"),
    ("rut/views/inbox.py", "from rut.tasks import read_letter", "Views never enqueue"),
    ("rut/forms/case.py", "from rut.tasks import read_letter", "Views never enqueue"),
    ("perforia/home/views/start.py", "from rut.tasks import read_letter", "Views never enqueue"),
    ("archive/services.py", "from celery import current_app", "Only tasks and receivers know the queue"),
    ("billing/forms.py", "from billing.services import record_invoice", "Forms check, they do not act"),
    ("integrations/views/outbox.py", "from integrations.clients import mail", "Only tasks call the outside world"),
    ("crm/services/customers.py", "from integrations.clients import mail", "Only tasks call the outside world"),
    ("crm/queries/customers.py", "import requests", "HTTP lives in integrations"),
    ("integrations/services/messages.py", "import httpx", "Inside integrations, HTTP lives in the clients"),
    ("billing/states.py", "import celery", "Readers, rules and states are pure"),
    ("rut/readers/page.py", "from perforia.base import models", "Readers, rules and states are pure"),
    ("rut/rules/deadlines.py", "from django.db import connection", "Readers and rules know no framework"),
    ("billing/migrations/0001_initial.py", "from billing.models import Invoice", "Migrations stand alone"),
    ("perforia/base/models.py", "from perforia.base import audit", "No cycles inside an app"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The code of every app, without anything else of the repository."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for app in CONFIGURATION["root_packages"]:
        shutil.copytree(ROOT / app, folder / app, ignore=shutil.ignore_patterns("__pycache__", "*.html"))
    return folder


def broken(folder):
    done = subprocess.run([LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return set(re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE))


def test_every_contract_has_a_planted_violation():
    assert {name for _, _, name in PLANTED} == set(NAMES)


@pytest.mark.slow
def test_every_contract_is_kept(copy):
    assert broken(copy) == set()


@pytest.mark.slow
@pytest.mark.parametrize(("file", "line", "contract"), PLANTED, ids=[f"{file}: {name}" for file, _, name in PLANTED])
def test_a_planted_violation_is_caught(copy, file, line, contract):
    planted = copy / file
    before = planted.read_bytes() if planted.exists() else None
    planted.write_text((before or b"").decode() + f"\n\n{line}\n", encoding="utf-8")
    try:
        assert contract in broken(copy)
    finally:
        planted.unlink() if before is None else planted.write_bytes(before)


def test_no_contract_has_an_exception():
    assert [contract["name"] for contract in CONFIGURATION["contracts"] if "ignore_imports" in contract] == []


def test_every_app_is_named_by_the_tower_and_by_the_rows():
    tower, rows = CONFIGURATION["contracts"][:2]
    apps = {file.parent.name for file in ROOT.glob("*/apps.py")}
    assert apps <= set(CONFIGURATION["root_packages"])
    assert apps <= set(tower["layers"])
    assert apps == set(rows["containers"])


def test_no_module_of_integrations_is_left_out_of_the_contract_on_http():
    contract = CONFIGURATION["contracts"][NAMES.index("Inside integrations, HTTP lives in the clients")]
    modules = {file.stem for file in (ROOT / "integrations").iterdir() if file.suffix == ".py" or file.is_dir()}
    inside = modules - {"__init__", "__pycache__", "migrations", "clients"}
    assert {f"integrations.{module}" for module in inside} == set(contract["source_modules"])
