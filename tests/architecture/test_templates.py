"""Templates carry no script or style of their own."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
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
