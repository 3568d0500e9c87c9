"""Where things are: the project, its virtual environment and its private state in var/."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def project_key() -> str:
    """A short name for this checkout, so that two of them never share a socket or a data folder."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
