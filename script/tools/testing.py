"""`script/pytest`: pytest with its environment, against the private database and broker."""

import os
import subprocess
from collections.abc import Sequence

from script.tools import services
from script.tools.console import run_command
from script.tools.paths import PYTHON, ROOT

TEST_ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tests.settings",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's loop runs beside the ORM
    "PYTHONHASHSEED": "0",  # factories make the same rows in every worker
    "OMP_THREAD_LIMIT": "1",
}


def main(arguments: Sequence[str]) -> int:
    """Run pytest with the given arguments; the exit code is pytest's."""
    return run_pytest(arguments)


def run_pytest(arguments: Sequence[str]) -> int:
    """Start the services if need be, then pytest; nothing of the caller's own settings reaches the tests."""
    return subprocess.run([PYTHON, "-m", "pytest", *arguments], cwd=ROOT, env=environment(), check=False).returncode


def environment() -> dict[str, str]:
    """What the tests see: the caller's environment, the services' addresses, the test settings."""
    return {**os.environ, **services.up().addresses, **TEST_ENVIRONMENT}


if __name__ == "__main__":
    run_command(main)
