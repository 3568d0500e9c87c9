"""The icon sprite: only the icons in use, found in templates and Python, in one file that the app serves."""

import re
from collections.abc import Iterable
from pathlib import Path

from script.tools.console import Trouble
from script.tools.paths import ROOT

ICONS = ROOT / "node_modules" / "@tabler" / "icons" / "icons"
LIST = ROOT / "static" / "icons.txt"  # names that are put together in code
SOURCES = ("templates", "perforia", "crm", "contracts", "scheduling", "billing", "rut", "archive", "integrations")
USE = re.compile(r"""\{%\s*(?:icon|empty)\s+["']([a-z0-9-]+)["']""")
FILLED = "-filled"


def names_in_use() -> set[str]:
    """Every icon that a template, a module or the list names."""
    names = {match for file in _sources() for match in USE.findall(file.read_text(encoding="utf-8"))}
    if LIST.exists():
        lines = (line.partition("#")[0].strip() for line in LIST.read_text(encoding="utf-8").splitlines())
        names |= {line for line in lines if line}
    return names


def _sources() -> Iterable[Path]:
    for folder in SOURCES:
        yield from (ROOT / folder).rglob("*.html")
        yield from (ROOT / folder).rglob("*.py")


def sprite(names: Iterable[str]) -> str:
    """An SVG file with one symbol per icon; refuses names that do not exist."""
    missing = sorted(name for name in names if not _file(name).exists())
    if missing:
        raise Trouble(f"no such icon in @tabler/icons: {', '.join(missing)} (named in a template or static/icons.txt)")
    symbols = "\n".join(_symbol(name) for name in sorted(names))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _file(name: str) -> Path:
    if name.endswith(FILLED):
        return ICONS / "filled" / f"{name.removesuffix(FILLED)}.svg"
    return ICONS / "outline" / f"{name}.svg"


def _symbol(name: str) -> str:
    svg = _file(name).read_text(encoding="utf-8")
    drawing = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    paths = " ".join(line.strip() for line in drawing.splitlines() if line.strip() and 'd="M0 0h24v24H0z"' not in line)
    paint = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
    if name.endswith(FILLED):
        paint = 'fill="currentColor"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{paths}</symbol>'
