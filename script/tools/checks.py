"""`script/test`: everything that must hold before a change is handed in; static checks first, then the whole suite."""

import argparse
import base64
import secrets
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from script.tools import assets, system, testing
from script.tools.console import run_command, say
from script.tools.paths import PYTHON, ROOT, VENV

DEPLOYED = {
    "DJANGO_SETTINGS_MODULE": "perforia.settings",
    "DEBUG": "false",
    "BASE_URL": "https://perforia.example",
    "ALLOWED_HOSTS": "perforia.example",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "LOOKUP_HASH_KEY": secrets.token_urlsafe(32),
}
WORKERS = "3"  # on two cores: there is always one that waits for a browser, a child or the database


@dataclass(frozen=True)
class Check:
    """One static check: its name and command, and the settings it runs with."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]

    def run(self) -> "Finding":
        """Run it and keep what it said."""
        began = time.monotonic()
        done = subprocess.run(
            self.command, cwd=ROOT, env=dict(self.environment), check=False, capture_output=True, text=True
        )
        return Finding(self.name, done.returncode == 0, time.monotonic() - began, done.stdout + done.stderr)


@dataclass(frozen=True)
class Finding:
    """How a check ended."""

    name: str
    is_good: bool
    seconds: float
    words: str


def main(arguments: Sequence[str]) -> int:
    """Set up what is missing and run everything; non-zero when anything fails."""
    options = _options(arguments)
    environment = _prepare()
    failed = [] if options.only == "tests" else _check(environment)
    if options.only != "checks" and testing.run_pytest(["-n", WORKERS, "--dist", "worksteal", "-q"]):
        failed.append("pytest")
    if failed:
        say(f"Not good yet: {', '.join(failed)}.")
    return 1 if failed else 0


def _prepare() -> dict[str, str]:
    """Bring what is missing, each from where it comes at the same time; answers the environment of the tests."""
    with ThreadPoolExecutor() as pool:
        for each in [pool.submit(system.ensure, [*system.RUNNING, *system.TESTING]), pool.submit(assets.ensure)]:
            each.result()
    return testing.environment()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/test", description="Static checks and the whole suite.")
    parser.add_argument("--only", choices=["checks", "tests"], help="one half")
    return parser.parse_args(arguments)


def _check(environment: Mapping[str, str]) -> list[str]:
    """Run the static checks two at a time and say how each went; answers the names of those that failed."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for finding in pool.map(Check.run, _checks(environment)):
            say(f"{'ok  ' if finding.is_good else 'FAIL'} {finding.name} ({finding.seconds:.1f} s)")
            if not finding.is_good:
                say(finding.words.strip())
                failed.append(finding.name)
    return failed


def _checks(environment: Mapping[str, str]) -> list[Check]:
    programs = VENV / "bin"
    manage = [str(PYTHON), "manage.py"]
    deployed = {**environment, **DEPLOYED}
    del deployed["DJANGO_ALLOW_ASYNC_UNSAFE"]
    commands = {
        "types (mypy)": [str(programs / "mypy")],
        "format (ruff)": [str(programs / "ruff"), "format", "--check", "--quiet", "."],
        "lint (ruff)": [str(programs / "ruff"), "check", "--quiet", "."],
        "architecture (import-linter)": [str(programs / "lint-imports")],
        "templates (djlint)": [str(programs / "djlint"), "templates", "--lint", "--quiet"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
    }
    commands["database of the tests"] = [str(PYTHON), "-m", "script.tools.template"]
    checks = [Check(name, command, environment) for name, command in commands.items()]
    return [*checks, Check("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], deployed)]


if __name__ == "__main__":
    run_command(main)
