"""Whom the private servers run as: PostgreSQL refuses root, so root hands over to a system user without a shell."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from script.tools.console import Trouble

SERVICE_USER = "perforia"


@cache
def service_user() -> pwd.struct_passwd | None:
    """The user of the private servers, made when root has none yet; None when we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        pass
    if useradd := shutil.which("useradd"):
        options = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([useradd, *options, SERVICE_USER], check=True)
        return pwd.getpwnam(SERVICE_USER)
    return pwd.getpwnam("nobody")


def identity() -> dict[str, Any]:  # Any: keyword arguments of subprocess
    """Arguments that let `subprocess` start a child as the service user, with a small environment of its own."""
    arguments: dict[str, Any] = {"cwd": "/", "env": _environment()}
    if user := service_user():
        arguments |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return arguments


def _environment() -> Mapping[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def run_as_service(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a command as the service user and return what it said."""
    words = [str(word) for word in command]
    return subprocess.run(words, **identity(), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def must_run_as_service(command: Sequence[str | Path], purpose: str) -> str:
    """Run a command as the service user; a failure becomes one sentence with the command's last words."""
    done = run_as_service(command)
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()
        raise Trouble(f"{purpose} failed: {' / '.join(words[-3:]) or 'no reason given'}")
    return done.stdout


def can_read(path: Path) -> bool:
    """Whether the service user reaches a path (not so below a 0700 home such as /root)."""
    if service_user() is None:
        return os.access(path, os.R_OK)
    return run_as_service(["test", "-r", path]).returncode == 0


def own(path: Path) -> None:
    """Make a private folder that belongs to the service user."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    if user := service_user():
        os.chown(path, user.pw_uid, user.pw_gid)
