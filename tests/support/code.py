"""What the files of the product say, read once by all the tests that look at them."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(file: Path) -> ast.Module:
    """A module as Python reads it; nobody changes it."""
    return ast.parse(file.read_text(encoding="utf-8"))
