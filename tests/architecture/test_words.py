"""Each kind of module does its own work only: who reads the clock, who writes to the database."""

import ast
from pathlib import Path

from tests.support.code import tree_of

ROOT = Path(__file__).resolve().parents[2]
APPS = ("perforia", "rut", "billing", "scheduling", "contracts", "crm", "archive", "integrations")
# The edges of the product, where a request or a task begins; templates are told of today by context and tags.
EDGES = {"views", "lookups", "tasks", "management", "context", "templatetags", "demo"}
OTHER_CLOCKS = {
    ("timezone", "now"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("datetime", "today"),
}
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def modules():
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file.relative_to(ROOT), tree_of(file)


def rows(file):
    """The names that say which row of its app a module belongs to."""
    return {*file.with_suffix("").parts}


def calls(tree):
    return [node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]


def test_the_clock_is_read_at_the_edges_only():
    readers = {
        str(file)
        for file, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "perforia.base.clock"
        and {name.name for name in node.names} & {"now", "today"}
        and not rows(file) & EDGES
    }
    assert readers == set()


def test_nobody_has_a_clock_of_his_own():
    found = {
        f"{file}:{call.lineno}"
        for file, tree in modules()
        for call in calls(tree)
        if isinstance(call.value, ast.Name)
        and (call.value.id, call.attr) in OTHER_CLOCKS
        and file != Path("perforia/base/clock.py")
    }
    assert found == set()


def test_views_write_nothing_themselves():
    found = {
        f"{file}:{call.lineno} {call.attr}"
        for file, tree in modules()
        if rows(file) & {"views", "lookups", "queries", "forms"}
        for call in calls(tree)
        if call.attr in WRITES and not (isinstance(call.value, ast.Name) and call.value.id in {"services", "self"})
    }
    assert found == set()


def test_services_take_their_arguments_by_name():
    wrong = {
        f"{file}:{node.lineno} {node.name}"
        for file, tree in modules()
        if "services" in rows(file)
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.decorator_list  # transactions; plain helpers between services may be positional
        and node.args.args
    }
    assert wrong == set()
