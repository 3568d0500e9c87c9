"""Templates carry no script or style of their own, lead somewhere, and are used."""

import re
from pathlib import Path

from django.apps import apps
from django.urls import URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
ADDRESS = re.compile(r"""\{%\s*url\s+['"]([\w:-]+)['"]""")
# Django and allauth look for these by name; components are a kit that pages take from.
OF_OTHERS = ("400", "403", "404", "429", "500", "account/", "mfa/", "usersessions/", "components/")
FORBIDDEN = re.compile(r"<style|<script(?![^>]* src=)|\son[a-z]+=\"|javascript:", re.IGNORECASE)


def test_no_template_has_inline_script_handler_or_style_sheet():
    found = [
        str(file.relative_to(TEMPLATES))
        for file in TEMPLATES.rglob("*.html")
        if "documents" not in file.parts  # printed by us, never served
        and FORBIDDEN.search(file.read_text(encoding="utf-8"))
    ]

    assert list(TEMPLATES.rglob("*.html"))
    assert found == []


def _names(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            yield prefix + pattern.name


def test_every_address_named_in_a_template_exists():
    known = set(_names(get_resolver()))
    used = {name for file in TEMPLATES.rglob("*.html") for name in ADDRESS.findall(file.read_text(encoding="utf-8"))}

    assert used
    assert used - known == set()


def test_every_page_and_fragment_is_used():
    code = [
        file
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(ROOT)
        for file in Path(app.path).rglob("*.py")
    ]
    words = "\n".join(file.read_text(encoding="utf-8") for file in [*code, *TEMPLATES.rglob("*.html")])
    ours = {str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html")}

    assert [name for name in sorted(ours) if not name.startswith(OF_OTHERS) and f'"{name}"' not in words] == []


def test_numbers_of_rows_are_written_as_machines_read_them():
    # Numbers are grouped for people (1 234), which no id, value or selector survives.
    bare = re.compile(r"\{\{ (?:[a-z_]+\.)*(?:pk|(?!auto_id|form_id)[a-z_]+_id) \}\}")
    found = [f"{file}: {match[0]}" for file in TEMPLATES.rglob("*.html") for match in bare.finditer(file.read_text())]

    assert found == []
