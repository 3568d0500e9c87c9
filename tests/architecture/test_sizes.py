"""Small files and small functions; the hard limits of the house."""

import ast
import statistics
from pathlib import Path

import pytest

from tests.support.code import tree_of

ROOT = Path(__file__).resolve().parents[2]
APPS = ("perforia", "crm", "contracts", "scheduling", "billing", "rut", "archive", "integrations")
OURS = (*APPS, "simulators", "benchmarks", "script")
LONGEST_MODULE, LONGEST_TEST_MODULE, MEDIAN_MODULE = 400, 600, 120
LONGEST_FUNCTION, LONGEST_VIEW, LONGEST_CLASS, LONGEST_TEMPLATE = 50, 30, 250, 200
MOST_PARAMETERS = 7


def _modules(folders):
    found = (file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))
    return [file for file in found if "migrations" not in file.parts and "__pycache__" not in file.parts]


def _length(file):
    return len(file.read_text(encoding="utf-8").splitlines())


def _too_long(files, limit):
    return [f"{file.relative_to(ROOT)}: {_length(file)} lines" for file in files if _length(file) > limit]


def _nodes(folders, kinds):
    for file in _modules(folders):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, kinds):
                yield file, node


def _lines(node):
    return node.end_lineno - node.lineno + 1


def _is_view(file):
    return file.name in {"views.py", "lookups.py"} or "views" in file.parts


def test_modules_are_short():
    assert _too_long(_modules(OURS), LONGEST_MODULE) == []


def test_half_of_all_modules_are_shorter_still():
    lengths = [length for file in _modules(APPS) if (length := _length(file)) > 1]
    assert statistics.median(lengths) <= MEDIAN_MODULE


def test_test_modules_are_short():
    assert _too_long(_modules(["tests"]), LONGEST_TEST_MODULE) == []


def test_templates_are_short():
    assert _too_long(sorted((ROOT / "templates").rglob("*.html")), LONGEST_TEMPLATE) == []


@pytest.mark.parametrize(
    ("kinds", "limit"),
    [((ast.FunctionDef, ast.AsyncFunctionDef), LONGEST_FUNCTION), (ast.ClassDef, LONGEST_CLASS)],
    ids=["functions", "classes"],
)
def test_definitions_are_short(kinds, limit):
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}: {_lines(node)} lines"
        for file, node in _nodes(OURS, kinds)
        if _lines(node) > limit
    ]
    assert found == []


def test_views_are_short():
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}: {_lines(node)} lines"
        for file, node in _nodes(APPS, ast.FunctionDef)
        if _is_view(file) and _lines(node) > LONGEST_VIEW
    ]
    assert found == []


def test_functions_take_few_parameters():
    found = []
    for file, node in _nodes(OURS, (ast.FunctionDef, ast.AsyncFunctionDef)):
        names = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        if len([name for name in names if name not in {"self", "cls"}]) > MOST_PARAMETERS:
            found.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert found == []
